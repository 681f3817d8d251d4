//! Where a server is told to keep its data.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::store::{EmbeddedStore, FileError, Store, Trouble};

/// A place for data, as the command names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A database file of one server.
    File(PathBuf),
}

/// Why data cannot be kept in a place.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PlaceError {
    /// The database file cannot be used.
    #[error("cannot keep data in {}: {error}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        error: FileError,
    },
}

impl Place {
    /// The place of this name.
    pub fn named(name: &Path) -> Self {
        Place::File(name.to_owned())
    }

    /// Opens the store in this place, or makes one. `trouble` is told of what fails later.
    ///
    /// # Errors
    ///
    /// [`PlaceError`].
    pub fn open(&self, trouble: Trouble) -> Result<Arc<dyn Store>, PlaceError> {
        match self {
            Place::File(path) => match EmbeddedStore::open(path, trouble) {
                Ok(store) => Ok(Arc::new(store)),
                Err(error) => Err(PlaceError::File {
                    path: path.clone(),
                    error,
                }),
            },
        }
    }
}

//! Where a server is told to keep its data.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio_postgres::Config;

use crate::store::{DatabaseError, EmbeddedStore, FileError, PostgresStore, Store, Trouble};

/// A place for data, as the command names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A database file of one server.
    File(PathBuf),
    /// A database that several servers can share.
    Postgres(Box<Config>),
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
    /// A URL of something else.
    #[error(
        "data cannot be kept at a URL that begins with {scheme}://; give the name of a file, \
         or postgres://USER:PASSWORD@HOST:PORT/DATABASE"
    )]
    Scheme {
        /// What it begins with.
        scheme: String,
    },
    /// The URL cannot be used.
    #[error("cannot keep data in PostgreSQL: {0}")]
    Url(DatabaseError),
    /// The database cannot be used.
    #[error("cannot keep data in {name}: {error}")]
    Postgres {
        /// The database, without a password.
        name: String,
        /// Why.
        error: DatabaseError,
    },
}

impl Place {
    /// The place of this name: `postgres://…` is a database, all else a file.
    ///
    /// # Errors
    ///
    /// [`PlaceError::Scheme`] and [`PlaceError::Url`].
    pub fn named(name: &Path) -> Result<Self, PlaceError> {
        let url = name.to_str().unwrap_or_default();
        match url.split_once("://").map(|(scheme, _)| scheme) {
            None => Ok(Place::File(name.to_owned())),
            Some("postgres" | "postgresql") => {
                let config = PostgresStore::configuration(url).map_err(PlaceError::Url)?;
                Ok(Place::Postgres(Box::new(config)))
            }
            Some(scheme) => Err(PlaceError::Scheme {
                scheme: scheme.to_owned(),
            }),
        }
    }

    /// Opens the store in this place, or makes one. `trouble` is told of what fails later.
    ///
    /// # Errors
    ///
    /// [`PlaceError::File`] and [`PlaceError::Postgres`].
    pub fn open(&self, trouble: Trouble) -> Result<Arc<dyn Store>, PlaceError> {
        match self {
            Place::File(path) => match EmbeddedStore::open(path, trouble) {
                Ok(store) => Ok(Arc::new(store)),
                Err(error) => Err(PlaceError::File {
                    path: path.clone(),
                    error,
                }),
            },
            Place::Postgres(config) => match PostgresStore::open((**config).clone(), trouble) {
                Ok(store) => Ok(Arc::new(store)),
                Err(error) => Err(PlaceError::Postgres {
                    name: PostgresStore::name(config),
                    error,
                }),
            },
        }
    }
}

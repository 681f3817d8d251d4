//! The store that the tests run on: memory, unless `TRUELINE_TEST_STORE` names another.
//!
//! `file` is a database file for each test. Every test of the domain and of the server must hold on every store.

use std::sync::Arc;

use tempfile::TempDir;
use trueline_reference::store::{MemoryStore, Place, Store, Trouble};

/// A store of a test's own, gone when the test ends.
pub(crate) struct Fresh {
    pub(crate) store: Arc<dyn Store>,
    _folder: Option<TempDir>,
}

impl Fresh {
    /// An empty store of the kind that the environment names.
    pub(crate) fn new() -> Self {
        match std::env::var("TRUELINE_TEST_STORE").as_deref() {
            Err(_) | Ok("" | "memory") => Self {
                store: Arc::new(MemoryStore::default()),
                _folder: None,
            },
            Ok("file") => {
                let folder = tempfile::tempdir().unwrap();
                let place = Place::named(&folder.path().join("links.db"));
                Self {
                    store: place.open(Trouble::ignored()).unwrap(),
                    _folder: Some(folder),
                }
            }
            Ok(other) => panic!("TRUELINE_TEST_STORE names no store: {other}"),
        }
    }
}

//! The store that the tests run on: memory, unless `TRUELINE_TEST_STORE` names another.
//!
//! `file` is a database file for each test; `postgres` is a schema for each test in the database at the URL of
//! `TRUELINE_TEST_POSTGRES`. Every test of the domain and of the server must hold on every store.

mod concurrency;
mod keys;
mod model;
mod servers;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use tempfile::TempDir;
use tokio::runtime::Builder;
use tokio_postgres::NoTls;
use trueline_reference::store::{MemoryStore, Place, Store, Trouble};

/// The kinds of stores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Memory,
    File,
    Postgres,
}

impl Kind {
    /// The kind that the environment names.
    pub(crate) fn asked() -> Self {
        match std::env::var("TRUELINE_TEST_STORE").as_deref() {
            Err(_) | Ok("" | "memory") => Kind::Memory,
            Ok("file") => Kind::File,
            Ok("postgres") => Kind::Postgres,
            Ok(other) => panic!("TRUELINE_TEST_STORE names no store: {other}"),
        }
    }

    /// The kinds that can be tested here.
    pub(crate) fn all() -> Vec<Self> {
        let mut all = vec![Kind::Memory, Kind::File];
        match database() {
            Some(_) => all.push(Kind::Postgres),
            None => println!("without PostgreSQL: TRUELINE_TEST_POSTGRES names no database"),
        }
        all
    }
}

/// The database for tests, if there is one.
fn database() -> Option<String> {
    let url = std::env::var("TRUELINE_TEST_POSTGRES").ok();
    url.filter(|url| !url.is_empty())
}

/// A store of a test's own.
pub(crate) struct Fresh {
    pub(crate) store: Arc<dyn Store>,
    home: Home,
}

enum Home {
    Nowhere,
    Folder(TempDir),
    Schema(String),
}

impl Fresh {
    /// An empty store of the kind that the environment names.
    pub(crate) fn new() -> Self {
        Self::of(Kind::asked())
    }

    /// An empty store of this kind.
    pub(crate) fn of(kind: Kind) -> Self {
        let home = match kind {
            Kind::Memory => Home::Nowhere,
            Kind::File => Home::Folder(tempfile::tempdir().unwrap()),
            Kind::Postgres => Home::Schema(schema()),
        };
        Self {
            store: open(&home),
            home,
        }
    }

    /// What another server finds that uses the same database, or the same one after a restart. A file is let go of
    /// first, so this must be the last to use it. Memory stays as it is.
    pub(crate) fn again(&mut self) {
        match &self.home {
            Home::Nowhere => {}
            home => {
                self.store = Arc::new(MemoryStore::default());
                self.store = open(home);
            }
        }
    }

    /// The place, as `--data` takes it.
    pub(crate) fn place(&self) -> Option<String> {
        match &self.home {
            Home::Nowhere => None,
            Home::Folder(folder) => Some(folder.path().join("links.db").display().to_string()),
            Home::Schema(url) => Some(url.clone()),
        }
    }
}

fn open(home: &Home) -> Arc<dyn Store> {
    let name = match home {
        Home::Nowhere => return Arc::new(MemoryStore::default()),
        Home::Folder(folder) => folder.path().join("links.db"),
        Home::Schema(url) => url.into(),
    };
    let trouble = Trouble::new(|message| println!("{message}"));
    Place::named(&name).unwrap().open(trouble).unwrap()
}

/// The URL of a new schema in the database for tests.
fn schema() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let url = database().expect("TRUELINE_TEST_POSTGRES names a database");
    let name = format!(
        "test_{}_{}",
        std::process::id(),
        COUNT.fetch_add(1, Ordering::Relaxed)
    );
    run(&url, &format!("CREATE SCHEMA {name}"));
    format!("{url}?options=-csearch_path%3D{name}")
}

/// Runs a statement in a database.
pub(crate) fn run(url: &str, statement: &str) {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
        let connection = tokio::spawn(connection);
        client.batch_execute(statement).await.unwrap();
        drop(client);
        connection.await.unwrap().unwrap();
    });
}

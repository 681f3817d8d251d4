//! The store in a PostgreSQL database, which several servers can share.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use tokio_postgres::Config;

use crate::files::File;
use crate::idempotency::{Claim, Fingerprint, Hold, Saved};
use crate::keys::Mode;
use crate::link::Link;
use crate::refusal::Refusal;
use crate::store::blocking::blocking;
use crate::store::{FileScan, Scan, Store, Transaction, Trouble};

mod change;
mod keys;
mod open;
mod pool;
mod scan;
mod schema;
mod wait;

pub use open::DatabaseError;

use change::Stop;
use keys::Keys;
use pool::{Failure, Pool, Session};
use schema::{FILE, FORMAT, LINK, storable};

/// Links that may lie in the wrong half before they are sorted out.
const MISPLACED: i64 = 256;
/// Links that are sorted out in one transaction.
const AT_ONCE: i64 = 10_000;
/// Whether there are too many is looked at with one in so many scans for which it matters.
const EVERY: u64 = 32;
/// The lock under which tables are made: any number that all servers agree on.
const MAKING: i64 = 7_462_851_093;

/// Keeps everything in a PostgreSQL database.
#[derive(Debug)]
pub struct PostgresStore {
    pool: Pool,
    keys: Keys,
    /// The database, for messages.
    name: String,
    scans: AtomicU64,
    trouble: Trouble,
}

impl PostgresStore {
    /// The connection of a URL of the form `postgres://USER:PASSWORD@HOST:PORT/DATABASE`.
    ///
    /// # Errors
    ///
    /// [`DatabaseError::Url`] and [`DatabaseError::Tls`].
    pub fn configuration(url: &str) -> Result<Config, DatabaseError> {
        open::configuration(url)
    }

    /// A database for messages, without a password.
    pub fn name(config: &Config) -> String {
        open::name(config)
    }

    /// Connects, and makes the tables if they are not there. `trouble` is told of what fails later.
    ///
    /// # Errors
    ///
    /// [`DatabaseError`].
    pub fn open(config: Config, trouble: Trouble) -> Result<Self, DatabaseError> {
        let failed = |failure: Failure| match failure {
            Failure::Database(error) => DatabaseError::of(&error, &config),
            Failure::Busy | Failure::Ended => DatabaseError::Other(explain(&failure)),
        };
        let pool =
            Pool::new(config.clone()).map_err(|error| DatabaseError::Other(error.to_string()))?;
        let found = blocking(|| pool.with(prepare)).map_err(failed)?;
        if found != FORMAT {
            return Err(DatabaseError::Format { found });
        }
        Ok(Self {
            pool,
            keys: Keys::default(),
            name: open::name(&config),
            scans: AtomicU64::new(0),
            trouble,
        })
    }

    /// Runs `work`, which changes something, on a connection.
    fn with<T>(&self, work: impl FnOnce(&Pool) -> Result<T, Stop>) -> Result<T, Refusal> {
        let failure = match blocking(|| work(&self.pool)) {
            Ok(value) => {
                self.trouble.over();
                return Ok(value);
            }
            Err(Stop::Refused(refusal)) => return Err(refusal),
            Err(Stop::Failed(failure)) => failure,
        };
        let message = format!("cannot use {}: {}", self.name, explain(&failure));
        self.trouble.tell(message);
        Err(Refusal::Storage)
    }

    /// Runs `work`, which only reads. A connection that was lost meanwhile is no reason not to answer.
    fn read<T>(
        &self,
        work: impl Fn(&mut Session) -> Result<T, tokio_postgres::Error>,
    ) -> Result<T, Refusal> {
        self.with(|pool| {
            let mut lost = false;
            let first = pool.with(|session| {
                let outcome = work(session);
                lost = session.is_closed();
                Ok::<_, Stop>(outcome?)
            });
            match first {
                Err(Stop::Failed(_)) if lost => pool.with(|session| Ok(work(session)?)),
                outcome => outcome,
            }
        })
    }
}

/// Makes the tables that are not there; gives the number of their arrangement.
fn prepare(session: &mut Session) -> Result<i64, Failure> {
    let there = session.row("SELECT to_regclass('trueline_about') IS NOT NULL", &[])?;
    if !there.map_or(Ok(false), |row| row.try_get::<_, bool>(0))? {
        session.begin()?;
        session.row("SELECT pg_advisory_xact_lock($1)::text", &[&MAKING])?;
        session.batch(schema::MAKE)?;
        session.commit()?;
    }
    let format = session.row("SELECT format FROM trueline_about LIMIT 1", &[])?;
    Ok(format.map_or(Ok(0), |row| row.try_get(0))?)
}

fn explain(failure: &Failure) -> String {
    match failure {
        Failure::Database(error) => open::reason(error),
        Failure::Busy => "all connections are in use".to_owned(),
        Failure::Ended => "the thread of the connections has ended".to_owned(),
    }
}

impl Store for PostgresStore {
    fn get(&self, mode: Mode, id: &str) -> Result<Option<Arc<Link>>, Refusal> {
        if !storable(id) {
            return Ok(None);
        }
        let sql = format!("SELECT {LINK} FROM trueline_links WHERE live = $1 AND id = $2");
        self.read(|session| {
            let row = session.row(&sql, &[&mode.is_live(), &id])?;
            row.as_ref().map(schema::link).transpose()
        })
    }

    fn by_token(&self, token: &str) -> Result<Option<Arc<Link>>, Refusal> {
        if !storable(token) {
            return Ok(None);
        }
        let sql =
            format!("SELECT {LINK} FROM trueline_links WHERE token = $1 ORDER BY sequence LIMIT 1");
        self.read(|session| {
            let row = session.row(&sql, &[&token])?;
            row.as_ref().map(schema::link).transpose()
        })
    }

    fn scan(&self, mode: Mode, scan: &Scan<'_>) -> Result<Vec<Arc<Link>>, Refusal> {
        if scan.file.is_some_and(|file| !storable(file)) {
            return Ok(Vec::new());
        }
        let question = scan::links(mode, scan);
        let sort_out = scan.expired.is_some() && {
            let scans = self.scans.fetch_add(1, Ordering::Relaxed);
            scans.is_multiple_of(EVERY)
        };
        self.read(|session| {
            let rows = session.rows(&question.sql, &question.values())?;
            if sort_out {
                let place: (&bool, &i64) = (&mode.is_live(), &scan.now);
                let many = session.row(scan::MISPLACED, &[place.0, place.1, &MISPLACED])?;
                let mut left = u64::from(many.is_some());
                while left > 0 {
                    left = session.change(scan::SORT_OUT, &[place.0, place.1, &AT_ONCE])?;
                }
            }
            rows.iter().map(schema::link).collect()
        })
    }

    fn file(&self, mode: Mode, id: &str) -> Result<Option<Arc<File>>, Refusal> {
        if !storable(id) {
            return Ok(None);
        }
        let sql = format!("SELECT {FILE} FROM trueline_files WHERE live = $1 AND id = $2");
        self.read(|session| {
            let row = session.row(&sql, &[&mode.is_live(), &id])?;
            row.as_ref().map(schema::file).transpose()
        })
    }

    fn content(&self, mode: Mode, id: &str) -> Result<Option<Bytes>, Refusal> {
        if !storable(id) {
            return Ok(None);
        }
        self.read(|session| {
            let row = session.row(
                "SELECT content FROM trueline_files WHERE live = $1 AND id = $2",
                &[&mode.is_live(), &id],
            )?;
            row.as_ref().map(schema::content).transpose()
        })
    }

    fn scan_files(&self, mode: Mode, scan: &FileScan<'_>) -> Result<Vec<Arc<File>>, Refusal> {
        if scan.purpose.is_some_and(|purpose| !storable(purpose)) {
            return Ok(Vec::new());
        }
        let question = scan::files(mode, scan);
        self.read(|session| {
            let rows = session.rows(&question.sql, &question.values())?;
            rows.iter().map(schema::file).collect()
        })
    }

    fn transaction(
        &self,
        mode: Mode,
        work: &mut dyn FnMut(&mut dyn Transaction) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        self.with(|pool| pool.with(|session| change::run(session, mode, work)))
    }

    fn claim(
        &self,
        mode: Mode,
        key: &str,
        fingerprint: &Fingerprint,
        now: i64,
    ) -> Result<Claim, Refusal> {
        self.with(|pool| self.keys.claim(pool, mode, key, fingerprint, now))
    }

    fn settle(&self, hold: &Hold, answer: Option<Saved>) -> Result<(), Refusal> {
        self.with(|pool| self.keys.settle(pool, hold, answer))
    }
}

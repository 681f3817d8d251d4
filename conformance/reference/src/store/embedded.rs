//! The store in one file: an embedded database. What was answered is on disk.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use bytes::Bytes;
use redb::{Database, Error, ReadTransaction, ReadableDatabase, WriteTransaction};

use crate::files::File;
use crate::idempotency::{Claim, Fingerprint, Hold, KEPT, Saved};
use crate::keys::Mode;
use crate::link::Link;
use crate::refusal::Refusal;
use crate::store::blocking::blocking;
use crate::store::{FileScan, Scan, Store, Transaction, Trouble};

mod batch;
mod draft;
mod open;
mod scan;
mod tables;

pub use open::FileError;

use batch::{Stop, Writer};
use draft::Draft;

/// Links that may lie in the wrong half of the rows before a scan sorts them out.
const MISPLACED: usize = 256;
/// Links that are sorted out in one transaction.
const AT_ONCE: usize = 10_000;

/// Keeps everything in a database file. One process at a time can use it.
///
/// A key that is claimed stands in memory; what came of it stands in the file. A process that ends between the two
/// has done nothing for the key, or the file knows what it did.
#[derive(Debug)]
pub struct EmbeddedStore {
    path: PathBuf,
    /// Nothing while the file cannot be opened again.
    database: RwLock<Opened>,
    writer: Writer,
    /// The keys that requests hold, with their claims.
    held: Mutex<HashMap<(Mode, String), Hold>>,
    claims: AtomicI64,
    trouble: Trouble,
}

#[derive(Debug)]
struct Opened {
    database: Option<Database>,
    /// How often the file was opened.
    count: u64,
}

impl EmbeddedStore {
    /// Opens the database file, or makes one. `trouble` is told of what fails later.
    ///
    /// # Errors
    ///
    /// [`FileError`].
    pub fn open(path: &Path, trouble: Trouble) -> Result<Self, FileError> {
        Ok(Self {
            path: path.to_owned(),
            database: RwLock::new(Opened {
                database: Some(open::open(path)?),
                count: 1,
            }),
            writer: Writer::default(),
            held: Mutex::default(),
            claims: AtomicI64::new(0),
            trouble,
        })
    }

    /// Runs `work` on the database. After a failed write the database lets nobody read, until it is opened again.
    fn with<T>(&self, work: &mut dyn FnMut(&Database) -> Result<T, Stop>) -> Result<T, Refusal> {
        let mut tries = 0;
        loop {
            let opened = self.database.read().unwrap_or_else(PoisonError::into_inner);
            let count = opened.count;
            let outcome = match &opened.database {
                Some(database) => work(database),
                None => Err(Stop::Failed(Arc::new(Error::PreviousIo))),
            };
            drop(opened);
            let error = match outcome {
                Ok(value) => return Ok(value),
                Err(Stop::Refused(refusal)) => return Err(refusal),
                Err(Stop::Failed(error)) => error,
            };
            // That it had failed before was told before.
            let before = matches!(*error, Error::PreviousIo | Error::DatabaseClosed);
            if !before {
                self.trouble
                    .tell(format!("cannot use {}: {error}", self.path.display()));
            }
            let opened = self.open_again(count);
            tries += 1;
            if !opened || !before || tries > 3 {
                return Err(Refusal::Storage);
            }
        }
    }

    /// Opens the file anew, unless somebody else has since it was opened for the `count`th time.
    fn open_again(&self, count: u64) -> bool {
        let mut opened = self
            .database
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if opened.count == count || opened.database.is_none() {
            opened.count += 1;
            // The old one lets go of the file first.
            opened.database = None;
            match open::open(&self.path) {
                Ok(database) => opened.database = Some(database),
                Err(error) => self
                    .trouble
                    .tell(format!("cannot use {}: {error}", self.path.display())),
            }
        }
        opened.database.is_some()
    }

    fn read<T>(&self, work: impl Fn(&ReadTransaction) -> Result<T, Error>) -> Result<T, Refusal> {
        self.with(&mut |database| {
            let transaction = database.begin_read().map_err(Error::from)?;
            Ok(work(&transaction)?)
        })
    }

    fn write(
        &self,
        work: &mut dyn FnMut(&WriteTransaction) -> Result<(), Stop>,
    ) -> Result<(), Refusal> {
        blocking(|| {
            self.with(&mut |database| self.writer.run(database, &mut *work))?;
            self.trouble.over();
            Ok(())
        })
    }

    fn held(&self) -> MutexGuard<'_, HashMap<(Mode, String), Hold>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for EmbeddedStore {
    fn get(&self, mode: Mode, id: &str) -> Result<Option<Arc<Link>>, Refusal> {
        self.read(|transaction| {
            let ids = transaction.open_table(tables::IDS)?;
            let Some(place) = tables::place(&ids, mode, id)? else {
                return Ok(None);
            };
            let links = transaction.open_table(tables::LINKS)?;
            let kept = tables::link(&links, place)?;
            Ok(kept.map(|kept| Arc::new(kept.link)))
        })
    }

    fn by_token(&self, token: &str) -> Result<Option<Arc<Link>>, Refusal> {
        self.read(|transaction| {
            let tokens = transaction.open_table(tables::TOKENS)?;
            let Some(place) = tokens.get(token)? else {
                return Ok(None);
            };
            let links = transaction.open_table(tables::LINKS)?;
            let kept = tables::link(&links, place.value())?;
            Ok(kept.map(|kept| Arc::new(kept.link)))
        })
    }

    fn scan(&self, mode: Mode, scan: &Scan<'_>) -> Result<Vec<Arc<Link>>, Refusal> {
        let (links, misplaced) = self.read(|transaction| scan::links(transaction, mode, scan))?;
        if misplaced > MISPLACED {
            let mut left = usize::MAX;
            while left > 0 {
                let sorted = self.write(&mut |transaction| {
                    left = draft::sort_out(transaction, mode, scan.now, AT_ONCE)?;
                    Ok(())
                });
                if sorted.is_err() {
                    // The answer is right without it, and only takes longer.
                    break;
                }
            }
        }
        Ok(links)
    }

    fn file(&self, mode: Mode, id: &str) -> Result<Option<Arc<File>>, Refusal> {
        self.read(|transaction| {
            let ids = transaction.open_table(tables::FILE_IDS)?;
            let Some(place) = tables::place(&ids, mode, id)? else {
                return Ok(None);
            };
            let files = transaction.open_table(tables::FILES)?;
            Ok(tables::file(&files, place)?.map(Arc::new))
        })
    }

    fn content(&self, mode: Mode, id: &str) -> Result<Option<Bytes>, Refusal> {
        self.read(|transaction| {
            let contents = transaction.open_table(tables::CONTENTS)?;
            let content = contents.get((tables::number(mode), id))?;
            Ok(content.map(|content| Bytes::from(content.value().to_vec())))
        })
    }

    fn scan_files(&self, mode: Mode, scan: &FileScan<'_>) -> Result<Vec<Arc<File>>, Refusal> {
        self.read(|transaction| scan::files(transaction, mode, scan))
    }

    fn transaction(
        &self,
        mode: Mode,
        work: &mut dyn FnMut(&mut dyn Transaction) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        self.write(&mut |transaction| {
            let mut draft = Draft::new(transaction, mode);
            let outcome = work(&mut draft);
            if let Some(error) = draft.failure {
                return Err(error.into());
            }
            outcome.map_err(Stop::Refused)?;
            Ok(draft.write()?)
        })
    }

    fn claim(
        &self,
        mode: Mode,
        key: &str,
        fingerprint: &Fingerprint,
        now: i64,
    ) -> Result<Claim, Refusal> {
        let fresh = |since: i64| now.saturating_sub(since) < KEPT;
        // Nobody else can claim the key before this one is through.
        let mut held = self.held();
        let place = (mode, key.to_owned());
        if let Some(hold) = held.get(&place).filter(|hold| fresh(hold.since)) {
            return Ok(if hold.fingerprint == *fingerprint {
                Claim::Running
            } else {
                Claim::Mismatch
            });
        }
        let record = self.read(|transaction| {
            let keys = transaction.open_table(tables::KEYS)?;
            tables::key(&keys, mode, key)
        })?;
        let record = record.filter(|record| fresh(record.since));
        let (since, outcome) = match record {
            Some(record) if record.fingerprint != fingerprint.as_str() => {
                return Ok(Claim::Mismatch);
            }
            Some(tables::KeyRecord {
                answer: Some(answer),
                ..
            }) => return Ok(Claim::Again(answer)),
            // A server ended before it had answered.
            Some(record) => (record.since, record.outcome),
            None => (now, None),
        };
        let hold = Hold {
            mode,
            key: key.to_owned(),
            fingerprint: fingerprint.clone(),
            since,
            claim: self.claims.fetch_add(1, Ordering::Relaxed),
            outcome,
        };
        held.insert(place, hold.clone());
        Ok(Claim::New(hold))
    }

    fn settle(&self, hold: &Hold, answer: Option<Saved>) -> Result<(), Refusal> {
        let kept = match answer {
            Some(answer) => self.write(&mut |transaction| {
                let mut draft = Draft::new(transaction, hold.mode);
                draft.answer(hold, answer.clone());
                Ok(draft.write()?)
            }),
            None => Ok(()),
        };
        let mut held = self.held();
        let place = (hold.mode, hold.key.clone());
        if held
            .get(&place)
            .is_some_and(|held| held.claim == hold.claim)
        {
            held.remove(&place);
        }
        kept
    }
}

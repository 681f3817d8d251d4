//! The store that keeps everything in memory.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use bytes::Bytes;

use crate::files::File;
use crate::idempotency::{Claim, Fingerprint, Hold, Ledger, Saved};
use crate::keys::Mode;
use crate::link::Link;
use crate::refusal::Refusal;
use crate::store::drawer::Drawer;
use crate::store::keyed::Keyed;
use crate::store::shelf::Shelf;
use crate::store::{FileScan, Scan, Store, Transaction};

/// Keeps everything in memory, for as long as the process runs.
#[derive(Debug)]
pub struct MemoryStore {
    test: World,
    live: World,
    tokens: RwLock<Keyed>,
}

/// What is kept for one mode.
#[derive(Debug, Default)]
struct World {
    shelf: RwLock<Contents>,
    ledger: Mutex<Ledger>,
}

#[derive(Debug, Default)]
struct Contents {
    shelf: Shelf,
    drawer: Drawer,
    sequence: u64,
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self {
            test: World::default(),
            live: World::default(),
            tokens: RwLock::new(Keyed::by_token()),
        }
    }
}

impl MemoryStore {
    fn world(&self, mode: Mode) -> &World {
        match mode {
            Mode::Test => &self.test,
            Mode::Live => &self.live,
        }
    }
}

impl World {
    // A transaction writes only after its work has ended well, so a panic inside cannot leave half a change.
    fn read(&self) -> RwLockReadGuard<'_, Contents> {
        self.shelf.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Contents> {
        self.shelf.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for MemoryStore {
    fn get(&self, mode: Mode, id: &str) -> Result<Option<Arc<Link>>, Refusal> {
        Ok(self.world(mode).read().shelf.get(id).cloned())
    }

    fn by_token(&self, token: &str) -> Result<Option<Arc<Link>>, Refusal> {
        let tokens = self.tokens.read().unwrap_or_else(PoisonError::into_inner);
        Ok(tokens.get(token).cloned())
    }

    fn scan(&self, mode: Mode, scan: &Scan<'_>) -> Result<Vec<Arc<Link>>, Refusal> {
        let world = self.world(mode);
        let contents = world.read();
        if scan.expired.is_none() || !contents.shelf.is_due(scan.now) {
            return Ok(contents.shelf.scan(scan));
        }
        drop(contents);
        let mut contents = world.write();
        contents.shelf.expire(scan.now);
        Ok(contents.shelf.scan(scan))
    }

    fn file(&self, mode: Mode, id: &str) -> Result<Option<Arc<File>>, Refusal> {
        let contents = self.world(mode).read();
        let download = contents.drawer.get(id);
        Ok(download.map(|download| Arc::clone(&download.file)))
    }

    fn content(&self, mode: Mode, id: &str) -> Result<Option<Bytes>, Refusal> {
        let contents = self.world(mode).read();
        let download = contents.drawer.get(id);
        Ok(download.map(|download| download.content.clone()))
    }

    fn scan_files(&self, mode: Mode, scan: &FileScan<'_>) -> Result<Vec<Arc<File>>, Refusal> {
        Ok(self.world(mode).read().drawer.scan(scan))
    }

    fn transaction(
        &self,
        mode: Mode,
        work: &mut dyn FnMut(&mut dyn Transaction) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let mut contents = self.world(mode).write();
        let sequence = contents.sequence;
        let mut draft = Draft {
            shelf: &contents.shelf,
            sequence,
            writes: Vec::new(),
            files: Vec::new(),
        };
        work(&mut draft)?;
        let Draft {
            sequence,
            writes,
            files,
            ..
        } = draft;
        contents.sequence = sequence;
        for (file, content) in files {
            contents.drawer.put(file, content);
        }
        for write in writes {
            let mut tokens = self.tokens.write().unwrap_or_else(PoisonError::into_inner);
            match write {
                Write::Put(link) => {
                    // Where a planted fault gives two links one token, it stays the first one's.
                    let owner = tokens.get(link.token.as_str());
                    if owner.is_none_or(|owner| owner.id == link.id) {
                        tokens.replace(Arc::clone(&link));
                    }
                    contents.shelf.put(link);
                }
                Write::Remove(id) => {
                    if let Some(link) = contents.shelf.remove(&id) {
                        tokens.remove(link.token.as_str());
                    }
                }
            }
        }
        Ok(())
    }

    fn claim(
        &self,
        mode: Mode,
        key: &str,
        fingerprint: &Fingerprint,
        now: i64,
    ) -> Result<Claim, Refusal> {
        Ok(self.world(mode).ledger().claim(mode, key, fingerprint, now))
    }

    fn settle(&self, hold: &Hold, answer: Option<Saved>) -> Result<(), Refusal> {
        self.world(hold.mode).ledger().settle(hold, answer);
        Ok(())
    }
}

/// What a transaction wrote so far; the last entry for an id holds.
struct Draft<'a> {
    shelf: &'a Shelf,
    sequence: u64,
    writes: Vec<Write>,
    files: Vec<(File, Bytes)>,
}

enum Write {
    Put(Arc<Link>),
    Remove(String),
}

impl Write {
    fn id(&self) -> &str {
        match self {
            Write::Put(link) => &link.id,
            Write::Remove(id) => id,
        }
    }
}

impl Transaction for Draft<'_> {
    fn get(&mut self, id: &str) -> Result<Option<Arc<Link>>, Refusal> {
        let written = self.writes.iter().rev().find(|write| write.id() == id);
        Ok(match written {
            Some(Write::Put(link)) => Some(Arc::clone(link)),
            Some(Write::Remove(_)) => None,
            None => self.shelf.get(id).cloned(),
        })
    }

    fn next_sequence(&mut self) -> Result<u64, Refusal> {
        self.sequence += 1;
        Ok(self.sequence)
    }

    fn put(&mut self, link: Arc<Link>) -> Result<(), Refusal> {
        self.writes.push(Write::Put(link));
        Ok(())
    }

    fn remove(&mut self, id: &str) -> Result<bool, Refusal> {
        let there = self.get(id)?.is_some();
        if there {
            self.writes.push(Write::Remove(id.to_owned()));
        }
        Ok(there)
    }

    fn put_file(&mut self, file: File, content: Bytes) -> Result<(), Refusal> {
        self.files.push((file, content));
        Ok(())
    }

    fn note(&mut self, _hold: &Hold, _outcome: &str) -> Result<(), Refusal> {
        // When the process ends, the links are gone as well as their keys.
        Ok(())
    }
}

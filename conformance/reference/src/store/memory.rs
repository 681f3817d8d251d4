//! The store that keeps everything in memory.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use bytes::Bytes;

use crate::files::File;
use crate::idempotency::{Claim, Fingerprint, Ledger, Saved};
use crate::keys::Mode;
use crate::link::Link;
use crate::refusal::Refusal;
use crate::store::drawer::Drawer;
use crate::store::shelf::Shelf;
use crate::store::{FileScan, Scan, Store, Transaction};

/// Keeps everything in memory, for as long as the process runs.
#[derive(Debug, Default)]
pub struct MemoryStore {
    test: World,
    live: World,
    tokens: RwLock<HashMap<String, (Mode, String)>>,
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

impl MemoryStore {
    fn world(&self, mode: Mode) -> &World {
        match mode {
            Mode::Test => &self.test,
            Mode::Live => &self.live,
        }
    }

    /// Puts a link back as it was; links made from now on come after it.
    pub(super) fn restore(&self, link: Link) {
        let mode = link.mode;
        self.world(mode).write().restore(link.position.sequence);
        let put = self.transaction(mode, &mut |transaction| {
            transaction.put(link.clone());
            Ok(())
        });
        // This store does not refuse what its transaction wants.
        put.unwrap_or(());
    }

    /// Puts a file back as it was; what is made from now on comes after it.
    pub(super) fn restore_file(&self, mode: Mode, file: File, content: Bytes) {
        let mut contents = self.world(mode).write();
        contents.restore(file.position.sequence);
        contents.drawer.put(file, content);
    }

    /// What an idempotency key was claimed for, and when.
    pub(super) fn claimed(&self, mode: Mode, key: &str) -> Option<(Fingerprint, i64)> {
        self.world(mode).ledger().claimed(key)
    }
}

impl Contents {
    fn restore(&mut self, sequence: u64) {
        self.sequence = self.sequence.max(sequence);
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
    fn get(&self, mode: Mode, id: &str) -> Option<Arc<Link>> {
        self.world(mode).read().shelf.get(id).cloned()
    }

    fn by_token(&self, token: &str) -> Option<Arc<Link>> {
        let (mode, id) = self
            .tokens
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(token)
            .cloned()?;
        self.get(mode, &id)
    }

    fn scan(
        &self,
        mode: Mode,
        scan: &Scan<'_>,
        visit: &mut dyn FnMut(&Arc<Link>) -> ControlFlow<()>,
    ) {
        let world = self.world(mode);
        let contents = world.read();
        if scan.expired.is_none() || !contents.shelf.is_due(scan.now) {
            return contents.shelf.scan(scan, visit);
        }
        drop(contents);
        let mut contents = world.write();
        contents.shelf.expire(scan.now);
        contents.shelf.scan(scan, visit);
    }

    fn file(&self, mode: Mode, id: &str) -> Option<Arc<File>> {
        let contents = self.world(mode).read();
        let download = contents.drawer.get(id)?;
        Some(Arc::clone(&download.file))
    }

    fn content(&self, mode: Mode, id: &str) -> Option<Bytes> {
        let contents = self.world(mode).read();
        Some(contents.drawer.get(id)?.content.clone())
    }

    fn scan_files(
        &self,
        mode: Mode,
        scan: &FileScan<'_>,
        visit: &mut dyn FnMut(&Arc<File>) -> ControlFlow<()>,
    ) {
        self.world(mode).read().drawer.scan(scan, visit);
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
        for (id, link) in writes {
            let mut tokens = self.tokens.write().unwrap_or_else(PoisonError::into_inner);
            match link {
                Some(link) => {
                    tokens
                        .entry(link.token.clone())
                        .or_insert_with(|| (mode, id));
                    contents.shelf.put(link);
                }
                None => {
                    if let Some(link) = contents.shelf.remove(&id) {
                        tokens.remove(&link.token);
                    }
                }
            }
        }
        Ok(())
    }

    fn claim(&self, mode: Mode, key: &str, fingerprint: &Fingerprint, now: i64) -> Claim {
        self.world(mode).ledger().claim(key, fingerprint, now)
    }

    fn settle(&self, mode: Mode, key: &str, answer: Option<Saved>) {
        self.world(mode).ledger().settle(key, answer);
    }
}

/// What a transaction wrote so far; the last entry for an id holds.
struct Draft<'a> {
    shelf: &'a Shelf,
    sequence: u64,
    writes: Vec<(String, Option<Link>)>,
    files: Vec<(File, Bytes)>,
}

impl Transaction for Draft<'_> {
    fn get(&self, id: &str) -> Option<Arc<Link>> {
        let written = self.writes.iter().rev().find(|(written, _)| written == id);
        match written {
            Some((_, link)) => link.clone().map(Arc::new),
            None => self.shelf.get(id).cloned(),
        }
    }

    fn next_sequence(&mut self) -> u64 {
        self.sequence += 1;
        self.sequence
    }

    fn put(&mut self, link: Link) {
        self.writes.push((link.id.clone(), Some(link)));
    }

    fn remove(&mut self, id: &str) -> bool {
        let there = self.get(id).is_some();
        if there {
            self.writes.push((id.to_owned(), None));
        }
        there
    }

    fn put_file(&mut self, file: File, content: Bytes) {
        self.files.push((file, content));
    }
}

//! The store that outlives the process: memory, and a file in which every change is written down.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, Seek, SeekFrom, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;

use crate::files::File as StoredFile;
use crate::idempotency::{Claim, Fingerprint, Saved};
use crate::keys::Mode;
use crate::link::Link;
use crate::refusal::Refusal;
use crate::store::record::Record;
use crate::store::{FileScan, MemoryStore, Scan, Store, Transaction};

/// Keeps everything in memory and appends every change to a file, one JSON text a line, before it counts. A process
/// that is killed loses nothing; a machine that loses its power may lose the last changes.
#[derive(Debug)]
pub struct JournalStore {
    memory: MemoryStore,
    file: Mutex<File>,
}

/// Why a journal cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JournalError {
    /// The file cannot be opened, read or written.
    #[error("cannot use the data file: {0}")]
    File(#[from] io::Error),
    /// Another process has it.
    #[error("the data file is in use by another server")]
    InUse,
    /// A line is no record.
    #[error(
        "line {line} of the data file is no record of this server; move the file away to start anew"
    )]
    Line {
        /// The line, from 1.
        line: usize,
    },
}

impl JournalStore {
    /// Opens a journal, or starts one where there is none. A last line that was not written to its end is dropped:
    /// nobody was told of its change.
    ///
    /// # Errors
    ///
    /// [`JournalError`].
    pub fn open(path: &Path) -> Result<Self, JournalError> {
        let mut file = OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .open(path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(JournalError::InUse),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        let memory = MemoryStore::default();
        let mut whole = 0;
        let mut reader = BufReader::new(&file);
        let mut line = Vec::new();
        for number in 1.. {
            line.clear();
            let length = reader.read_until(b'\n', &mut line)?;
            if line.last() != Some(&b'\n') {
                break;
            }
            whole += u64::try_from(length).unwrap_or(0);
            let record = Record::read(&line).ok_or(JournalError::Line { line: number })?;
            record.replay(&memory);
        }
        file.set_len(whole)?;
        file.seek(SeekFrom::End(0))?;
        Ok(Self {
            memory,
            file: Mutex::new(file),
        })
    }

    fn append(&self, records: &[Record]) -> io::Result<()> {
        let mut text = Vec::new();
        for record in records {
            text.extend_from_slice(record.write().as_bytes());
            text.push(b'\n');
        }
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.write_all(&text)
    }
}

impl Store for JournalStore {
    fn get(&self, mode: Mode, id: &str) -> Option<Arc<Link>> {
        self.memory.get(mode, id)
    }

    fn by_token(&self, token: &str) -> Option<Arc<Link>> {
        self.memory.by_token(token)
    }

    fn scan(
        &self,
        mode: Mode,
        scan: &Scan<'_>,
        visit: &mut dyn FnMut(&Arc<Link>) -> ControlFlow<()>,
    ) {
        self.memory.scan(mode, scan, visit);
    }

    fn file(&self, mode: Mode, id: &str) -> Option<Arc<StoredFile>> {
        self.memory.file(mode, id)
    }

    fn content(&self, mode: Mode, id: &str) -> Option<Bytes> {
        self.memory.content(mode, id)
    }

    fn scan_files(
        &self,
        mode: Mode,
        scan: &FileScan<'_>,
        visit: &mut dyn FnMut(&Arc<StoredFile>) -> ControlFlow<()>,
    ) {
        self.memory.scan_files(mode, scan, visit);
    }

    fn transaction(
        &self,
        mode: Mode,
        work: &mut dyn FnMut(&mut dyn Transaction) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        self.memory.transaction(mode, &mut |inner| {
            let mut recorder = Recorder {
                inner,
                mode,
                records: Vec::new(),
            };
            work(&mut recorder)?;
            self.append(&recorder.records).map_err(|_| Refusal::Storage)
        })
    }

    fn claim(&self, mode: Mode, key: &str, fingerprint: &Fingerprint, now: i64) -> Claim {
        self.memory.claim(mode, key, fingerprint, now)
    }

    fn settle(&self, mode: Mode, key: &str, answer: Option<Saved>) {
        if let Some(answer) = &answer
            && let Some((fingerprint, since)) = self.memory.claimed(mode, key)
        {
            let record = Record::Answer {
                mode,
                key: key.to_owned(),
                fingerprint,
                since,
                answer: answer.clone(),
            };
            // The change itself is kept. Without its answer a repetition would be done again after a restart,
            // which is better than no answer now.
            self.append(&[record]).unwrap_or(());
        }
        self.memory.settle(mode, key, answer);
    }
}

/// A transaction that writes down what it does.
struct Recorder<'a> {
    inner: &'a mut dyn Transaction,
    mode: Mode,
    records: Vec<Record>,
}

impl Transaction for Recorder<'_> {
    fn get(&self, id: &str) -> Option<Arc<Link>> {
        self.inner.get(id)
    }

    fn next_sequence(&mut self) -> u64 {
        self.inner.next_sequence()
    }

    fn put(&mut self, link: Link) {
        self.records.push(Record::Put(link.clone()));
        self.inner.put(link);
    }

    fn remove(&mut self, id: &str) -> bool {
        let there = self.inner.remove(id);
        if there {
            self.records.push(Record::Remove {
                mode: self.mode,
                id: id.to_owned(),
            });
        }
        there
    }

    fn put_file(&mut self, file: StoredFile, content: Bytes) {
        self.records.push(Record::File {
            mode: self.mode,
            file: file.clone(),
            content: content.clone(),
        });
        self.inner.put_file(file, content);
    }
}

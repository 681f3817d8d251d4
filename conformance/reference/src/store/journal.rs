//! The store that outlives the process: memory, and a file in which every change is written down.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;

use crate::files::File as StoredFile;
use crate::idempotency::{Claim, Fingerprint, Hold, Saved};
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
    fn get(&self, mode: Mode, id: &str) -> Result<Option<Arc<Link>>, Refusal> {
        self.memory.get(mode, id)
    }

    fn by_token(&self, token: &str) -> Result<Option<Arc<Link>>, Refusal> {
        self.memory.by_token(token)
    }

    fn scan(&self, mode: Mode, scan: &Scan<'_>) -> Result<Vec<Arc<Link>>, Refusal> {
        self.memory.scan(mode, scan)
    }

    fn file(&self, mode: Mode, id: &str) -> Result<Option<Arc<StoredFile>>, Refusal> {
        self.memory.file(mode, id)
    }

    fn content(&self, mode: Mode, id: &str) -> Result<Option<Bytes>, Refusal> {
        self.memory.content(mode, id)
    }

    fn scan_files(&self, mode: Mode, scan: &FileScan<'_>) -> Result<Vec<Arc<StoredFile>>, Refusal> {
        self.memory.scan_files(mode, scan)
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

    fn claim(
        &self,
        mode: Mode,
        key: &str,
        fingerprint: &Fingerprint,
        now: i64,
    ) -> Result<Claim, Refusal> {
        self.memory.claim(mode, key, fingerprint, now)
    }

    fn settle(&self, hold: &Hold, answer: Option<Saved>) -> Result<(), Refusal> {
        if let Some(answer) = &answer {
            let record = Record::Answer {
                mode: hold.mode,
                key: hold.key.clone(),
                fingerprint: hold.fingerprint.clone(),
                since: hold.since,
                answer: answer.clone(),
            };
            // The change itself is kept. Without its answer a repetition would be done again after a restart,
            // which is better than no answer now.
            self.append(&[record]).unwrap_or(());
        }
        self.memory.settle(hold, answer)
    }
}

/// A transaction that writes down what it does.
struct Recorder<'a> {
    inner: &'a mut dyn Transaction,
    mode: Mode,
    records: Vec<Record>,
}

impl Transaction for Recorder<'_> {
    fn get(&mut self, id: &str) -> Result<Option<Arc<Link>>, Refusal> {
        self.inner.get(id)
    }

    fn next_sequence(&mut self) -> Result<u64, Refusal> {
        self.inner.next_sequence()
    }

    fn put(&mut self, link: Link) -> Result<(), Refusal> {
        self.records.push(Record::Put(link.clone()));
        self.inner.put(link)
    }

    fn remove(&mut self, id: &str) -> Result<bool, Refusal> {
        let there = self.inner.remove(id)?;
        if there {
            self.records.push(Record::Remove {
                mode: self.mode,
                id: id.to_owned(),
            });
        }
        Ok(there)
    }

    fn put_file(&mut self, file: StoredFile, content: Bytes) -> Result<(), Refusal> {
        self.records.push(Record::File {
            mode: self.mode,
            file: file.clone(),
            content: content.clone(),
        });
        self.inner.put_file(file, content)
    }

    fn note(&mut self, hold: &Hold, outcome: &str) -> Result<(), Refusal> {
        self.inner.note(hold, outcome)
    }
}

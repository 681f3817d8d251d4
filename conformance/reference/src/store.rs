//! Where links, uploaded files and idempotency records are kept.

use std::fmt::Debug;
use std::sync::Arc;

use bytes::Bytes;

use crate::files::File;
use crate::idempotency::{Claim, Fingerprint, Hold, Saved};
use crate::keys::Mode;
use crate::link::{Link, Position};
use crate::refusal::Refusal;

mod blocking;
mod drawer;
mod embedded;
mod keyed;
mod memory;
mod place;
mod postgres;
mod shelf;
mod trouble;

pub use embedded::{EmbeddedStore, FileError};
pub use memory::MemoryStore;
pub use place::{Place, PlaceError};
pub use postgres::{DatabaseError, PostgresStore};
pub use trouble::Trouble;

/// The way in which a scan runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From the newest to the oldest.
    NewestFirst,
    /// From the oldest to the newest.
    OldestFirst,
}

/// A part of the links in their order. All bounds hold at once (FILT-07).
#[derive(Debug, Clone)]
pub struct Scan<'a> {
    /// The time at which `expired` is judged.
    pub now: i64,
    /// Only links of this file.
    pub file: Option<&'a str>,
    /// Only links that have expired, or only links that have not.
    pub expired: Option<bool>,
    /// Only links at or after this position.
    pub from: Option<Position>,
    /// Only links before this position.
    pub until: Option<Position>,
    /// The way to go.
    pub direction: Direction,
    /// How many links to give at most: the first ones on the way.
    pub most: usize,
}

impl Scan<'_> {
    /// Whether a link is in this part.
    pub fn holds(&self, link: &Link) -> bool {
        self.file.is_none_or(|file| file == link.file)
            && self
                .expired
                .is_none_or(|expired| expired == link.is_expired(self.now))
            && self.from.is_none_or(|from| from <= link.position)
            && self.until.is_none_or(|until| link.position < until)
    }
}

/// A part of the uploaded files in their order. All bounds hold at once.
#[derive(Debug, Clone)]
pub struct FileScan<'a> {
    /// Only files of this purpose.
    pub purpose: Option<&'a str>,
    /// Only files at or after this position.
    pub from: Option<Position>,
    /// Only files before this position.
    pub until: Option<Position>,
    /// The way to go.
    pub direction: Direction,
    /// How many files to give at most: the first ones on the way.
    pub most: usize,
}

impl FileScan<'_> {
    /// Whether a file is in this part.
    pub fn holds(&self, file: &File) -> bool {
        self.purpose.is_none_or(|purpose| purpose == file.purpose)
            && self.from.is_none_or(|from| from <= file.position)
            && self.until.is_none_or(|until| file.position < until)
    }
}

/// A keeper of links, of the files that were uploaded and of idempotency keys. The two modes are kept apart
/// (AUTH-06). What a scan or a look-up costs must not grow with the number of links or files, only with the number
/// of those that it gives.
///
/// The methods are plain functions. A store that has to wait for a disk or a network does so without keeping the
/// tasks of an asynchronous runtime from running, and returns from a change only when it is safe. Each may fail with
/// [`Refusal::Storage`].
pub trait Store: Debug + Send + Sync {
    /// The link with this id.
    fn get(&self, mode: Mode, id: &str) -> Result<Option<Arc<Link>>, Refusal>;

    /// The link with this token, in either mode.
    fn by_token(&self, token: &str) -> Result<Option<Arc<Link>>, Refusal>;

    /// The links of a scan, in order.
    fn scan(&self, mode: Mode, scan: &Scan<'_>) -> Result<Vec<Arc<Link>>, Refusal>;

    /// The uploaded file with this id.
    fn file(&self, mode: Mode, id: &str) -> Result<Option<Arc<File>>, Refusal>;

    /// The content of the uploaded file with this id.
    fn content(&self, mode: Mode, id: &str) -> Result<Option<Bytes>, Refusal>;

    /// The uploaded files of a scan, in order.
    fn scan_files(&self, mode: Mode, scan: &FileScan<'_>) -> Result<Vec<Arc<File>>, Refusal>;

    /// Runs `work` on its own: nothing that it read changes until it has ended. What it wrote is kept if it gives
    /// `Ok` and forgotten if not.
    ///
    /// # Errors
    ///
    /// What `work` gives, or [`Refusal::Storage`].
    fn transaction(
        &self,
        mode: Mode,
        work: &mut dyn FnMut(&mut dyn Transaction) -> Result<(), Refusal>,
    ) -> Result<(), Refusal>;

    /// Claims an idempotency key at time `now` for a request with this fingerprint (IDEM-03 to IDEM-09).
    fn claim(
        &self,
        mode: Mode,
        key: &str,
        fingerprint: &Fingerprint,
        now: i64,
    ) -> Result<Claim, Refusal>;

    /// Ends a claim: with an answer that later requests with the key will get again, or with nothing, so that
    /// the key can be used anew (IDEM-08).
    fn settle(&self, hold: &Hold, answer: Option<Saved>) -> Result<(), Refusal>;
}

/// What a transaction can do. Each may fail with [`Refusal::Storage`].
pub trait Transaction {
    /// The link with this id, with what this transaction wrote to it.
    fn get(&mut self, id: &str) -> Result<Option<Arc<Link>>, Refusal>;

    /// A number greater than every one given before in this mode. Until the transaction ends nobody else is given
    /// one, so that what has a smaller number is there when what has a greater one is seen.
    fn next_sequence(&mut self) -> Result<u64, Refusal>;

    /// Keeps a new link, or a changed one in place of the old.
    fn put(&mut self, link: Arc<Link>) -> Result<(), Refusal>;

    /// Takes a link away. `false` if there was none.
    fn remove(&mut self, id: &str) -> Result<bool, Refusal>;

    /// Keeps a new file with its content. Files are never changed; their ids are drawn so that none is given twice.
    fn put_file(&mut self, file: File, content: Bytes) -> Result<(), Refusal>;

    /// Keeps with the change that it came of the request that holds this key, and made or changed the thing with
    /// the id `outcome`. If the server ends before the claim is settled, the next request with the key finds the
    /// outcome in its [`Hold`] and does not make the change again. [`Refusal::IdempotencyInUse`] if the key was
    /// taken over meanwhile.
    fn note(&mut self, hold: &Hold, outcome: &str) -> Result<(), Refusal>;
}

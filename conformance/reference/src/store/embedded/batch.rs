//! Changes that come at the same time reach the disk together.
//!
//! The first to come begins a transaction and leads it; those who come while the one before is still being
//! committed join. The leader commits for all of them, and nobody returns before the commit has.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use redb::{Database, Error, WriteTransaction};

use crate::refusal::Refusal;

/// Changes that one commit carries at most.
const MOST: usize = 512;
/// How long the leader waits for somebody who is about to join and was not scheduled.
const PATIENCE: Duration = Duration::from_millis(1);

/// Why a change was not made.
#[derive(Debug)]
pub(super) enum Stop {
    /// It does not want to be made.
    Refused(Refusal),
    /// The database failed, here or in another change of the same commit.
    Failed(Arc<Error>),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Stop::Failed(Arc::new(error))
    }
}

/// The changes to one database.
#[derive(Debug, Default)]
pub(super) struct Writer {
    state: Mutex<State>,
    /// Something about the state has changed.
    turn: Condvar,
    /// How many want to join.
    coming: AtomicUsize,
}

#[derive(Debug, Default)]
struct State {
    open: Option<Batch>,
    committing: bool,
}

/// Changes that will be committed together.
struct Batch {
    transaction: WriteTransaction,
    members: usize,
    broken: Option<Arc<Error>>,
    fate: Arc<Fate>,
}

impl std::fmt::Debug for Batch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Batch")
            .field("members", &self.members)
            .finish_non_exhaustive()
    }
}

/// How the commit of a batch ended, once it has.
type Fate = OnceLock<Result<(), Arc<Error>>>;

impl Writer {
    /// Runs `work` in a transaction and returns when it is on disk. If `work` refuses it must not have written
    /// anything; if it fails, everything that was to be committed with it fails as well.
    pub(super) fn run(
        &self,
        database: &Database,
        work: impl FnOnce(&WriteTransaction) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let mut state = self.enter();
        let leads = state.open.is_none();
        let batch = match &mut state.open {
            Some(batch) => batch,
            none => none.insert(Batch {
                transaction: database.begin_write().map_err(Error::from)?,
                members: 0,
                broken: None,
                fate: Arc::default(),
            }),
        };
        batch.members += 1;
        let fate = Arc::clone(&batch.fate);
        let outcome = match &batch.broken {
            Some(error) => Err(Stop::Failed(Arc::clone(error))),
            // A panic must not leave the others waiting for a leader that is gone.
            None => {
                catch_unwind(AssertUnwindSafe(|| work(&batch.transaction))).unwrap_or_else(|_| {
                    let message = "the change broke off in a panic".to_owned();
                    Err(Error::Corrupted(message).into())
                })
            }
        };
        if let Err(Stop::Failed(error)) = &outcome {
            batch.broken = Some(Arc::clone(error));
        }
        if leads {
            self.lead(state);
        } else {
            self.turn.notify_all();
            while fate.get().is_none() {
                state = self.wait(state);
            }
            drop(state);
        }
        match fate.get() {
            // What a refusal has seen may be what another change of the batch has done, so it waited as well.
            Some(Ok(())) => outcome,
            Some(Err(error)) => Err(Stop::Failed(Arc::clone(error))),
            None => outcome,
        }
    }

    /// Waits until nothing is being committed.
    fn enter(&self) -> MutexGuard<'_, State> {
        self.coming.fetch_add(1, Ordering::SeqCst);
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while state.committing || state.open.as_ref().is_some_and(|open| open.members >= MOST) {
            state = self.wait(state);
        }
        self.coming.fetch_sub(1, Ordering::SeqCst);
        state
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        let waited = self.turn.wait(state);
        waited.unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets in those who are about to join, then commits.
    fn lead(&self, mut state: MutexGuard<'_, State>) {
        while self.coming.load(Ordering::SeqCst) > 0
            && state.open.as_ref().is_some_and(|open| open.members < MOST)
        {
            let waited = self.turn.wait_timeout(state, PATIENCE);
            let (next, patience) = waited.unwrap_or_else(PoisonError::into_inner);
            state = next;
            if patience.timed_out() {
                break;
            }
        }
        let Some(batch) = state.open.take() else {
            return;
        };
        state.committing = true;
        drop(state);
        let mut commit = Commit {
            writer: self,
            fate: batch.fate,
            // Holds if the commit does not return.
            outcome: Err(Arc::new(Error::Corrupted(
                "the commit broke off in a panic".to_owned(),
            ))),
        };
        commit.outcome = match batch.broken {
            Some(error) => {
                // The reason why it is given up is known; that giving up fails as well adds nothing.
                batch.transaction.abort().unwrap_or(());
                Err(error)
            }
            None => batch.transaction.commit().map_err(|error| {
                Arc::new(match Error::from(error) {
                    // Whether it reached the disk is not known, so it must not look like one that was not tried.
                    Error::PreviousIo => Error::Io(io::Error::other("the commit broke off")),
                    other => other,
                })
            }),
        };
    }
}

/// A commit that runs; when it is dropped, all are told how it ended.
struct Commit<'a> {
    writer: &'a Writer,
    fate: Arc<Fate>,
    outcome: Result<(), Arc<Error>>,
}

impl Drop for Commit<'_> {
    fn drop(&mut self) {
        let mut state = self
            .writer
            .state
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        self.fate.get_or_init(|| self.outcome.clone());
        state.committing = false;
        self.writer.turn.notify_all();
    }
}

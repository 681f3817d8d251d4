//! Whose turn it is on a connection: what the socket must know of the requests that pass through it.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// What a connection is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// Nothing: between two requests, or before the first.
    Idle,
    /// A request line or headers are coming in.
    Head,
    /// A request is being answered.
    Answering,
}

/// The length of an answer's body on the wire, as far as it is known beforehand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Length {
    /// So many bytes.
    Bytes(u64),
    /// It shows itself only at the end.
    Unknown,
}

/// What one connection's socket and its service tell each other.
#[derive(Debug)]
pub(super) struct Turn(Mutex<State>);

#[derive(Debug)]
struct State {
    phase: Phase,
    since: Instant,
    answers: VecDeque<Length>,
}

impl Turn {
    /// Of a new connection.
    pub(super) fn new() -> Self {
        Self(Mutex::new(State {
            phase: Phase::Idle,
            since: Instant::now(),
            answers: VecDeque::new(),
        }))
    }

    /// The phase, and since when.
    pub(super) fn phase(&self) -> (Phase, Instant) {
        let state = self.lock();
        (state.phase, state.since)
    }

    /// The first bytes of a request have come.
    pub(super) fn heard(&self) {
        let mut state = self.lock();
        if state.phase == Phase::Idle {
            state.phase = Phase::Head;
            state.since = Instant::now();
        }
    }

    /// A request has come and is being answered; gives the time.
    pub(super) fn asked(&self) -> Instant {
        let now = Instant::now();
        let mut state = self.lock();
        state.phase = Phase::Answering;
        state.since = now;
        now
    }

    /// An answer is about to be written, with a body of this length.
    pub(super) fn answered(&self, body: Length) {
        self.lock().answers.push_back(body);
    }

    /// The next answer that is to be written; `None` if what comes was not said by the service.
    pub(super) fn next_answer(&self) -> Option<Length> {
        self.lock().answers.pop_front()
    }

    /// An answer was written to its end.
    pub(super) fn done(&self) {
        let mut state = self.lock();
        if state.answers.is_empty() {
            state.phase = Phase::Idle;
            state.since = Instant::now();
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

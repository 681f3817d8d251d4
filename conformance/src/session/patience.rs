//! When to stop waiting for a target that no longer answers.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::exchange::{Answer, TransportError};

/// Requests in a row that get no answer in time before no further one is sent. Each costs the whole time limit,
/// so without an end a dead target would keep a run for hours.
const MOST: u32 = 12;

/// Counts requests in a row that were not answered in time, over all cases.
#[derive(Debug, Default)]
pub(super) struct Patience {
    unanswered: AtomicU32,
}

impl Patience {
    /// Whether another request is worth sending.
    ///
    /// # Errors
    ///
    /// [`TransportError::GivenUp`] when the target is taken to be dead.
    pub(super) fn check(&self) -> Result<(), TransportError> {
        if self.unanswered.load(Ordering::Relaxed) < MOST {
            return Ok(());
        }
        Err(TransportError::GivenUp { unanswered: MOST })
    }

    /// Takes note of what came of a request.
    pub(super) fn note(&self, outcome: &Result<Answer, TransportError>) {
        match outcome {
            Err(TransportError::TimedOut { .. }) => {
                self.unanswered.fetch_add(1, Ordering::Relaxed);
            }
            Ok(_) | Err(_) => self.unanswered.store(0, Ordering::Relaxed),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{MOST, Patience};
    use crate::exchange::TransportError;

    #[test]
    fn only_silence_without_a_break_ends_it() {
        let patience = Patience::default();
        let limit = Duration::from_secs(1);
        for _ in 0..2 {
            for _ in 1..MOST {
                patience.note(&Err(TransportError::TimedOut { limit }));
            }
            assert_eq!(patience.check(), Ok(()));
            patience.note(&Err(TransportError::ClosedEarly));
        }
        for _ in 0..MOST {
            patience.note(&Err(TransportError::TimedOut { limit }));
        }
        assert!(patience.check().is_err());
    }
}

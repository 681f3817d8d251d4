//! Waiting when the target says that it is too much (429, RFC 6585 §4).

use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tokio::time::Instant;

use crate::exchange::Answer;

/// How often one request is sent again.
const MOST_TRIES: u32 = 12;

/// 429s in a row, over all requests, after which waiting is given up.
const MOST_IN_A_ROW: u32 = 120;

/// The wait where the answer does not say how long, and the longest that is waited at once.
const USUAL: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(15);

/// Holds all requests back while the target wants to be left alone. A 429 did nothing, so the request may be sent
/// again as it was, and how much a target bears in a second is nothing that the description promises.
#[derive(Debug, Default)]
pub(super) struct Backoff {
    until: Mutex<Option<Instant>>,
    in_a_row: AtomicU32,
}

impl Backoff {
    /// Waits until requests are welcome.
    pub(super) async fn wait(&self) {
        loop {
            let until = *self.until.lock().unwrap_or_else(PoisonError::into_inner);
            match until {
                Some(until) if until > Instant::now() => tokio::time::sleep_until(until).await,
                _ => return,
            }
        }
    }

    /// Takes note of an answer; whether the request is to be sent again after a wait. `tries` says how often it was
    /// sent already.
    pub(super) fn is_asked_for(&self, answer: &Answer, tries: u32) -> bool {
        if answer.status != 429 {
            self.in_a_row.store(0, Ordering::Relaxed);
            return false;
        }
        let in_a_row = self.in_a_row.fetch_add(1, Ordering::Relaxed);
        if tries >= MOST_TRIES || in_a_row >= MOST_IN_A_ROW {
            return false;
        }
        let until = Instant::now() + pause(answer);
        let mut held = self.until.lock().unwrap_or_else(PoisonError::into_inner);
        *held = (*held).max(Some(until));
        true
    }
}

/// How long the answer asks to wait (RFC 9110 §10.2.3). A date is not looked at: clocks differ.
fn pause(answer: &Answer) -> Duration {
    let asked = answer
        .header_value("retry-after")
        .and_then(|value| value.trim().parse::<u64>().ok())
        .map(Duration::from_secs);
    asked.map_or(USUAL, |asked| asked.min(LONGEST))
}

//! A limit on requests per second.

use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::{Instant, sleep_until};

/// Spaces requests evenly: no more than so many a second, over all cases.
pub(super) struct Pace {
    gap: Duration,
    next: Mutex<Instant>,
}

impl Pace {
    /// A pace of `rate` requests per second; a rate that is not positive means one an hour.
    pub(super) fn new(rate: f64) -> Self {
        let gap = Duration::try_from_secs_f64(1.0 / rate)
            .ok()
            .map_or(Duration::from_secs(3600), |gap| {
                gap.min(Duration::from_secs(3600))
            });
        Self {
            gap,
            next: Mutex::new(Instant::now()),
        }
    }

    /// Waits for this request's turn.
    pub(super) async fn wait(&self) {
        let turn = {
            let mut next = self.next.lock().await;
            let turn = (*next).max(Instant::now());
            *next = turn + self.gap;
            turn
        };
        sleep_until(turn).await;
    }
}

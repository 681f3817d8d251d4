//! The time of day, and a way for tests to move it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// Tells the time in whole Unix seconds. Clones tell the same time: moving one moves all.
#[derive(Debug, Clone)]
pub struct Clock {
    base: Base,
    moved: Arc<AtomicI64>,
}

#[derive(Debug, Clone, Copy)]
enum Base {
    System,
    Fixed(i64),
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self::on(Base::System)
    }

    /// A clock that stands at `seconds` until it is moved.
    pub fn at(seconds: i64) -> Self {
        Self::on(Base::Fixed(seconds))
    }

    fn on(base: Base) -> Self {
        Self {
            base,
            moved: Arc::new(AtomicI64::new(0)),
        }
    }

    /// The time now, in Unix seconds.
    pub fn now(&self) -> i64 {
        let base = match self.base {
            Base::Fixed(seconds) => seconds,
            Base::System => SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |since| {
                    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
                }),
        };
        base.saturating_add(self.moved.load(Ordering::Relaxed))
    }

    /// Moves the clock and every clone of it forward.
    pub fn advance(&self, seconds: u32) {
        self.moved.fetch_add(i64::from(seconds), Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::Clock;

    #[test]
    fn clones_move_together() {
        let clock = Clock::at(1_000);
        let other = clock.clone();
        other.advance(60);
        assert_eq!(clock.now(), 1_060);
    }

    #[test]
    fn the_system_clock_is_past_2025_and_can_be_moved() {
        let clock = Clock::system();
        let before = clock.now();
        assert!(before > 1_735_689_600);
        clock.advance(3_600);
        assert!(clock.now() >= before + 3_600);
    }
}

//! The time of day, and a way for tests to move it.

use std::str::FromStr;
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

/// A text says no clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "give `system`, a Unix time at which the clock stands, such as 1700000000, or how far it is ahead, such as +3600"
)]
pub struct NoClock;

impl FromStr for Clock {
    type Err = NoClock;

    /// `system`, `+SECONDS` or `-SECONDS` from the machine's time, or a Unix time at which it stands.
    fn from_str(text: &str) -> Result<Self, NoClock> {
        if text == "system" {
            return Ok(Self::system());
        }
        let seconds: i64 = text.parse().map_err(|_| NoClock)?;
        Ok(match text.starts_with(['+', '-']) {
            true => Self::ahead(seconds),
            false => Self::at(seconds),
        })
    }
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

    /// The machine's clock, so many seconds ahead or, below zero, behind.
    pub fn ahead(seconds: i64) -> Self {
        let clock = Self::system();
        clock.moved.store(seconds, Ordering::Relaxed);
        clock
    }

    /// Moves the clock and every clone of it forward to `now`, in Unix seconds. `false` if it is later already: what
    /// has expired stays so.
    pub fn move_to(&self, now: i64) -> bool {
        let step = now.saturating_sub(self.now());
        if step >= 0 {
            self.moved.fetch_add(step, Ordering::Relaxed);
        }
        step >= 0
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
    fn a_clock_is_told_in_words() {
        assert_eq!("1000".parse::<Clock>().unwrap().now(), 1_000);
        let system = "system".parse::<Clock>().unwrap().now();
        assert!(("+3600".parse::<Clock>().unwrap().now() - system - 3_600).abs() < 5);
        assert!(("-60".parse::<Clock>().unwrap().now() - system + 60).abs() < 5);
        for wrong in ["", "now", "1.5", "+", "tomorrow"] {
            assert!(wrong.parse::<Clock>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn it_moves_forward_only() {
        let clock = Clock::at(1_000);
        assert!(clock.move_to(1_000) && clock.move_to(1_010));
        assert!(!clock.move_to(1_009));
        assert_eq!(clock.now(), 1_010);
    }

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

//! Delay on purpose: what a client of a distant server lives with.

use std::str::FromStr;
use std::time::Duration;

use rand::RngExt as _;

/// How long every answer of the API is held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Latency {
    least: Duration,
    most: Duration,
}

/// A text says no latency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("give milliseconds, such as 40, or a range of them, such as 20..80")]
pub struct NoLatency;

impl FromStr for Latency {
    type Err = NoLatency;

    /// `MS` or `MS..MS`.
    fn from_str(text: &str) -> Result<Self, NoLatency> {
        let milliseconds = |text: &str| {
            let count: u32 = text.trim().parse().map_err(|_| NoLatency)?;
            Ok(Duration::from_millis(count.into()))
        };
        let (least, most) = text.split_once("..").unwrap_or((text, text));
        let (least, most) = (milliseconds(least)?, milliseconds(most)?);
        if least <= most {
            Ok(Self { least, most })
        } else {
            Err(NoLatency)
        }
    }
}

impl Latency {
    /// Waits as long as it takes.
    pub(super) async fn pass(self) {
        if !self.most.is_zero() {
            let time = rand::rng().random_range(self.least..=self.most);
            tokio::time::sleep(time).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Latency, NoLatency};

    #[test]
    fn a_number_or_a_range() {
        assert_eq!("20..80".parse::<Latency>(), "20 .. 80".parse());
        assert_eq!("40".parse::<Latency>(), "40..40".parse());
        for wrong in ["", "fast", "-1", "80..20", "1..", "..1", "1.5"] {
            assert_eq!(wrong.parse::<Latency>(), Err(NoLatency), "{wrong}");
        }
    }
}

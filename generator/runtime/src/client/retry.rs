//! When to try again.

use std::time::Duration;

use super::clock::{random, retry_after};
use super::error::Failed;
use super::incoming::Incoming;

/// When and how often to try again. Only what may be sent twice is: methods that are idempotent (RFC 9110 §9.2.2),
/// and requests with an idempotency key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retry {
    attempts: u32,
    first: Duration,
    longest: Duration,
    statuses: Vec<u16>,
    hint: Option<String>,
}

impl Default for Retry {
    /// Two more times, after about half a second and a second.
    fn default() -> Self {
        Self {
            attempts: 2,
            first: Duration::from_millis(500),
            longest: Duration::from_secs(8),
            statuses: vec![408, 429, 500, 502, 503, 504],
            hint: None,
        }
    }
}

impl Retry {
    /// Never.
    pub fn never() -> Self {
        Self::times(0)
    }

    /// So many times after the first.
    pub fn times(attempts: u32) -> Self {
        Self {
            attempts,
            ..Self::default()
        }
    }

    /// How long to wait before the second attempt, about; each next wait is twice as long, and each is shortened by
    /// up to a half at random, so that clients which failed together do not come back together.
    pub fn wait(mut self, first: Duration) -> Self {
        self.first = first;
        self
    }

    /// How long to wait at most. An answer that asks for more with `Retry-After` is given back as it is.
    pub fn longest(mut self, longest: Duration) -> Self {
        self.longest = longest;
        self
    }

    /// Which statuses are tried again: 408, 429, 500, 502, 503 and 504 when nothing is said.
    pub fn statuses(mut self, statuses: impl IntoIterator<Item = u16>) -> Self {
        self.statuses = statuses.into_iter().collect();
        self
    }

    /// A header of answers that says `true` or `false`: whether to try again, whatever the status.
    pub fn hint(mut self, header: impl Into<String>) -> Self {
        self.hint = Some(header.into());
        self
    }

    /// Whether more than one attempt is ever made.
    pub(super) fn is_any(&self) -> bool {
        self.attempts > 0
    }

    /// How long to wait before the next attempt, if there is to be one after `made` that ended so.
    pub(super) fn next(&self, made: u32, outcome: &Result<Incoming, Failed>) -> Option<Duration> {
        if made > self.attempts {
            return None;
        }
        let asked = match outcome {
            Ok(incoming) => {
                if !self.is_due(incoming) {
                    return None;
                }
                header(incoming, "retry-after").and_then(retry_after)
            }
            Err(Failed::Transport(_) | Failed::Timeout(_)) => None,
            Err(Failed::Request(_)) => return None,
        };
        match asked {
            Some(asked) => (asked <= self.longest).then_some(asked),
            None => Some(self.back_off(made)),
        }
    }

    fn is_due(&self, incoming: &Incoming) -> bool {
        let hint = self.hint.as_deref().and_then(|name| header(incoming, name));
        match hint {
            Some("true") => true,
            Some("false") => false,
            _ => self.statuses.contains(&incoming.status.as_u16()),
        }
    }

    fn back_off(&self, made: u32) -> Duration {
        let doubled = 2u32.saturating_pow(made.saturating_sub(1));
        let full = self.first.saturating_mul(doubled).min(self.longest);
        let share = 0.5 + (random() >> 11) as f64 / (1u64 << 54) as f64;
        full.mul_f64(share)
    }
}

fn header<'i>(incoming: &'i Incoming, name: &str) -> Option<&'i str> {
    incoming.headers.get(name)?.to_str().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, headers: &[(&'static str, &'static str)]) -> Result<Incoming, Failed> {
        let mut incoming = Incoming {
            status: http::StatusCode::from_u16(status).unwrap_or_default(),
            headers: http::HeaderMap::new(),
            body: bytes::Bytes::new(),
            unread: None,
        };
        for (name, value) in headers {
            incoming
                .headers
                .insert(*name, http::HeaderValue::from_static(value));
        }
        Ok(incoming)
    }

    #[test]
    fn waits_grow_and_vary() {
        let retry = Retry::times(9).wait(Duration::from_millis(100));
        for (made, full) in [(1, 100), (2, 200), (3, 400), (20, 8000)] {
            let wait = retry.back_off(made);
            let full = Duration::from_millis(full);
            assert!(wait >= full / 2 && wait <= full, "{made}: {wait:?}");
        }
        let other = (0..20).any(|_| retry.back_off(3) != retry.back_off(3));
        assert!(other, "the same wait every time");
    }

    #[test]
    fn the_server_is_heard() {
        let retry = Retry::times(2).hint("x-should-retry");
        assert!(retry.next(1, &answer(503, &[])).is_some());
        assert_eq!(retry.next(3, &answer(503, &[])), None);
        assert_eq!(retry.next(1, &answer(404, &[])), None);
        assert!(
            retry
                .next(1, &answer(409, &[("x-should-retry", "true")]))
                .is_some()
        );
        assert_eq!(
            retry.next(1, &answer(503, &[("x-should-retry", "false")])),
            None
        );
        let asked = retry.next(1, &answer(429, &[("retry-after", "3")]));
        assert_eq!(asked, Some(Duration::from_secs(3)));
        assert_eq!(
            retry.next(1, &answer(429, &[("retry-after", "3600")])),
            None
        );
    }
}

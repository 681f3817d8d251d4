//! `x-generate`: values that the runner makes up for an input, afresh for each run of a workflow.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};

/// What the runner makes up for an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Generator {
    /// Unix seconds, so many from the start of the workflow.
    UnixTime {
        /// Seconds; negative for the past.
        offset: i64,
    },
    /// The same as text, in UTC (RFC 3339).
    DateTime {
        /// Seconds; negative for the past.
        offset: i64,
    },
    /// Text that no request carried before, in this run or another.
    Unique {
        /// How it begins.
        prefix: String,
        /// How many characters it has; as many as it needs when not given.
        length: Option<usize>,
    },
    /// One character, repeated.
    Text {
        /// How many characters.
        length: usize,
        /// Which one.
        of: char,
    },
    /// An object `{"k1": "v1", "k2": "v2", …}`.
    Map {
        /// How many members.
        size: usize,
    },
}

/// What generators draw from: the start of the workflow and a word that is its run's alone.
#[derive(Debug, Clone)]
pub struct Source {
    /// The start of the workflow by this machine's clock.
    pub now: Timestamp,
    /// ASCII letters and digits that no other run of any case has.
    pub nonce: String,
}

/// Characters of the shortest unique word after its prefix: what `length` must leave room for.
pub(super) const NONCE_LENGTH: usize = 28;

impl Source {
    /// A source for a run that starts now. Two runs differ: unlike everything else in a case, this
    /// does not come from the seed, or a second run would repeat the keys of the first.
    pub fn new(now: Timestamp, seed: u64) -> Self {
        use std::sync::atomic::{AtomicU64, Ordering};
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let process = u64::from(std::process::id());
        let mixed = seed ^ (process << 32) ^ count.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let nanoseconds = u64::try_from(now.as_nanosecond()).unwrap_or_default();
        let mut nonce = format!("{nanoseconds:016x}{mixed:016x}");
        // The time's first digits change once in years; the rest is what tells runs apart.
        nonce.drain(..nonce.len() - (NONCE_LENGTH - 4));
        Self { now, nonce }
    }
}

impl Generator {
    /// A value. The same source gives the same value.
    pub fn make(&self, name: &str, source: &Source) -> Value {
        match self {
            Self::UnixTime { offset } => {
                Value::from(source.now.as_second().saturating_add(*offset))
            }
            Self::DateTime { offset } => {
                let time = source
                    .now
                    .checked_add(SignedDuration::from_secs(*offset))
                    .unwrap_or(source.now);
                Value::from(time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
            }
            Self::Unique { prefix, length } => {
                // Two unique inputs of one workflow differ by their names.
                let mut text = format!("{prefix}{}", source.nonce);
                let own = name.bytes().fold(0_u16, |sum, byte| {
                    sum.wrapping_mul(31).wrapping_add(u16::from(byte))
                });
                text.push_str(&format!("{own:04x}"));
                if let Some(length) = *length {
                    let rest = length.saturating_sub(text.chars().count());
                    text.extend(std::iter::repeat_n('x', rest));
                }
                Value::from(text)
            }
            Self::Text { length, of } => {
                Value::from(std::iter::repeat_n(*of, *length).collect::<String>())
            }
            Self::Map { size } => Value::Object(
                (1..=*size)
                    .map(|n| (format!("k{n}"), Value::from(format!("v{n}"))))
                    .collect::<Map<_, _>>(),
            ),
        }
    }
}

//! Seconds since 1970.

use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

use super::super::decode::{Decode, Decoder};
use super::super::encode::{Encode, Sink};
use super::super::fault::Path;
use super::super::node::Node;

/// A point in time as whole seconds since 1970-01-01T00:00:00Z (`format: unix-time`, R4-06).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct UnixTime(pub i64);

impl UnixTime {
    /// The second that it is.
    pub fn now() -> Self {
        UnixTime(seconds_of(SystemTime::now()).0)
    }
}

impl From<i64> for UnixTime {
    fn from(seconds: i64) -> Self {
        UnixTime(seconds)
    }
}

impl fmt::Display for UnixTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl Decode for UnixTime {
    fn decode(node: Node<'_>, cx: &mut Decoder, at: &Path<'_>) -> Option<Self> {
        i64::decode(node, cx, at).map(UnixTime)
    }
}

impl Encode for UnixTime {
    fn encode(&self, out: &mut dyn Sink) {
        out.integer(self.0);
    }
}

/// Whole seconds since 1970, rounded down, and the nanoseconds after them.
pub(super) fn seconds_of(time: SystemTime) -> (i64, u32) {
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => (
            i64::try_from(after.as_secs()).unwrap_or(i64::MAX),
            after.subsec_nanos(),
        ),
        Err(before) => {
            let before = before.duration();
            let seconds = i64::try_from(before.as_secs()).unwrap_or(i64::MAX);
            match before.subsec_nanos() {
                0 => (-seconds, 0),
                nanoseconds => (-seconds - 1, 1_000_000_000 - nanoseconds),
            }
        }
    }
}

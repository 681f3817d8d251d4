//! One link, as it is kept.

use crate::keys::Mode;
use crate::metadata::Metadata;

/// Where a link stands among all others. Lists run from the greatest to the least: newest first, and among
/// links of one second the one made last first (FL-LIST-07, FL-LIST-08).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// When it was made, in Unix seconds.
    pub created: i64,
    /// How many were made before it.
    pub sequence: u64,
}

impl Position {
    /// Before every other.
    pub const LEAST: Position = Position {
        created: i64::MIN,
        sequence: 0,
    };
}

/// A link to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Its id, for life (OBJ-02).
    pub id: String,
    /// When it was made and which place it has in lists, for life (OBJ-05).
    pub position: Position,
    /// When it expires, in Unix seconds; `None` is never (OBJ-07).
    pub expires_at: Option<i64>,
    /// The id of its file, for life.
    pub file: String,
    /// The mode in which it was made, for life.
    pub mode: Mode,
    /// The caller's keys and values.
    pub metadata: Metadata,
    /// The unguessable part of its public url, for life (URL-05).
    pub token: String,
}

impl Link {
    /// Whether the link has expired at `now`: its expiry is set and has been reached (OBJ-12).
    pub fn is_expired(&self, now: i64) -> bool {
        self.expires_at.is_some_and(|expiry| expiry <= now)
    }
}

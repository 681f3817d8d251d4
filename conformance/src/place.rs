//! Where a promise stands in the description, for people.

use std::fmt;

use serde::{Deserialize, Serialize};
use trueline_spec::{At, Sources};

/// Where a promise stands in the description.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The document, by the name that it was given.
    pub document: String,
    /// The line, from 1.
    pub line: u32,
    /// The JSON pointer.
    pub pointer: String,
}

impl Place {
    /// The place of `at`.
    pub fn of(sources: &Sources, at: &At) -> Self {
        Self {
            document: sources.name(at.document).to_owned(),
            line: sources.line_of(at),
            pointer: at.pointer.as_str().to_owned(),
        }
    }
}

impl fmt::Display for Place {
    /// `file_links.yaml:12 (/paths/…)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{} ({})", self.document, self.line, self.pointer)
    }
}

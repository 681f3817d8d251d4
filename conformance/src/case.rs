//! A case: one question to a server, with a stable name.

mod context;
mod record;

use std::fmt;
use std::str::FromStr;

use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};

pub use context::CaseContext;

use crate::verdict::Verdict;

/// One question to a server. Cases are independent: each makes what it needs and relies on no other
/// having run, so they may run in any order, at once, or alone.
pub trait Case: Send + Sync {
    /// What is known of it without running it.
    fn meta(&self) -> &CaseMeta;

    /// Asks the question. All requests go through `cx`, which records them. Never panics; what cannot
    /// be found out is [`Verdict::Error`] or [`Verdict::Untested`], with the reason.
    fn run<'a>(&'a self, cx: &'a CaseContext) -> BoxFuture<'a, Verdict>;
}

/// What is known of a case without running it.
#[derive(Debug, Clone)]
pub struct CaseMeta {
    /// The stable id: `<phase>/<operation id>/<name…>`. Other slashes in its parts are written `~1`.
    pub id: String,
    /// Its phase.
    pub phase: Phase,
    /// The operation that it is about, where it is about one.
    pub operation: Option<String>,
    /// One line for a person, without a full stop.
    pub title: String,
    /// Ids of requirements that it answers by its own knowledge; the suite adds those whose globs
    /// match the id.
    pub requirements: Vec<String>,
    /// How binding it is when no requirement with a level of its own is broken.
    pub level: Level,
    /// Whether it must not run beside other cases, because it counts what all of them make.
    pub alone: bool,
    /// Whether it runs after all others, because it is about what they left behind.
    pub closing: bool,
}

impl CaseMeta {
    /// A case of `phase` about `operation`, with the further parts of its id.
    pub fn new(phase: Phase, operation: &str, name: &str, title: impl Into<String>) -> Self {
        Self {
            id: format!("{}/{}/{name}", phase.as_str(), operation.replace('/', "~1")),
            phase,
            operation: Some(operation.to_owned()),
            title: title.into(),
            requirements: Vec::new(),
            level: Level::Must,
            alone: false,
            closing: false,
        }
    }

    /// A case about no operation in particular: `<phase>/<name>`.
    pub fn free(phase: Phase, name: &str, title: impl Into<String>) -> Self {
        Self {
            id: format!("{}/{name}", phase.as_str()),
            operation: None,
            ..Self::new(phase, "", name, title)
        }
    }
}

/// The kinds of cases, in the order in which they run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// The documented examples, replayed.
    Examples,
    /// Arazzo workflows.
    Workflows,
    /// Each way to be valid at the border and each way to be invalid.
    Coverage,
    /// What must hold between calls.
    Laws,
    /// Sequences drawn at random.
    Random,
}

impl Phase {
    /// All phases, in the order in which they run.
    pub const ALL: [Phase; 5] = [
        Phase::Examples,
        Phase::Workflows,
        Phase::Coverage,
        Phase::Laws,
        Phase::Random,
    ];

    /// Its word in ids and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Phase::Examples => "examples",
            Phase::Workflows => "workflows",
            Phase::Coverage => "coverage",
            Phase::Laws => "laws",
            Phase::Random => "random",
        }
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Phase {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|phase| phase.as_str() == text)
            .ok_or_else(|| {
                let all: Vec<_> = Self::ALL.iter().map(|phase| phase.as_str()).collect();
                format!("`{text}` is no phase; there are: {}", all.join(", "))
            })
    }
}

/// How binding a requirement is (RFC 2119), strictest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Level {
    /// Must hold: a breach fails the run.
    Must,
    /// Should hold: a breach is a warning.
    Should,
    /// A choice: each documented answer is accepted.
    May,
}

impl Level {
    /// The word of RFC 2119.
    pub fn as_str(self) -> &'static str {
        match self {
            Level::Must => "MUST",
            Level::Should => "SHOULD",
            Level::May => "MAY",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Level {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.to_ascii_uppercase().as_str() {
            "MUST" => Ok(Level::Must),
            "SHOULD" => Ok(Level::Should),
            "MAY" => Ok(Level::May),
            _ => Err(format!("`{text}` is no level; use MUST, SHOULD or MAY")),
        }
    }
}

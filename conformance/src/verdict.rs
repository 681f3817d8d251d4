//! What a case found: held, not held, or not to be found out.

use serde::{Deserialize, Serialize};
use trueline_spec::At;

/// How a case ended.
///
/// A *failure* says that the server is wrong. An *error* says that the tester could not find out.
/// They are never mixed: they have different exit codes and different places in every report.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// All that the case looks at holds.
    Passed,
    /// Something does not hold; at least one failure.
    Failed(Vec<Failure>),
    /// Something that only should hold does not.
    Warning(Vec<Failure>),
    /// Could not be found out, with the reason: target unreachable, preparation failed.
    Error(String),
    /// Was not tried, with the reason: a fixture is missing, the transport cannot express it.
    Untested(String),
}

impl Verdict {
    /// [`Verdict::Passed`] when there are no failures, else [`Verdict::Failed`].
    pub fn of(failures: Vec<Failure>) -> Self {
        if failures.is_empty() {
            Self::Passed
        } else {
            Self::Failed(failures)
        }
    }

    /// The failures of a failed case or a warning; empty otherwise.
    pub fn failures(&self) -> &[Failure] {
        match self {
            Self::Failed(failures) | Self::Warning(failures) => failures,
            Self::Passed | Self::Error(_) | Self::Untested(_) => &[],
        }
    }

    /// Its word in reports.
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::Passed => Outcome::Passed,
            Self::Failed(_) => Outcome::Failed,
            Self::Warning(_) => Outcome::Warning,
            Self::Error(_) => Outcome::Error,
            Self::Untested(_) => Outcome::Untested,
        }
    }
}

/// A verdict as the one word that stands in reports, mildest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// All held.
    Passed,
    /// Not tried.
    Untested,
    /// A SHOULD does not hold.
    Warning,
    /// Could not be found out.
    Error,
    /// Does not hold.
    Failed,
}

impl Outcome {
    /// The word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Untested => "untested",
            Self::Warning => "warning",
            Self::Error => "error",
            Self::Failed => "failed",
        }
    }
}

/// One thing that does not hold.
///
/// Built up from [`Failure::new`]:
///
/// ```
/// use trueline_conformance::{Failure, check};
///
/// let failure = Failure::new(check::STATUS, "200", "500 Internal Server Error").exchange(0);
/// assert_eq!(failure.check, "status");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// The stable name of the check that found it: one of [`crate::check`], or a phase's own.
    pub check: String,
    /// Ids of the requirements that it breaks, where the case knows them. The runner adds those that
    /// the requirements file assigns to the case and check.
    pub requirements: Vec<String>,
    /// What had to be there, for a person.
    pub expected: String,
    /// What was there instead, for a person.
    pub received: String,
    /// JSON pointer of the place in the answer's content, or `""` for all of it; `None` where it is
    /// not about the content.
    pub pointer: Option<String>,
    /// The promise in the description that is broken.
    pub at: Option<At>,
    /// Which exchange of the case shows it.
    pub exchange: Option<usize>,
    /// How many failures of this kind it stands for at least: itself, and those that were left out because an answer
    /// is wrong in so many places.
    pub times: usize,
}

impl Failure {
    /// A failure of `check`: what had to be there and what was there.
    pub fn new(
        check: impl Into<String>,
        expected: impl Into<String>,
        received: impl Into<String>,
    ) -> Self {
        Self {
            check: check.into(),
            requirements: Vec::new(),
            expected: expected.into(),
            received: received.into(),
            pointer: None,
            at: None,
            exchange: None,
            times: 1,
        }
    }

    /// With the place in the answer's content, as a JSON pointer.
    #[must_use]
    pub fn pointer(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = Some(pointer.into());
        self
    }

    /// With the promise in the description.
    #[must_use]
    pub fn at(mut self, at: &At) -> Self {
        self.at = Some(at.clone());
        self
    }

    /// With the exchange that shows it.
    #[must_use]
    pub fn exchange(mut self, index: usize) -> Self {
        self.exchange = Some(index);
        self
    }

    /// With a requirement that it breaks.
    #[must_use]
    pub fn requirement(mut self, id: impl Into<String>) -> Self {
        self.requirements.push(id.into());
        self
    }

    /// Standing for so many failures of its kind.
    #[must_use]
    pub fn times(mut self, times: usize) -> Self {
        self.times = times;
        self
    }
}

//! What a run found, as plain data: the published JSON format, and the other reports made from it.

pub mod badge;
mod case;
pub mod console;
mod exchange;
mod finding;
pub mod github;
mod header;
pub mod html;
mod identity;
pub mod json;
pub mod junit;
pub mod markdown;
pub mod merge;
mod operation;
mod plain;
mod redaction;
mod requirement;
pub mod sarif;
mod standing;
mod unknown;

use serde::{Deserialize, Serialize};

use crate::verdict::Outcome;

pub use case::{CaseReport, FailureReport};
pub(crate) use case::{Finished, Recorder, skipped};
pub use exchange::{BodyReport, ExchangeReport, RequestReport, ResponseReport};
pub use finding::Finding;
pub(crate) use finding::findings;
pub(crate) use header::documents;
pub use header::{Counts, DocumentReport, RunHeader, ShardReport};
pub use operation::OperationReport;
pub(crate) use operation::operations;
pub use requirement::RequirementReport;
pub(crate) use requirement::requirements;
pub use standing::{AcceptedReport, BaselineReport};
pub use unknown::{Unknown, unknowns};

/// The version of the report format that this code writes.
pub const FORMAT: u32 = 1;

/// What a run found. Serialised, it is the published report format, version [`FORMAT`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunReport {
    /// The version of the format.
    pub format: u32,
    /// What was run, against what, when.
    pub run: RunHeader,
    /// Every case, in the suite's order.
    pub cases: Vec<CaseReport>,
    /// The failures, grouped by cause.
    pub findings: Vec<Finding>,
    /// Every requirement and what became of it, in file order.
    pub requirements: Vec<RequirementReport>,
    /// Where the operations stand in the description, in document order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub operations: Vec<OperationReport>,
    /// What a baseline accepts of the findings; absent where none was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<BaselineReport>,
}

/// How a run ends for whoever started it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conclusion {
    /// All that was asked holds; warnings and untested cases do not count against it.
    Held,
    /// Something does not hold.
    Broken,
    /// Nothing is known to be broken, but it could not be found out whether all holds.
    Unknown,
}

impl RunReport {
    /// How the run ended: a failure outweighs an error, an error outweighs what passed. A run in which
    /// nothing was tried is [`Conclusion::Unknown`]. What a baseline accepts does not count; that an entry of
    /// it is out of date does.
    pub fn conclusion(&self) -> Conclusion {
        let any = |outcome| self.cases.iter().any(|case| case.verdict == outcome);
        if self
            .baseline
            .as_ref()
            .is_some_and(|it| !it.faults.is_empty())
        {
            return Conclusion::Broken;
        }
        let is_broken = self.baseline.is_none() && any(Outcome::Failed);
        let is_new = |finding: &Finding| {
            finding.level == crate::case::Level::Must && self.accepted(&finding.id).is_none()
        };
        if is_broken || self.findings.iter().any(is_new) {
            return Conclusion::Broken;
        }
        let is_open = |unknown: &Unknown| self.accepted(&unknown.id).is_none();
        let is_tried = any(Outcome::Passed) || any(Outcome::Warning) || any(Outcome::Failed);
        if !is_tried || any(Outcome::Error) && unknowns(self).iter().any(is_open) {
            Conclusion::Unknown
        } else {
            Conclusion::Held
        }
    }

    /// What the baseline says of the finding or error of this name.
    pub fn accepted(&self, id: &str) -> Option<&AcceptedReport> {
        let accepted = &self.baseline.as_ref()?.accepted;
        accepted.iter().find(|it| it.id == id)
    }

    /// The exit code of the command: 0 all held, 1 something did not, 3 the target could not be
    /// tested.
    pub fn exit_code(&self) -> u8 {
        match self.conclusion() {
            Conclusion::Held => 0,
            Conclusion::Broken => 1,
            Conclusion::Unknown => 3,
        }
    }
}

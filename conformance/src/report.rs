//! What a run found, as plain data: the published JSON format, and the other reports made from it.

mod case;
pub mod console;
mod exchange;
mod finding;
mod header;
pub mod json;
pub mod junit;
pub mod markdown;
mod requirement;

use serde::{Deserialize, Serialize};

use crate::verdict::Outcome;

pub use case::{CaseReport, FailureReport};
pub(crate) use case::{Finished, Recorder, skipped};
pub use exchange::{BodyReport, ExchangeReport, RequestReport, ResponseReport};
pub use finding::Finding;
pub(crate) use finding::findings;
pub(crate) use header::documents;
pub use header::{Counts, DocumentReport, RunHeader};
pub use requirement::RequirementReport;
pub(crate) use requirement::requirements;

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
    /// nothing was tried is [`Conclusion::Unknown`].
    pub fn conclusion(&self) -> Conclusion {
        let any = |outcome| self.cases.iter().any(|case| case.verdict == outcome);
        if any(Outcome::Failed) {
            Conclusion::Broken
        } else if any(Outcome::Error) || !(any(Outcome::Passed) || any(Outcome::Warning)) {
            Conclusion::Unknown
        } else {
            Conclusion::Held
        }
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

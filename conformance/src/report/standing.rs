//! What a baseline made of a run.

use serde::{Deserialize, Serialize};

/// What a baseline made of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BaselineReport {
    /// The findings and errors that it accepts, in its order.
    pub accepted: Vec<AcceptedReport>,
    /// What is wrong with the baseline itself, a sentence each: entries that expired, and those that accept nothing any
    /// more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<String>,
}

/// A finding or error that a baseline accepts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptedReport {
    /// The name of the finding or error.
    pub id: String,
    /// Why it is accepted.
    pub reason: String,
    /// The last day on which it is: `2027-03-01`.
    pub expires: String,
}

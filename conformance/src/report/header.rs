//! What was run, against what, when.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use trueline_spec::Sources;

use super::CaseReport;
use crate::verdict::Outcome;

/// What was run, against what, when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunHeader {
    /// The version of Trueline.
    pub tool_version: String,
    /// The documents of the description; the first is the one that was asked for.
    pub documents: Vec<DocumentReport>,
    /// Title and version of the API.
    pub api: String,
    /// The seed: with the same seed the same requests are sent.
    pub seed: u64,
    /// Base URL of the target.
    pub target: String,
    /// When the run began, RFC 3339 in UTC.
    pub started: String,
    /// How long it took, in milliseconds.
    pub duration_ms: u64,
    /// How many cases ended in which way.
    pub counts: Counts,
    /// Which part of the suite was run; absent where it was all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shard: Option<ShardReport>,
}

/// A part of a suite.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShardReport {
    /// Its number, from 1.
    pub index: u32,
    /// How many parts there are.
    pub of: u32,
    /// How many cases the whole suite has.
    pub suite: usize,
    /// The place of each case of the report in the whole suite, from 0.
    pub places: Vec<usize>,
}

/// One document of the description.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentReport {
    /// The name that it was given.
    pub name: String,
    /// SHA-256 of its text (UTF-8, without a byte order mark), in lower-case hexadecimal.
    pub sha256: String,
}

/// How many cases ended in which way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// All held.
    pub passed: usize,
    /// Something does not hold.
    pub failed: usize,
    /// Something that should hold does not.
    pub warning: usize,
    /// Could not be found out.
    pub error: usize,
    /// Not tried.
    pub untested: usize,
}

impl Counts {
    /// Counts the cases.
    pub fn of(cases: &[CaseReport]) -> Self {
        let mut counts = Self::default();
        for case in cases {
            *match case.verdict {
                Outcome::Passed => &mut counts.passed,
                Outcome::Failed => &mut counts.failed,
                Outcome::Warning => &mut counts.warning,
                Outcome::Error => &mut counts.error,
                Outcome::Untested => &mut counts.untested,
            } += 1;
        }
        counts
    }
}

/// The documents with their digests.
pub(crate) fn documents(sources: &Sources) -> Vec<DocumentReport> {
    sources
        .documents()
        .map(|(_, document)| DocumentReport {
            name: document.name.clone(),
            sha256: Sha256::digest(document.text.as_bytes())
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect(),
        })
        .collect()
}

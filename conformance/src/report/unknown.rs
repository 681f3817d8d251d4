//! What could not be found out, grouped by reason.

use indexmap::IndexMap;

use super::RunReport;
use super::identity::{lasting, name};
use crate::verdict::Outcome;

/// Cases that ended in an error for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown<'a> {
    /// A stable name, as findings have one.
    pub id: String,
    /// The reason, of the first of them.
    pub reason: &'a str,
    /// Their ids, in order.
    pub cases: Vec<&'a str>,
}

/// The errors of a run by reason, in the order of the cases.
pub fn unknowns(report: &RunReport) -> Vec<Unknown<'_>> {
    let mut groups: IndexMap<String, Unknown<'_>> = IndexMap::new();
    for case in report
        .cases
        .iter()
        .filter(|it| it.verdict == Outcome::Error)
    {
        let reason = case.reason.as_deref().unwrap_or_default();
        let id = id(reason);
        let group = groups.entry(id.clone()).or_insert_with(|| Unknown {
            id,
            reason,
            cases: Vec::new(),
        });
        group.cases.push(&case.id);
    }
    groups.into_values().collect()
}

/// The name of the errors that have this reason.
pub(super) fn id(reason: &str) -> String {
    name("error", &[&lasting(reason)])
}

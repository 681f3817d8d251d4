//! Baselines: findings that somebody knows of and accepts, why, and until when.
//!
//! ```yaml
//! format: 1
//! accepted:
//!   - id: schema-3f2a9c01d4
//!     what: 'GetFileLinks schema: expected "file_link", received "link"'
//!     reason: the mobile client depends on it; to be mended with version 2
//!     expires: '2027-03-01'
//! ```
//!
//! With a baseline a run fails on what is new, on entries that expired, and on entries that accept nothing any more: so
//! it can only grow smaller by itself, and what is mended stays mended. Errors have names and are accepted as findings
//! are.

mod read;
mod write;

use trueline_spec::Sources;

use crate::report::{AcceptedReport, BaselineReport, RunReport, unknowns};

/// A baseline, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    entries: Vec<Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    id: String,
    /// What it was when it was found, for people.
    what: String,
    reason: String,
    /// The last day on which it is accepted: `2027-03-01`.
    expires: String,
    /// `baseline.yaml:3`; empty for one that was just made.
    place: String,
}

impl Baseline {
    /// Reads a baseline, YAML or JSON. `name` is what its file is called.
    ///
    /// # Errors
    ///
    /// One sentence for each fault, beginning with file and line.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, Vec<String>> {
        read::read(&mut Sources::default(), name, bytes)
    }

    /// Marks in the report what the baseline accepts on the day `today` (`2026-11-21`), and says which of its entries
    /// are out of date. Of a run that `is_whole` all entries must accept something; of a part of one those that accept
    /// nothing may speak of the rest.
    pub fn apply(&self, report: &mut RunReport, today: &str, is_whole: bool) {
        let mut standing = BaselineReport::default();
        let found = found(report);
        for entry in &self.entries {
            let is_there = found.iter().any(|(id, _)| *id == entry.id);
            if !is_there {
                if is_whole {
                    standing.faults.push(format!(
                        "{}: `{}` no longer fails ({}): take the entry out, or write the file anew with --update-baseline",
                        entry.place, entry.id, entry.what
                    ));
                }
            } else if entry.expires.as_str() < today {
                standing.faults.push(format!(
                    "{}: `{}` was accepted until {}: mend it, or decide anew and give it another date",
                    entry.place, entry.id, entry.expires
                ));
            } else {
                standing.accepted.push(AcceptedReport {
                    id: entry.id.clone(),
                    reason: entry.reason.clone(),
                    expires: entry.expires.clone(),
                });
            }
        }
        report.baseline = Some(standing);
    }

    /// The baseline with what the run found: entries that are known keep their reasons and dates, new ones get `expires`
    /// and a reason that says that nobody gave one, and those of a whole run that accept nothing any more are gone.
    #[must_use]
    pub fn updated(&self, report: &RunReport, today: &str, expires: &str, is_whole: bool) -> Self {
        let found = found(report);
        let known = |id: &str| self.entries.iter().find(|it| it.id == id);
        let mut entries: Vec<Entry> = found
            .iter()
            .map(|(id, what)| match known(id) {
                Some(entry) => entry.clone(),
                None => Entry {
                    id: id.clone(),
                    what: what.clone(),
                    reason: format!("known since {today}; nobody has said why yet"),
                    expires: expires.to_owned(),
                    place: String::new(),
                },
            })
            .collect();
        if !is_whole {
            let unseen = self.entries.iter();
            let unseen = unseen.filter(|it| !found.iter().any(|(id, _)| *id == it.id));
            entries.extend(unseen.cloned());
        }
        Self { entries }
    }

    /// The text of the file.
    pub fn render(&self) -> String {
        write::render(self)
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it accepts nothing.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// All that a baseline can accept of a run: name and description, in the order of the report.
fn found(report: &RunReport) -> Vec<(String, String)> {
    let findings = report.findings.iter().map(|finding| {
        let operation = finding.operation.as_deref().unwrap_or("the server");
        let what = format!(
            "{operation} {}: expected {}, received {}",
            finding.check, finding.expected, finding.received
        );
        (finding.id.clone(), what)
    });
    let unknowns = unknowns(report).into_iter().map(|unknown| {
        let first = unknown.cases.first().copied().unwrap_or_default();
        (unknown.id, format!("{first}: {}", unknown.reason))
    });
    findings.chain(unknowns).collect()
}

//! The reports of the parts of a run, as the report of the whole.

use indexmap::IndexMap;
use thiserror::Error;

use super::{CaseReport, Counts, RequirementReport, RunReport, findings};
use crate::verdict::Outcome;

/// Why reports are not the parts of one run.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum MergeError {
    /// There is nothing to merge.
    #[error("no report was given")]
    Nothing,
    /// One of several reports is of a whole run.
    #[error("the report {report} is of a whole run, and not of a part of one")]
    NoPart {
        /// Its number in the call, from 1.
        report: usize,
    },
    /// They are not of the same run.
    #[error("the report {report} is not of the same run: {what} differs")]
    Differs {
        /// Its number in the call, from 1.
        report: usize,
        /// What is not the same.
        what: &'static str,
    },
    /// A part is there twice.
    #[error("part {index}/{of} is there twice")]
    Twice {
        /// Its number, from 1.
        index: u32,
        /// How many parts there are.
        of: u32,
    },
    /// A part is not there.
    #[error("part {index}/{of} is missing")]
    Missing {
        /// Its number, from 1.
        index: u32,
        /// How many parts there are.
        of: u32,
    },
    /// The parts do not make a whole.
    #[error(
        "the case at place {place} of the suite is in none of the parts: were all made with the same --timings?"
    )]
    Gap {
        /// From 0.
        place: usize,
    },
}

/// Joins the reports of all parts of a run, in any order. A single report of a whole run is given back as it is.
///
/// The verdicts are those of a run that was not divided: each case is in one part, and one that is in all of them,
/// because it speaks of what all others were answered, is as bad as its worst. A baseline must be applied anew.
///
/// # Errors
///
/// When they are not all the parts of one run.
pub fn merge(mut reports: Vec<RunReport>) -> Result<RunReport, MergeError> {
    if let [only] = reports.as_slice()
        && only.run.shard.is_none()
    {
        return reports.pop().ok_or(MergeError::Nothing);
    }
    check(&reports)?;
    let suite = reports.first().and_then(|it| it.run.shard.as_ref());
    let suite = suite.map_or(0, |shard| shard.suite);
    let mut placed: Vec<(usize, CaseReport)> = Vec::new();
    for report in &mut reports {
        let places = report
            .run
            .shard
            .take()
            .map_or_else(Vec::new, |it| it.places);
        placed.extend(places.into_iter().zip(std::mem::take(&mut report.cases)));
    }
    // Stable, so that a case that is in every part keeps the order of the call.
    placed.sort_by_key(|(place, _)| *place);
    let cases = joined(placed)?;
    if cases.len() != suite {
        return Err(MergeError::Gap { place: cases.len() });
    }
    let mut reports = reports.into_iter();
    let mut whole = reports.next().ok_or(MergeError::Nothing)?;
    let mut targets = vec![whole.run.target.clone()];
    let mut parts = vec![std::mem::take(&mut whole.requirements)];
    for other in reports {
        if !targets.contains(&other.run.target) {
            targets.push(other.run.target);
        }
        whole.run.started = whole.run.started.min(other.run.started);
        whole.run.duration_ms = whole.run.duration_ms.max(other.run.duration_ms);
        parts.push(other.requirements);
    }
    whole.run.target = targets.join(", ");
    whole.run.counts = Counts::of(&cases);
    whole.findings = findings(&cases);
    whole.requirements = requirements(&parts, &cases);
    whole.baseline = None;
    whole.cases = cases;
    Ok(whole)
}

/// Whether they are all the parts of one run.
fn check(reports: &[RunReport]) -> Result<(), MergeError> {
    let first = reports.first().ok_or(MergeError::Nothing)?;
    let mut seen = Vec::new();
    let mut of = 0;
    for (number, report) in (1..).zip(reports) {
        let Some(shard) = &report.run.shard else {
            return Err(MergeError::NoPart { report: number });
        };
        let header = |report: &RunReport| {
            [
                ("the description", format!("{:?}", digests(report))),
                ("the seed", report.run.seed.to_string()),
                ("the version of the tool", report.run.tool_version.clone()),
                ("the number of parts", parts(report)),
            ]
        };
        for ((what, one), (_, other)) in header(first).into_iter().zip(header(report)) {
            if one != other {
                return Err(MergeError::Differs {
                    report: number,
                    what,
                });
            }
        }
        of = shard.of;
        if seen.contains(&shard.index) {
            let index = shard.index;
            return Err(MergeError::Twice { index, of });
        }
        seen.push(shard.index);
    }
    match (1..=of).find(|index| !seen.contains(index)) {
        Some(index) => Err(MergeError::Missing { index, of }),
        None => Ok(()),
    }
}

/// The documents by what is in them: on another machine they may lie elsewhere.
fn digests(report: &RunReport) -> Vec<&str> {
    let documents = report.run.documents.iter();
    documents.map(|it| it.sha256.as_str()).collect()
}

fn parts(report: &RunReport) -> String {
    let shard = report.run.shard.as_ref();
    shard.map_or_else(String::new, |it| format!("{} of {}", it.of, it.suite))
}

/// The cases by their places; of one that is in several parts the worst report.
fn joined(placed: Vec<(usize, CaseReport)>) -> Result<Vec<CaseReport>, MergeError> {
    let mut cases: Vec<CaseReport> = Vec::new();
    for (place, case) in placed {
        match cases.len() {
            next if next == place => cases.push(case),
            next if next == place + 1 => {
                if let Some(there) = cases.last_mut()
                    && gravity(case.verdict) > gravity(there.verdict)
                {
                    *there = case;
                }
            }
            next => return Err(MergeError::Gap { place: next }),
        }
    }
    Ok(cases)
}

/// What outweighs what where several say it of one thing.
fn gravity(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Untested => 0,
        Outcome::Passed => 1,
        Outcome::Error => 2,
        Outcome::Warning => 3,
        Outcome::Failed => 4,
    }
}

/// What became of each requirement in all parts together.
fn requirements(parts: &[Vec<RequirementReport>], cases: &[CaseReport]) -> Vec<RequirementReport> {
    let mut whole: IndexMap<&str, RequirementReport> = IndexMap::new();
    for requirement in parts.iter().flatten() {
        let entry = whole.entry(&requirement.id);
        let there = entry.or_insert_with(|| requirement.clone());
        if gravity(requirement.verdict) > gravity(there.verdict) {
            there.verdict = requirement.verdict;
        }
    }
    for requirement in whole.values_mut() {
        let speaking = cases
            .iter()
            .filter(|it| it.requirements.contains(&requirement.id));
        requirement.cases = speaking.clone().map(|it| it.id.clone()).collect();
        if requirement.verdict != Outcome::Untested {
            requirement.reason = None;
        } else if let Some(reason) = speaking.filter_map(|it| it.reason.clone()).next() {
            requirement.reason = Some(reason);
        }
    }
    whole.into_values().collect()
}

//! Every requirement and what became of it.

use serde::{Deserialize, Serialize};

use super::CaseReport;
use crate::case::{Level, Phase};
use crate::check;
use crate::place::Place;
use crate::requirements::{CaseGlob, Requirement, RequirementAnswer, Requirements};
use crate::verdict::Outcome;

/// A requirement in a report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RequirementReport {
    /// Its stable id.
    pub id: String,
    /// How binding it is.
    pub level: Level,
    /// What must hold.
    pub text: String,
    /// Where it stands in the requirements file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// `failed` or `warning` when a failure is laid to it, `error` when it could not be found out,
    /// `passed` when at least one case answers it, else `untested`.
    pub verdict: Outcome,
    /// Why it is untested.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The cases of this run that speak of it.
    pub cases: Vec<String>,
}

/// What became of each requirement, in file order.
pub(crate) fn requirements(file: &Requirements, cases: &[CaseReport]) -> Vec<RequirementReport> {
    file.requirements
        .iter()
        .map(|requirement| one(requirement, cases))
        .collect()
}

fn one(requirement: &Requirement, cases: &[CaseReport]) -> RequirementReport {
    let (globs, stated): (&[CaseGlob], _) = match &requirement.answer {
        RequirementAnswer::Cases(globs) => (globs, None),
        RequirementAnswer::Untested(reason) => (&[], Some(reason.clone())),
    };
    // The case has it in its list whether by a glob or by the case's own knowledge.
    let speaking: Vec<&CaseReport> = cases
        .iter()
        .filter(|case| case.requirements.contains(&requirement.id))
        .collect();
    let outcomes: Vec<Outcome> = speaking
        .iter()
        .map(|case| outcome(requirement, globs, case))
        .collect();
    let any = |outcome| outcomes.contains(&outcome);
    let verdict = [
        Outcome::Failed,
        Outcome::Warning,
        Outcome::Error,
        Outcome::Passed,
    ]
    .into_iter()
    .find(|outcome| any(*outcome))
    .unwrap_or(Outcome::Untested);
    let reason = (verdict == Outcome::Untested).then(|| {
        stated
            .or_else(|| speaking.iter().find_map(|case| case.reason.clone()))
            .unwrap_or_else(|| "no case of this run answers it".to_owned())
    });
    RequirementReport {
        id: requirement.id.clone(),
        level: requirement.level,
        text: requirement.text.clone(),
        place: requirement.place.clone(),
        verdict,
        reason,
        cases: speaking.iter().map(|case| case.id.clone()).collect(),
    }
}

/// What a case says of a requirement.
fn outcome(requirement: &Requirement, globs: &[CaseGlob], case: &CaseReport) -> Outcome {
    match case.verdict {
        Outcome::Passed | Outcome::Error | Outcome::Untested => return case.verdict,
        Outcome::Failed | Outcome::Warning => {}
    }
    let laid = case
        .failures
        .iter()
        .any(|failure| failure.requirements.contains(&requirement.id));
    if laid {
        return match requirement.level {
            Level::Must => Outcome::Failed,
            Level::Should | Level::May => Outcome::Warning,
        };
    }
    // A workflow ends at the step that fails: what later steps judge was not asked.
    if case.phase == Phase::Workflows {
        return Outcome::Untested;
    }
    // A check that comes after one that failed has not been made.
    let failed = case.failures.iter().map(|it| stage(&it.check)).min();
    let furthest = failed.unwrap_or(STAGES.len());
    let reached = globs
        .iter()
        .filter(|glob| glob.matches_case(&case.id))
        .any(|glob| glob.check().is_none_or(|check| stage(check) <= furthest));
    if reached || globs.is_empty() {
        Outcome::Passed
    } else {
        Outcome::Untested
    }
}

/// The checks in the order in which they look at an answer: what fails one is not looked at further.
const STAGES: [&str; 6] = [
    check::TRANSPORT,
    check::STATUS,
    check::MEDIA_TYPE,
    check::CONTENT,
    check::SCHEMA,
    check::EXAMPLE,
];

/// The place of a check in that order; other checks stop nothing.
fn stage(check: &str) -> usize {
    STAGES
        .iter()
        .position(|other| *other == check)
        .unwrap_or(STAGES.len())
}

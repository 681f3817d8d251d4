//! Failures grouped by cause: one fault of a server is one finding, however many cases it breaks.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::{CaseReport, FailureReport};
use crate::case::{Level, Phase};
use crate::place::Place;

/// Failures that have one cause: the same check of the same promise at the same member of an answer,
/// or, where no promise of the description is broken, the same question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// The stable name of the check.
    pub check: String,
    /// The operation of the smallest case.
    pub operation: Option<String>,
    /// The strictest level of the requirements that it breaks.
    pub level: Level,
    /// Ids of the requirements that it breaks.
    pub requirements: Vec<String>,
    /// What had to be there, in the smallest case.
    pub expected: String,
    /// What was there, in the smallest case.
    pub received: String,
    /// JSON pointer into the answer's content, in the smallest case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// Where the promise stands in the description.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// How many failures it stands for.
    pub count: usize,
    /// The cases that it breaks, in order.
    pub cases: Vec<String>,
    /// The case with the smallest exchange that shows it.
    pub example: String,
    /// The request of that exchange, as a command for a shell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub curl: Option<String>,
    /// The token for `trueline replay`.
    pub replay: String,
}

/// The findings of a run: those that break a MUST first, otherwise in the order of the cases.
pub(crate) fn findings(cases: &[CaseReport]) -> Vec<Finding> {
    let mut groups: IndexMap<Cause, Vec<(&CaseReport, &FailureReport)>> = IndexMap::new();
    for case in cases {
        for failure in &case.failures {
            let cause = Cause::of(case, failure);
            groups.entry(cause).or_default().push((case, failure));
        }
    }
    let mut findings: Vec<Finding> = groups
        .into_values()
        .filter_map(|group| finding(&group))
        .collect();
    findings.sort_by_key(|finding| finding.level);
    findings
}

/// What makes failures one: a broken promise of the description at one member of the answer, whichever
/// operation shows it; without a promise, the question that was asked.
#[derive(PartialEq, Eq, Hash)]
enum Cause {
    Promise {
        check: String,
        place: String,
        member: Option<String>,
    },
    Question {
        check: String,
        operation: Option<String>,
        requirements: Vec<String>,
        pointer: Option<String>,
        expected: String,
    },
    /// No answer at all: it is one fault, whatever was asked.
    Silence { received: String },
}

impl Cause {
    fn of(case: &CaseReport, failure: &FailureReport) -> Self {
        let check = failure.check.clone();
        if check == crate::check::TRANSPORT {
            return Self::Silence {
                received: failure.received.clone(),
            };
        }
        let pointer = failure.pointer.as_deref().map(without_indexes);
        match &failure.place {
            Some(place) => Self::Promise {
                check,
                place: format!("{}#{}", place.document, place.pointer),
                member: pointer.and_then(|pointer| pointer.rsplit('/').next().map(str::to_owned)),
            },
            None => Self::Question {
                check,
                operation: case.operation.clone(),
                requirements: failure.requirements.clone(),
                pointer,
                // What a sequence expected was drawn with it.
                expected: match case.phase {
                    Phase::Random => String::new(),
                    _ => failure.expected.clone(),
                },
            },
        }
    }
}

fn finding(group: &[(&CaseReport, &FailureReport)]) -> Option<Finding> {
    let size = |case: &CaseReport| (case.exchanges.len(), case.curl.as_ref().map(String::len));
    let (case, failure) = group.iter().min_by_key(|(case, _)| size(case))?;
    let mut requirements: Vec<String> = Vec::new();
    for id in group.iter().flat_map(|(_, failure)| &failure.requirements) {
        if !requirements.contains(id) {
            requirements.push(id.clone());
        }
    }
    let mut cases: Vec<String> = group.iter().map(|(case, _)| case.id.clone()).collect();
    cases.dedup();
    Some(Finding {
        check: failure.check.clone(),
        operation: case.operation.clone(),
        level: group
            .iter()
            .map(|(_, failure)| failure.level)
            .min()
            .unwrap_or(failure.level),
        requirements,
        expected: failure.expected.clone(),
        received: failure.received.clone(),
        pointer: failure.pointer.clone(),
        place: failure.place.clone(),
        count: group.len(),
        cases,
        example: case.id.clone(),
        curl: match case.phase {
            // All that led there, not the last request alone.
            Phase::Random => case.curl.clone(),
            _ => failure.curl.clone().or_else(|| case.curl.clone()),
        },
        replay: case.replay.clone(),
    })
}

/// `/data/3/id` as `/data/*/id`.
fn without_indexes(pointer: &str) -> String {
    let is_index = |token: &&str| !token.is_empty() && token.bytes().all(|b| b.is_ascii_digit());
    let tokens: Vec<&str> = pointer
        .split('/')
        .map(|token| if is_index(&token) { "*" } else { token })
        .collect();
    tokens.join("/")
}

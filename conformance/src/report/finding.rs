//! Failures grouped by cause: one fault of a server is one finding, however many cases it breaks.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::identity::{lasting, name, without_indexes};
use super::{CaseReport, FailureReport};
use crate::case::{Level, Phase};
use crate::place::Place;

/// Failures that have one cause: the same check of the same promise at the same member of an answer,
/// or, where no promise of the description is broken, the same question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Its stable name: the same cause has it in every run, whatever other cases there are.
    #[serde(default)]
    pub id: String,
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
    /// The case with the smallest exchange that shows it, of those that break its level.
    pub example: String,
    /// The request of that exchange, as a command for a shell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub curl: Option<String>,
    /// The token for `trueline replay`.
    pub replay: String,
}

/// The findings of a run: those that break a MUST first, otherwise in the order of the cases.
pub(crate) fn findings(cases: &[CaseReport]) -> Vec<Finding> {
    let mut groups: IndexMap<String, Vec<(&CaseReport, &FailureReport)>> = IndexMap::new();
    for case in cases {
        for failure in &case.failures {
            let group = groups.entry(cause(case, failure)).or_default();
            group.push((case, failure));
        }
    }
    let mut findings: Vec<Finding> = groups
        .into_iter()
        .filter_map(|(id, group)| finding(id, &group))
        .collect();
    findings.sort_by_key(|finding| finding.level);
    findings
}

/// What makes failures one, as the stable name of the cause: a broken promise of the description at one member of the
/// answer, whichever operation shows it; without a promise, the question that was asked; without an answer, the kind
/// of silence. What a workflow says is told apart by the workflow's own name, because its place in the
/// document moves with each workflow that is added before it.
pub(super) fn cause(case: &CaseReport, failure: &FailureReport) -> String {
    let check = failure.check.as_str();
    if check == crate::check::TRANSPORT {
        // No answer at all: it is one fault, whatever was asked.
        return name(check, &["silence", &lasting(&failure.received)]);
    }
    if check == crate::check::WORKFLOW {
        if let Some(status) = refused_otherwise(failure) {
            // Which statuses a server has for refusals is one thing, whatever it refused.
            let requirement = failure.requirements.first();
            let requirement = requirement.map_or("", String::as_str);
            return name(check, &["refused with", requirement, status]);
        }
        // `/workflows/35/steps/0/successCriteria/1`: the number of the workflow is not its own.
        let within = failure.place.as_ref().and_then(|place| {
            let (_, within) = place.pointer.split_once("/steps/")?;
            Some(within.to_owned())
        });
        let criterion = within.unwrap_or_else(|| lasting(&failure.expected));
        return name(check, &[&case.id, &criterion]);
    }
    let pointer = failure.pointer.as_deref().map(without_indexes);
    if let Some(place) = &failure.place {
        // The folder in which the description lies is no part of the promise.
        let document = place.document.rsplit(['/', '\\']).next();
        let member = pointer.as_deref().and_then(|it| it.rsplit('/').next());
        let mut parts = vec![
            "promise",
            document.unwrap_or_default(),
            &place.pointer,
            member.unwrap_or("no content"),
        ];
        // What an operation refuses and what it lets in has no place but the operation's, of whatever kind it is.
        let asked = (check == crate::check::ACCEPTANCE && is_operation(&place.pointer))
            .then(|| (side(failure), asked_of(case, failure)));
        if let Some((side, asked)) = &asked {
            parts.extend([*side, asked.as_str()]);
        }
        return name(check, &parts);
    }
    let asked = match case.phase {
        // A law is one question about one resource; what was expected speaks of things that the run made.
        Phase::Laws => case.id.clone(),
        // What a sequence expected was drawn with it.
        Phase::Random => String::new(),
        Phase::Examples | Phase::Workflows | Phase::Coverage => lasting(&failure.expected),
    };
    let requirements = failure.requirements.join(" ");
    let parts = [
        "question",
        case.operation.as_deref().unwrap_or_default(),
        &requirements,
        pointer.as_deref().unwrap_or("no content"),
        &asked,
    ];
    name(check, &parts)
}

/// The status of a refusal, where a criterion of a workflow asks for a refusal with another one:
/// `` `$statusCode == 400` in the step … ``, `$statusCode = 422`.
fn refused_otherwise(failure: &FailureReport) -> Option<&str> {
    let status = failure.received.strip_prefix("$statusCode = 4")?;
    let is_status = status.len() == 2 && status.bytes().all(|b| b.is_ascii_digit());
    let asks_for_refusal = failure.expected.contains("$statusCode == 4");
    (is_status && asks_for_refusal && !failure.requirements.is_empty()).then_some(status)
}

/// Whether the pointer leads to an operation and no further.
fn is_operation(pointer: &str) -> bool {
    let mut tokens = pointer.split('/').skip(1);
    tokens.next() == Some("paths") && tokens.count() == 2
}

/// Which way an operation answered otherwise than it should: `a refusal` or `success` was due.
fn side(failure: &FailureReport) -> &str {
    let end = failure.expected.find([':', '(']);
    failure.expected[..end.unwrap_or(failure.expected.len())].trim_end()
}

/// What was asked of an operation: the rule, by its requirements where there are some, else by the name of the case.
fn asked_of(case: &CaseReport, failure: &FailureReport) -> String {
    if !failure.requirements.is_empty() {
        return failure.requirements.join(" ");
    }
    match case.phase {
        Phase::Random => String::new(),
        Phase::Laws | Phase::Examples | Phase::Workflows => case.id.clone(),
        // `coverage/GetFileLinks/auth/wrong-basic`
        Phase::Coverage => case.id.splitn(3, '/').nth(2).unwrap_or_default().to_owned(),
    }
}

fn finding(id: String, group: &[(&CaseReport, &FailureReport)]) -> Option<Finding> {
    let size = |case: &CaseReport| (case.exchanges.len(), case.curl.as_ref().map(String::len));
    // The example is one of the gravest: a finding that fails a run shows why.
    let (case, failure) = group
        .iter()
        .min_by_key(|(case, failure)| (failure.level, size(case)))?;
    let mut requirements: Vec<String> = Vec::new();
    for id in group.iter().flat_map(|(_, failure)| &failure.requirements) {
        if !requirements.contains(id) {
            requirements.push(id.clone());
        }
    }
    let mut cases: Vec<String> = group.iter().map(|(case, _)| case.id.clone()).collect();
    cases.dedup();
    Some(Finding {
        id,
        check: failure.check.clone(),
        operation: case.operation.clone(),
        level: failure.level,
        requirements,
        expected: failure.expected.clone(),
        received: failure.received.clone(),
        pointer: failure.pointer.clone(),
        place: failure.place.clone(),
        count: group.iter().map(|(_, failure)| failure.times).sum(),
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

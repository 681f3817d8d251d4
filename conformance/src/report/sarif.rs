//! The report as SARIF 2.1.0 (OASIS), for code scanning: each finding stands at the line of the promise that is broken.

use indexmap::IndexMap;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::plain::{beginning, line};
use super::{Conclusion, Finding, RunReport, unknowns};
use crate::case::Level;
use crate::place::Place;

/// Where the schema of the format is published.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Results that are written; code scanning takes so many of a run at most.
const MOST: usize = 5_000;

/// Bytes that stand for themselves in a relative reference (RFC 3986 §3.3).
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'.')
    .remove(b'-')
    .remove(b'_')
    .remove(b'~');

/// The report as SARIF. A rule is a requirement, or a check where no requirement speaks.
pub fn render(report: &RunReport) -> String {
    let mut rules: IndexMap<&str, Value> = IndexMap::new();
    let mut results = Vec::new();
    for finding in report.findings.iter().take(MOST) {
        let id = rule_of(finding);
        let entry = rules.entry(id);
        let index = entry.index();
        entry.or_insert_with(|| rule(report, id));
        results.push(result(report, finding, id, index));
    }
    let notifications: Vec<Value> = unknowns(report)
        .iter()
        .map(|unknown| {
            let text = format!(
                "{} could not be found out: {}",
                unknown.cases.join(", "),
                unknown.reason
            );
            json!({
                "level": "warning",
                "message": { "text": beginning(&line(&text), 2_000) },
                "descriptor": { "id": unknown.id },
            })
        })
        .collect();
    let run = json!({
        "tool": { "driver": {
            "name": "Trueline",
            "version": report.run.tool_version,
            "rules": rules.into_values().collect::<Vec<_>>(),
        }},
        "automationDetails": { "id": format!("trueline/{}/", line(&report.run.api)) },
        "invocations": [{
            "executionSuccessful": report.conclusion() != Conclusion::Unknown,
            "exitCode": report.exit_code(),
            "startTimeUtc": report.run.started,
            "toolExecutionNotifications": notifications,
        }],
        "columnKind": "unicodeCodePoints",
        "results": results,
    });
    let whole = json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [run] });
    // Nothing in it can fail to serialise.
    let mut text = serde_json::to_string_pretty(&whole).unwrap_or_default();
    text.push('\n');
    text
}

/// The requirement that a finding breaks first, else its check.
fn rule_of(finding: &Finding) -> &str {
    finding.requirements.first().unwrap_or(&finding.check)
}

fn rule(report: &RunReport, id: &str) -> Value {
    match report.requirements.iter().find(|it| it.id == id) {
        Some(requirement) => json!({
            "id": id,
            "shortDescription": { "text": line(&requirement.text) },
            "help": { "text": format!("{} {}: {}", requirement.level, id, line(&requirement.text)) },
            "defaultConfiguration": { "level": level(requirement.level) },
            "properties": { "tags": ["api", "conformance", requirement.level.as_str()] },
        }),
        None => json!({
            "id": id,
            "shortDescription": { "text": format!("The check `{id}`") },
            "help": { "text": format!("`trueline explain {id}` says what it looks at.") },
            "properties": { "tags": ["api", "conformance"] },
        }),
    }
}

fn result(report: &RunReport, finding: &Finding, rule: &str, index: usize) -> Value {
    let mut text = format!(
        "{}: expected {}, received {}",
        finding.operation.as_deref().unwrap_or(&finding.check),
        beginning(&line(&finding.expected), 500),
        beginning(&line(&finding.received), 500),
    );
    if let Some(pointer) = finding.pointer.as_deref().filter(|it| !it.is_empty()) {
        text.push_str(&format!(" at {} of the answer", line(pointer)));
    }
    let others = match finding.cases.len().saturating_sub(1) {
        0 => String::new(),
        1 => " and 1 other case".to_owned(),
        more => format!(" and {more} other cases"),
    };
    text.push_str(&format!(". Shown by {}{others}.", finding.example));
    let mut result = json!({
        "ruleId": rule,
        "ruleIndex": index,
        "level": level(finding.level),
        "kind": "fail",
        "message": { "text": text },
        "partialFingerprints": { "truelineFinding/v1": finding.id },
        "properties": {
            "check": finding.check,
            "requirements": finding.requirements,
            "replay": finding.replay,
            "cases": finding.cases.len(),
        },
    });
    if let Some(place) = place(report, finding) {
        result["locations"] = json!([location(&place)]);
    }
    if let Some(accepted) = report.accepted(&finding.id) {
        result["suppressions"] = json!([{
            "kind": "external",
            "status": "accepted",
            "justification": format!("{} (until {})", accepted.reason, accepted.expires),
        }]);
    }
    result
}

/// The line that a finding is shown at: the broken promise, else the operation, else the requirement, else the first of
/// the description.
pub(super) fn place(report: &RunReport, finding: &Finding) -> Option<Place> {
    let operation = || {
        let id = finding.operation.as_ref()?;
        let operation = report.operations.iter().find(|it| it.id == *id)?;
        Some(operation.place.clone())
    };
    let requirement = || {
        let id = finding.requirements.first()?;
        let requirement = report.requirements.iter().find(|it| it.id == *id)?;
        requirement.place.clone()
    };
    let description = || {
        Some(Place {
            document: report.run.documents.first()?.name.clone(),
            line: 1,
            pointer: String::new(),
        })
    };
    let place = finding.place.clone();
    place
        .or_else(operation)
        .or_else(requirement)
        .or_else(description)
}

fn location(place: &Place) -> Value {
    json!({
        "physicalLocation": {
            "artifactLocation": artifact(&place.document),
            "region": { "startLine": place.line.max(1) },
        },
        "logicalLocations": [{ "fullyQualifiedName": place.pointer }],
    })
}

/// A file as an address: below the root of the sources, or a whole one.
fn artifact(document: &str) -> Value {
    let slashed = document.replace('\\', "/");
    if slashed.contains("://") {
        return json!({ "uri": slashed });
    }
    let path = slashed.strip_prefix("./").unwrap_or(&slashed);
    let encoded = utf8_percent_encode(path, PATH).to_string();
    if encoded.starts_with('/') {
        json!({ "uri": format!("file://{encoded}") })
    } else {
        json!({ "uri": encoded, "uriBaseId": "%SRCROOT%" })
    }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Must => "error",
        Level::Should => "warning",
        Level::May => "note",
    }
}

//! The report as workflow commands of GitHub Actions: each finding as an annotation at its line of the description.

use std::fmt::Write as _;

use super::plain::{beginning, line};
use super::{Finding, RunReport, sarif, unknowns};
use crate::case::Level;

/// Annotations of one kind that are shown of a step: GitHub leaves out the others without a word.
const SHOWN: usize = 10;

/// One command a line: findings that break a MUST as errors, others as warnings, errors of the run as warnings, and what
/// is too much for GitHub in one notice. What a baseline accepts is left out.
pub fn render(report: &RunReport) -> String {
    let mut out = String::new();
    let mut left_out = 0;
    let open = |finding: &&Finding| report.accepted(&finding.id).is_none();
    for is_must in [true, false] {
        let of_kind = |finding: &&Finding| (finding.level == Level::Must) == is_must;
        let kind = if is_must { "error" } else { "warning" };
        for (count, finding) in report
            .findings
            .iter()
            .filter(open)
            .filter(of_kind)
            .enumerate()
        {
            if count < SHOWN {
                annotate(&mut out, kind, report, finding);
            } else {
                left_out += 1;
            }
        }
    }
    for unknown in unknowns(report) {
        if report.accepted(&unknown.id).is_none() {
            let title = format!("{} could not be found out", unknown.cases.join(", "));
            command(&mut out, "warning", &[("title", &title)], unknown.reason);
        }
    }
    for fault in report.baseline.iter().flat_map(|it| &it.faults) {
        command(&mut out, "error", &[("title", "baseline")], fault);
    }
    if left_out > 0 {
        let text = format!("{left_out} more findings stand in the report");
        command(&mut out, "notice", &[], &text);
    }
    out
}

fn annotate(out: &mut String, kind: &str, report: &RunReport, finding: &Finding) {
    let requirement = finding.requirements.first();
    let title = format!(
        "{} {}",
        finding.operation.as_deref().unwrap_or("server"),
        requirement.unwrap_or(&finding.check)
    );
    let place = sarif::place(report, finding);
    let number = place.as_ref().map(|it| it.line.to_string());
    let mut properties = Vec::new();
    if let (Some(place), Some(number)) = (&place, &number) {
        properties.push(("file", place.document.as_str()));
        properties.push(("line", number.as_str()));
    }
    properties.push(("title", title.as_str()));
    let text = format!(
        "expected {}, received {} (replay: trueline replay '{}')",
        finding.expected, finding.received, finding.replay
    );
    command(out, kind, &properties, &text);
}

/// `::kind name=value,…::text`, with the characters escaped that would end a part of it.
fn command(out: &mut String, kind: &str, properties: &[(&str, &str)], text: &str) {
    let _ = write!(out, "::{kind}");
    for (index, (name, value)) in properties.iter().enumerate() {
        let between = if index == 0 { ' ' } else { ',' };
        let value = escaped(&beginning(&line(value), 250));
        let value = value.replace(':', "%3A").replace(',', "%2C");
        let _ = write!(out, "{between}{name}={value}");
    }
    let _ = writeln!(out, "::{}", escaped(&beginning(&line(text), 1_000)));
}

fn escaped(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

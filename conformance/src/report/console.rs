//! The report as plain text for a terminal, with the parts marked so that a caller can colour them.

use std::fmt::Write as _;

use indexmap::IndexMap;

use super::{Finding, RunReport};
use crate::case::Level;
use crate::verdict::Outcome;

/// What a stretch of the text is, for a caller who colours it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The heading of a finding that breaks a MUST.
    Failure,
    /// The heading of a finding that breaks a SHOULD.
    Warning,
    /// A case that could not be found out.
    Error,
    /// A word before a value: `expected`, `received`.
    Label,
    /// A command to paste.
    Command,
    /// The closing line when all held.
    Success,
}

/// The report as text without colours.
pub fn render(report: &RunReport) -> String {
    render_with(report, &|_, text| text.to_owned())
}

/// The report as text, each marked part passed through `style`.
pub fn render_with(report: &RunReport, style: &dyn Fn(Part, &str) -> String) -> String {
    let mut out = String::new();
    for finding in &report.findings {
        write_finding(&mut out, finding, style);
        out.push('\n');
    }
    for case in &report.cases {
        if case.verdict == Outcome::Error {
            let head = style(Part::Error, &format!("error: {}", case.id));
            let reason = case.reason.as_deref().unwrap_or_default();
            let _ = writeln!(out, "{head}\n  {reason}\n");
        }
    }
    write_untested(&mut out, report, style);
    let counts = &report.run.counts;
    let mut parts = vec![format!("{} passed", counts.passed)];
    for (count, part, word) in [
        (counts.failed, Part::Failure, "failed"),
        (counts.warning, Part::Warning, "with warnings"),
        (counts.error, Part::Error, "could not be found out"),
        (counts.untested, Part::Label, "untested"),
    ] {
        if count > 0 {
            parts.push(style(part, &format!("{count} {word}")));
        }
    }
    let cases = report.cases.len();
    let line = format!(
        "{cases} cases against {}: {} ({:.1} s, seed {})",
        report.run.target,
        parts.join(", "),
        report.run.duration_ms as f64 / 1000.0,
        report.run.seed
    );
    let line = match report.exit_code() {
        0 => style(Part::Success, &line),
        _ => line,
    };
    let _ = writeln!(out, "{line}");
    out
}

/// What was not tried and why, each reason once: what a fixture or a key is missing for must be seen.
fn write_untested(out: &mut String, report: &RunReport, style: &dyn Fn(Part, &str) -> String) {
    let mut reasons: IndexMap<&str, Vec<&str>> = IndexMap::new();
    for case in &report.cases {
        if case.verdict == Outcome::Untested {
            let reason = case.reason.as_deref().unwrap_or_default();
            reasons.entry(reason).or_default().push(&case.id);
        }
    }
    for (reason, cases) in reasons {
        let head = style(Part::Label, &format!("untested: {}", and_others(&cases)));
        let _ = writeln!(out, "{head}\n  {reason}\n");
    }
}

/// The first of some cases, and how many more there are.
fn and_others<T: AsRef<str>>(cases: &[T]) -> String {
    let first = cases.first().map_or("", AsRef::as_ref);
    match cases.len().saturating_sub(1) {
        0 => first.to_owned(),
        1 => format!("{first} and 1 other"),
        others => format!("{first} and {others} others"),
    }
}

fn write_finding(out: &mut String, finding: &Finding, style: &dyn Fn(Part, &str) -> String) {
    let (part, word) = match finding.level {
        Level::Must => (Part::Failure, "failed"),
        Level::Should | Level::May => (Part::Warning, "warning"),
    };
    let operation = finding
        .operation
        .as_ref()
        .map(|operation| format!(" {operation}"))
        .unwrap_or_default();
    let heading = style(part, &format!("{word}:{operation} {}", finding.check));
    let requirements = if finding.requirements.is_empty() {
        String::new()
    } else {
        format!(" [{} {}]", finding.level, finding.requirements.join(", "))
    };
    let _ = writeln!(out, "{heading}{requirements}");
    let mut line = |label: &str, value: &str| {
        let label = style(Part::Label, &format!("{label:<9}"));
        let _ = writeln!(out, "  {label} {value}");
    };
    line("expected", &finding.expected);
    line("received", &finding.received);
    if let Some(pointer) = &finding.pointer
        && !pointer.is_empty()
    {
        line("at", &format!("{pointer} of the answer"));
    }
    if let Some(place) = &finding.place {
        line("promised", &place.to_string());
    }
    let others = finding.cases.len().saturating_sub(1);
    let cases = match others {
        0 => finding.example.clone(),
        1 => format!("{} and 1 other", finding.example),
        _ => format!("{} and {others} others", finding.example),
    };
    line("case", &cases);
    if let Some(curl) = &finding.curl {
        line("request", &style(Part::Command, curl));
    }
    let replay = format!("trueline replay '{}'", finding.replay);
    line("replay", &style(Part::Command, &replay));
}

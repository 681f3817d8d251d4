//! The report as plain text for a terminal, with the parts marked so that a caller can colour them.

use std::fmt::Write as _;

use indexmap::IndexMap;

use super::plain::{beginning, line as plain};
use super::requirement::RequirementReport;
use super::{Finding, RunReport, unknowns};
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

/// Findings that are shown; nobody reads more at a terminal.
const MOST: usize = 200;
/// Characters that are shown of a requirement's text.
const MOST_OF_RULE: usize = 160;

/// The report as text without colours.
pub fn render(report: &RunReport) -> String {
    render_with(report, &|_, text| text.to_owned())
}

/// One finding as text without colours.
pub fn finding(finding: &Finding) -> String {
    let mut out = String::new();
    write_finding(&mut out, finding, None, &|_, text| text.to_owned());
    out
}

/// The report as text, each marked part passed through `style`.
pub fn render_with(report: &RunReport, style: &dyn Fn(Part, &str) -> String) -> String {
    let mut out = String::new();
    let is_open = |id: &str| report.accepted(id).is_none();
    let mut shown = 0;
    for finding in report.findings.iter().filter(|it| is_open(&it.id)) {
        shown += 1;
        if shown <= MOST {
            write_finding(&mut out, finding, rule(report, finding), style);
            out.push('\n');
        }
    }
    if shown > MOST {
        let more = shown - MOST;
        let _ = writeln!(out, "{more} more findings; a report has them all\n");
    }
    for unknown in unknowns(report).iter().filter(|it| is_open(&it.id)) {
        let head = format!("error: {}", and_others(&unknown.cases));
        let head = style(Part::Error, &head);
        let _ = writeln!(out, "{head}\n  {}\n", plain(unknown.reason));
    }
    for (reason, cases) in untested(report) {
        let head = style(Part::Label, &format!("untested: {}", and_others(&cases)));
        let _ = writeln!(out, "{head}\n  {}\n", plain(reason));
    }
    if let Some(baseline) = &report.baseline {
        for fault in &baseline.faults {
            let word = style(Part::Failure, "baseline:");
            let _ = writeln!(out, "{word} {}\n", plain(fault));
        }
    }
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
    if let Some(baseline) = &report.baseline
        && !baseline.accepted.is_empty()
    {
        parts.push(format!("{} in the baseline", baseline.accepted.len()));
    }
    let cases = report.cases.len();
    let line = format!(
        "{cases} {} against {}: {} ({:.1} s, seed {})",
        if cases == 1 { "case" } else { "cases" },
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

/// The cases that were not tried, by the reason, each reason once.
fn untested(report: &RunReport) -> IndexMap<&str, Vec<&str>> {
    let mut reasons: IndexMap<&str, Vec<&str>> = IndexMap::new();
    let untested = report
        .cases
        .iter()
        .filter(|it| it.verdict == Outcome::Untested);
    for case in untested {
        let reason = case.reason.as_deref().unwrap_or_default();
        reasons.entry(reason).or_default().push(&case.id);
    }
    reasons
}

/// The first of some cases, and how many more there are.
fn and_others(cases: &[&str]) -> String {
    let first = cases.first().copied().unwrap_or_default();
    and_others_than(first, cases.len())
}

fn and_others_than(first: &str, all: usize) -> String {
    match all.saturating_sub(1) {
        0 => first.to_owned(),
        1 => format!("{first} and 1 other"),
        others => format!("{first} and {others} others"),
    }
}

/// Some names, not so many that the line can no longer be read.
fn first_few(names: &[String]) -> String {
    const FEW: usize = 8;
    match names.split_at_checked(FEW) {
        Some((first, rest)) if rest.len() > 1 => {
            format!("{} and {} others", first.join(", "), rest.len())
        }
        _ => names.join(", "),
    }
}

/// The first of the strictest requirements that a finding breaks.
fn rule<'a>(report: &'a RunReport, finding: &Finding) -> Option<&'a RequirementReport> {
    let broken = |id: &String| report.requirements.iter().find(|it| it.id == *id);
    let mut broken = finding.requirements.iter().filter_map(broken);
    broken.find(|it| it.level == finding.level)
}

fn write_finding(
    out: &mut String,
    finding: &Finding,
    rule: Option<&RequirementReport>,
    style: &dyn Fn(Part, &str) -> String,
) {
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
        format!(" [{} {}]", finding.level, first_few(&finding.requirements))
    };
    let _ = writeln!(out, "{heading}{requirements}");
    let mut line = |label: &str, value: &str| {
        let label = style(Part::Label, &format!("{label:<9}"));
        let _ = writeln!(out, "  {label} {value}");
    };
    if let Some(rule) = rule {
        let text = beginning(&rule.text, MOST_OF_RULE);
        line("rule", &format!("{}: {}", rule.id, plain(&text)));
    }
    line("expected", &plain(&finding.expected));
    line("received", &plain(&finding.received));
    if let Some(pointer) = &finding.pointer
        && !pointer.is_empty()
    {
        line("at", &format!("{} of the answer", plain(pointer)));
    }
    if let Some(place) = &finding.place {
        line("promised", &place.to_string());
    }
    line(
        "case",
        &and_others_than(&finding.example, finding.cases.len()),
    );
    if let Some(curl) = &finding.curl {
        // A line of what a server sent must not become a command of a build server.
        let is_obeyed = |line: &str| line.trim_start().starts_with("::") || line.contains("##[");
        let mut commands: Vec<&str> = curl.lines().collect();
        if commands.iter().skip(1).any(|line| is_obeyed(line)) {
            commands = vec![curl];
        }
        for (index, command) in commands.into_iter().enumerate() {
            let label = if index == 0 { "request" } else { "" };
            line(label, &style(Part::Command, &plain(command)));
        }
    }
    let replay = format!("trueline replay '{}'", plain(&finding.replay));
    line("replay", &style(Part::Command, &replay));
    line("finding", &finding.id);
}

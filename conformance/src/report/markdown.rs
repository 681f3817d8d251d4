//! The report as Markdown, for a build's summary page.

use std::fmt::Write as _;

use super::plain::{beginning, line};
use super::{Conclusion, Finding, RunReport};
use crate::verdict::Outcome;

/// Findings that are shown; the page of a build is for a first look.
const MOST_FINDINGS: usize = 50;
/// Bytes of the whole: GitHub refuses a summary of more than 1 MiB.
const MOST_BYTES: usize = 900_000;

/// The report as Markdown: verdict, counts, findings, then the requirements.
pub fn render(report: &RunReport) -> String {
    let mut out = whole(report);
    if out.len() > MOST_BYTES {
        let end = out.floor_char_boundary(MOST_BYTES);
        let end = out.get(..end).and_then(|it| it.rfind('\n'));
        out.truncate(end.unwrap_or(0));
        out.push_str("\n\nThe rest stands in the JSON report.\n");
    }
    out
}

fn whole(report: &RunReport) -> String {
    let mut out = String::new();
    let run = &report.run;
    let counts = &run.counts;
    let _ = writeln!(out, "# {}\n", cell(&run.api));
    let _ = writeln!(
        out,
        "**{}**: {} passed, {} failed, {} warnings, {} errors, {} untested. Target {}, seed {}.\n",
        match report.conclusion() {
            Conclusion::Held => "Held",
            Conclusion::Broken => "Broken",
            Conclusion::Unknown => "Not found out",
        },
        counts.passed,
        counts.failed,
        counts.warning,
        counts.error,
        counts.untested,
        code(&run.target),
        run.seed
    );
    if !report.findings.is_empty() {
        out.push_str("## Findings\n");
        for finding in report.findings.iter().take(MOST_FINDINGS) {
            write_finding(&mut out, report, finding);
        }
        if report.findings.len() > MOST_FINDINGS {
            let more = report.findings.len() - MOST_FINDINGS;
            let _ = writeln!(out, "\n{more} more findings stand in the JSON report.");
        }
    }
    let errors: Vec<_> = report
        .cases
        .iter()
        .filter(|case| case.verdict == Outcome::Error)
        .collect();
    if !errors.is_empty() {
        out.push_str("\n## Could not be found out\n\n| Case | Reason |\n|---|---|\n");
        for case in errors.iter().take(MOST_FINDINGS) {
            let reason = cell(case.reason.as_deref().unwrap_or_default());
            let _ = writeln!(out, "| {} | {reason} |", code(&case.id));
        }
        if errors.len() > MOST_FINDINGS {
            let more = errors.len() - MOST_FINDINGS;
            let _ = writeln!(out, "\n{more} more stand in the JSON report.");
        }
    }
    for fault in report.baseline.iter().flat_map(|it| &it.faults) {
        let _ = writeln!(out, "\nBaseline: {}", cell(fault));
    }
    if !report.requirements.is_empty() {
        out.push_str("\n## Requirements\n\n| Id | Level | Verdict | Text |\n|---|---|---|---|\n");
        for requirement in &report.requirements {
            let _ = writeln!(
                out,
                "| {} | {} | {} | {} |",
                cell(&requirement.id),
                requirement.level,
                requirement.verdict.as_str(),
                cell(&requirement.text)
            );
        }
    }
    out
}

fn write_finding(out: &mut String, report: &RunReport, finding: &Finding) {
    let operation = finding.operation.as_deref().unwrap_or("no operation");
    let _ = writeln!(
        out,
        "\n### {}: {} ({})\n",
        cell(operation),
        cell(&finding.check),
        finding.level
    );
    let _ = writeln!(out, "- expected {}", cell(&finding.expected));
    let _ = writeln!(out, "- received {}", cell(&finding.received));
    if let Some(pointer) = &finding.pointer
        && !pointer.is_empty()
    {
        let _ = writeln!(out, "- at {} of the answer", code(pointer));
    }
    if let Some(place) = &finding.place {
        let _ = writeln!(out, "- promised in {}", cell(&place.to_string()));
    }
    if !finding.requirements.is_empty() {
        let _ = writeln!(out, "- breaks {}", finding.requirements.join(", "));
    }
    if let Some(accepted) = report.accepted(&finding.id) {
        let (reason, expires) = (cell(&accepted.reason), &accepted.expires);
        let _ = writeln!(out, "- accepted until {expires}: {reason}");
    }
    let others = match finding.cases.len().saturating_sub(1) {
        0 => String::new(),
        1 => " and 1 other".to_owned(),
        others => format!(" and {others} others"),
    };
    let _ = writeln!(out, "- shown by {}{others}", code(&finding.example));
    if let Some(curl) = &finding.curl {
        let _ = writeln!(
            out,
            "\n```sh\n{}\n```",
            beginning(curl, 4_000).replace("```", "` ` `")
        );
    }
}

/// Text that cannot break out of a table cell or start Markdown of its own.
fn cell(text: &str) -> String {
    let spaced = text.replace(['\n', '\r'], " ");
    let mut out = String::with_capacity(text.len());
    for c in beginning(&line(&spaced), 1_000).chars() {
        match c {
            '|' | '<' | '>' | '*' | '_' | '[' | ']' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

fn code(text: &str) -> String {
    format!("`{}`", line(text).replace('`', "'").replace('|', "\\|"))
}

//! The report as Markdown, for a build's summary page.

use std::fmt::Write as _;

use super::{Finding, RunReport};
use crate::verdict::Outcome;

/// The report as Markdown: counts, findings, then the requirements that are not passed.
pub fn render(report: &RunReport) -> String {
    let mut out = String::new();
    let run = &report.run;
    let counts = &run.counts;
    let _ = writeln!(out, "# {}\n", cell(&run.api));
    let _ = writeln!(
        out,
        "{} passed, {} failed, {} warnings, {} errors, {} untested. Target {}, seed {}.\n",
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
        for finding in &report.findings {
            write_finding(&mut out, finding);
        }
    }
    let errors: Vec<_> = report
        .cases
        .iter()
        .filter(|case| case.verdict == Outcome::Error)
        .collect();
    if !errors.is_empty() {
        out.push_str("\n## Could not be found out\n\n| Case | Reason |\n|---|---|\n");
        for case in errors {
            let reason = cell(case.reason.as_deref().unwrap_or_default());
            let _ = writeln!(out, "| {} | {reason} |", code(&case.id));
        }
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

fn write_finding(out: &mut String, finding: &Finding) {
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
    let others = match finding.cases.len().saturating_sub(1) {
        0 => String::new(),
        1 => " and 1 other".to_owned(),
        others => format!(" and {others} others"),
    };
    let _ = writeln!(out, "- shown by {}{others}", code(&finding.example));
    if let Some(curl) = &finding.curl {
        let _ = writeln!(out, "\n```sh\n{}\n```", curl.replace("```", "` ` `"));
    }
}

/// Text that cannot break out of a table cell or start Markdown of its own.
fn cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' => out.push(' '),
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
    format!("`{}`", text.replace('`', "'").replace('|', "\\|"))
}

//! The findings, each with the exchange that shows it.

use std::fmt::Write as _;

use super::body::Mark;
use super::exchange;
use super::text::Text;
use crate::case::Level;
use crate::check;
use crate::report::finding::cause;
use crate::report::plain::beginning;
use crate::report::{CaseReport, FailureReport, Finding, RunReport, unknowns};

/// Findings that are shown with their exchange.
const WITH_EXCHANGE: usize = 200;
/// Findings that are shown at all; the JSON report has them all.
const MOST: usize = 1_000;
/// Ids of cases that are listed of one finding.
const MOST_CASES: usize = 100;

/// Writes the section with all findings and what could not be found out.
pub(super) fn section(out: &mut String, report: &RunReport) {
    let _ = writeln!(
        out,
        "<section id=\"findings\"><h2>Findings <small>{}</small></h2>",
        report.findings.len()
    );
    if report.findings.is_empty() {
        out.push_str("<p class=\"none\">Nothing that was asked is broken.</p>\n");
    }
    for (index, finding) in report.findings.iter().take(MOST).enumerate() {
        write_finding(out, report, finding, index);
    }
    if report.findings.len() > MOST {
        let more = report.findings.len() - MOST;
        let _ = writeln!(out, "<p>{more} more stand in the JSON report.</p>");
    }
    out.push_str("</section>\n");
    let unknowns = unknowns(report);
    if unknowns.is_empty() {
        return;
    }
    out.push_str("<section id=\"errors\"><h2>Could not be found out</h2>\n");
    for unknown in &unknowns {
        let _ = writeln!(
            out,
            "<article class=\"item\" data-verdict=\"error\" tabindex=\"-1\"><p><span class=\"tag error\">error</span> {}</p>",
            Text(&beginning(unknown.reason, 1_000))
        );
        accepted(out, report, &unknown.id);
        cases(out, &unknown.cases);
        out.push_str("</article>\n");
    }
    out.push_str("</section>\n");
}

fn write_finding(out: &mut String, report: &RunReport, finding: &Finding, index: usize) {
    let is_must = finding.level == Level::Must;
    let verdict = if is_must { "failed" } else { "warning" };
    let is_accepted = report.accepted(&finding.id).is_some();
    let _ = writeln!(
        out,
        "<details class=\"item finding\" id=\"{}\" data-level=\"{}\" data-verdict=\"{verdict}\"{}><summary>\
         <span class=\"tag {verdict}\">{}</span> <b>{}</b> {} <code>{}</code>\
         <span class=\"pair\"><span class=\"due\">{}</span> <span class=\"was\">{}</span></span></summary>",
        Text(&finding.id),
        finding.level,
        if index == 0 { " open" } else { "" },
        finding.level,
        Text(finding.operation.as_deref().unwrap_or("the server")),
        if is_accepted {
            "<span class=\"tag\">accepted</span>"
        } else {
            ""
        },
        Text(&finding.check),
        Text(&beginning(&finding.expected, 160)),
        Text(&beginning(&finding.received, 160)),
    );
    out.push_str("<dl>");
    let mut row = |label: &str, html: String| {
        let _ = writeln!(out, "<dt>{label}</dt><dd>{html}</dd>");
    };
    row(
        "expected",
        format!("<span class=\"due\">{}</span>", Text(&finding.expected)),
    );
    row(
        "received",
        format!("<span class=\"was\">{}</span>", Text(&finding.received)),
    );
    if let Some(pointer) = finding.pointer.as_deref().filter(|it| !it.is_empty()) {
        row(
            "at",
            format!("<code>{}</code> of the answer", Text(pointer)),
        );
    }
    if let Some(place) = &finding.place {
        row(
            "promised",
            format!("<code>{}</code>", Text(&place.to_string())),
        );
    }
    if !finding.requirements.is_empty() {
        row("breaks", links(&finding.requirements));
    }
    row("id", format!("<code>{}</code>", Text(&finding.id)));
    out.push_str("</dl>\n");
    accepted(out, report, &finding.id);
    let example = report.cases.iter().find(|case| case.id == finding.example);
    if let Some(case) = example
        && index < WITH_EXCHANGE
    {
        write_exchange(out, case, finding);
    }
    if let Some(curl) = &finding.curl {
        command(out, "ask again", &beginning(curl, 20_000));
    }
    command(
        out,
        "replay",
        &format!("trueline replay '{}'", finding.replay),
    );
    let ids: Vec<&str> = finding.cases.iter().map(String::as_str).collect();
    cases(out, &ids);
    out.push_str("</details>\n");
}

/// The exchange that shows the finding, with all marked that the case holds against it.
fn write_exchange(out: &mut String, case: &CaseReport, finding: &Finding) {
    let is_own = |failure: &&FailureReport| cause(case, failure) == finding.id;
    let Some(shown) = case.failures.iter().find(is_own) else {
        return;
    };
    let number = shown
        .exchange
        .unwrap_or(case.exchanges.len().saturating_sub(1));
    let Some(found) = case.exchanges.get(number) else {
        return;
    };
    let here: Vec<&FailureReport> = case
        .failures
        .iter()
        .filter(|failure| failure.exchange == shown.exchange)
        .collect();
    let marks: Vec<Mark<'_>> = here
        .iter()
        .filter(|failure| !failure.expected.is_empty())
        .filter_map(|failure| {
            Some(Mark {
                pointer: failure.pointer.as_deref()?,
                expected: &failure.expected,
            })
        })
        .collect();
    let status = here.iter().find(|failure| failure.check == check::STATUS);
    if case.exchanges.len() > 1 {
        let _ = writeln!(
            out,
            "<p class=\"note\">Exchange {} of {} in the case <code>{}</code>.</p>",
            number + 1,
            case.exchanges.len(),
            Text(&case.id)
        );
    }
    exchange::write(out, found, &marks, status.map(|it| it.expected.as_str()));
}

fn accepted(out: &mut String, report: &RunReport, id: &str) {
    if let Some(accepted) = report.accepted(id) {
        let _ = writeln!(
            out,
            "<p class=\"note\">Accepted until {} by the baseline: {}</p>",
            Text(&accepted.expires),
            Text(&accepted.reason)
        );
    }
}

/// Requirement ids, each a link to its row.
pub(super) fn links(ids: &[String]) -> String {
    let links: Vec<String> = ids
        .iter()
        .map(|id| format!("<a href=\"#req-{0}\">{0}</a>", Text(id)))
        .collect();
    links.join(" ")
}

fn command(out: &mut String, label: &str, text: &str) {
    let _ = writeln!(
        out,
        "<div class=\"command\"><span>{label}</span><pre tabindex=\"0\">{}</pre>\
         <button type=\"button\" class=\"copy\">copy</button></div>",
        Text(text)
    );
}

fn cases(out: &mut String, ids: &[&str]) {
    let s = if ids.len() == 1 { "" } else { "s" };
    let _ = write!(
        out,
        "<details class=\"cases\"><summary>{} case{s}</summary><ul>",
        ids.len()
    );
    for id in ids.iter().take(MOST_CASES) {
        let _ = write!(out, "<li><code>{}</code></li>", Text(id));
    }
    if ids.len() > MOST_CASES {
        let _ = write!(out, "<li>and {} others</li>", ids.len() - MOST_CASES);
    }
    out.push_str("</ul></details>\n");
}

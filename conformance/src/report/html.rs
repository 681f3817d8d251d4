//! The report as one HTML page for people. It loads nothing, sends nothing, and runs no script but its own: the page's
//! policy names the hashes of its one script and its one style sheet. Without scripts all of it can be read.

mod body;
mod exchange;
mod finding;
mod tables;
mod text;

use std::fmt::Write as _;

use base64::Engine as _;
use sha2::{Digest as _, Sha256};

use super::{Conclusion, RunReport};
use text::Text;

const STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = include_str!("html/page.js");

/// The report as a page that stands for itself.
pub fn render(report: &RunReport) -> String {
    let mut out = String::with_capacity(64 << 10);
    let title = format!("{}: {}", report.run.api, verdict(report).1);
    let _ = write!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '{}'; script-src '{}'; \
         base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n",
        hash(STYLE),
        hash(SCRIPT),
        Text(&title)
    );
    header(&mut out, report);
    out.push_str("<main>\n");
    baseline(&mut out, report);
    tables::matrices(&mut out, report);
    finding::section(&mut out, report);
    tables::requirements(&mut out, report);
    tables::timings(&mut out, report);
    tables::cases(&mut out, report);
    out.push_str("</main>\n");
    footer(&mut out, report);
    let _ = write!(out, "<script>{SCRIPT}</script>\n</body>\n</html>\n");
    out
}

/// The verdict as the name of a colour and in words.
fn verdict(report: &RunReport) -> (&'static str, String) {
    let open = report.findings.iter();
    let open = open.filter(|it| report.accepted(&it.id).is_none()).count();
    let s = if open == 1 { "" } else { "s" };
    match report.conclusion() {
        Conclusion::Held if open == 0 => ("passed", "all that was asked holds".to_owned()),
        Conclusion::Held => ("passed", format!("holds, with {open} warning{s}")),
        Conclusion::Broken if open == 0 => ("failed", "the baseline is out of date".to_owned()),
        Conclusion::Broken => ("failed", format!("does not hold: {open} finding{s}")),
        Conclusion::Unknown => ("error", "could not be found out".to_owned()),
    }
}

fn header(out: &mut String, report: &RunReport) {
    let run = &report.run;
    let (class, words) = verdict(report);
    let _ = writeln!(
        out,
        "<header class=\"{class}\"><h1>{}</h1><p class=\"verdict\">{}</p>\
         <p>{} cases against <code>{}</code> in {:.1} s, {} UTC</p>",
        Text(&run.api),
        Text(&words),
        report.cases.len(),
        Text(&run.target),
        run.duration_ms as f64 / 1_000.0,
        Text(&minute(&run.started)),
    );
    let counts = &run.counts;
    out.push_str("<p class=\"counts\">");
    for (count, class, words) in [
        (counts.passed, "passed", "passed"),
        (counts.failed, "failed", "failed"),
        (counts.warning, "warning", "with warnings"),
        (counts.error, "error", "not found out"),
        (counts.untested, "untested", "untested"),
    ] {
        if count > 0 {
            let _ = write!(out, "<span class=\"tag {class}\">{count} {words}</span> ");
        }
    }
    out.push_str("</p></header>\n");
    out.push_str(
        "<nav aria-label=\"Report\"><a href=\"#summary\">Summary</a> <a href=\"#findings\">Findings</a> \
         <a href=\"#requirements\">Requirements</a> <a href=\"#timings\">Timings</a> <a href=\"#cases\">Cases</a>\
         <span class=\"tools\" hidden><label>Search <input id=\"search\" type=\"search\" autocomplete=\"off\" \
         aria-keyshortcuts=\"/\"></label>\
         <span role=\"group\" aria-label=\"Verdicts shown\" id=\"verdicts\"></span>\
         <output id=\"shown\"></output> \
         <button type=\"button\" id=\"help\" aria-keyshortcuts=\"?\">?</button></span></nav>\n\
         <dialog id=\"keys\"><h2>Keys</h2><dl><dt><kbd>/</kbd></dt><dd>search</dd>\
         <dt><kbd>j</kbd> <kbd>k</kbd></dt><dd>next, previous finding</dd>\
         <dt><kbd>Enter</kbd></dt><dd>open or close it</dd>\
         <dt><kbd>e</kbd></dt><dd>open or close all</dd>\
         <dt><kbd>Esc</kbd></dt><dd>show everything again</dd></dl>\
         <form method=\"dialog\"><button>close</button></form></dialog>\n",
    );
}

fn baseline(out: &mut String, report: &RunReport) {
    let Some(baseline) = &report.baseline else {
        return;
    };
    if !baseline.faults.is_empty() {
        out.push_str("<section id=\"baseline\"><h2>The baseline is out of date</h2><ul>");
        for fault in &baseline.faults {
            let _ = write!(out, "<li>{}</li>", Text(fault));
        }
        out.push_str("</ul></section>\n");
    }
}

fn footer(out: &mut String, report: &RunReport) {
    let run = &report.run;
    let _ = write!(
        out,
        "<footer><p>Trueline {}, seed {}",
        Text(&run.tool_version),
        run.seed
    );
    for document in &run.documents {
        let digest = document.sha256.get(..12).unwrap_or_default();
        let _ = write!(
            out,
            "<br><code>{}</code> sha256 {}…",
            Text(&document.name),
            Text(digest)
        );
    }
    out.push_str("</p></footer>\n");
}

/// `2026-11-21T18:14:36.5Z` as `2026-11-21 18:14`.
fn minute(time: &str) -> String {
    let minute: String = time.chars().take("2026-11-21T18:14".len()).collect();
    minute.replace('T', " ")
}

/// A hash as a content security policy has it.
fn hash(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    let encoded = base64::engine::general_purpose::STANDARD.encode(digest);
    format!("sha256-{encoded}")
}

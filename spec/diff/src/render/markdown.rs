//! For a pull request.

use super::{counts, groups, operations};
use crate::{Diff, Effect};

/// The comparison as CommonMark with tables (as GitHub and GitLab read them), down to changes of
/// severity `least`. What is long is folded.
pub fn render(diff: &Diff, least: Effect) -> String {
    let mut out = format!(
        "## {} {} → {}\n\n{}\n",
        cell(&diff.new.title),
        cell(&diff.old.version),
        cell(&diff.new.version),
        counts(diff)
    );
    for severity in Effect::ALL {
        let count = diff.count(severity);
        if count == 0 || severity < least {
            continue;
        }
        let folded = severity < Effect::Risky;
        if folded {
            let name = severity.as_str();
            out.push_str(&format!(
                "\n<details><summary>{name} ({count})</summary>\n\n"
            ));
        } else {
            out.push_str(&format!("\n### {} ({count})\n\n", severity.as_str()));
        }
        out.push_str("| what | change | breaks | where | touches |\n|---|---|---|---|---|\n");
        for group in groups(&diff.changes, severity) {
            let first = group.first();
            let breaks: Vec<&str> = first.breaks().iter().map(|party| party.title()).collect();
            let breaks = match breaks.as_slice() {
                [] => "–".to_owned(),
                some => some.join(", "),
            };
            let touched = match first.operations.as_slice() {
                [] => "–".to_owned(),
                names => operations(names, 2),
            };
            let mut message = first.message.clone();
            for note in &first.notes {
                message.push_str("; ");
                message.push_str(note);
            }
            out.push_str(&format!(
                "| {} | {} (`{}`) | {} | {} → {} | {} |\n",
                cell(&group.subject()),
                cell(&message),
                first.code.name,
                breaks,
                cell(&first.old.to_string()),
                cell(&first.new.to_string()),
                cell(&touched),
            ));
        }
        if folded {
            out.push_str("\n</details>\n");
        }
    }
    if !diff.allowed.is_empty() {
        out.push_str(&format!(
            "\n### allowed ({})\n\n| what | change | reason | until |\n|---|---|---|---|\n",
            diff.allowed.len()
        ));
        for allowed in &diff.allowed {
            out.push_str(&format!(
                "| {} | {} (`{}`) | {} | {} |\n",
                cell(&allowed.change.subject),
                cell(&allowed.change.message),
                allowed.change.code.name,
                cell(&allowed.reason),
                allowed.expires
            ));
        }
    }
    out
}

/// Text that stays in its cell and says no HTML.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
        .replace('<', "&lt;")
        .replace(['\n', '\r'], " ")
}

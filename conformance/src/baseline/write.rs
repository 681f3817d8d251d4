//! A baseline as the text of its file.

use std::fmt::Write as _;

use super::Baseline;

/// Characters of `what` that are written; the rest stands in reports.
const LONGEST: usize = 160;

pub(super) fn render(baseline: &Baseline) -> String {
    let mut out = String::from(
        "# What is known not to hold, why that is accepted, and until when.\n\
         # `trueline test --baseline FILE --update-baseline` writes this file anew; it keeps reasons and dates.\n\
         format: 1\n",
    );
    if baseline.entries.is_empty() {
        out.push_str("accepted: []\n");
        return out;
    }
    out.push_str("accepted:\n");
    for entry in &baseline.entries {
        let what: String = entry.what.chars().take(LONGEST).collect();
        let what = if what.len() < entry.what.len() {
            format!("{what}…")
        } else {
            what
        };
        let _ = writeln!(out, "  - id: {}", text(&entry.id));
        let _ = writeln!(out, "    what: {}", text(&what));
        let _ = writeln!(out, "    reason: {}", text(&entry.reason));
        let _ = writeln!(out, "    expires: {}", text(&entry.expires));
    }
    out
}

/// A text as YAML: bare where nothing in it means anything, else in double quotes with escapes.
fn text(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || " -_.,;()/".contains(c);
    let begins = text.starts_with(|c: char| c.is_ascii_alphabetic());
    let word = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let is_word = word.contains(&text.to_ascii_lowercase().as_str());
    if begins && text.chars().all(is_plain) && !text.ends_with(' ') && !is_word {
        return text.to_owned();
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

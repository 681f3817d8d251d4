//! Doc comments from the document's prose.

use proc_macro2::TokenStream;
use quote::quote;

use crate::names::type_case;
use crate::plan::Docs;

/// The width to which prose is wrapped, indentation and `/// ` not counted.
const WIDTH: usize = 92;

/// The doc attributes of an item: its prose, then `facts`, one paragraph each.
pub fn doc(docs: &Docs, facts: &[String]) -> TokenStream {
    let mut paragraphs: Vec<String> = Vec::new();
    let summary = docs.summary.as_deref().map(str::trim).unwrap_or_default();
    let description = docs
        .description
        .as_deref()
        .map(str::trim)
        .unwrap_or_default();
    for text in [summary, description] {
        if !text.is_empty() && !paragraphs.iter().any(|known| known == text) {
            paragraphs.push(text.to_owned());
        }
    }
    if docs.deprecated {
        paragraphs.push("Deprecated.".to_owned());
    }
    paragraphs.extend(facts.iter().cloned());
    lines(&paragraphs.join("\n\n"))
}

/// The doc attributes of a type: as [`doc`], without a title that only repeats the name.
pub(crate) fn type_doc(docs: &Docs, name: &str) -> TokenStream {
    let repeats = |title: &String| type_case(title) == name;
    let docs = Docs {
        summary: docs.summary.clone().filter(|title| !repeats(title)),
        ..docs.clone()
    };
    doc(&docs, &[])
}

/// Doc attributes of text, wrapped.
pub(crate) fn lines(text: &str) -> TokenStream {
    let lines = wrap(&clean(text))
        .into_iter()
        .map(|line| match line.is_empty() {
            true => String::new(),
            false => format!(" {line}"),
        });
    quote!(#(#[doc = #lines])*)
}

/// Text that may stand in a comment: lines end as they should, and there is no control character (a
/// lone carriage return is no Rust, and what turns the direction of text hides what it says).
fn clean(text: &str) -> String {
    let lines = text
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .replace('\t', "    ");
    let turns = |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    lines
        .chars()
        .filter(|c| *c == '\n' || !(c.is_control() || turns(*c)))
        .collect()
}

/// Wraps paragraphs. Lines of code blocks, tables, lists, headings and quotes stay as they are.
pub(crate) fn wrap(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut in_code = false;
    for line in text.lines() {
        let line = line.trim_end();
        let start = line.trim_start();
        if start.starts_with("```") || start.starts_with("~~~") {
            in_code = !in_code;
        }
        if in_code || line.chars().count() <= WIDTH || start.starts_with(['|', '#', '>', '`']) {
            lines.push(line.to_owned());
            continue;
        }
        // What follows the first line of a list item belongs to it when it is indented alike.
        let indent = " ".repeat(line.len() - start.len() + list_mark(start));
        let mut current = String::new();
        for word in line.split(' ') {
            let full = current.chars().count() + 1 + word.chars().count() > WIDTH;
            if full && !current.trim().is_empty() && !starts_block(word) {
                lines.push(std::mem::replace(&mut current, format!("{indent}{word}")));
            } else {
                if !current.is_empty() || lines.is_empty() && word.is_empty() {
                    current.push(' ');
                }
                current.push_str(word);
            }
        }
        lines.push(current);
    }
    lines
}

fn list_mark(start: &str) -> usize {
    match start.starts_with("- ") || start.starts_with("* ") {
        true => 2,
        false => 0,
    }
}

/// Whether a word at the start of a line would begin a list, a heading or a quote.
fn starts_block(word: &str) -> bool {
    matches!(word, "-" | "*" | "+" | ">" | "=")
        || word.starts_with('#')
        || word
            .strip_suffix(['.', ')'])
            .is_some_and(|number| !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_wrapped_and_code_is_not() {
        let long = "word ".repeat(30);
        let text = format!("{long}\n\n```\n{long}\n```");
        let lines = wrap(&text);
        assert!(lines[0].chars().count() <= WIDTH);
        assert_eq!(
            lines.iter().filter(|line| line.starts_with("```")).count(),
            2
        );
        assert_eq!(lines.last().map(String::as_str), Some("```"));
        assert_eq!(lines[lines.len() - 2], long.trim_end());
        assert_eq!(
            lines
                .join(" ")
                .split_whitespace()
                .filter(|word| *word == "word")
                .count(),
            60
        );
    }

    #[test]
    fn nothing_stays_that_comments_must_not_have() {
        let text = "one\r\ntwo\rthree\u{202E}four\u{0}\tfive";
        assert_eq!(clean(text), "one\ntwo\nthreefour    five");
    }

    #[test]
    fn no_word_becomes_a_list_item() {
        let text = format!("{} - dash", "word ".repeat(18).trim_end());
        assert!(wrap(&text).iter().all(|line| !line.starts_with("- ")));
    }
}

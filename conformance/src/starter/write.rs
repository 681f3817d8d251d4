//! YAML that says what is meant: every text in quotes.

use serde_json::Value;

/// A text as a YAML scalar: a JSON string is one (YAML 1.2 §1.3).
pub(super) fn quoted(text: &str) -> String {
    Value::String(one_line(text)).to_string()
}

/// A text without line breaks and runs of white space.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Names as a YAML flow sequence.
pub(super) fn list<T: AsRef<str>>(names: &[T]) -> String {
    let names: Vec<String> = names.iter().map(|name| quoted(name.as_ref())).collect();
    format!("[{}]", names.join(", "))
}

/// A name that may stand in an id: letters, digits, `-` and `_`.
pub(super) fn word(name: &str) -> String {
    let word: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let word = word.trim_matches('-');
    if word.is_empty() {
        "thing".to_owned()
    } else {
        word.to_ascii_lowercase()
    }
}

/// A comment of several lines, each at most 100 characters.
pub(super) fn comment(indent: usize, mark: &str, text: &str) -> String {
    let room = 100 - indent;
    let mut out = String::new();
    let mut line = String::new();
    for piece in text.split_whitespace() {
        if !line.is_empty() && line.chars().count() + piece.chars().count() + 1 > room {
            out.push_str(&format!("{:indent$}{mark} {line}\n", ""));
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(piece);
    }
    if !line.is_empty() {
        out.push_str(&format!("{:indent$}{mark} {line}\n", ""));
    }
    out
}

//! Text of the server's on one line, with nothing in it that a terminal or a build server would obey.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The text on one line: line ends, escape sequences and what turns the direction of writing around are shown as
/// escapes, so that an answer cannot colour a terminal, forge a line of a log or start a command of a build server.
pub(super) fn line(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unseen) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_unseen(c) => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// At most so many characters of a text.
pub(super) fn beginning(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        None => Cow::Borrowed(text),
        Some((end, _)) => Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default())),
    }
}

/// Whether a character is not seen but does something: controls, marks of direction, and what has no width.
pub(super) fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{61c}'
                | '\u{200b}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
        )
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn nothing_is_left_to_obey() {
        assert_eq!(
            line("a\n::add-mask::b\u{1b}[31m\u{202e}c\0"),
            "a\\n::add-mask::b\\u{1b}[31m\\u{202e}c\\u{0}"
        );
        assert_eq!(line("plain — text"), "plain — text");
    }
}

//! Lines indented too little inside brackets or quotes.
//!
//! YAML 1.2 wants the lines of a flow collection or quoted text deeper than what holds them
//! (§7.3.1, §7.4). Readers built on libyaml, and so many documents, do not care; the event parser
//! does. Such lines are given the missing spaces in a copy that only the event pass reads, and
//! places in the copy are translated back.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use super::super::lines::LineTable;

/// Line start (a byte of the original text) → spaces to put there.
#[derive(Default)]
pub(super) struct Missing(BTreeMap<usize, usize>);

impl Missing {
    /// Notes what the lines that begin within `region` lack to be deeper than `column` (from 0).
    /// Whether that is news.
    pub(super) fn note(&mut self, text: &str, region: Range<usize>, column: usize) -> bool {
        let mut news = false;
        let mut at = region.start;
        while let Some(end) = text.get(at..region.end).and_then(|rest| rest.find('\n')) {
            at += end + 1;
            let line = text.get(at..).unwrap_or_default();
            let spaces = line.len() - line.trim_start_matches(' ').len();
            let is_blank = line.lines().next().unwrap_or_default().trim().is_empty();
            if !is_blank && spaces <= column {
                let lacking = column + 1 - spaces;
                let known = self.0.entry(at).or_default();
                news |= *known < lacking;
                *known = lacking.max(*known);
            }
        }
        news
    }

    /// The start of the first such line, and how many there are.
    pub(super) fn first(&self) -> Option<(usize, usize)> {
        let (first, _) = self.0.first_key_value()?;
        Some((*first, self.0.len()))
    }
}

/// The text as the event pass reads it.
pub(super) struct Scanned<'t> {
    pub(super) text: Cow<'t, str>,
    lines: LineTable,
    /// Start of each inserted run of spaces in the copy, and the spaces inserted up to its end.
    inserted: Vec<(usize, usize)>,
}

impl<'t> Scanned<'t> {
    pub(super) fn new(text: &'t str, missing: &Missing) -> Self {
        if missing.0.is_empty() {
            return Self {
                text: Cow::Borrowed(text),
                lines: LineTable::new(text),
                inserted: Vec::new(),
            };
        }
        let mut copy = String::with_capacity(text.len() + missing.0.values().sum::<usize>());
        let (mut done, mut total) = (0, 0);
        let mut inserted = Vec::with_capacity(missing.0.len());
        for (at, spaces) in &missing.0 {
            copy.push_str(text.get(done..*at).unwrap_or_default());
            total += spaces;
            inserted.push((copy.len(), total));
            copy.extend(std::iter::repeat_n(' ', *spaces));
            done = *at;
        }
        copy.push_str(text.get(done..).unwrap_or_default());
        Self {
            lines: LineTable::new(&copy),
            text: Cow::Owned(copy),
            inserted,
        }
    }

    /// The byte of the original text at which this character of the copy stands.
    pub(super) fn byte_of_char(&self, chars: usize) -> usize {
        let byte = self.lines.byte_of_char(&self.text, chars);
        let before = self.inserted.partition_point(|(start, _)| *start <= byte);
        let Some((start, total)) = before.checked_sub(1).and_then(|at| self.inserted.get(at))
        else {
            return byte;
        };
        let earlier = before
            .checked_sub(2)
            .and_then(|at| self.inserted.get(at))
            .map_or(0, |(_, total)| *total);
        // Within the inserted spaces: where they were put.
        (byte - earlier)
            .min(start - earlier)
            .max(byte.saturating_sub(*total))
    }
}

/// The bytes of the flow collection or quoted text that begins at `start`, to the bracket or quote
/// that closes it; to the end of the text when none does.
pub(super) fn region(text: &str, start: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let mut at = start;
    let mut depth = 0_usize;
    // What a quote or comment sign means hangs on what stands before it.
    let mut before = b'\n';
    while let Some(byte) = bytes.get(at) {
        let opens_text = depth == 0 || matches!(before, b'[' | b'{' | b',' | b':' | b'?');
        match byte {
            b'"' | b'\'' if opens_text => {
                at = closing_quote(bytes, at);
                before = *byte;
                if depth == 0 {
                    return start..at;
                }
                continue;
            }
            b'[' | b'{' => depth += 1,
            b']' | b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return start..at + 1;
                }
            }
            b'#' if at > 0 && bytes.get(at - 1).is_some_and(u8::is_ascii_whitespace) => {
                while bytes.get(at).is_some_and(|byte| *byte != b'\n') {
                    at += 1;
                }
                continue;
            }
            _ if depth == 0 => return start..at,
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            before = *byte;
        }
        at += 1;
    }
    start..text.len()
}

/// The offset after the quote that closes the one at `start`.
fn closing_quote(bytes: &[u8], start: usize) -> usize {
    let quote = bytes.get(start).copied().unwrap_or_default();
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' if quote == b'"' => at += 1,
            byte if *byte == quote => {
                let doubled = quote == b'\'' && bytes.get(at + 1) == Some(&quote);
                if !doubled {
                    return at + 1;
                }
                at += 1;
            }
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_end_at_their_close() {
        for (text, inside) in [
            ("a: [1, {b: ']'}, \"]\"] # ]", "[1, {b: ']'}, \"]\"]"),
            ("a: [it's # ]\n, b]", "[it's # ]\n, b]"),
            ("a: 'it''s [' b", "'it''s ['"),
            ("a: \"x\\\" [\" b", "\"x\\\" [\""),
            ("a: [never", "[never"),
        ] {
            assert_eq!(&text[region(text, 3)], inside);
        }
    }

    #[test]
    fn places_are_translated_back() {
        let text = "a:\n  b: [é,\nx\n ]\nc: 1\n";
        let mut missing = Missing::default();
        assert!(missing.note(text, region(text, 8), 5));
        assert!(!missing.note(text, region(text, 8), 5));
        let scanned = Scanned::new(text, &missing);
        assert_eq!(scanned.text, "a:\n  b: [é,\n      x\n      ]\nc: 1\n");
        for (number, (byte, c)) in scanned.text.char_indices().enumerate() {
            let original = scanned.byte_of_char(number);
            if c != ' ' {
                assert_eq!(text[original..].chars().next(), Some(c), "at {byte}");
            }
        }
    }
}

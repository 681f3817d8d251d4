//! Byte offsets, character offsets, lines and columns of a text.

use std::ops::Range;

use super::{DocumentId, Span};

/// Characters between two checkpoints.
const STRIDE: usize = 64;

/// Translates between bytes, characters, lines and columns in (nearly) constant time, also in a
/// document of many megabytes on one line.
#[derive(Debug)]
pub(crate) struct LineTable {
    /// Byte offset of each line's first character.
    line_starts: Vec<u32>,
    /// Byte offset of every 64th character; empty when the text is ASCII.
    checkpoints: Vec<u32>,
}

impl LineTable {
    pub(crate) fn new(text: &str) -> Self {
        let mut line_starts = vec![0];
        let bytes = text.as_bytes();
        for (at, byte) in bytes.iter().enumerate() {
            // YAML and editors alike end a line at LF, CRLF or a lone CR.
            if *byte == b'\n' || (*byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
                line_starts.push(offset(at + 1));
            }
        }
        let checkpoints = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices()
                .step_by(STRIDE)
                .map(|(at, _)| offset(at))
                .collect()
        };
        Self {
            line_starts,
            checkpoints,
        }
    }

    /// The byte offset of character number `chars` of `text`; the end of the text beyond it.
    pub(crate) fn byte_of_char(&self, text: &str, chars: usize) -> usize {
        if self.checkpoints.is_empty() {
            return chars.min(text.len());
        }
        let Some(start) = self.checkpoints.get(chars / STRIDE) else {
            return text.len();
        };
        let start = *start as usize;
        text.get(start..)
            .and_then(|rest| rest.char_indices().nth(chars % STRIDE))
            .map_or(text.len(), |(at, _)| start + at)
    }

    /// The span of these bytes of `text`.
    pub(crate) fn span(&self, text: &str, document: DocumentId, bytes: Range<usize>) -> Span {
        let start = bytes.start.min(text.len());
        let line = self
            .line_starts
            .partition_point(|line| *line as usize <= start)
            .max(1);
        let line_start = self.line_starts.get(line - 1).map_or(0, |at| *at as usize);
        let column = self.char_of_byte(text, start) - self.char_of_byte(text, line_start) + 1;
        Span {
            document,
            line: offset(line),
            column: offset(column),
            start,
            end: bytes.end.clamp(start, text.len()),
        }
    }

    /// How many characters of `text` begin before byte `at`.
    fn char_of_byte(&self, text: &str, at: usize) -> usize {
        if self.checkpoints.is_empty() {
            return at;
        }
        let block = self
            .checkpoints
            .partition_point(|checkpoint| *checkpoint as usize <= at)
            .saturating_sub(1);
        let start = self.checkpoints.get(block).map_or(0, |at| *at as usize);
        let within = text.get(start..).map_or(0, |rest| {
            rest.char_indices()
                .take_while(|(i, _)| start + i < at)
                .count()
        });
        block * STRIDE + within
    }
}

/// Documents are capped below 4 GiB, so an offset always fits.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str, byte: usize) -> (u32, u32) {
        let span = LineTable::new(text).span(text, DocumentId(0), byte..byte);
        (span.line, span.column)
    }

    #[test]
    fn columns_count_characters_and_lines_end_in_three_ways() {
        assert_eq!(place("", 0), (1, 1));
        assert_eq!(place("ab\ncd", 4), (2, 2));
        assert_eq!(place("ab\r\ncd", 4), (2, 1));
        assert_eq!(place("ab\rcd", 3), (2, 1));
        assert_eq!(place("é😀x", 6), (1, 3));
        assert_eq!(place("é\n😀x", 7), (2, 2));
    }

    #[test]
    fn characters_become_bytes_across_checkpoints() {
        let text = "é".repeat(200) + "x\n" + &"😀".repeat(100);
        let lines = LineTable::new(&text);
        for (number, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(lines.byte_of_char(&text, number), byte);
            assert_eq!(lines.char_of_byte(&text, byte), number);
        }
        assert_eq!(lines.byte_of_char(&text, 5000), text.len());
    }
}

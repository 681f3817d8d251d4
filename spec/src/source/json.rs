//! JSON (RFC 8259): the places of all nodes, by a scanner of our own, and the value, by `serde_json`.
//!
//! The scanner is strict and stops at the first fault of syntax. It exists because `serde_json`
//! gives no places, drops duplicate keys silently and cannot read a number beyond the range of a
//! double; and because a YAML parser, the other candidate, refuses valid JSON.

use std::borrow::Cow;
use std::ops::Range;

use serde::Deserialize;
use serde_json::Value;

use super::index::{Duplicate, NodeId, SpanIndex};
use super::{Limits, read::Reporter};
use crate::diagnostic::codes;

/// The deepest nesting that is followed whatever the limits say: the readers are recursive.
const HARD_DEPTH: u32 = 512;

/// Reads the text. The value is `None` after a fault of syntax or an exceeded limit.
pub(crate) fn read(report: &mut Reporter<'_>, limits: &Limits) -> (Option<Value>, SpanIndex) {
    let text = report.text;
    let mut scan = Scanner {
        text,
        at: 0,
        index: SpanIndex::default(),
        depth: limits.depth.min(HARD_DEPTH),
        nodes: limits.nodes,
        duplicates: Vec::new(),
        beyond_double: Vec::new(),
        rounded: Vec::new(),
        scratch: String::new(),
    };
    let outcome = scan.document();
    for duplicate in std::mem::take(&mut scan.duplicates) {
        report.duplicate_key(&duplicate);
    }
    for place in &scan.rounded {
        report.rounded_number(place.clone());
    }
    for place in &scan.beyond_double {
        report.number_beyond_double(place.clone());
    }
    let root = match outcome {
        Ok(root) => root,
        Err(Fault::Syntax(at, message)) => {
            report.syntax(at, format!("not valid JSON: {message}"));
            return (None, scan.index);
        }
        Err(Fault::TooDeep(at)) => {
            report.too_deep(at, scan.depth);
            return (None, scan.index);
        }
        Err(Fault::TooMany(at)) => {
            report.too_many_nodes(at, limits.nodes);
            return (None, scan.index);
        }
    };
    scan.index.finish(root);
    let readable = within_double(text, &scan.beyond_double);
    let mut reader = serde_json::Deserializer::from_str(&readable);
    // The scanner has already held the nesting to its limit.
    reader.disable_recursion_limit();
    match Value::deserialize(&mut reader) {
        Ok(value) => (Some(value), scan.index),
        Err(error) => {
            let line_start = text
                .split_inclusive('\n')
                .take(error.line().saturating_sub(1))
                .map(str::len)
                .sum::<usize>();
            let at = line_start + error.column().saturating_sub(1);
            report.add(
                codes::SYNTAX,
                at..at,
                format!("not valid JSON: {error}"),
                None,
            );
            (None, scan.index)
        }
    }
}

/// The text with each number that no double can hold replaced by the nearest power of ten that
/// fits. Such a number takes five characters at least (`1e309`), so the places stay as they are.
fn within_double<'t>(text: &'t str, numbers: &[Range<usize>]) -> Cow<'t, str> {
    if numbers.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut mended = String::with_capacity(text.len());
    let mut done = 0;
    for place in numbers {
        let written = text.get(place.clone()).unwrap_or_default();
        let stand_in = if written.starts_with('-') {
            "-1e308"
        } else {
            "1e308"
        };
        mended.push_str(text.get(done..place.start).unwrap_or_default());
        mended.push_str(&format!("{stand_in:<width$}", width = written.len()));
        done = place.end;
    }
    mended.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(mended)
}

enum Fault {
    Syntax(usize, String),
    TooDeep(usize),
    TooMany(usize),
}

struct Scanner<'t> {
    text: &'t str,
    at: usize,
    index: SpanIndex,
    depth: u32,
    nodes: u64,
    duplicates: Vec<Duplicate>,
    beyond_double: Vec<Range<usize>>,
    rounded: Vec<Range<usize>>,
    scratch: String,
}

impl Scanner<'_> {
    fn document(&mut self) -> Result<NodeId, Fault> {
        let root = self.value(self.depth)?;
        self.space();
        match self.peek() {
            None => Ok(root),
            Some(_) => Err(self.expected("the end of the document")),
        }
    }

    /// A value, with `depth` more levels of objects and lists allowed.
    fn value(&mut self, depth: u32) -> Result<NodeId, Fault> {
        self.space();
        if self.index.stored() as u64 >= self.nodes {
            return Err(Fault::TooMany(self.at));
        }
        let start = self.at;
        match self.peek() {
            Some(b'{' | b'[') if depth == 0 => Err(Fault::TooDeep(start)),
            Some(b'{') => self.object(depth - 1),
            Some(b'[') => self.list(depth - 1),
            Some(b'"') => {
                let end = self.string(false)?;
                Ok(self.index.scalar(start..end))
            }
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true"),
            Some(b'f') => self.word("false"),
            Some(b'n') => self.word("null"),
            _ => Err(self.expected("a value")),
        }
    }

    fn object(&mut self, depth: u32) -> Result<NodeId, Fault> {
        let start = self.at;
        self.at += 1;
        let mut members = Vec::new();
        self.space();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(self.index.object(start..self.at, members).0);
        }
        loop {
            self.space();
            let key_start = self.at;
            if self.peek() != Some(b'"') {
                return Err(self.expected("a key in double quotes"));
            }
            let key_end = self.string(true)?;
            // The scratch holds the key until the next string is read, so number it now.
            let key = std::mem::take(&mut self.scratch);
            self.space();
            if self.peek() != Some(b':') {
                return Err(self.expected("`:` after the key"));
            }
            self.at += 1;
            let value = self.value(depth)?;
            members.push(self.index.member(&key, key_start..key_end, value));
            self.scratch = key;
            self.space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => break,
                _ => return Err(self.expected("`,` or `}`")),
            }
        }
        self.at += 1;
        let (node, duplicates) = self.index.object(start..self.at, members);
        self.duplicates.extend(duplicates);
        Ok(node)
    }

    fn list(&mut self, depth: u32) -> Result<NodeId, Fault> {
        let start = self.at;
        self.at += 1;
        let mut items = Vec::new();
        self.space();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(self.index.list(start..self.at, items));
        }
        loop {
            items.push(self.value(depth)?);
            self.space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => break,
                _ => return Err(self.expected("`,` or `]`")),
            }
        }
        self.at += 1;
        Ok(self.index.list(start..self.at, items))
    }

    /// Reads a string and gives the offset after it; puts what it says into the scratch if `keep`.
    fn string(&mut self, keep: bool) -> Result<usize, Fault> {
        let start = self.at;
        self.at += 1;
        self.scratch.clear();
        loop {
            let run = self.at;
            while self
                .peek()
                .is_some_and(|b| b != b'"' && b != b'\\' && b >= b' ')
            {
                self.at += 1;
            }
            if keep {
                self.scratch
                    .push_str(self.text.get(run..self.at).unwrap_or_default());
            }
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(self.at);
                }
                Some(b'\\') => {
                    let character = self.escape()?;
                    if keep {
                        self.scratch.push(character);
                    }
                }
                Some(_) => {
                    return Err(Fault::Syntax(
                        self.at,
                        "a control character (such as a line break) in a string must be escaped"
                            .to_owned(),
                    ));
                }
                None => {
                    return Err(Fault::Syntax(
                        start,
                        "this string is never closed".to_owned(),
                    ));
                }
            }
        }
    }

    fn escape(&mut self) -> Result<char, Fault> {
        let start = self.at;
        let kind = self.text.as_bytes().get(start + 1).copied();
        self.at += 2;
        let plain = match kind {
            Some(kind @ (b'"' | b'\\' | b'/')) => kind as char,
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.code_point(start),
            _ => {
                return Err(Fault::Syntax(
                    start,
                    "unknown escape in a string".to_owned(),
                ));
            }
        };
        Ok(plain)
    }

    /// The rest of `\uXXXX`, with the low half of a surrogate pair where one is due.
    fn code_point(&mut self, start: usize) -> Result<char, Fault> {
        let bad = || {
            Fault::Syntax(
                start,
                "a `\\u` escape needs four hexadecimal digits and, for a surrogate, its pair"
                    .to_owned(),
            )
        };
        let first = self.hex4().ok_or_else(bad)?;
        if !(0xD800..0xE000).contains(&first) {
            return char::from_u32(first).ok_or_else(bad);
        }
        if self.text.as_bytes().get(self.at..self.at + 2) != Some(b"\\u") {
            return Err(bad());
        }
        self.at += 2;
        let second = self.hex4().ok_or_else(bad)?;
        if first >= 0xDC00 || !(0xDC00..0xE000).contains(&second) {
            return Err(bad());
        }
        char::from_u32(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)).ok_or_else(bad)
    }

    fn hex4(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        self.at += 4;
        u32::from_str_radix(digits, 16).ok()
    }

    fn number(&mut self) -> Result<NodeId, Fault> {
        let start = self.at;
        self.eat(b'-');
        match self.peek() {
            Some(b'0') => {
                self.at += 1;
                if self.peek().is_some_and(|b| b.is_ascii_digit()) {
                    return Err(Fault::Syntax(
                        start,
                        "a number must not begin with a zero".to_owned(),
                    ));
                }
            }
            _ => self.digits()?,
        }
        let mut whole = true;
        if self.eat(b'.') {
            whole = false;
            self.digits()?;
        }
        if self.eat(b'e') || self.eat(b'E') {
            whole = false;
            if !self.eat(b'-') {
                self.eat(b'+');
            }
            self.digits()?;
        }
        let place = start..self.at;
        let written = self.text.get(place.clone()).unwrap_or_default();
        if whole && written.parse::<i64>().is_err() && written.parse::<u64>().is_err() {
            self.rounded.push(place.clone());
        }
        if written.parse::<f64>().is_ok_and(f64::is_infinite) {
            self.rounded.retain(|other| *other != place);
            self.beyond_double.push(place.clone());
        }
        Ok(self.index.scalar(place))
    }

    fn digits(&mut self) -> Result<(), Fault> {
        let start = self.at;
        while self.peek().is_some_and(|b| b.is_ascii_digit()) {
            self.at += 1;
        }
        if self.at == start {
            return Err(self.expected("a digit"));
        }
        Ok(())
    }

    fn word(&mut self, word: &str) -> Result<NodeId, Fault> {
        let end = self.at + word.len();
        if self.text.get(self.at..end) != Some(word) {
            return Err(self.expected("a value"));
        }
        let node = self.index.scalar(self.at..end);
        self.at = end;
        Ok(node)
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        if found {
            self.at += 1;
        }
        found
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn expected(&self, what: &str) -> Fault {
        let found = match self
            .text
            .get(self.at..)
            .and_then(|rest| rest.chars().next())
        {
            Some(character) if character.is_control() => {
                format!("`{}`", character.escape_default())
            }
            Some(character) => format!("`{character}`"),
            None => "the end of the text".to_owned(),
        };
        Fault::Syntax(self.at, format!("expected {what}, found {found}"))
    }
}

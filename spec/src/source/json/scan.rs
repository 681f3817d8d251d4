//! The scanner: a strict reader of JSON's grammar that keeps places and no values.

use std::ops::Range;

use super::super::index::{Duplicate, NodeId, SpanIndex};

/// Why a scan stopped.
pub(super) enum Fault {
    Syntax(usize, String),
    TooDeep(usize),
    TooMany(usize),
}

/// The state of a scan.
pub(super) struct Scanner<'t> {
    text: &'t str,
    at: usize,
    pub(super) index: SpanIndex,
    /// How many objects and lists may stand inside one another.
    pub(super) depth: u32,
    /// How many nodes there may be.
    nodes: u64,
    pub(super) duplicates: Vec<Duplicate>,
    /// Numbers that no double can hold.
    pub(super) beyond_double: Vec<Range<usize>>,
    /// Integers that only a double can hold.
    pub(super) rounded: Vec<Range<usize>>,
    /// What the last string that was kept says.
    scratch: String,
}

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t str, depth: u32, nodes: u64) -> Self {
        Self {
            text,
            at: 0,
            index: SpanIndex::default(),
            depth,
            nodes,
            duplicates: Vec::new(),
            beyond_double: Vec::new(),
            rounded: Vec::new(),
            scratch: String::new(),
        }
    }

    /// Scans the whole text and gives its root.
    pub(super) fn document(&mut self) -> Result<NodeId, Fault> {
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

//! A value without brackets: texts, and the names of members.

use super::super::style::{ParameterInfo, Style};
use super::{Encode, Sink, to_json, to_value};

/// A text of a value: a scalar, an item, or a member with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// The member's name.
    pub(super) name: Option<String>,
    /// The text.
    pub(super) text: String,
}

/// What a value is, as far as a style without brackets asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Pieces {
    /// A scalar.
    Scalar(String),
    /// A list, or an object with named pieces.
    Several(Vec<Piece>),
}

impl Pieces {
    /// Takes a value apart. What lies deeper than items and members has no way to be written; the generator
    /// refuses such parameters, and here it is written as if it lay one level higher.
    pub(super) fn of(value: &dyn Encode, info: &ParameterInfo) -> Self {
        if info.style == Style::Json {
            if info.may_be_text()
                && let serde_json::Value::String(text) = to_value(value)
            {
                return Pieces::Scalar(text);
            }
            let text = String::from_utf8_lossy(&to_json(value)).into_owned();
            return Pieces::Scalar(text);
        }
        let mut sink = PieceSink::default();
        value.encode(&mut sink);
        match (sink.is_several, sink.pieces.pop()) {
            (false, Some(piece)) => Pieces::Scalar(piece.text),
            (_, last) => {
                sink.pieces.extend(last);
                Pieces::Several(sink.pieces)
            }
        }
    }
}

#[derive(Default)]
struct PieceSink {
    pieces: Vec<Piece>,
    name: Option<String>,
    is_several: bool,
}

impl PieceSink {
    fn put(&mut self, text: String) {
        let name = self.name.take();
        self.pieces.push(Piece { name, text });
    }
}

impl Sink for PieceSink {
    fn null(&mut self) {
        self.put(String::new());
    }

    fn boolean(&mut self, value: bool) {
        self.put(value.to_string());
    }

    fn integer(&mut self, value: i64) {
        self.put(value.to_string());
    }

    fn unsigned(&mut self, value: u64) {
        self.put(value.to_string());
    }

    fn float(&mut self, value: f64) {
        self.put(value.to_string());
    }

    fn text(&mut self, value: &str) {
        self.put(value.to_owned());
    }

    fn begin_array(&mut self) {
        self.is_several = true;
    }

    fn end_array(&mut self) {}

    fn begin_object(&mut self) {
        self.is_several = true;
    }

    fn name(&mut self, name: &str) {
        self.name = Some(name.to_owned());
    }

    fn end_object(&mut self) {}
}

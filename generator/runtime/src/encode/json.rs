//! JSON text.

use super::Sink;

/// Writes JSON (RFC 8259) without white space.
#[derive(Debug, Default)]
pub struct JsonSink {
    out: Vec<u8>,
    /// Whether a value was written at this level, so that a comma is due before the next.
    comma: bool,
}

impl JsonSink {
    /// The text.
    pub fn into_bytes(self) -> Vec<u8> {
        self.out
    }

    fn separate(&mut self) {
        if self.comma {
            self.out.push(b',');
        }
        self.comma = true;
    }

    fn scalar<T: serde::Serialize + ?Sized>(&mut self, value: &T) {
        self.separate();
        // A Vec takes every byte and a scalar has no error of its own.
        let written = serde_json::to_writer(&mut self.out, value);
        debug_assert!(written.is_ok(), "a scalar was not written: {written:?}");
    }
}

impl Sink for JsonSink {
    fn null(&mut self) {
        self.separate();
        self.out.extend_from_slice(b"null");
    }

    fn boolean(&mut self, value: bool) {
        self.scalar(&value);
    }

    fn integer(&mut self, value: i64) {
        self.scalar(&value);
    }

    fn unsigned(&mut self, value: u64) {
        self.scalar(&value);
    }

    fn float(&mut self, value: f64) {
        self.scalar(&value);
    }

    fn text(&mut self, value: &str) {
        self.scalar(value);
    }

    fn begin_array(&mut self) {
        self.separate();
        self.out.push(b'[');
        self.comma = false;
    }

    fn end_array(&mut self) {
        self.out.push(b']');
        self.comma = true;
    }

    fn begin_object(&mut self) {
        self.separate();
        self.out.push(b'{');
        self.comma = false;
    }

    fn name(&mut self, name: &str) {
        self.scalar(name);
        self.out.push(b':');
        self.comma = false;
    }

    fn end_object(&mut self) {
        self.out.push(b'}');
        self.comma = true;
    }
}

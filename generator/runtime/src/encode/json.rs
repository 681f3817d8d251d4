//! JSON text.

use super::Sink;

/// Bytes for which there is room from the start: most answers about one thing are not longer.
const ROOM: usize = 512;

/// Writes JSON (RFC 8259) without white space.
#[derive(Debug)]
pub struct JsonSink {
    out: Vec<u8>,
    /// Whether a value was written at this level, so that a comma is due before the next.
    comma: bool,
}

impl Default for JsonSink {
    fn default() -> Self {
        Self {
            out: Vec::with_capacity(ROOM),
            comma: false,
        }
    }
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

    fn string(&mut self, value: &str) {
        if is_plain(value) {
            self.separate();
            self.out.reserve(value.len() + 2);
            self.out.push(b'"');
            self.out.extend_from_slice(value.as_bytes());
            self.out.push(b'"');
        } else {
            self.scalar(value);
        }
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
        self.string(value);
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
        self.string(name);
        self.out.push(b':');
        self.comma = false;
    }

    fn end_object(&mut self) {
        self.out.push(b'}');
        self.comma = true;
    }
}

/// Whether a text stands in JSON as it is (RFC 8259 §7). It looks at every byte, without a way out halfway, so that it
/// looks at many at a time.
fn is_plain(text: &str) -> bool {
    text.bytes().fold(true, |plain, byte| {
        plain & (byte >= b' ') & (byte != b'"') & (byte != b'\\')
    })
}

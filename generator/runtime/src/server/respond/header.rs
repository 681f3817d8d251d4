//! Header values, written in style `simple` (OpenAPI 3.0.4 §4.21).

use std::fmt::Write as _;

use http::{HeaderName, HeaderValue};

use super::super::super::encode::{Encode, Sink};
use super::Response;

/// Sets a header. Lists and objects are written with commas, the members of an object with `=` where
/// `explode` says so. Control characters, which no header may have, are percent-encoded.
pub fn set_header(response: &mut Response, name: &'static str, value: &dyn Encode, explode: bool) {
    let simple = simple(value, explode);
    let mut text = String::with_capacity(simple.len());
    for character in simple.chars() {
        if character.is_ascii_control() && character != '\t' {
            // Writing to a String cannot fail.
            let _ = write!(text, "%{:02X}", character as u32);
        } else {
            text.push(character);
        }
    }
    if let (Ok(name), Ok(value)) = (
        HeaderName::from_bytes(name.as_bytes()),
        HeaderValue::from_bytes(text.as_bytes()),
    ) {
        response.headers_mut().insert(name, value);
    }
}

/// The response with these headers: name, value, and whether members are written with `=`. A value
/// that is absent gives none.
pub fn with_headers(
    mut response: Response,
    headers: &[(&'static str, &dyn Encode, bool)],
) -> Response {
    for (name, value, explode) in headers {
        if !value.is_absent() {
            set_header(&mut response, name, *value, *explode);
        }
    }
    response
}

/// A value in style `simple`.
pub(super) fn simple(value: &dyn Encode, explode: bool) -> String {
    let mut sink = SimpleSink {
        out: String::new(),
        explode,
        started: false,
        named: false,
    };
    value.encode(&mut sink);
    sink.out
}

/// Writes `1,2` and `a,1,b,2` or `a=1,b=2`.
struct SimpleSink {
    out: String,
    explode: bool,
    /// Whether anything was written, be it an empty text.
    started: bool,
    /// Whether a member's name was just written.
    named: bool,
}

impl SimpleSink {
    fn put(&mut self, text: &str) {
        if self.named {
            self.out.push(if self.explode { '=' } else { ',' });
        } else if self.started {
            self.out.push(',');
        }
        self.started = true;
        self.named = false;
        self.out.push_str(text);
    }
}

impl Sink for SimpleSink {
    fn null(&mut self) {
        self.put("");
    }

    fn boolean(&mut self, value: bool) {
        self.put(if value { "true" } else { "false" });
    }

    fn integer(&mut self, value: i64) {
        self.put(&value.to_string());
    }

    fn unsigned(&mut self, value: u64) {
        self.put(&value.to_string());
    }

    fn float(&mut self, value: f64) {
        self.put(&value.to_string());
    }

    fn text(&mut self, value: &str) {
        self.put(value);
    }

    fn begin_array(&mut self) {}

    fn end_array(&mut self) {}

    fn begin_object(&mut self) {}

    fn name(&mut self, name: &str) {
        self.put(name);
        self.named = true;
    }

    fn end_object(&mut self) {}
}

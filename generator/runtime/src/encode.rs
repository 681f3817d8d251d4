//! From a typed value to bytes, through a sink that knows the format.

mod brackets;
mod form;
mod json;
mod multipart;
mod object;
mod pieces;
mod style;
mod tree;

pub use form::{FormSink, ListNames, to_form};
pub use json::JsonSink;
pub use multipart::{Part, PartContent, to_parts};
pub use object::{WriteMembers, write_object};
pub use style::{write_cookie, write_header, write_path, write_query};
pub use tree::TreeSink;

/// Takes a value apart as events: JSON text or form pairs come out.
///
/// Calls come in the order of the value: an object is `begin_object`, then for each member `name` and
/// the member's value, then `end_object`.
pub trait Sink {
    /// `null`.
    fn null(&mut self);
    /// A boolean.
    fn boolean(&mut self, value: bool);
    /// An integer.
    fn integer(&mut self, value: i64);
    /// An integer that may lie above `i64::MAX`.
    fn unsigned(&mut self, value: u64);
    /// A number; not finite ones are written as null in JSON.
    fn float(&mut self, value: f64);
    /// A string.
    fn text(&mut self, value: &str);
    /// Bytes as they are. A format that has only text takes them as UTF-8, bad parts replaced.
    fn bytes(&mut self, value: &[u8]) {
        self.text(&String::from_utf8_lossy(value));
    }
    /// Starts an array.
    fn begin_array(&mut self);
    /// Ends an array.
    fn end_array(&mut self);
    /// Starts an object.
    fn begin_object(&mut self);
    /// The name of the member whose value comes next.
    fn name(&mut self, name: &str);
    /// Ends an object.
    fn end_object(&mut self);
}

/// A type that can be written.
pub trait Encode {
    /// Writes the value to `out`: exactly one value.
    fn encode(&self, out: &mut dyn Sink);

    /// Whether a member with this value is left out where it may be.
    fn is_absent(&self) -> bool {
        false
    }
}

/// The JSON text of a value (RFC 8259), without white space.
pub fn to_json(value: &dyn Encode) -> Vec<u8> {
    let mut sink = JsonSink::default();
    value.encode(&mut sink);
    sink.into_bytes()
}

/// The JSON value of a value.
pub fn to_value(value: &dyn Encode) -> serde_json::Value {
    let mut sink = TreeSink::default();
    value.encode(&mut sink);
    sink.into_value()
}

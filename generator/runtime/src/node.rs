//! What a value looks like after its syntax was read and before its type is known.

use std::borrow::Cow;

/// A value whose syntax was read: JSON, or text of a form, query, path or header.
///
/// The two kinds are kept apart because JSON says what a value is (`5` or `"5"`) and a form does not:
/// [`Node::Raw`] text becomes whatever the type in its place reads from it.
#[derive(Debug, Clone, PartialEq)]
pub enum Node<'a> {
    /// JSON `null`.
    Null,
    /// JSON `true` or `false`.
    Bool(bool),
    /// A JSON integer that fits.
    Int(i64),
    /// A JSON integer above `i64::MAX`.
    Uint(u64),
    /// Any other JSON number.
    Float(f64),
    /// A JSON string.
    Text(Cow<'a, str>),
    /// A JSON array.
    List(Vec<Node<'a>>),
    /// A JSON object, in order of appearance, without repeated names.
    Map(Vec<(Cow<'a, str>, Node<'a>)>),
    /// Untyped text: a form value, a query, path, header or cookie value, percent-decoded.
    Raw(Cow<'a, str>),
    /// The bracketed keys of a form below one name, in order of first appearance: `a[b]=1` has one entry
    /// `b`, `a[]=1` the entry `""`, `a[0]=1` the entry `0`. A list reads `""` and index entries.
    Branch(Vec<(Cow<'a, str>, Node<'a>)>),
    /// One key given more than once, in order; a list takes all, a scalar the last (FORM-11).
    Repeated(Vec<Node<'a>>),
    /// The bytes of a multipart part or of a whole body that is not text.
    Bytes(bytes::Bytes),
}

impl Node<'_> {
    /// The word for what this is, as said in a fault.
    pub fn kind(&self) -> &'static str {
        match self {
            Node::Null => "null",
            Node::Bool(_) => "a boolean",
            Node::Int(_) | Node::Uint(_) => "an integer",
            Node::Float(_) => "a number",
            Node::Text(_) | Node::Raw(_) => "a string",
            Node::List(_) => "an array",
            Node::Map(_) | Node::Branch(_) => "an object",
            Node::Repeated(_) => "a repeated value",
            Node::Bytes(_) => "bytes",
        }
    }

    /// The text of a JSON string or of a form value.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Node::Text(text) | Node::Raw(text) => Some(text),
            Node::Repeated(nodes) => nodes.last().and_then(Node::as_text),
            _ => None,
        }
    }

    /// The member `name` of an object.
    pub fn member(&self, name: &str) -> Option<&Node<'_>> {
        match self {
            Node::Map(entries) | Node::Branch(entries) => entries
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, node)| node),
            _ => None,
        }
    }

    /// Whether it is an object, of JSON or of a form.
    pub fn is_object(&self) -> bool {
        matches!(self, Node::Map(_) | Node::Branch(_))
    }
}

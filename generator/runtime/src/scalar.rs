//! Scalar types, and the containers that generated models are made of.

use super::decode::{Decode, Decoder};
use super::fault::Path;
use super::node::Node;

/// A map with string keys, in order of appearance.
pub type Map<T> = indexmap::IndexMap<String, T>;

/// A member that may be absent, null or present, where the description makes these three things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Maybe<T> {
    /// Not written at all.
    #[default]
    Absent,
    /// Written as `null`.
    Null,
    /// Written with a value.
    Present(T),
}

impl<T> Maybe<T> {
    /// The value, if there is one.
    pub fn as_option(&self) -> Option<&T> {
        match self {
            Maybe::Present(value) => Some(value),
            Maybe::Absent | Maybe::Null => None,
        }
    }
}

/// A point in time as whole seconds since 1970-01-01T00:00:00Z (`format: unix-time`, R4-06).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct UnixTime(pub i64);

impl Decode for bool {
    fn decode(node: Node<'_>, cx: &mut Decoder, at: &Path<'_>) -> Option<Self> {
        match &node {
            Node::Bool(value) => Some(*value),
            Node::Raw(text) if text == "true" => Some(true),
            Node::Raw(text) if text == "false" => Some(false),
            Node::Repeated(_) => super::scalar::last(node, cx, at),
            other => cx.mismatch(at, "a boolean", other),
        }
    }
}

/// A scalar reads the last of a repeated key (FORM-11).
pub(super) fn last<T: Decode>(node: Node<'_>, cx: &mut Decoder, at: &Path<'_>) -> Option<T> {
    match node {
        Node::Repeated(mut nodes) => T::decode(nodes.pop()?, cx, at),
        other => T::decode(other, cx, at),
    }
}

//! Unions that many descriptions share and that therefore need no type of their own.

use super::decode::{Decode, Decoder};
use super::encode::{Encode, Sink};
use super::fault::Path;
use super::node::Node;

/// `anyOf [T, ""]`: a value, or the empty string that takes the value away (FORM-13, META-04).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Clearable<T> {
    /// Set it.
    Set(T),
    /// Take it away; written as `""`.
    Clear,
}

impl<T> Clearable<T> {
    /// The value to set, if it is one.
    pub fn as_option(&self) -> Option<&T> {
        match self {
            Clearable::Set(value) => Some(value),
            Clearable::Clear => None,
        }
    }
}

impl<T: Decode> Decode for Clearable<T> {
    fn decode(node: Node<'_>, cx: &mut Decoder, at: &Path<'_>) -> Option<Self> {
        if node.as_text() == Some("") {
            return Some(Clearable::Clear);
        }
        T::decode(node, cx, at).map(Clearable::Set)
    }
}

impl<T: Encode> Encode for Clearable<T> {
    fn encode(&self, out: &mut dyn Sink) {
        match self {
            Clearable::Set(value) => value.encode(out),
            Clearable::Clear => out.text(""),
        }
    }
}

/// `anyOf [string, T]` with `x-expansionResources`: an id, or the object itself when the request
/// asked for it (EXP-03).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Expandable<T> {
    /// The id.
    Id(String),
    /// The object.
    Object(Box<T>),
}

impl<T> Expandable<T> {
    /// The id, where the object was not asked for.
    pub fn as_id(&self) -> Option<&str> {
        match self {
            Expandable::Id(id) => Some(id),
            Expandable::Object(_) => None,
        }
    }

    /// The object, where it was asked for.
    pub fn as_object(&self) -> Option<&T> {
        match self {
            Expandable::Id(_) => None,
            Expandable::Object(object) => Some(object),
        }
    }
}

impl<T: Decode> Decode for Expandable<T> {
    fn decode(node: Node<'_>, cx: &mut Decoder, at: &Path<'_>) -> Option<Self> {
        match node.single() {
            Node::Text(id) | Node::Raw(id) => Some(Expandable::Id(id.into_owned())),
            other => T::decode(other, cx, at).map(|object| Expandable::Object(Box::new(object))),
        }
    }
}

impl<T: Encode> Encode for Expandable<T> {
    fn encode(&self, out: &mut dyn Sink) {
        match self {
            Expandable::Id(id) => out.text(id),
            Expandable::Object(object) => object.encode(out),
        }
    }
}

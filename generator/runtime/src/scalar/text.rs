//! Strings and booleans.

use super::super::decode::{Decode, Decoder};
use super::super::encode::{Encode, Sink};
use super::super::fault::Path;
use super::super::node::Node;

impl Decode for String {
    fn decode(node: Node<'_>, cx: &mut Decoder, at: &Path<'_>) -> Option<Self> {
        match node.single() {
            Node::Text(text) | Node::Raw(text) => Some(text.into_owned()),
            Node::Bytes(bytes) => match String::from_utf8(bytes.into()) {
                Ok(text) => Some(text),
                Err(error) => cx.mismatch(at, "a string", &Node::Bytes(error.into_bytes().into())),
            },
            other => cx.mismatch(at, "a string", &other),
        }
    }
}

impl Encode for String {
    fn encode(&self, out: &mut dyn Sink) {
        out.text(self);
    }
}

impl Encode for str {
    fn encode(&self, out: &mut dyn Sink) {
        out.text(self);
    }
}

impl Decode for bool {
    fn decode(node: Node<'_>, cx: &mut Decoder, at: &Path<'_>) -> Option<Self> {
        match node.single() {
            Node::Bool(value) => Some(value),
            Node::Raw(text) if text == "true" => Some(true),
            Node::Raw(text) if text == "false" => Some(false),
            other => cx.mismatch(at, "a boolean", &other),
        }
    }
}

impl Encode for bool {
    fn encode(&self, out: &mut dyn Sink) {
        out.boolean(*self);
    }
}

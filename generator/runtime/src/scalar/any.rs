//! The value that may be anything, the one that is nothing, and the object that may have nothing.

use serde_json::{Map, Number, Value};

use super::super::decode::{Decode, Decoder, Members, Unknown};
use super::super::encode::{Encode, Sink};
use super::super::fault::Path;
use super::super::items::{Items, items_of};
use super::super::node::Node;

/// Form text stays text: nothing says what else it could be.
impl Decode for Value {
    fn decode(node: Node<'_>, cx: &mut Decoder, at: &Path<'_>) -> Option<Self> {
        Some(match node {
            Node::Null => Value::Null,
            Node::Bool(value) => Value::Bool(value),
            Node::Int(value) => Value::Number(value.into()),
            Node::Uint(value) => Value::Number(value.into()),
            Node::Float(value) => Number::from_f64(value).map_or(Value::Null, Value::Number),
            Node::Text(text) | Node::Raw(text) => Value::String(text.into_owned()),
            Node::Map(entries) => object(entries, cx, at)?,
            list @ (Node::List(_) | Node::Repeated(_)) => {
                Vec::<Value>::decode(list, cx, at).map(Value::Array)?
            }
            branch @ Node::Branch(_) => match items_of(branch) {
                Items::Found(items) => {
                    Vec::<Value>::decode(Node::List(items), cx, at).map(Value::Array)?
                }
                Items::No(Node::Branch(entries)) => object(entries, cx, at)?,
                Items::No(other) => return cx.mismatch(at, "a value", &other),
                Items::TooFar(index) => {
                    return cx.mismatch(&at.member(&index), "an item", &Node::Null);
                }
            },
            Node::Bytes(bytes) => match std::str::from_utf8(&bytes) {
                Ok(text) => Value::String(text.to_owned()),
                Err(_) => return cx.mismatch(at, "text", &Node::Bytes(bytes)),
            },
        })
    }
}

fn object(
    entries: Vec<(std::borrow::Cow<'_, str>, Node<'_>)>,
    cx: &mut Decoder,
    at: &Path<'_>,
) -> Option<Value> {
    let mut object = Map::new();
    for (name, node) in entries {
        let value = Value::decode(node, cx, &at.member(&name))?;
        object.insert(name.into_owned(), value);
    }
    Some(Value::Object(object))
}

impl Encode for Value {
    fn encode(&self, out: &mut dyn Sink) {
        match self {
            Value::Null => out.null(),
            Value::Bool(value) => out.boolean(*value),
            Value::Number(number) => {
                if let Some(value) = number.as_i64() {
                    out.integer(value);
                } else if let Some(value) = number.as_u64() {
                    out.unsigned(value);
                } else {
                    out.float(number.as_f64().unwrap_or(f64::NAN));
                }
            }
            Value::String(text) => out.text(text),
            Value::Array(items) => items.encode(out),
            Value::Object(members) => {
                out.begin_object();
                for (name, value) in members {
                    out.name(name);
                    value.encode(out);
                }
                out.end_object();
            }
        }
    }
}

/// What has no value: where only null can stand, `Option<Never>` is null and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Never {}

impl Decode for Never {
    fn decode(node: Node<'_>, cx: &mut Decoder, at: &Path<'_>) -> Option<Self> {
        cx.mismatch(at, "null", &node)
    }
}

impl Encode for Never {
    fn encode(&self, _: &mut dyn Sink) {
        match *self {}
    }
}

/// An object that has no members and takes none: `{}` with `additionalProperties: false`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Empty;

impl Decode for Empty {
    fn decode(node: Node<'_>, cx: &mut Decoder, at: &Path<'_>) -> Option<Self> {
        Members::open(node, cx, at)?.finish(Unknown::Refuse);
        Some(Empty)
    }
}

impl Encode for Empty {
    fn encode(&self, out: &mut dyn Sink) {
        out.begin_object();
        out.end_object();
    }
}

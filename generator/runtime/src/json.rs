//! JSON text to [`Node`]s (RFC 8259), and serde's data model with it.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::fault::{Fault, FaultKind};
use super::node::Node;

/// Members for which there is room in an object that has any.
const MEMBERS: usize = 12;

/// Reads a JSON text. Strings without escapes are borrowed from it.
///
/// # Errors
///
/// A [`FaultKind::Syntax`] at the root, with line and column: no JSON, bad UTF-8, a member that stands
/// twice, a number out of range, nesting deeper than 128.
pub fn read_json(text: &[u8]) -> Result<Node<'_>, Fault> {
    // Looked at as a whole, text is known to be UTF-8 much sooner than string by string.
    let read = match std::str::from_utf8(text) {
        Ok(text) => serde_json::from_str(text),
        Err(_) => serde_json::from_slice(text),
    };
    read.map_err(|error| Fault {
        path: Vec::new(),
        kind: FaultKind::Syntax {
            detail: format!("is not valid JSON: {error}"),
        },
    })
}

/// Any self-describing format of serde can be read as a node, with the same care for repeated names.
impl<'de> Deserialize<'de> for Node<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E>(self) -> Result<Node<'de>, E> {
        Ok(Node::Null)
    }

    fn visit_none<E>(self) -> Result<Node<'de>, E> {
        Ok(Node::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node<'de>, D::Error> {
        Node::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node<'de>, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node<'de>, E> {
        Ok(Node::Int(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node<'de>, E> {
        Ok(i64::try_from(value).map_or(Node::Uint(value), Node::Int))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node<'de>, E> {
        Ok(Node::Float(value))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Borrowed(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Owned(value.to_owned())))
    }

    fn visit_string<E>(self, value: String) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Owned(value)))
    }

    fn visit_bytes<E>(self, value: &[u8]) -> Result<Node<'de>, E> {
        Ok(Node::Bytes(bytes::Bytes::copy_from_slice(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node<'de>, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Node<'de>, A::Error> {
        let mut entries: Vec<(Cow<'de, str>, Node<'de>)> = Vec::new();
        let mut seen = Seen::default();
        while let Some(Name(name)) = members.next_key()? {
            if seen.again(&name, &entries) {
                return Err(A::Error::custom(format_args!(
                    "the member {name:?} stands twice"
                )));
            }
            let node = members.next_value()?;
            if entries.is_empty() {
                entries.reserve(MEMBERS);
            }
            entries.push((name, node));
        }
        Ok(Node::Map(entries))
    }
}

/// The name of a member, borrowed where the text allows.
struct Name<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameVisitor;

        impl<'de> Visitor<'de> for NameVisitor {
            type Value = Name<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a member name")
            }

            fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Borrowed(value)))
            }

            fn visit_str<E>(self, value: &str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Owned(value.to_owned())))
            }

            fn visit_string<E>(self, value: String) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Owned(value)))
            }
        }

        deserializer.deserialize_str(NameVisitor)
    }
}

/// Finds repeated names: by looking at all in a small object, by hash in a large one, so that a hostile
/// body costs no more than its length.
#[derive(Default)]
struct Seen {
    names: HashSet<String>,
}

impl Seen {
    const SMALL: usize = 16;

    fn again(&mut self, name: &str, before: &[(Cow<'_, str>, Node<'_>)]) -> bool {
        if before.len() < Self::SMALL {
            return before.iter().any(|(other, _)| other == name);
        }
        if self.names.is_empty() {
            self.names
                .extend(before.iter().map(|(other, _)| other.clone().into_owned()));
        }
        !self.names.insert(name.to_owned())
    }
}

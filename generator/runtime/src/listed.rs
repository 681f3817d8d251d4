//! Values out of a list: what every generated enum reads by.

use std::borrow::Cow;

use super::decode::{Decode, Decoder};
use super::fault::{FaultKind, Path};
use super::node::Node;

/// What happens to a value that the description does not list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unlisted {
    /// It is a fault.
    Refuse,
    /// It is a fault in a request; in a response it is kept.
    KeepInResponses,
    /// It is kept: the list may grow without notice.
    Keep,
}

impl Unlisted {
    fn is_kept(self, cx: &Decoder) -> bool {
        match self {
            Unlisted::Refuse => false,
            Unlisted::KeepInResponses => !cx.is_strict(),
            Unlisted::Keep => true,
        }
    }
}

/// Reads a string that should be one of `values`.
pub fn listed<'n>(
    node: Node<'n>,
    cx: &mut Decoder,
    at: &Path<'_>,
    values: &'static [&'static str],
    unlisted: Unlisted,
) -> Option<Cow<'n, str>> {
    match node.single() {
        Node::Text(text) | Node::Raw(text) => {
            if values.contains(&&*text) || unlisted.is_kept(cx) {
                return Some(text);
            }
            // An empty form value is no value, whatever the list says.
            if text.is_empty() {
                return cx.fault(at, FaultKind::Empty);
            }
            let found = text.into_owned();
            cx.fault(
                at,
                FaultKind::Value {
                    allowed: values,
                    found,
                },
            )
        }
        other => cx.mismatch(at, "a string", &other),
    }
}

/// Reads an integer that should be one of `values`, which are its texts.
pub fn listed_integer(
    node: Node<'_>,
    cx: &mut Decoder,
    at: &Path<'_>,
    values: &'static [&'static str],
    unlisted: Unlisted,
) -> Option<i64> {
    let value = i64::decode(node, cx, at)?;
    let found = value.to_string();
    if values.contains(&found.as_str()) || unlisted.is_kept(cx) {
        return Some(value);
    }
    cx.fault(
        at,
        FaultKind::Value {
            allowed: values,
            found,
        },
    )
}

/// The item of `listed` that stands where `value` stands among `values`.
pub fn find_listed<T: Clone, V: PartialEq>(value: &V, values: &[V], listed: &[T]) -> Option<T> {
    let index = values.iter().position(|known| known == value)?;
    listed.get(index).cloned()
}

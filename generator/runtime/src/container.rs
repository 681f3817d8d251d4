//! Lists, maps, boxes, and members that may be absent or null.

use super::decode::{Decode, Decoder};
use super::encode::{Encode, Sink};
use super::fault::{FaultKind, Path};
use super::items::{Items, items_of};
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

    /// The value, if there is one, taken out.
    pub fn into_option(self) -> Option<T> {
        match self {
            Maybe::Present(value) => Some(value),
            Maybe::Absent | Maybe::Null => None,
        }
    }

    /// Whether the member is not written at all.
    pub fn is_absent(&self) -> bool {
        matches!(self, Maybe::Absent)
    }
}

/// `None` is null: the member is written.
impl<T> From<Option<T>> for Maybe<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Maybe::Null, Maybe::Present)
    }
}

impl<T: Decode> Decode for Maybe<T> {
    fn decode(node: Node<'_>, cx: &mut Decoder, at: &Path<'_>) -> Option<Self> {
        match node {
            Node::Null => Some(Maybe::Null),
            node => T::decode(node, cx, at).map(Maybe::Present),
        }
    }
}

/// Where no member can be left out, an absent value is written as null.
impl<T: Encode> Encode for Maybe<T> {
    fn encode(&self, out: &mut dyn Sink) {
        match self {
            Maybe::Absent | Maybe::Null => out.null(),
            Maybe::Present(value) => value.encode(out),
        }
    }

    fn is_absent(&self) -> bool {
        Maybe::is_absent(self)
    }
}

impl<T: Decode> Decode for Box<T> {
    fn decode(node: Node<'_>, cx: &mut Decoder, at: &Path<'_>) -> Option<Self> {
        T::decode(node, cx, at).map(Box::new)
    }
}

impl<T: Encode + ?Sized> Encode for Box<T> {
    fn encode(&self, out: &mut dyn Sink) {
        (**self).encode(out);
    }
}

impl<T: Encode + ?Sized> Encode for &T {
    fn encode(&self, out: &mut dyn Sink) {
        (**self).encode(out);
    }

    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode(node: Node<'_>, cx: &mut Decoder, at: &Path<'_>) -> Option<Self> {
        match node {
            Node::Null => Some(None),
            node => T::decode(node, cx, at).map(Some),
        }
    }
}

impl<T: Encode> Encode for Option<T> {
    fn encode(&self, out: &mut dyn Sink) {
        match self {
            Some(value) => value.encode(out),
            None => out.null(),
        }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(node: Node<'_>, cx: &mut Decoder, at: &Path<'_>) -> Option<Self> {
        let items = match items_of(node) {
            Items::Found(items) => items,
            Items::TooFar(index) => {
                let name = at.member(&index);
                return cx.fault(
                    &name,
                    FaultKind::Count {
                        rule: format!("an index of at most {}", super::items::HIGHEST_INDEX),
                    },
                );
            }
            // A client knows no styles of the form that it reads, and there a list of one looks like a scalar.
            Items::No(node @ Node::Raw(_)) if !cx.is_strict() => vec![node],
            Items::No(node) => return cx.mismatch(at, "an array", &node),
        };
        let mut list = Vec::with_capacity(items.len());
        let mut whole = true;
        for (index, item) in items.into_iter().enumerate() {
            match T::decode(item, cx, &at.index(index)) {
                Some(value) => list.push(value),
                None => whole = false,
            }
        }
        whole.then_some(list)
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, out: &mut dyn Sink) {
        self.as_slice().encode(out);
    }
}

impl<T: Encode> Encode for [T] {
    fn encode(&self, out: &mut dyn Sink) {
        out.begin_array();
        for item in self {
            item.encode(out);
        }
        out.end_array();
    }
}

impl<T: Decode> Decode for Map<T> {
    fn decode(node: Node<'_>, cx: &mut Decoder, at: &Path<'_>) -> Option<Self> {
        let entries = match node {
            Node::Map(entries) => entries,
            // `a[]=1` is a list: an object has names.
            Node::Branch(entries) if entries.iter().all(|(name, _)| !name.is_empty()) => entries,
            other => return cx.mismatch(at, "an object", &other),
        };
        let mut map = Map::with_capacity(entries.len());
        let mut whole = true;
        for (name, node) in entries {
            match T::decode(node, cx, &at.member(&name)) {
                Some(value) => {
                    map.insert(name.into_owned(), value);
                }
                None => whole = false,
            }
        }
        whole.then_some(map)
    }
}

impl<T: Encode> Encode for Map<T> {
    fn encode(&self, out: &mut dyn Sink) {
        out.begin_object();
        for (name, value) in self {
            out.name(name);
            value.encode(out);
        }
        out.end_object();
    }
}

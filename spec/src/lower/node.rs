//! A raw value together with its address.

use serde_json::{Map, Value};

use crate::source::At;

/// A raw value and where it stands. Lowering walks these; the typed shell is read from them.
#[derive(Debug, Clone)]
pub(crate) struct Node<'a> {
    /// The raw value.
    pub(crate) value: &'a Value,
    /// Its address.
    pub(crate) at: At,
}

impl<'a> Node<'a> {
    pub(crate) fn new(value: &'a Value, at: At) -> Self {
        Self { value, at }
    }

    /// The members, when it is an object.
    pub(crate) fn object(&self) -> Option<&'a Map<String, Value>> {
        self.value.as_object()
    }

    /// The member `name`, when it is an object and has one.
    pub(crate) fn member(&self, name: &str) -> Option<Node<'a>> {
        let value = self.object()?.get(name)?;
        Some(Node::new(value, self.at.child(name)))
    }

    /// The members in document order; none when it is not an object.
    pub(crate) fn members(&self) -> impl Iterator<Item = (&'a str, Node<'a>)> + use<'a> {
        let at = self.at.clone();
        self.object()
            .into_iter()
            .flatten()
            .map(move |(name, value)| (name.as_str(), Node::new(value, at.child(name))))
    }

    /// The members of the member `name` in document order; none when it has no such object.
    pub(crate) fn members_of(&self, name: &str) -> Vec<(&'a str, Node<'a>)> {
        self.member(name)
            .map(|node| node.members().collect())
            .unwrap_or_default()
    }

    /// The items in order; none when it is not a list.
    pub(crate) fn items(&self) -> impl Iterator<Item = Node<'a>> + use<'a> {
        let at = self.at.clone();
        self.value
            .as_array()
            .into_iter()
            .flatten()
            .enumerate()
            .map(move |(index, value)| Node::new(value, at.index(index)))
    }

    /// The items of the member `name`; none when it has no such list.
    pub(crate) fn items_of(&self, name: &str) -> Vec<Node<'a>> {
        self.member(name)
            .map(|node| node.items().collect())
            .unwrap_or_default()
    }

    /// The text of its `$ref`, when it is a Reference Object (or a schema with `$ref`).
    pub(crate) fn reference(&self) -> Option<Node<'a>> {
        self.member("$ref").filter(|node| node.value.is_string())
    }

    /// Its text, when it is a string.
    pub(crate) fn text(&self) -> Option<&'a str> {
        self.value.as_str()
    }
}

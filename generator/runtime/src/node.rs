//! What a value looks like after its syntax was read and before its type is known.

use std::borrow::Cow;

use super::items::peek_items;
use super::number;

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
    /// One key given more than once, in order; a list takes all, a scalar the last (FORM-11). A key
    /// given once whose style makes it a list (`ids=a`, `ids=a,b`) is read as this too.
    Repeated(Vec<Node<'a>>),
    /// The bytes of a multipart part or of a whole body that is not text.
    Bytes(bytes::Bytes),
}

/// The types that JSON tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// As [`Node::is_boolean`].
    Boolean,
    /// As [`Node::is_integer`].
    Integer,
    /// As [`Node::is_number`].
    Number,
    /// As [`Node::is_text`].
    Text,
    /// As [`Node::is_list`].
    List,
    /// As [`Node::is_object`].
    Object,
}

impl<'a> Node<'a> {
    /// The word for what this is, as said in a fault.
    pub fn kind(&self) -> &'static str {
        match self {
            Node::Null => "null",
            Node::Bool(_) => "a boolean",
            Node::Int(_) | Node::Uint(_) => "an integer",
            Node::Float(_) => "a number",
            Node::Text(_) | Node::Raw(_) => "a string",
            Node::List(_) => "an array",
            Node::Map(_) => "an object",
            Node::Branch(_) if self.is_list() => "an array",
            Node::Branch(_) => "an object",
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
    pub fn member(&self, name: &str) -> Option<&Node<'a>> {
        match self {
            Node::Map(entries) | Node::Branch(entries) => entries
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, node)| node),
            _ => None,
        }
    }

    /// The text of the member `name` of an object: what a discriminator says.
    pub fn tag(&self, name: &str) -> Option<&str> {
        self.member(name).and_then(Node::as_text)
    }

    /// Whether it is an object whose member `name` says one of `values`.
    pub fn is_tagged(&self, name: &str, values: &[&str]) -> bool {
        self.tag(name).is_some_and(|tag| values.contains(&tag))
    }

    /// Whether nothing has a member `name` whose text could say what it is.
    pub fn lacks(&self, name: &str) -> bool {
        self.tag(name).is_none()
    }

    /// Whether it is one of these strings.
    pub fn is_one_of(&self, values: &[&str]) -> bool {
        self.as_text().is_some_and(|text| values.contains(&text))
    }

    /// Whether it is of one of these types.
    pub fn is(&self, kinds: &[Kind]) -> bool {
        kinds.iter().any(|kind| match kind {
            Kind::Boolean => self.is_boolean(),
            Kind::Integer => self.is_integer(),
            Kind::Number => self.is_number(),
            Kind::Text => self.is_text(),
            Kind::List => self.is_list(),
            Kind::Object => self.is_object(),
        })
    }

    /// It is something: the test of what takes all that is left.
    pub fn is_anything(&self) -> bool {
        true
    }

    /// Whether it is an object that has all of `names`.
    pub fn has_members(&self, names: &[&str]) -> bool {
        self.is_object() && names.iter().all(|name| self.member(name).is_some())
    }

    /// Whether it is an object that has not all of `names`.
    pub fn misses(&self, names: &[&str]) -> bool {
        self.is_object() && names.iter().any(|name| self.member(name).is_none())
    }

    /// Whether it is an object that has no other members than `names`.
    pub fn has_only_members(&self, names: &[&str]) -> bool {
        match self {
            Node::Map(entries) | Node::Branch(entries) => {
                entries.iter().all(|(key, _)| names.contains(&&**key))
            }
            _ => false,
        }
    }

    /// Whether it is JSON `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Node::Null)
    }

    /// Whether it is a boolean, or form text that spells one.
    pub fn is_boolean(&self) -> bool {
        match self {
            Node::Bool(_) => true,
            Node::Raw(text) => text == "true" || text == "false",
            Node::Repeated(nodes) => nodes.last().is_some_and(Node::is_boolean),
            _ => false,
        }
    }

    /// Whether it is an integer (`5.0` is one, JSON Schema 2020-12 core §4.2.3), or form text that
    /// spells one.
    pub fn is_integer(&self) -> bool {
        match self {
            Node::Int(_) | Node::Uint(_) => true,
            Node::Float(value) => value.fract() == 0.0,
            Node::Raw(text) => number::is_integer(text),
            Node::Repeated(nodes) => nodes.last().is_some_and(Node::is_integer),
            _ => false,
        }
    }

    /// Whether it is a number, or form text that spells one.
    pub fn is_number(&self) -> bool {
        match self {
            Node::Int(_) | Node::Uint(_) | Node::Float(_) => true,
            Node::Raw(text) => number::is_number(text),
            Node::Repeated(nodes) => nodes.last().is_some_and(Node::is_number),
            _ => false,
        }
    }

    /// Whether it is a string, or any form text.
    pub fn is_text(&self) -> bool {
        match self {
            Node::Text(_) | Node::Raw(_) => true,
            Node::Repeated(nodes) => nodes.last().is_some_and(Node::is_text),
            _ => false,
        }
    }

    /// Whether it is an array, or what a form may mean as one.
    pub fn is_list(&self) -> bool {
        match self {
            Node::List(_) | Node::Repeated(_) => true,
            Node::Branch(entries) => {
                !entries.is_empty()
                    && entries
                        .iter()
                        .all(|(key, _)| key.is_empty() || number::is_index(key))
            }
            _ => false,
        }
    }

    /// Whether it is a list whose first item passes `test`; a list of nothing, or of null, does.
    pub fn is_list_of(&self, test: fn(&Node<'_>) -> bool) -> bool {
        let first = peek_items(self).map(|items| items.into_iter().find(|item| !item.is_null()));
        first.is_some_and(|first| first.is_none_or(test))
    }

    /// Whether it is an object, of JSON or of a form: what has brackets without a name is a list.
    pub fn is_object(&self) -> bool {
        match self {
            Node::Map(_) => true,
            Node::Branch(entries) => entries.iter().all(|(name, _)| !name.is_empty()),
            _ => false,
        }
    }

    /// The node that a scalar reads: the last one of a repeated key (FORM-11).
    #[must_use]
    pub fn single(self) -> Node<'a> {
        match self {
            Node::Repeated(mut nodes) => nodes.pop().unwrap_or(Node::Null),
            other => other,
        }
    }

    /// The same node, free of what it was read from.
    pub fn into_owned(self) -> Node<'static> {
        fn list(nodes: Vec<Node<'_>>) -> Vec<Node<'static>> {
            nodes.into_iter().map(Node::into_owned).collect()
        }
        fn entries(
            entries: Vec<(Cow<'_, str>, Node<'_>)>,
        ) -> Vec<(Cow<'static, str>, Node<'static>)> {
            entries
                .into_iter()
                .map(|(name, node)| (Cow::Owned(name.into_owned()), node.into_owned()))
                .collect()
        }
        match self {
            Node::Null => Node::Null,
            Node::Bool(value) => Node::Bool(value),
            Node::Int(value) => Node::Int(value),
            Node::Uint(value) => Node::Uint(value),
            Node::Float(value) => Node::Float(value),
            Node::Text(text) => Node::Text(Cow::Owned(text.into_owned())),
            Node::List(nodes) => Node::List(list(nodes)),
            Node::Map(members) => Node::Map(entries(members)),
            Node::Raw(text) => Node::Raw(Cow::Owned(text.into_owned())),
            Node::Branch(members) => Node::Branch(entries(members)),
            Node::Repeated(nodes) => Node::Repeated(list(nodes)),
            Node::Bytes(bytes) => Node::Bytes(bytes),
        }
    }
}

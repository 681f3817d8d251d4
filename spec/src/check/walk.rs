//! The walk over a document, holding each node to its table.

mod report;
mod words;

pub(super) use report::Place;
pub(super) use words::{cut, kind_of, listed};

use indexmap::IndexMap;
use serde_json::Value;

use super::table::{self, Key, Kind, MapType, Object, ObjectType, Required, Versions};
use super::{rules, schema};
use crate::ir::OpenApiVersion;
use crate::reference::percent_decode;
use crate::source::{At, DocumentId, Sources};
use crate::{Diagnostic, Pointer};

/// The walk: where it is, and what it has gathered.
pub(super) struct Walk<'a> {
    pub(super) sources: &'a Sources,
    pub(super) document: DocumentId,
    pub(super) root: &'a Value,
    pub(super) version: OpenApiVersion,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Each `operationId` and where it stands first.
    pub(super) operation_ids: IndexMap<&'a str, At>,
    /// The `operationId`s that links name, and where.
    pub(super) linked: Vec<(&'a str, At)>,
    path: Vec<Step<'a>>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

impl<'a> Walk<'a> {
    pub(super) fn new(
        sources: &'a Sources,
        document: DocumentId,
        root: &'a Value,
        version: OpenApiVersion,
    ) -> Self {
        Self {
            sources,
            document,
            root,
            version,
            diagnostics: Vec::new(),
            operation_ids: IndexMap::new(),
            linked: Vec::new(),
            path: Vec::new(),
        }
    }

    /// Walks the whole document.
    pub(super) fn document(&mut self) {
        static ROOT: Kind = Kind::Object(&table::OPENAPI);
        self.kind(&ROOT, self.root);
        rules::operation::check_linked(self);
    }

    /// Holds the current node, which is `value`, to `kind`.
    pub(super) fn kind(&mut self, kind: &'static Kind, value: &'a Value) {
        match (kind, value) {
            (Kind::Any, _) | (Kind::Text, Value::String(_)) | (Kind::Bool, Value::Bool(_)) => {}
            (Kind::Word(words), Value::String(word)) => self.word(words, word),
            (Kind::Object(object), Value::Object(members)) => self.object(object, members),
            (Kind::OrRef(object), Value::Object(members)) => {
                if members.contains_key("$ref") {
                    self.reference(members);
                } else {
                    self.object(object, members);
                }
            }
            (Kind::Map(map), Value::Object(members)) => self.map(map, members),
            (Kind::List(item), Value::Array(items)) => {
                for (index, value) in items.iter().enumerate() {
                    self.item(index, |walk| walk.kind(item, value));
                }
            }
            (Kind::Schema, _) => schema::check(self, value),
            (Kind::Text, _) => self.wrong_kind("text", value),
            (Kind::Bool, _) => self.wrong_kind("a boolean", value),
            (Kind::Word(_), _) => self.wrong_kind("text", value),
            (Kind::Object(_) | Kind::OrRef(_) | Kind::Map(_), _) => {
                self.wrong_kind("an object", value);
            }
            (Kind::List(_), _) => self.wrong_kind("a list", value),
        }
    }

    fn object(&mut self, object: &'static ObjectType, members: &'a Object) {
        for (name, value) in members {
            match object.member(name) {
                Some(member) if member.versions.contain(self.version) => {
                    if member.versions == Versions::From32 {
                        self.inside(name, |walk| walk.new_in_32(object.name, name));
                    } else {
                        self.inside(name, |walk| walk.kind(&member.kind, value));
                    }
                }
                Some(member) => {
                    let first = member.versions.first();
                    self.inside(name, |walk| walk.of_other_version(name, first));
                }
                None if name.starts_with("x-") => {}
                // A callback's members are its rule's business.
                None if object.members.is_empty() => {}
                None => self.inside(name, |walk| walk.unknown_member(object, name)),
            }
        }
        for member in object.members {
            let required = match member.required {
                Required::Never => false,
                Required::Always => true,
                Required::In30 => self.version == OpenApiVersion::V30,
            };
            if required && !members.contains_key(member.name) {
                self.missing(object.name, member.name);
            }
        }
        if let Some(rule) = object.rule {
            rule(self, members);
        }
    }

    fn map(&mut self, map: &'static MapType, members: &'a Object) {
        if map.key == Key::Path {
            rules::path::check_templates(self, members);
        }
        for (key, value) in members {
            let extensible = matches!(map.key, Key::Extensible | Key::Status | Key::Path);
            if extensible && key.starts_with("x-") {
                continue;
            }
            self.inside(key, |walk| {
                match map.key {
                    Key::Any | Key::Extensible | Key::Path => {}
                    Key::ComponentName => rules::document::check_component_name(walk, key),
                    Key::MediaType => rules::media_type::check(walk, key),
                    Key::Status => rules::status::check(walk, key),
                    Key::Scheme => rules::security::check_declared(walk, key),
                }
                walk.kind(&map.value, value);
            });
        }
    }

    /// A Reference Object (OpenAPI 3.0.4 §4.23, 3.1.1 §4.8.23).
    fn reference(&mut self, members: &'a Object) {
        if let Some(target) = members.get("$ref")
            && !target.is_string()
        {
            self.inside("$ref", |walk| walk.wrong_kind("text", target));
        }
        let from31 = self.version >= OpenApiVersion::V31;
        for name in members.keys() {
            let allowed =
                name == "$ref" || (from31 && (name == "summary" || name == "description"));
            if !allowed {
                self.inside(name, |walk| walk.beside_reference(name));
            }
        }
    }

    /// The key of the node `levels` above the current one.
    pub(super) fn key_above(&self, levels: usize) -> Option<&'a str> {
        let at = self.path.len().checked_sub(levels + 1)?;
        match self.path.get(at)? {
            Step::Key(key) => Some(key),
            Step::Index(_) => None,
        }
    }

    /// Runs `f` with the member `key` as the current node.
    pub(super) fn inside<R>(&mut self, key: &'a str, f: impl FnOnce(&mut Self) -> R) -> R {
        self.path.push(Step::Key(key));
        let result = f(self);
        self.path.pop();
        result
    }

    /// Runs `f` with item `index` as the current node.
    pub(super) fn item<R>(&mut self, index: usize, f: impl FnOnce(&mut Self) -> R) -> R {
        self.path.push(Step::Index(index));
        let result = f(self);
        self.path.pop();
        result
    }

    /// The address of the current node.
    pub(super) fn at(&self) -> At {
        let mut escaped = String::new();
        for step in &self.path {
            escaped.push('/');
            match step {
                Step::Key(key) if key.contains(['~', '/']) => {
                    escaped.push_str(&key.replace('~', "~0").replace('/', "~1"));
                }
                Step::Key(key) => escaped.push_str(key),
                Step::Index(index) => escaped.push_str(&index.to_string()),
            }
        }
        At {
            document: self.document,
            pointer: Pointer::from_escaped(&escaped),
        }
    }

    /// Follows local `$ref`s of a Reference Object to what they mean. `None` for one that leads
    /// elsewhere or nowhere.
    pub(super) fn resolve(&self, value: &'a Value) -> Option<&'a Value> {
        let mut value = value;
        for _ in 0..32 {
            let Some(target) = value.get("$ref") else {
                return Some(value);
            };
            let fragment = target.as_str()?.strip_prefix('#')?;
            value = self.root.pointer(&percent_decode(fragment))?;
        }
        None
    }
}

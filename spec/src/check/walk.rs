//! The walk over a document, holding each node to its table.

use indexmap::IndexMap;
use serde_json::Value;

use super::table::{self, Key, Kind, MapType, Object, ObjectType, Required, Versions};
use super::{rules, schema};
use crate::diagnostic::{Code, codes};
use crate::ir::OpenApiVersion;
use crate::reference::{self, percent_decode};
use crate::source::{At, DocumentId, Sources, Span};
use crate::{Diagnostic, Pointer, Severity};

/// Faults of one document, beyond which no more are listed.
const ENOUGH: usize = 10_000;

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

/// What of the current node a diagnostic points at.
#[derive(Clone, Copy)]
pub(super) enum Place {
    /// The key where the node has one, else the first line of the value.
    Name,
    /// The value.
    Value,
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

    /// Says that a member beside a `$ref` has no effect.
    pub(super) fn beside_reference(&mut self, name: &str) {
        let diagnostic = self.report(
            codes::REF_SIBLINGS,
            Place::Name,
            format!("`{}` stands beside a `$ref` and is ignored", cut(name)),
            Some("remove it, or write it at the target of the `$ref`"),
        );
        // Prose and extensions are written there by habit, and nothing on the wire hangs on them.
        let prose = ["description", "summary", "title"].contains(&name) || name.starts_with("x-");
        if let Some(diagnostic) = diagnostic.filter(|_| prose) {
            diagnostic.severity = Severity::Note;
        }
    }

    fn word(&mut self, words: &[&'static str], word: &str) {
        if words.contains(&word) {
            if word == "mutualTLS" && self.version == OpenApiVersion::V30 {
                self.of_other_version(word, "3.1");
            }
            return;
        }
        let help = match reference::nearest(word, words.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write one of {}", listed(words)),
        };
        let subject = self.subject();
        self.report(
            codes::NOT_PERMITTED,
            Place::Value,
            format!("`{}` is no value that {subject} may have", cut(word)),
            Some(&help),
        );
    }

    fn unknown_member(&mut self, object: &ObjectType, name: &str) {
        let known = object
            .members
            .iter()
            .filter(|member| member.versions.contain(self.version))
            .map(|member| member.name);
        let help = match reference::nearest(name, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "remove it; a member of your own needs a name that begins with `x-`".to_owned(),
        };
        self.report(
            codes::UNKNOWN_MEMBER,
            Place::Name,
            format!("`{}` is no member of the {}", cut(name), object.name),
            Some(&help),
        );
    }

    fn new_in_32(&mut self, object: &str, name: &str) {
        self.report(
            codes::OTHER_VERSION,
            Place::Name,
            format!("`{name}` of the {object} is new in OpenAPI 3.2 and is not read"),
            Some("say it in terms of OpenAPI 3.1 if it matters here"),
        );
    }

    /// Says that a member or word belongs to a later version than the document declares.
    pub(super) fn of_other_version(&mut self, name: &str, first: &str) {
        self.report(
            codes::OTHER_VERSION,
            Place::Name,
            format!(
                "`{name}` belongs to OpenAPI {first}, but the document declares an earlier version"
            ),
            Some("declare the version that knows it, or remove it"),
        );
    }

    pub(super) fn missing(&mut self, object: &str, name: &str) {
        self.report(
            codes::MISSING_MEMBER,
            Place::Name,
            format!("the {object} has no `{name}`, which is required"),
            None,
        );
    }

    /// Says that the current node should be `wanted`.
    pub(super) fn wrong_kind(&mut self, wanted: &str, value: &Value) {
        let help = match (wanted, value) {
            ("text", Value::Number(_) | Value::Bool(_)) => Some("put it in quotes"),
            ("text", Value::Null) => Some("write a text, or remove the member"),
            ("a boolean", Value::String(_)) => Some("write `true` or `false`, without quotes"),
            ("a list", Value::Object(_) | Value::String(_)) => {
                Some("begin each item with `- `, or put square brackets around them")
            }
            _ => None,
        };
        let subject = self.subject();
        self.report(
            codes::WRONG_KIND,
            Place::Value,
            format!("{subject} must be {wanted}, but is {}", shown(value)),
            help,
        );
    }

    /// How the current node is called in a message.
    pub(super) fn subject(&self) -> String {
        match self.path.last() {
            None => "the document".to_owned(),
            Some(Step::Key(key)) => format!("`{}`", cut(key)),
            Some(Step::Index(_)) => {
                let list = self.path.iter().rev().find_map(|step| match step {
                    Step::Key(key) => Some(*key),
                    Step::Index(_) => None,
                });
                format!("an item of `{}`", cut(list.unwrap_or_default()))
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

    /// The span of a node's key where it has one, else of the first line of its value.
    pub(super) fn name_span(&self, at: &At) -> Span {
        self.sources.key_span(at).unwrap_or_else(|| {
            let mut span = self.sources.span(at);
            let text = &self.sources.document(at.document).text;
            let value = text.get(span.start..span.end).unwrap_or_default();
            if let Some(line) = value.lines().next() {
                span.end = span.start + line.len();
            }
            span
        })
    }

    /// Adds a diagnostic about the current node; gives it back to be completed.
    pub(super) fn report(
        &mut self,
        code: Code,
        place: Place,
        message: String,
        help: Option<&str>,
    ) -> Option<&mut Diagnostic> {
        if self.diagnostics.len() >= ENOUGH {
            return None;
        }
        let at = self.at();
        let span = match place {
            Place::Name => self.name_span(&at),
            Place::Value => self.sources.span(&at),
        };
        let mut diagnostic = Diagnostic::new(code, message).with_label(span);
        diagnostic.help = help.map(str::to_owned);
        self.diagnostics.push(diagnostic);
        self.diagnostics.last_mut()
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

/// A value's kind with its article.
pub(super) fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// A value's kind, with the value where it is a short one.
fn shown(value: &Value) -> String {
    match value {
        Value::Bool(flag) => format!("`{flag}`"),
        Value::Number(number) => format!("the number {number}"),
        other => kind_of(other).to_owned(),
    }
}

/// `a, b or c`, each in backticks.
pub(super) fn listed(words: &[&str]) -> String {
    let mut out = String::new();
    for (index, word) in words.iter().enumerate() {
        if index > 0 {
            out.push_str(if index + 1 == words.len() {
                " or "
            } else {
                ", "
            });
        }
        out.push('`');
        out.push_str(word);
        out.push('`');
    }
    out
}

/// An author's text, fit for a message: one line, not too long.
pub(super) fn cut(text: &str) -> String {
    let mut out: String = text
        .chars()
        .take(80)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if out.len() < text.len() {
        out.push('…');
    }
    out
}

//! What lowering carries with it, and the ways of reading that every object shares.

use std::collections::HashMap;

use serde_json::Value;

use super::ids::OperationIds;
use super::node::Node;
use super::schema::SchemaWork;
use super::used::Used;
use crate::Diagnostic;
use crate::diagnostic::{Code, codes};
use crate::ir::{Extensions, OpenApiVersion};
use crate::reference::{Kind, Registry};
use crate::shell::{self, Shell};
use crate::source::{At, Sources};

/// The state of one run of lowering.
pub(crate) struct Lowering<'a> {
    pub(crate) sources: &'a Sources,
    pub(crate) registry: &'a Registry,
    pub(crate) version: OpenApiVersion,
    pub(crate) schemas: SchemaWork<'a>,
    pub(crate) ids: OperationIds,
    /// Links whose operation has no declared id: where they stand, and where they lead.
    pub(crate) waiting_links: HashMap<At, At>,
    /// How many objects and example values were copied into the IR.
    copied: u64,
    pub(crate) used: Used,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl<'a> Lowering<'a> {
    pub(crate) fn new(
        sources: &'a Sources,
        registry: &'a Registry,
        version: OpenApiVersion,
    ) -> Self {
        Self {
            sources,
            registry,
            version,
            schemas: SchemaWork::default(),
            ids: OperationIds::default(),
            waiting_links: HashMap::new(),
            copied: 0,
            used: Used::default(),
            diagnostics: Vec::new(),
        }
    }

    /// Whether the schemas are those of OpenAPI 3.0 and not of JSON Schema 2020-12.
    pub(crate) fn is_30(&self) -> bool {
        self.version == OpenApiVersion::V30
    }

    /// Counts what a use of an object copies. Objects are copied to each place that refers to them, so
    /// a small document could ask for more than any memory holds.
    pub(crate) fn count(&mut self, value: &Value) {
        self.copied += nodes(value);
    }

    /// Whether no more may be copied.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.copied > COPIES
    }

    /// A diagnostic whose primary place is `at`.
    pub(crate) fn about(&self, code: Code, at: &At, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, message).with_label(self.sources.span(at))
    }

    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// The member `name`, noted as read with all that is in it.
    pub(crate) fn take(&mut self, node: &Node<'a>, name: &str) -> Option<&'a Value> {
        let value = node.object()?.get(name)?;
        self.used.note(value);
        Some(value)
    }

    /// The text of the member `name`, if it is one; only then is it noted as read.
    pub(crate) fn take_text(&mut self, node: &Node<'a>, name: &str) -> Option<String> {
        let value = node.object()?.get(name)?;
        let text = value.as_str()?;
        self.used.note(value);
        Some(text.to_owned())
    }

    /// The member `name`, if it is a boolean; only then is it noted as read.
    pub(crate) fn take_bool(&mut self, node: &Node<'a>, name: &str) -> Option<bool> {
        let value = node.object()?.get(name)?;
        let flag = value.as_bool()?;
        self.used.note(value);
        Some(flag)
    }

    /// The `x-` members.
    pub(crate) fn extensions(&mut self, node: &Node<'a>) -> Extensions {
        let mut extensions = Extensions::new();
        for (name, value) in node.object().into_iter().flatten() {
            if name.starts_with("x-") {
                self.used.note(value);
                extensions.insert(name.clone(), value.clone());
            }
        }
        extensions
    }

    /// The object itself, or what its `$ref` leads to; `None`, with a diagnostic, when that is
    /// nothing or not of this kind.
    pub(crate) fn follow(&mut self, node: &Node<'a>, kind: Kind) -> Option<Node<'a>> {
        if node.reference().is_none() {
            return Some(node.clone());
        }
        match self.registry.follow(self.sources, node, kind) {
            Ok(followed) => {
                for value in followed.passed {
                    self.used.note(value);
                }
                Some(followed.target)
            }
            Err(diagnostic) => {
                self.report(*diagnostic);
                None
            }
        }
    }

    /// What the Reference Object says in place of `member` of what it refers to (3.1.1 §4.8.23;
    /// in 3.0 members beside a `$ref` are ignored).
    pub(crate) fn overriding(
        &mut self,
        reference: &Node<'a>,
        target: &Node<'a>,
        member: &str,
    ) -> Option<String> {
        if self.is_30() || reference.at == target.at {
            return None;
        }
        self.take_text(reference, member)
    }

    /// Reads the object as its `openapiv3` type; `None`, with diagnostics, when it refuses more than
    /// a remark. What the type was given is noted as read.
    pub(crate) fn shell<T: Shell>(&mut self, node: &Node<'a>, what: &str) -> Option<T> {
        let Some(raw) = node.object() else {
            let found = kind_of(node.value);
            self.report(
                self.about(
                    codes::UNREADABLE_OBJECT,
                    &node.at,
                    format!("{what} must be an object and is {found}"),
                )
                .with_help(format!("write {what} as an object, or remove it")),
            );
            return None;
        };
        let read = shell::read::<T>(raw, &node.at);
        self.copied += 1;
        let lost = read.typed.is_none();
        if lost {
            self.used.drop(node.value);
        } else {
            self.used.enter(node.value);
        }
        for name in T::KEPT {
            if read.faults.iter().all(|fault| fault.member != Some(name)) {
                self.take(node, name);
            }
        }
        for fault in read.faults {
            let (at, member) = match fault.member {
                Some(name) => (node.at.child(name), format!("`{name}` of {what}")),
                None => (node.at.clone(), what.to_owned()),
            };
            let mut diagnostic = self.about(
                codes::UNREADABLE_OBJECT,
                &at,
                format!("{member} cannot be read: {}", fault.message),
            );
            if !lost {
                diagnostic = diagnostic.with_note("it is read as if it were not there");
            }
            self.report(diagnostic);
        }
        read.typed
    }
}

/// How many objects and example values may be copied into the IR: more than the largest known
/// descriptions need.
const COPIES: u64 = 10_000_000;

fn nodes(value: &Value) -> u64 {
    1 + match value {
        Value::Array(items) => items.iter().map(nodes).sum(),
        Value::Object(members) => members.values().map(nodes).sum(),
        _ => 0,
    }
}

/// The JSON type of a value with its article, for messages.
pub(crate) fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

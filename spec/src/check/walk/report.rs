//! What a walk says of the node where it is.

use serde_json::Value;

use super::words::{cut, listed, shown};
use super::{Step, Walk};
use crate::check::table::ObjectType;
use crate::diagnostic::{Code, codes};
use crate::ir::OpenApiVersion;
use crate::source::{At, Span};
use crate::{Diagnostic, Severity, reference};

/// Faults of one document, beyond which no more are listed.
const ENOUGH: usize = 10_000;

/// What of the current node a diagnostic points at.
#[derive(Clone, Copy)]
pub(in crate::check) enum Place {
    /// The key where the node has one, else the first line of the value.
    Name,
    /// The value.
    Value,
}

impl Walk<'_> {
    /// Adds a diagnostic about the current node; gives it back to be completed.
    pub(in crate::check) fn report(
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

    pub(super) fn unknown_member(&mut self, object: &ObjectType, name: &str) {
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

    pub(super) fn new_in_32(&mut self, object: &str, name: &str) {
        self.report(
            codes::OTHER_VERSION,
            Place::Name,
            format!("`{name}` of the {object} is new in OpenAPI 3.2 and is not read"),
            Some("say it in terms of OpenAPI 3.1 if it matters here"),
        );
    }

    /// Says that a member or word belongs to a later version than the document declares.
    pub(in crate::check) fn of_other_version(&mut self, name: &str, first: &str) {
        self.report(
            codes::OTHER_VERSION,
            Place::Name,
            format!(
                "`{name}` belongs to OpenAPI {first}, but the document declares an earlier version"
            ),
            Some("declare the version that knows it, or remove it"),
        );
    }

    pub(in crate::check) fn missing(&mut self, object: &str, name: &str) {
        self.report(
            codes::MISSING_MEMBER,
            Place::Name,
            format!("the {object} has no `{name}`, which is required"),
            None,
        );
    }

    /// Says that the current node should be `wanted`.
    pub(in crate::check) fn wrong_kind(&mut self, wanted: &str, value: &Value) {
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

    pub(super) fn word(&mut self, words: &[&'static str], word: &str) {
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

    /// Says that a member beside a `$ref` has no effect.
    pub(in crate::check) fn beside_reference(&mut self, name: &str) {
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

    /// How the current node is called in a message.
    pub(in crate::check) fn subject(&self) -> String {
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

    /// The span of a node's key where it has one, else of the first line of its value.
    pub(in crate::check) fn name_span(&self, at: &At) -> Span {
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
}

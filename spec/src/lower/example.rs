//! Examples of parameters, headers and media types.

use serde_json::Value;

use super::context::Lowering;
use super::node::Node;
use crate::diagnostic::codes;
use crate::ir::{Example, Extensions};
use crate::reference::Kind;

/// Members of an Example Object that are new in OpenAPI 3.2.
const NEW_MEMBERS: [&str; 2] = ["dataValue", "serializedValue"];

impl<'a> Lowering<'a> {
    /// The lone `example` of this object, as one named `""`, then its `examples`.
    pub(crate) fn examples(&mut self, holder: &Node<'a>) -> Vec<Example> {
        let mut examples = Vec::new();
        if let Some(node) = holder.member("example") {
            self.used.note(node.value);
            self.count(node.value);
            examples.push(Example {
                at: node.at,
                name: String::new(),
                summary: None,
                description: None,
                value: Some(node.value.clone()),
                external_value: None,
                extensions: Extensions::new(),
            });
        }
        for (name, node) in holder.members_of("examples") {
            if let Some(example) = self.example(&node, name) {
                examples.push(example);
            }
        }
        examples
    }

    fn example(&mut self, used_at: &Node<'a>, name: &str) -> Option<Example> {
        let node = self.follow(used_at, Kind::Example)?;
        let what = format!("the example `{name}`");
        let shell = self.shell::<openapiv3::Example>(&node, &what)?;
        for new in NEW_MEMBERS {
            if let Some(member) = node.member(new) {
                self.report(
                    self.about(
                        codes::UNSUPPORTED,
                        &member.at,
                        format!("`{new}` of OpenAPI 3.2 is not supported"),
                    )
                    .with_help("write the example's value as `value`"),
                );
            }
        }
        let summary = self.overriding(used_at, &node, "summary");
        let description = self.overriding(used_at, &node, "description");
        // The typed shell takes a `null` for no value.
        let value = self.take(&node, "value");
        self.count(value.unwrap_or(&Value::Null));
        let member = if value.is_none() && shell.external_value.is_some() {
            "externalValue"
        } else {
            "value"
        };
        if value.is_none() && shell.external_value.is_none() {
            self.used.drop(node.value);
            return None;
        }
        Some(Example {
            at: node.at.child(member),
            name: name.to_owned(),
            summary: summary.or(shell.summary),
            description: description.or(shell.description),
            value: value.cloned(),
            external_value: shell.external_value,
            extensions: self.extensions(&node),
        })
    }
}

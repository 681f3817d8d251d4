//! Keywords that put schemas together, and `discriminator`.

use super::draft::Draft;
use crate::diagnostic::codes;
use crate::lower::context::Lowering;
use crate::lower::node::Node;
use crate::reference::Kind;

/// Keywords that are known and not supported: a validator would judge differently without them.
const REFUSED: [&str; 2] = ["$recursiveRef", "$recursiveAnchor"];

impl<'a> Lowering<'a> {
    pub(super) fn composition(&mut self, draft: &mut Draft, name: &str, node: &Node<'a>) {
        match name {
            "allOf" => draft.schema.all_of = self.schema_list(node),
            "anyOf" => draft.schema.any_of = self.schema_list(node),
            "oneOf" => draft.schema.one_of = self.schema_list(node),
            "not" => draft.logic().not = self.subschema(node),
            "if" => draft.logic().condition = self.subschema(node),
            "then" => draft.logic().then = self.subschema(node),
            "else" => draft.logic().otherwise = self.subschema(node),
            "$dynamicRef" => self.dynamic_reference(draft, node),
            "discriminator" => {
                if let Some(property) = node.member("propertyName").and_then(|name| name.text()) {
                    self.take(node, "propertyName");
                    draft.discriminator = Some(property.to_owned());
                }
            }
            _ if REFUSED.contains(&name) => {
                let diagnostic = self
                    .about(
                        codes::UNSUPPORTED,
                        &node.at,
                        format!("`{name}` is not supported"),
                    )
                    .with_note("the schema is read without it")
                    .with_help("use `$ref`, or `$dynamicRef` of JSON Schema 2020-12");
                self.report(diagnostic);
            }
            _ => {}
        }
    }

    /// `$dynamicRef` leads where `$ref` would when only one schema has the anchor, and that can be
    /// told beforehand; else what it means depends on the way that led to it.
    fn dynamic_reference(&mut self, draft: &mut Draft, node: &Node<'a>) {
        let Some(text) = node.text() else { return };
        let found = self
            .registry
            .resolve_as(self.sources, &node.at, text, Kind::Schema);
        match found {
            Err(diagnostic) => self.report(*diagnostic),
            Ok(target)
                if draft.schema.reference.is_none() && self.registry.is_single_anchor(text) =>
            {
                self.used.note(node.value);
                draft.schema.reference = Some(self.schema(&target));
            }
            Ok(_) => {
                let diagnostic = self
                    .about(
                        codes::UNSUPPORTED,
                        &node.at,
                        format!("`$dynamicRef` to `{text}` is not supported here"),
                    )
                    .with_note("several schemas have this anchor, or a `$ref` stands beside it")
                    .with_note("the schema is read without it")
                    .with_help("use `$ref`");
                self.report(diagnostic);
            }
        }
    }
}

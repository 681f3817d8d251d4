//! Keywords that apply schemas to the parts of an instance.

use indexmap::IndexMap;
use serde_json::Value;

use super::draft::Draft;
use crate::ir::{Additional, SchemaId};
use crate::lower::context::Lowering;
use crate::lower::node::Node;

impl<'a> Lowering<'a> {
    /// Reads a keyword that holds schemas. What it does not know is left unread, and so listed.
    pub(super) fn applicator(&mut self, draft: &mut Draft, name: &str, node: &Node<'a>) {
        match name {
            "items" => self.items(draft, node),
            "prefixItems" => draft.array().prefix_items = self.schema_list(node),
            "properties" => draft.object().properties = self.schema_map(node),
            "patternProperties" => draft.object().pattern_properties = self.schema_map(node),
            "propertyNames" => draft.object().property_names = self.subschema(node),
            "additionalProperties" => self.additional_properties(draft, node),
            "unevaluatedProperties" => {
                draft.unevaluated_closed = *node.value == Value::Bool(false);
                draft.unevaluated_properties = self.subschema(node);
            }
            "unevaluatedItems" => draft.logic().unevaluated_items = self.subschema(node),
            "contains" => draft.logic().contains = self.subschema(node),
            "dependentSchemas" => draft.logic().dependent_schemas = self.schema_map(node),
            _ => self.composition(draft, name, node),
        }
    }

    /// A schema, or `None` when the value cannot be one.
    pub(super) fn subschema(&mut self, node: &Node<'a>) -> Option<SchemaId> {
        (node.value.is_object() || node.value.is_boolean()).then(|| self.schema(node))
    }

    pub(super) fn schema_list(&mut self, node: &Node<'a>) -> Vec<SchemaId> {
        self.note_if_empty(node);
        node.items()
            .filter_map(|item| self.subschema(&item))
            .collect()
    }

    fn schema_map(&mut self, node: &Node<'a>) -> IndexMap<String, SchemaId> {
        self.note_if_empty(node);
        node.members()
            .filter_map(|(name, member)| Some((name.to_owned(), self.subschema(&member)?)))
            .collect()
    }

    fn items(&mut self, draft: &mut Draft, node: &Node<'a>) {
        if let Some(id) = self.subschema(node) {
            draft.array().items = Some(id);
        }
    }

    /// `{}` says the same as `true`.
    fn additional_properties(&mut self, draft: &mut Draft, node: &Node<'a>) {
        let additional = match node.value {
            Value::Bool(false) => Additional::Closed,
            Value::Bool(true) => Additional::Free,
            Value::Object(members) if members.is_empty() => Additional::Free,
            Value::Object(_) => {
                draft.object().additional = Additional::Schema(self.schema(node));
                return;
            }
            _ => return,
        };
        self.used.note(node.value);
        draft.object().additional = additional;
    }

    /// An empty list or object has no parts that could be noted as read.
    fn note_if_empty(&mut self, node: &Node<'a>) {
        let is_empty = match node.value {
            Value::Object(members) => members.is_empty(),
            Value::Array(items) => items.is_empty(),
            _ => false,
        };
        if is_empty {
            self.used.note(node.value);
        }
    }
}

//! `required` members that are not declared.

use super::Lint;
use crate::diagnostic::codes;
use crate::ir::{Additional, ObjectRules, Schema};
use crate::reference::nearest;

impl Lint<'_> {
    /// A member may be required and not declared: it can be anything. It is wrong where the object is
    /// closed, and suspicious where a declared name that is not required differs by a slip.
    pub(super) fn members(&mut self) {
        for (_, schema) in self.api.schemas.iter() {
            let Some(object) = &schema.object else {
                continue;
            };
            for (index, name) in object.required.iter().enumerate() {
                if !object.properties.contains_key(name) {
                    self.undeclared(schema, object, index, name);
                }
            }
        }
    }

    fn undeclared(&mut self, schema: &Schema, object: &ObjectRules, index: usize, name: &str) {
        let candidates = object
            .properties
            .keys()
            .filter(|candidate| !object.required.contains(*candidate));
        let near = nearest(name, candidates.map(String::as_str));
        let forbidden =
            object.additional == Additional::Closed && object.pattern_properties.is_empty();
        if !forbidden && (near.is_none() || is_composed(schema)) {
            return;
        }
        let mut diagnostic = self.about(
            codes::REQUIRED_UNDECLARED,
            &schema.at.child("required").index(index),
            format!("`{name}` is required and is no member of `properties`"),
        );
        if forbidden {
            diagnostic = diagnostic
                .with_note("`additionalProperties: false` forbids it, so no object is valid");
        }
        diagnostic = match near {
            Some(near) => diagnostic.with_help(format!("did you mean `{near}`?")),
            None => diagnostic.with_help("declare it in `properties`, or do not require it"),
        };
        self.found.push(diagnostic);
    }
}

/// Whether members may be declared by schemas that are put together with this one.
fn is_composed(schema: &Schema) -> bool {
    schema.reference.is_some()
        || !schema.all_of.is_empty()
        || !schema.any_of.is_empty()
        || !schema.one_of.is_empty()
}

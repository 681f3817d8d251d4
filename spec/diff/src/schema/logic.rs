//! Keywords that only a validator can judge: what can be said is that they differ.

use serde_json::Value;
use trueline_spec::Sources;
use trueline_spec::ir::SchemaId;

use super::pair::Position;
use super::shape::{Shape, Shapes};
use crate::codes;
use crate::compare::Comparison;

/// A keyword, its value and the schema that has it.
type Condition<'a> = (&'static str, &'a Value, SchemaId);

impl Comparison<'_> {
    pub(super) fn logic(&mut self, old: &Shape, new: &Shape, position: Position) {
        if old.logic.is_empty() && new.logic.is_empty() {
            return;
        }
        let mut before = conditions(&self.left, self.old.sources, old);
        let mut after = conditions(&self.right, self.new.sources, new);
        before.retain(|(keyword, value, _)| {
            let same = after
                .iter()
                .position(|(other, it, _)| other == keyword && it == value);
            if let Some(index) = same {
                after.remove(index);
            }
            same.is_none()
        });
        let direction = Some(position.direction);
        for (keyword, _, from) in before {
            let same = after.iter().position(|(other, _, _)| *other == keyword);
            if let Some(index) = same {
                let (_, _, to) = after.remove(index);
                let (old_at, new_at) = self.places((from, to), Some(keyword), Some(keyword));
                let message = format!("`{keyword}` says something else");
                self.changed(
                    &codes::CONDITION_CHANGED,
                    direction,
                    old_at,
                    new_at,
                    message,
                );
            } else {
                let sides = self.sides(old, new, Some(from), None);
                let (old_at, new_at) = self.places(sides, Some(keyword), None);
                let message = format!("`{keyword}` is gone");
                self.changed(
                    &codes::CONDITION_DROPPED,
                    direction,
                    old_at,
                    new_at,
                    message,
                );
            }
        }
        for (keyword, _, to) in after {
            let sides = self.sides(old, new, None, Some(to));
            let (old_at, new_at) = self.places(sides, None, Some(keyword));
            let message = format!("`{keyword}` was added");
            self.changed(&codes::CONDITION_STATED, direction, old_at, new_at, message);
        }
    }
}

fn conditions<'a>(shapes: &Shapes<'_>, sources: &'a Sources, shape: &Shape) -> Vec<Condition<'a>> {
    let mut found = Vec::new();
    for id in &shape.logic {
        let schema = shapes.get(*id);
        let mut keywords: Vec<&'static str> = Vec::new();
        if let Some(logic) = &schema.logic {
            let stated = [
                ("not", logic.not.is_some()),
                ("if", logic.condition.is_some()),
                ("then", logic.then.is_some()),
                ("else", logic.otherwise.is_some()),
                ("contains", logic.contains.is_some()),
                ("minContains", logic.min_contains.is_some()),
                ("maxContains", logic.max_contains.is_some()),
                ("dependentRequired", !logic.dependent_required.is_empty()),
                ("dependentSchemas", !logic.dependent_schemas.is_empty()),
                (
                    "unevaluatedProperties",
                    logic.unevaluated_properties.is_some(),
                ),
                ("unevaluatedItems", logic.unevaluated_items.is_some()),
            ];
            keywords.extend(stated.iter().filter(|(_, is)| *is).map(|(word, _)| *word));
        }
        if schema
            .object
            .as_ref()
            .is_some_and(|it| it.property_names.is_some())
        {
            keywords.push("propertyNames");
        }
        for keyword in keywords {
            if let Some(value) = sources.value(&schema.at.child(keyword)) {
                found.push((keyword, value, *id));
            }
        }
    }
    found
}

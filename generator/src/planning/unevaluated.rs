//! `unevaluatedProperties` (JSON Schema 2020-12 core §11.3): which members it is about.

use indexmap::IndexSet;
use trueline_spec::ir::{Additional, Api, Schema, SchemaId};

use super::shape::{Part, flatten};

/// The members that `unevaluatedProperties` of a schema is about.
pub(super) enum Unevaluated {
    /// None: another keyword evaluates all that is not declared.
    AreNone,
    /// Those that are declared neither by the schema nor by what it builds on through `$ref` and `allOf`.
    AreUndeclared {
        /// The names that are declared.
        names: indexmap::set::IntoIter<String>,
        /// The schema for all others.
        rest: SchemaId,
    },
    /// Which they are depends on the value: on the branches of a union that it satisfies, on conditions, on patterns.
    DependOnTheValue,
}

/// What `unevaluatedProperties` of a schema is about; `None` where it has none.
pub(super) fn of(api: &Api, id: SchemaId) -> Option<Unevaluated> {
    let logic = api.schemas.get(id).logic.as_ref()?;
    let rest = logic.unevaluated_properties?;
    let within = flatten(api, &[Part::from(id)]);
    let mut names = IndexSet::new();
    for part in within {
        let schema = api.schemas.get(part.id);
        if let Some(object) = &schema.object {
            match object.additional {
                Additional::Unstated => {}
                Additional::Closed | Additional::Free | Additional::Schema(_) => {
                    return Some(Unevaluated::AreNone);
                }
            }
            names.extend(object.properties.keys().cloned());
        }
        if part.id != id && is_about_members(schema) || depends(schema) {
            return Some(Unevaluated::DependOnTheValue);
        }
    }
    let names = names.into_iter();
    Some(Unevaluated::AreUndeclared { names, rest })
}

/// Whether all of a schema must be known to judge what nothing in it evaluates.
pub(super) fn needs_all(api: &Api, id: SchemaId) -> bool {
    let logic = api.schemas.get(id).logic.as_ref();
    logic.is_some_and(|logic| logic.unevaluated_items.is_some())
        || matches!(of(api, id), Some(Unevaluated::DependOnTheValue))
}

fn is_about_members(schema: &Schema) -> bool {
    let logic = schema.logic.as_ref();
    logic.is_some_and(|logic| logic.unevaluated_properties.is_some())
}

/// Whether a schema declares other members for some values than for others.
fn depends(schema: &Schema) -> bool {
    let has_patterns = schema
        .object
        .as_ref()
        .is_some_and(|object| !object.pattern_properties.is_empty());
    let has_cases = schema
        .logic
        .as_ref()
        .is_some_and(|logic| logic.condition.is_some() || !logic.dependent_schemas.is_empty());
    has_patterns || has_cases || !schema.any_of.is_empty() || !schema.one_of.is_empty()
}

//! Holds the user's choices to the description: one that names nothing is misspelled, or out of date.

use trueline_spec::ir::{Api, Schema};
use trueline_spec::{At, Pointer};

use super::planner::Planner;
use crate::choices::Choices;
use crate::refusal::RefusalKind;

impl Planner<'_> {
    /// Refuses choices about what the description does not have.
    pub(super) fn check_choices(&mut self) {
        for (message, place) in unknown(self.api, &self.options.choices) {
            let at = At {
                document: Default::default(),
                pointer: Pointer::root().child(place),
            };
            self.refuse(RefusalKind::NotInDocument, &at, message);
        }
    }
}

fn has_member(schema: &Schema, member: &str) -> bool {
    let object = schema.object.as_ref();
    object.is_some_and(|object| object.properties.contains_key(member))
}

fn unknown(api: &Api, choices: &Choices) -> Vec<(String, &'static str)> {
    let mut unknown = Vec::new();
    for schema in choices.schemas.keys().chain(choices.replaced.keys()) {
        if !api.components.contains_key(schema) {
            unknown.push((
                format!("no component schema is called `{schema}`"),
                "components",
            ));
        }
    }
    for (schema, member) in choices.members.keys() {
        let has = api.components.get(schema).is_some_and(|id| {
            let schema = api.schemas.get(api.schemas.resolve(*id));
            let parts = std::iter::once(schema).chain(
                schema
                    .all_of
                    .iter()
                    .map(|id| api.schemas.get(api.schemas.resolve(*id))),
            );
            parts.into_iter().any(|part| has_member(part, member))
        });
        if !has {
            let message = format!("no component schema `{schema}` has a member `{member}`");
            unknown.push((message, "components"));
        }
    }
    for id in choices.operations.keys() {
        if !api.operations.iter().any(|operation| operation.id == *id) {
            unknown.push((format!("no operation is called `{id}`"), "paths"));
        }
    }
    unknown
}

//! Which members of an answer differ from server to server.

use std::collections::BTreeSet;

use serde_json::Value;
use trueline_spec::ir::{Additional, Api, SchemaId};

use crate::requirements::{Pattern, Requirements, VaryingScope};

/// What the requirements file says of varying members, for the answers of one operation.
pub(super) struct VaryingMembers<'a> {
    pub(super) api: &'a Api,
    pub(super) requirements: &'a Requirements,
    pub(super) operation: &'a str,
    /// The run's own key, where it is known.
    pub(super) key: Option<&'a str>,
}

/// All schemas that speak of a value: a schema and those that it refers to or is combined of.
pub(super) type Speaking = BTreeSet<SchemaId>;

impl VaryingMembers<'_> {
    /// The schemas that speak of a value, from the one given.
    pub(super) fn speaking(&self, schema: Option<SchemaId>) -> Speaking {
        let mut speaking = Speaking::new();
        let mut waiting: Vec<SchemaId> = schema.into_iter().collect();
        while let Some(id) = waiting.pop() {
            if !speaking.insert(id) {
                continue;
            }
            let schema = self.api.schemas.get(id);
            waiting.extend(schema.reference);
            for branches in [&schema.all_of, &schema.any_of, &schema.one_of] {
                waiting.extend(branches);
            }
        }
        speaking
    }

    /// The schemas that speak of a member.
    pub(super) fn of_member(&self, speaking: &Speaking, name: &str) -> Speaking {
        let rules = speaking
            .iter()
            .filter_map(|id| self.api.schemas.get(*id).object.as_deref());
        let mut found = Speaking::new();
        for rules in rules {
            let schema = match (rules.properties.get(name), rules.additional) {
                (Some(id), _) => Some(*id),
                (None, Additional::Schema(id)) => Some(id),
                (None, _) => None,
            };
            found.extend(self.speaking(schema));
        }
        found
    }

    /// The schemas that speak of the items of a list.
    pub(super) fn of_items(&self, speaking: &Speaking) -> Speaking {
        let items = speaking
            .iter()
            .filter_map(|id| self.api.schemas.get(*id).array.as_ref()?.items);
        items.flat_map(|id| self.speaking(Some(id))).collect()
    }

    /// Whether a member of an object varies. `is_top` says that the object is the whole answer.
    pub(super) fn varies(&self, speaking: &Speaking, is_top: bool, name: &str) -> bool {
        self.requirements.varying.iter().any(|varying| {
            varying.members.iter().any(|member| member == name)
                && self.speaks(varying.with_key.as_ref())
                && match &varying.of {
                    VaryingScope::Operation(id) => is_top && id == self.operation,
                    VaryingScope::Schema(component) => {
                        let target = self.api.components.get(component);
                        target.is_some_and(|id| {
                            speaking.contains(id)
                                || speaking.contains(&self.api.schemas.resolve(*id))
                        })
                    }
                }
        })
    }

    /// Whether an entry that is about some keys only is about the run's own.
    fn speaks(&self, with_key: Option<&Pattern>) -> bool {
        with_key.is_none_or(|pattern| self.key.is_some_and(|key| pattern.0.is_match(key)))
    }

    /// The scalars at varying places of an example, each with its pointer. Those inside a varying list
    /// or object are among them.
    pub(super) fn scalars(&self, schema: Option<SchemaId>, value: &Value) -> Vec<(String, Value)> {
        let mut found = Vec::new();
        let place = Place {
            pointer: String::new(),
            is_top: true,
            varies: false,
        };
        self.collect(&self.speaking(schema), value, &place, &mut found);
        found
    }

    fn collect(
        &self,
        speaking: &Speaking,
        value: &Value,
        place: &Place,
        found: &mut Vec<(String, Value)>,
    ) {
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    let inner = Place {
                        pointer: format!("{}/{}", place.pointer, escaped(name)),
                        is_top: false,
                        // What stands inside a varying member varies only where it says so itself.
                        varies: self.varies(speaking, place.is_top, name),
                    };
                    self.collect(&self.of_member(speaking, name), value, &inner, found);
                }
            }
            Value::Array(items) => {
                let speaking = self.of_items(speaking);
                for (index, value) in items.iter().enumerate() {
                    let inner = Place {
                        pointer: format!("{}/{index}", place.pointer),
                        is_top: false,
                        varies: false,
                    };
                    self.collect(&speaking, value, &inner, found);
                }
            }
            scalar if place.varies => found.push((place.pointer.clone(), scalar.clone())),
            _ => {}
        }
    }
}

struct Place {
    pointer: String,
    is_top: bool,
    varies: bool,
}

/// A token of a JSON pointer (RFC 6901 §3).
pub(super) fn escaped(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}

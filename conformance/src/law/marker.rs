//! A mark of the tester's own, by which it finds what a call left behind.

use serde_json::{Map, Value, json};
use trueline_spec::Api;
use trueline_spec::ir::{Additional, JsonType, SchemaId};

use super::scene::{Scene, Thing};
use crate::resource::{body_schema, members};

/// A map of strings that takes texts of ours and shows them again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Marker {
    /// The member's name.
    pub(super) member: String,
}

impl Marker {
    pub(super) fn find(scene: &Scene<'_>) -> Option<Self> {
        let api = &scene.cx.contract().api;
        let operation = api.operation(scene.resource.create.as_deref()?)?;
        let shown = members(api, scene.resource.schema);
        let candidates = members(api, body_schema(operation)?);
        candidates
            .into_iter()
            .filter(|(name, _)| shown.contains_key(name))
            .find(|(_, schema)| holds_strings(api, *schema))
            .map(|(name, _)| Marker {
                member: name.to_owned(),
            })
    }

    /// The value to send so that the thing carries `tag`.
    pub(super) fn body(&self, tag: &str) -> Value {
        let mut body = Map::new();
        body.insert(self.member.clone(), json!({ "trueline": tag }));
        Value::Object(body)
    }

    /// Whether `thing` carries `tag`.
    pub(super) fn is_on(&self, thing: &Thing, tag: &str) -> bool {
        thing
            .member(&self.member)
            .and_then(|map| map.get("trueline"))
            .and_then(Value::as_str)
            == Some(tag)
    }
}

/// Whether a schema is a map of free strings, or a union with one.
fn holds_strings(api: &Api, schema: SchemaId) -> bool {
    let schema = api.schemas.get(api.schemas.resolve(schema));
    let own = schema.object.as_ref().is_some_and(|object| {
        matches!(object.additional, Additional::Schema(value)
            if api.schemas.get(api.schemas.resolve(value)).types.is(JsonType::String))
    });
    own || schema
        .any_of
        .iter()
        .chain(&schema.one_of)
        .any(|branch| holds_strings(api, *branch))
}

//! A mark of the tester's own, by which it finds what a call left behind.

use indexmap::IndexMap;
use serde_json::{Map, Value, json};
use trueline_spec::Api;
use trueline_spec::ir::{Additional, JsonType, SchemaId};

use super::scene::{Scene, Thing};
use crate::resource::{Resource, body_schema, is_nullable, members};

/// A map of strings that takes texts of ours and shows them again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Marker {
    /// The member's name.
    pub(super) member: String,
}

impl Marker {
    pub(super) fn find(scene: &Scene<'_>) -> Option<Self> {
        Self::of(&scene.cx.contract().api, scene.resource)
    }

    /// The marker of a resource: the first map of texts that create takes and the thing shows.
    pub(super) fn of(api: &Api, resource: &Resource) -> Option<Self> {
        let shown = members(api, resource.schema);
        writable(api, resource)
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

/// The members that create takes.
pub(super) fn writable<'a>(api: &'a Api, resource: &Resource) -> IndexMap<&'a str, SchemaId> {
    let operation = resource.create.as_deref().and_then(|id| api.operation(id));
    let schema = operation.and_then(body_schema);
    schema
        .map(|schema| members(api, schema))
        .unwrap_or_default()
}

/// Whether the values of a map may be null.
pub(super) fn holds_nulls(api: &Api, schema: SchemaId) -> bool {
    let schema = api.schemas.get(api.schemas.resolve(schema));
    let own = schema.object.as_ref().is_some_and(
        |object| matches!(object.additional, Additional::Schema(value) if is_nullable(api, value)),
    );
    let branches = schema.any_of.iter().chain(&schema.one_of);
    own || branches.copied().any(|branch| holds_nulls(api, branch))
}

/// Whether a schema is a map of free strings, or a union with one.
pub(super) fn holds_strings(api: &Api, schema: SchemaId) -> bool {
    let schema = api.schemas.get(api.schemas.resolve(schema));
    let own = schema.object.as_ref().is_some_and(|object| {
        matches!(object.additional, Additional::Schema(value)
            if api.schemas.get(api.schemas.resolve(value)).types.single() == Some(JsonType::String))
    });
    own || schema
        .any_of
        .iter()
        .chain(&schema.one_of)
        .any(|branch| holds_strings(api, *branch))
}

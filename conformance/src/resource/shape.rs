//! What schemas say, as far as the laws need it: members, what must be there, what may be null.

use indexmap::IndexMap;
use serde_json::Value;
use trueline_spec::ir::{Api, JsonType, Schema, SchemaId};

/// The members of an object schema, `allOf` parts included, in document order.
pub fn members(api: &Api, schema: SchemaId) -> IndexMap<&str, SchemaId> {
    let mut found = IndexMap::new();
    for schema in parts(api, schema) {
        if let Some(object) = &schema.object {
            for (name, member) in &object.properties {
                found.entry(name.as_str()).or_insert(*member);
            }
        }
    }
    found
}

/// Names of the members that an object must have, `allOf` parts included.
pub fn required(api: &Api, schema: SchemaId) -> Vec<&str> {
    let mut found: Vec<&str> = Vec::new();
    for schema in parts(api, schema) {
        for name in schema.object.iter().flat_map(|object| &object.required) {
            if !found.contains(&name.as_str()) {
                found.push(name);
            }
        }
    }
    found
}

/// Whether null is valid.
pub fn is_nullable(api: &Api, schema: SchemaId) -> bool {
    let schema = api.schemas.get(api.schemas.resolve(schema));
    let branches: Vec<SchemaId> = schema
        .any_of
        .iter()
        .chain(&schema.one_of)
        .copied()
        .collect();
    let listed = |values: &[Value]| values.contains(&Value::Null);
    schema.types.has(JsonType::Null)
        && schema.values.as_deref().is_none_or(listed)
        && (branches.is_empty() || branches.iter().any(|branch| is_nullable(api, *branch)))
        && schema
            .reference
            .is_none_or(|target| is_nullable(api, target))
        && schema.all_of.iter().all(|part| is_nullable(api, *part))
}

/// The values that are listed for a scalar, where they are few: an enum's, or true and false.
pub fn listed_values(api: &Api, schema: SchemaId) -> Vec<Value> {
    let all = parts(api, schema);
    if let Some(values) = all.iter().find_map(|schema| schema.values.clone()) {
        return values
            .into_iter()
            .filter(|value| !value.is_null())
            .collect();
    }
    let types = all.iter().find_map(|schema| schema.types.single());
    match types {
        Some(JsonType::Boolean) => vec![Value::Bool(false), Value::Bool(true)],
        _ => Vec::new(),
    }
}

/// A schema, what it refers to, and the parts of its `allOf`: all that holds at once.
fn parts(api: &Api, schema: SchemaId) -> Vec<&Schema> {
    let mut found: Vec<&Schema> = Vec::new();
    let mut seen = Vec::new();
    let mut open = vec![api.schemas.resolve(schema)];
    while let Some(id) = open.pop() {
        if seen.contains(&id) {
            continue;
        }
        seen.push(id);
        let schema = api.schemas.get(id);
        found.push(schema);
        let below = schema.all_of.iter().rev();
        open.extend(below.map(|part| api.schemas.resolve(*part)));
        open.extend(schema.reference.map(|target| api.schemas.resolve(target)));
    }
    found
}

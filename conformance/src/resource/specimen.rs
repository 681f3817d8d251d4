//! A valid value made of what a schema says: its examples, defaults and listed values, else the least that
//! it takes.

use serde_json::{Map, Value, json};
use trueline_spec::ir::{Api, JsonType, Schema, SchemaId};

use super::shape::{is_nullable, members, required};

/// Levels below which nothing is made: a schema that contains itself.
const DEEPEST: usize = 8;
/// Characters that are made at most where a text has a least length.
const LONGEST: u64 = 4_000;

/// A value that is meant to be valid, with the members that must be there and no others; `None` where
/// nothing can be made without guessing, such as a text that must match a pattern.
pub fn specimen(api: &Api, schema: SchemaId) -> Option<Value> {
    make(api, schema, 0)
}

fn make(api: &Api, id: SchemaId, depth: usize) -> Option<Value> {
    if depth > DEEPEST {
        return None;
    }
    let id = api.schemas.resolve(id);
    let schema = api.schemas.get(id);
    if let Some(value) = stated(schema) {
        return Some(value);
    }
    if let Some(target) = schema.reference {
        return make(api, target, depth + 1);
    }
    let mut branches = schema.any_of.iter().chain(&schema.one_of);
    if schema.object.is_none() && (!schema.any_of.is_empty() || !schema.one_of.is_empty()) {
        return branches.find_map(|branch| make(api, *branch, depth + 1));
    }
    if !members(api, id).is_empty() || schema.object.is_some() {
        return object(api, id, depth);
    }
    if let [only] = schema.all_of.as_slice() {
        return make(api, *only, depth + 1);
    }
    let single = schema.types.single();
    match single.or_else(|| schema.types.iter().next())? {
        JsonType::Null => Some(Value::Null),
        JsonType::Boolean => Some(json!(false)),
        JsonType::Integer => Some(json!(number(schema)?.ceil() as i64)),
        JsonType::Number => number(schema).map(|number| json!(number)),
        JsonType::String => text(schema).map(Value::String),
        JsonType::Array => {
            let rules = schema.array.as_ref();
            let least = rules.and_then(|rules| rules.min_items).unwrap_or_default();
            match (least, rules.and_then(|rules| rules.items)) {
                (0, _) => Some(json!([])),
                (1, Some(items)) => Some(json!([make(api, items, depth + 1)?])),
                _ => None,
            }
        }
        JsonType::Object => Some(json!({})),
    }
}

/// What the document itself shows or lists.
fn stated(schema: &Schema) -> Option<Value> {
    let prose = &schema.prose;
    schema
        .values
        .as_ref()
        .and_then(|values| values.first().cloned())
        .or_else(|| prose.examples.first().cloned())
        .or_else(|| prose.default.clone())
}

fn object(api: &Api, id: SchemaId, depth: usize) -> Option<Value> {
    let known = members(api, id);
    let mut made = Map::new();
    for name in required(api, id) {
        let value = match known.get(name) {
            Some(member) => match make(api, *member, depth + 1) {
                Some(value) => value,
                None if is_nullable(api, *member) => Value::Null,
                None => return None,
            },
            None => json!("trueline"),
        };
        made.insert(name.to_owned(), value);
    }
    Some(Value::Object(made))
}

/// A number within the bounds.
fn number(schema: &Schema) -> Option<f64> {
    let rules = &schema.number;
    let bound = |number: &Option<serde_json::Number>| number.as_ref().and_then(|it| it.as_f64());
    let least = bound(&rules.minimum).or(bound(&rules.exclusive_minimum).map(|it| it + 1.0));
    let most = bound(&rules.maximum).or(bound(&rules.exclusive_maximum).map(|it| it - 1.0));
    let step = bound(&rules.multiple_of).unwrap_or(1.0);
    let wanted = least
        .unwrap_or(1.0)
        .min(most.unwrap_or(f64::MAX))
        .max(least.unwrap_or(f64::MIN));
    let made = (wanted / step).ceil() * step;
    made.is_finite().then_some(made)
}

/// A text that fits: by its format, else a word of the least length.
fn text(schema: &Schema) -> Option<String> {
    let rules = &schema.string;
    if rules.pattern.is_some() {
        return None;
    }
    let by_format = match schema.format.as_deref() {
        Some("date-time") => "2030-01-31T12:00:00Z",
        Some("date") => "2030-01-31",
        Some("time") => "12:00:00Z",
        Some("uuid") => "3f0c5d52-7a0e-4c7e-9d0b-5b8c1a2e6f47",
        Some("email") => "someone@example.com",
        Some("uri" | "url" | "uri-reference") => "https://example.com/trueline",
        Some("hostname") => "example.com",
        Some("ipv4") => "192.0.2.1",
        Some("ipv6") => "2001:db8::1",
        Some("byte") => "dHJ1ZWxpbmU=",
        Some("duration") => "PT1H",
        _ => "trueline",
    };
    let least = rules.min_length.unwrap_or_default();
    let most = rules.max_length.unwrap_or(u64::MAX);
    let length = by_format.len() as u64;
    if (least..=most).contains(&length) {
        return Some(by_format.to_owned());
    }
    if schema.format.is_some() || least > LONGEST {
        return None;
    }
    let length = usize::try_from(least.max(1).min(most)).ok()?;
    Some("t".repeat(length))
}

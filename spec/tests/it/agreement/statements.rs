//! A description as flat statements: one line for each place, `place: word, word, …`.
//!
//! Prose (`description`) and `examples` are left out; every other leaf of the document shows in some
//! line. Two descriptions with the same lines say the same.

use serde_json::{Map, Value};

const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// Members whose text is for people, and examples, which have a phase of their own.
const PROSE: [&str; 2] = ["description", "examples"];

/// All statements of a document, in document order.
pub(super) fn statements(document: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, value) in members(document) {
        match name.as_str() {
            "paths" => members(value).for_each(|(path, item)| path_item(path, item, &mut lines)),
            "components" => components(value, &mut lines),
            _ => leaves(name, value, &mut lines),
        }
    }
    lines
}

fn path_item(path: &str, item: &Value, lines: &mut Vec<String>) {
    for (name, value) in members(item) {
        if !METHODS.contains(&name.as_str()) {
            leaves(&format!("{path} {name}"), value, lines);
            continue;
        }
        let id = value["operationId"].as_str().unwrap_or("?");
        lines.push(format!("{id}: {name} {path}"));
        for (name, value) in members(value) {
            match name.as_str() {
                "operationId" => {}
                "parameters" => items(value).for_each(|it| parameter(id, it, lines)),
                "requestBody" => {
                    let presence = presence(value["required"] == true);
                    lines.push(format!("{id} body: {presence}"));
                    message(&format!("{id} body"), value, lines);
                }
                "responses" => members(value).for_each(|(status, response)| {
                    message(&format!("{id} {status}"), response, lines);
                }),
                _ => leaves(&format!("{id} {name}"), value, lines),
            }
        }
    }
}

fn parameter(id: &str, parameter: &Value, lines: &mut Vec<String>) {
    let text = |name: &str| parameter[name].as_str().unwrap_or("?").to_owned();
    let place = format!("{id} {} {}", text("in"), text("name"));
    let mut words = vec![presence(parameter["required"] == true).to_owned()];
    words.extend(keywords(parameter, &["in", "name", "required", "schema"]));
    lines.push(format!("{place}: {}", words.join(", ")));
    schema(&format!("{place} value"), None, &parameter["schema"], lines);
}

/// A request body or a response.
fn message(place: &str, message: &Value, lines: &mut Vec<String>) {
    for (name, value) in members(message) {
        match name.as_str() {
            "required" => {}
            "content" => content(place, value, lines),
            _ => leaves(&format!("{place} {name}"), value, lines),
        }
    }
}

fn content(place: &str, content: &Value, lines: &mut Vec<String>) {
    for (media, value) in members(content) {
        let place = format!("{place} {media}");
        for (name, value) in members(value) {
            match name.as_str() {
                "schema" => schema(&place, None, value, lines),
                "encoding" => members(value).for_each(|(member, encoding)| {
                    let words = keywords(encoding, &[]).join(", ");
                    lines.push(format!("{place} encoding of {member}: {words}"));
                }),
                _ => leaves(&format!("{place} {name}"), value, lines),
            }
        }
    }
}

fn components(components: &Value, lines: &mut Vec<String>) {
    for (kind, values) in members(components) {
        for (name, value) in members(values) {
            if kind == "schemas" {
                schema(name, None, value, lines);
            } else {
                let words = keywords(value, &[]).join(", ");
                lines.push(format!("{kind} {name}: {words}"));
            }
        }
    }
}

/// A schema on one line, the values of its `enum` and the schemas inside it on lines of their own.
/// `required` is told of each property at its own place.
fn schema(place: &str, required: Option<bool>, value: &Value, lines: &mut Vec<String>) {
    let mut words: Vec<String> = required
        .map(presence)
        .map(str::to_owned)
        .into_iter()
        .collect();
    let mut takes = Vec::new();
    let mut inner = Vec::new();
    let required = names(&value["required"]);
    for (name, value) in members(value) {
        match (name.as_str(), value) {
            ("properties", Value::Object(properties)) if !properties.is_empty() => {
                for (name, value) in properties {
                    let required = required.contains(&name.as_str());
                    inner.push((format!("{place}.{name}"), Some(required), value));
                }
            }
            ("items", Value::Object(_)) => inner.push((format!("{place}[]"), None, value)),
            ("additionalProperties", Value::Object(_)) => {
                inner.push((format!("{place}.*"), None, value));
            }
            ("enum", Value::Array(values)) => {
                takes.extend(values.iter().map(|it| format!("{place} takes: {it}")));
            }
            ("anyOf" | "oneOf" | "allOf", Value::Array(branches)) => {
                words.push(format!("{name} {} schemas", branches.len()));
                for (index, branch) in branches.iter().enumerate() {
                    inner.push((format!("{place} {name}.{index}"), None, branch));
                }
            }
            _ => {}
        }
    }
    let told = [
        "required",
        "properties",
        "items",
        "additionalProperties",
        "anyOf",
        "oneOf",
        "allOf",
        "enum",
    ];
    let spread = |name: &&str| match &value[*name] {
        Value::Object(members) => !members.is_empty(),
        Value::Array(_) => true,
        _ => false,
    };
    let told: Vec<&str> = told.into_iter().filter(spread).collect();
    words.extend(keywords(value, &told));
    // A name that is required and described nowhere would otherwise be lost.
    let described = |name: &&str| value["properties"].get(*name).is_some();
    words.extend(
        required
            .iter()
            .filter(|name| !described(name))
            .map(|name| format!("requires {name}")),
    );
    lines.push(format!("{place}: {}", words.join(", ")));
    lines.extend(takes);
    for (place, required, value) in inner {
        schema(&place, required, value, lines);
    }
}

/// Members as `name=value`, in alphabetical order; `type` and `$ref` stand first and alone.
fn keywords(value: &Value, without: &[&str]) -> Vec<String> {
    let mut first = Vec::new();
    let mut rest = Vec::new();
    for (name, value) in members(value) {
        match (name.as_str(), value) {
            (name, _) if without.contains(&name) => {}
            ("type", Value::String(name)) => first.push(name.clone()),
            ("$ref", Value::String(target)) => first.push(format!("-> {target}")),
            _ => rest.push(format!("{name}={value}")),
        }
    }
    rest.sort();
    first.extend(rest);
    first
}

/// Anything else, a line for each leaf.
fn leaves(place: &str, value: &Value, lines: &mut Vec<String>) {
    match value {
        Value::Object(object) if !object.is_empty() => {
            members(value).for_each(|(name, it)| leaves(&format!("{place}.{name}"), it, lines));
        }
        Value::Array(list) if list.iter().any(Value::is_object) => {
            for (index, item) in list.iter().enumerate() {
                leaves(&format!("{place}.{index}"), item, lines);
            }
        }
        _ => lines.push(format!("{place}: {value}")),
    }
}

fn presence(required: bool) -> &'static str {
    if required { "required" } else { "optional" }
}

/// The members of an object without prose. A property may well be named `description`: under
/// `properties` nothing is prose, and [`schema`] reads those itself.
fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    let object: Option<&Map<String, Value>> = value.as_object();
    object
        .into_iter()
        .flatten()
        .filter(|(name, _)| !PROSE.contains(&name.as_str()))
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn names(value: &Value) -> Vec<&str> {
    items(value).filter_map(Value::as_str).collect()
}

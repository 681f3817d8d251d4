//! A walk over a raw document that meets its references and names, and not its example values.

use std::collections::HashMap;

use serde_json::Value;

use crate::Pointer;

/// What a document names and what it refers to.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// The resources of `$ref`s to other documents, in document order, without fragments.
    pub(crate) resources: Vec<String>,
    /// `$anchor` and `$dynamicAnchor` → the schemas that have it.
    pub(crate) anchors: HashMap<String, Vec<Pointer>>,
    /// `$id` → the schema that has it.
    pub(crate) ids: Vec<(String, Pointer)>,
}

/// Members whose values are data: a `$ref` in them is no reference.
const DATA: [&str; 5] = ["example", "examples", "default", "enum", "const"];

/// Members whose values are maps from names to objects: their keys are not keywords.
const MAPS: [&str; 17] = [
    "properties",
    "patternProperties",
    "dependentSchemas",
    "$defs",
    "definitions",
    "schemas",
    "responses",
    "parameters",
    "requestBodies",
    "headers",
    "securitySchemes",
    "links",
    "callbacks",
    "pathItems",
    "paths",
    "webhooks",
    "content",
];

/// Collects the names and references of a document.
pub(crate) fn names(value: &Value) -> Names {
    let mut names = Names::default();
    object(value, &Pointer::root(), &mut names);
    names
}

fn object(value: &Value, at: &Pointer, names: &mut Names) {
    match value {
        Value::Object(members) => {
            let text = |name: &str| members.get(name).and_then(Value::as_str);
            if let Some(reference) = text("$ref") {
                let (resource, _) = super::text::split(reference);
                if !resource.is_empty() {
                    names.resources.push(resource.to_owned());
                }
            }
            for anchor in [text("$anchor"), text("$dynamicAnchor")]
                .into_iter()
                .flatten()
            {
                let places = names.anchors.entry(anchor.to_owned()).or_default();
                places.push(at.clone());
            }
            if let Some(Value::Object(mapping)) = members
                .get("discriminator")
                .and_then(|discriminator| discriminator.get("mapping"))
            {
                // A value is the name of a component or a reference.
                let files = mapping
                    .values()
                    .filter_map(Value::as_str)
                    .filter_map(|text| {
                        let (resource, _) = super::text::split(text);
                        resource.contains(['/', '.']).then(|| resource.to_owned())
                    });
                names.resources.extend(files);
            }
            if let Some(id) = text("$id") {
                names.ids.push((id.to_owned(), at.clone()));
            }
            for (name, child) in members {
                let name = name.as_str();
                if !child.is_object() && !child.is_array() {
                    continue;
                }
                if name == "examples" {
                    // A map of Example Objects may hold references; a list is data.
                    map(child, &at.child(name), names);
                } else if DATA.contains(&name) || name == "value" || name.starts_with("x-") {
                    continue;
                } else if MAPS.contains(&name) {
                    map(child, &at.child(name), names);
                } else {
                    object(child, &at.child(name), names);
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                object(item, &at.index(index), names);
            }
        }
        _ => {}
    }
}

fn map(value: &Value, at: &Pointer, names: &mut Names) {
    match value {
        Value::Object(members) => {
            for (name, child) in members {
                object(child, &at.child(name), names);
            }
        }
        // `parameters` of an operation is a list.
        Value::Array(_) if at.last().as_deref() != Some("examples") => object(value, at, names),
        _ => {}
    }
}

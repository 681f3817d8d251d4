//! The workflows to start from: the life of one of each.

use std::fmt::Write as _;

use serde_json::Value;
use trueline_spec::ir::{Operation, ParameterLocation};

use super::Start;
use super::write::{comment, one_line, quoted, word};
use crate::resource::{Put, Resource, body_media, body_schema, infer, required};

/// The life of one resource: made, read, changed, deleted, each by its documented example.
pub(super) struct Life {
    /// The workflow's id, and that of its requirement.
    pub(super) id: String,
    /// What must hold.
    pub(super) title: String,
    steps: String,
}

/// The workflows to start from, as YAML; `None` where the description shows no resource whose life can be
/// played from its examples alone.
pub fn workflows(start: Start<'_>) -> Option<String> {
    let lives = lives(start);
    if lives.is_empty() {
        return None;
    }
    let api = &start.contract.api;
    let mut out = String::new();
    let head = format!(
        "Rules between calls that no schema can state (Arazzo 1.0.1). `trueline init` wrote the life of one \
         of each resource of {}; from here on the file is yours.",
        start.document
    );
    out.push_str(&comment(0, "#", &head));
    let _ = writeln!(out, "arazzo: 1.0.1");
    let _ = writeln!(
        out,
        "info: {{title: {}, version: {}}}",
        quoted(&format!("What {} must do", one_line(&api.info.title))),
        quoted(&api.info.version)
    );
    let _ = writeln!(
        out,
        "sourceDescriptions:\n  - {{name: api, url: {}, type: openapi}}\n\nworkflows:",
        quoted(start.document)
    );
    for life in lives {
        let _ = writeln!(out, "  - workflowId: {}", quoted(&life.id));
        let _ = writeln!(out, "    summary: {}", quoted(&life.title));
        let _ = writeln!(out, "    x-requirement: [{}]", quoted(&life.id));
        let _ = writeln!(out, "    steps:\n{}", life.steps);
    }
    Some(out)
}

/// The lives that the description's examples can play.
pub(super) fn lives(start: Start<'_>) -> Vec<Life> {
    let mut found: Vec<Life> = Vec::new();
    for resource in infer(&start.contract.api) {
        let id = format!("life-of-a-{}", word(&resource.name));
        if found.iter().any(|life| life.id == id) {
            continue;
        }
        if let Some((steps, words)) = steps(start, &resource) {
            found.push(Life {
                id,
                title: format!("A {} can be {}.", resource.name, words.join(", ")),
                steps,
            });
        }
    }
    found
}

fn steps(start: Start<'_>, resource: &Resource) -> Option<(String, Vec<&'static str>)> {
    let api = &start.contract.api;
    let operation = |id: &Option<String>| api.operation(id.as_deref()?);
    let create = operation(&resource.create)?;
    let retrieve = operation(&resource.retrieve)?;
    let parameter = resource.parameter.as_deref()?;
    if needs_more(create, None) || needs_more(retrieve, Some(parameter)) {
        return None;
    }
    let mut out = String::new();
    let mut words = vec!["made", "read"];
    let id = format!("/{}", resource.id.replace('~', "~0").replace('/', "~1"));
    let place = format!(
        "        parameters: [{{name: {}, in: path, value: $steps.create.outputs.id}}]\n",
        quoted(parameter)
    );
    let step = |out: &mut String, name: &str, operation: &Operation| {
        let _ = writeln!(out, "      - stepId: {name}");
        let _ = writeln!(out, "        operationId: {}", quoted(&operation.id));
    };
    step(&mut out, "create", create);
    out.push_str(&payload(start, create)?);
    out.push_str(
        "        successCriteria: [{condition: $statusCode >= 200 && $statusCode < 300}]\n",
    );
    let _ = writeln!(out, "        outputs: {{id: $response.body#{id}}}");
    step(&mut out, "read", retrieve);
    out.push_str(&place);
    let _ = writeln!(
        out,
        "        successCriteria:\n          - condition: $statusCode == 200"
    );
    let _ = writeln!(
        out,
        "          - condition: $response.body#{id} == $steps.create.outputs.id"
    );
    let put = (resource.put == Some(Put::Replaces)).then_some(&resource.replace);
    for (name, word, id) in [
        ("update", "changed", Some(&resource.update)),
        ("replace", "replaced", put),
    ] {
        let Some(change) = id.and_then(operation) else {
            continue;
        };
        if needs_more(change, Some(parameter)) {
            continue;
        }
        if let Some(payload) = payload(start, change) {
            step(&mut out, name, change);
            out.push_str(&place);
            out.push_str(&payload);
            out.push_str(
                "        successCriteria: [{condition: $statusCode >= 200 && $statusCode < 300}]\n",
            );
            words.push(word);
        }
    }
    if let Some(delete) = operation(&resource.delete).filter(|it| !needs_more(it, Some(parameter)))
    {
        step(&mut out, "delete", delete);
        out.push_str(&place);
        out.push_str(
            "        successCriteria: [{condition: $statusCode >= 200 && $statusCode < 300}]\n",
        );
        words.push("deleted");
        if resource.soft_delete.is_none() {
            step(&mut out, "look-again", retrieve);
            out.push_str(&place);
            out.push_str("        successCriteria: [{condition: $statusCode == 404 || $statusCode == 410}]\n");
        }
    }
    Some((out, words))
}

/// Whether the operation needs an argument beside its body and the path parameter `known`.
fn needs_more(operation: &Operation, known: Option<&str>) -> bool {
    operation.parameters.iter().any(|parameter| {
        parameter.required
            && !(parameter.location == ParameterLocation::Path
                && Some(parameter.name.as_str()) == known)
    })
}

/// The documented example of the body; an empty text where there is no body, `None` where one is needed
/// and none is documented.
fn payload(start: Start<'_>, operation: &Operation) -> Option<String> {
    let Some(media) = body_media(operation) else {
        return Some(String::new());
    };
    let example = media
        .examples
        .iter()
        .find_map(|example| example.value.clone());
    let api = &start.contract.api;
    let value = match example {
        Some(value) => value,
        None => {
            let needs = body_schema(operation).map(|schema| required(api, schema).len());
            if needs.unwrap_or_default() > 0 {
                return None;
            }
            Value::Object(serde_json::Map::new())
        }
    };
    // A text that looks like an expression would be read as one (Arazzo 1.0.1 §4.7).
    if !value.is_object() || has_expression(&value) {
        return None;
    }
    Some(format!(
        "        requestBody: {{contentType: {}, payload: {value}}}\n",
        quoted(&media.name)
    ))
}

fn has_expression(value: &Value) -> bool {
    match value {
        Value::String(text) => text.starts_with('$') || text.contains("{$"),
        Value::Array(items) => items.iter().any(has_expression),
        Value::Object(members) => members.values().any(has_expression),
        _ => false,
    }
}

//! Nothing is lost silently: what is changed in a document, leaf by leaf, changes the IR or was
//! listed as ignored.

use serde_json::Value;
use trueline_spec::{LoadOptions, Loaded, Pointer, load_file, load_named};

use super::{documents, dump};

/// The pointers of all scalars.
fn leaves(value: &Value, at: &Pointer, out: &mut Vec<Pointer>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                leaves(member, &at.child(name), out);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                leaves(item, &at.index(index), out);
            }
        }
        _ => out.push(at.clone()),
    }
}

fn is_ignored(loaded: &Loaded, leaf: &Pointer) -> bool {
    let in_root = loaded.ignored.iter().filter(|at| at.document.0 == 0);
    in_root.into_iter().any(|at| leaf.is_within(&at.pointer))
}

fn load_value(value: &Value) -> Loaded {
    let text = serde_json::to_vec(value).expect("a value can be written");
    load_named("document.json", &text, &LoadOptions::default())
}

/// The IR and what is said about it, where only the words count and not the places.
fn reading(loaded: &Loaded) -> String {
    let mut text = loaded.api.as_ref().map(dump::api).unwrap_or_default();
    for diagnostic in &loaded.diagnostics {
        text.push_str(&format!("{}: {}\n", diagnostic.code, diagnostic.message));
    }
    text
}

/// Something else that could stand in its place.
fn changed(value: &Value) -> Value {
    match value {
        Value::Null => Value::Bool(true),
        Value::Bool(flag) => Value::Bool(!flag),
        Value::Number(number) => Value::from(number.as_f64().unwrap_or_default() + 1.0),
        Value::String(text) => Value::String(format!("{text}~")),
        Value::Array(_) => serde_json::json!(["~"]),
        Value::Object(_) => serde_json::json!({"~": "~"}),
    }
}

/// Leaves whose value makes no difference although lowering reads them: they name a place for
/// references, say which form of the document is meant, or can have one value only (a parameter in
/// the path is required; beside a `const`, an `enum` that has it too says nothing).
fn may_be_settled(leaf: &Pointer) -> bool {
    let names = [
        "$id",
        "$anchor",
        "$dynamicAnchor",
        "$schema",
        "openapi",
        "jsonSchemaDialect",
    ];
    let last = leaf.last().unwrap_or_default();
    names.contains(&last.as_str())
        || (leaf.as_str().contains("/parameters/") && last == "required")
        || leaf.as_str().contains("InEnum/")
}

#[test]
fn a_leaf_is_in_the_ir_or_on_the_list() {
    let mut lost = Vec::new();
    for path in documents() {
        let loaded = load_file(&path, &LoadOptions::default());
        let root = trueline_spec::At::root(trueline_spec::DocumentId(0));
        let Some(value) = loaded.sources.value(&root) else {
            continue;
        };
        if loaded.sources.documents().count() > 1 {
            // What other documents add would be missing from the copies.
            continue;
        }
        let before = reading(&load_value(value));
        let mut all = Vec::new();
        leaves(value, &Pointer::root(), &mut all);
        for leaf in all {
            if is_ignored(&loaded, &leaf) || may_be_settled(&leaf) {
                continue;
            }
            let mut copy = value.clone();
            if let Some(slot) = copy.pointer_mut(leaf.as_str()) {
                *slot = changed(slot);
            }
            if reading(&load_value(&copy)) == before {
                lost.push(format!("{}: {leaf}", path.display()));
            }
        }
    }
    assert!(lost.is_empty(), "read and lost:\n{}", lost.join("\n"));
}

#[test]
fn what_is_ignored_makes_no_difference() {
    let mut heeded = Vec::new();
    for path in documents() {
        let loaded = load_file(&path, &LoadOptions::default());
        let root = trueline_spec::At::root(trueline_spec::DocumentId(0));
        let Some(value) = loaded.sources.value(&root) else {
            continue;
        };
        if loaded.sources.documents().count() > 1 {
            continue;
        }
        let before = load_value(value).api.as_ref().map(dump::api);
        for at in loaded.ignored.iter().filter(|at| at.document.0 == 0) {
            let mut inside = Vec::new();
            if let Some(ignored) = value.pointer(at.pointer.as_str()) {
                leaves(ignored, &at.pointer, &mut inside);
            }
            for leaf in inside {
                // Name and place of a parameter are what decides that it is ignored.
                let last = leaf.last().unwrap_or_default();
                if leaf.as_str().contains("/parameters/") && ["name", "in"].contains(&last.as_str())
                {
                    continue;
                }
                let mut copy = value.clone();
                if let Some(slot) = copy.pointer_mut(leaf.as_str()) {
                    *slot = changed(slot);
                }
                if load_value(&copy).api.as_ref().map(dump::api) != before {
                    heeded.push(format!("{}: {leaf}", path.display()));
                }
            }
        }
    }
    assert!(
        heeded.is_empty(),
        "ignored and heeded:\n{}",
        heeded.join("\n")
    );
}

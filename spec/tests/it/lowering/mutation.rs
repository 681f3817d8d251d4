//! Whatever values stand wherever, loading never panics, and every node of the IR stands somewhere.

use std::fs;
use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::{Value, json};
use trueline_spec::ir::Api;
use trueline_spec::{At, DocumentId, LoadOptions, load_file, load_named};

use super::{documents, dump};

/// One change of a document's values. Places are counted over all nodes, in document order.
#[derive(Debug, Clone)]
enum Change {
    Replace(usize, Value),
    Remove(usize),
    /// The second node is copied over the first.
    Copy(usize, usize),
    /// The first node becomes a reference to the second.
    Refer(usize, usize),
}

fn value() -> impl Strategy<Value = Value> {
    prop::sample::select(vec![
        json!(null),
        json!(true),
        json!(-1),
        json!(1.5),
        json!(u64::MAX),
        json!(""),
        json!("x"),
        json!("{a}{"),
        json!("#"),
        json!([]),
        json!({}),
        json!([{}]),
        json!([null, 1, "a"]),
        json!({"$ref": "#"}),
        json!({"$ref": "#/paths"}),
        json!({"$ref": "%zz#%"}),
        json!({"allOf": [{"$ref": "#/components/schemas"}], "discriminator": {"propertyName": "a"}}),
    ])
}

fn change() -> impl Strategy<Value = Change> {
    let place = any::<usize>;
    prop_oneof![
        (place(), value()).prop_map(|(at, value)| Change::Replace(at, value)),
        place().prop_map(Change::Remove),
        (place(), place()).prop_map(|(to, from)| Change::Copy(to, from)),
        (place(), place()).prop_map(|(to, from)| Change::Refer(to, from)),
    ]
}

/// The pointers of all nodes below the root.
fn places(value: &Value, at: &str, out: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let name = name.replace('~', "~0").replace('/', "~1");
                let at = format!("{at}/{name}");
                places(member, &at, out);
                out.push(at);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let at = format!("{at}/{index}");
                places(item, &at, out);
                out.push(at);
            }
        }
        _ => {}
    }
}

fn apply(document: &mut Value, change: &Change) {
    let mut all = Vec::new();
    places(document, "", &mut all);
    let pick = |index: usize| {
        all.get(index % all.len().max(1))
            .cloned()
            .unwrap_or_default()
    };
    let (at, value) = match change {
        Change::Replace(at, value) => (pick(*at), value.clone()),
        Change::Remove(at) => {
            let at = pick(*at);
            let (parent, name) = at.rsplit_once('/').unwrap_or_default();
            if let Some(Value::Object(members)) = document.pointer_mut(parent) {
                members.shift_remove(&name.replace("~1", "/").replace("~0", "~"));
            }
            return;
        }
        Change::Copy(to, from) => {
            let value = document.pointer(&pick(*from)).cloned();
            (pick(*to), value.unwrap_or_default())
        }
        Change::Refer(to, from) => (pick(*to), json!({"$ref": format!("#{}", pick(*from))})),
    };
    if let Some(slot) = document.pointer_mut(&at) {
        *slot = value;
    }
}

/// The places of all operations, parameters, responses and schemas.
fn addresses(api: &Api) -> Vec<&At> {
    let mut all: Vec<&At> = api.schemas.iter().map(|(_, schema)| &schema.at).collect();
    for operation in api.operations.iter().chain(&api.webhooks) {
        all.push(&operation.at);
        all.extend(operation.parameters.iter().map(|parameter| &parameter.at));
        all.extend(operation.responses.iter().map(|response| &response.at));
    }
    all
}

static SEEDS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    documents()
        .into_iter()
        .filter_map(|path| {
            let bytes = fs::read(&path).ok()?;
            let loaded = load_named("seed", &bytes, &LoadOptions::default());
            loaded.sources.value(&At::root(DocumentId(0))).cloned()
        })
        .collect()
});

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn changed_documents_are_read_as_far_as_they_go(
        seed in any::<usize>(),
        changes in prop::collection::vec(change(), 1..8),
    ) {
        let mut document = SEEDS[seed % SEEDS.len()].clone();
        for change in &changes {
            apply(&mut document, change);
        }
        let bytes = serde_json::to_vec(&document).expect("a value can be written");
        let loaded = load_named("changed.json", &bytes, &LoadOptions::default());
        let Some(api) = &loaded.api else { return Ok(()) };
        for at in addresses(api) {
            // A parameter without a schema has one in the IR that stands nowhere.
            let known = loaded.sources.value(at).is_some()
                || at.parent().is_some_and(|parent| loaded.sources.value(&parent).is_some());
            prop_assert!(known, "{at:?} stands nowhere");
        }
        let again = load_named("changed.json", &bytes, &LoadOptions::default());
        prop_assert_eq!(again.diagnostics, loaded.diagnostics);
        prop_assert_eq!(again.ignored, loaded.ignored);
        prop_assert_eq!(again.api.as_ref().map(dump::api), Some(dump::api(api)));
    }
}

#[test]
fn ids_are_unique() {
    for path in documents() {
        let Some(api) = load_file(&path, &LoadOptions::default()).api else {
            continue;
        };
        let mut ids: Vec<&str> = api.operations.iter().map(|one| one.id.as_str()).collect();
        ids.sort_unstable();
        let count = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), count, "{}", path.display());
    }
}

#[test]
fn references_cannot_ask_for_more_than_memory_holds() {
    let large: Vec<usize> = (0..50_000).collect();
    let responses: serde_json::Map<String, Value> = (200..300)
        .map(|status| {
            (
                status.to_string(),
                json!({"$ref": "#/components/responses/Large"}),
            )
        })
        .collect();
    let paths: serde_json::Map<String, Value> = (0..100)
        .map(|number| {
            (
                format!("/{number}"),
                json!({"get": {"responses": responses}}),
            )
        })
        .collect();
    let document = json!({
        "openapi": "3.1.0",
        "info": {"title": "Large", "version": "1"},
        "paths": paths,
        "components": {"responses": {"Large": {
            "description": "Large",
            "content": {"application/json": {"example": large}},
        }}},
    });
    let bytes = serde_json::to_vec(&document).expect("a value can be written");
    let loaded = load_named("large.json", &bytes, &LoadOptions::default());
    let api = loaded.api.expect("an API");
    assert!(!api.operations.is_empty() && api.operations.len() < 100);
    assert!(
        loaded
            .diagnostics
            .iter()
            .any(|diagnostic| diagnostic.code.0 == "S0003")
    );
}

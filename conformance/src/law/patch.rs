//! Merge patches (RFC 7396).

use serde_json::{Map, Value, json};

use super::Law;
use super::need::Need;
use super::scene::{Halt, Scene, Thing};
use super::value::{difference, show};
use crate::resource::{body_schema, is_nullable, members, required};
use crate::verdict::Failure;

pub(super) const LAWS: &[Law] = &[
    Law {
        name: "patch-empty",
        title: "an empty merge patch changes nothing in a {}",
        walks: false,
        needs: &[Need::Create, Need::Retrieve, Need::Update, Need::MergePatch],
        question: |scene| Box::pin(empty(scene)),
    },
    Law {
        name: "patch-null",
        title: "null in a merge patch takes a member of a {} back, and no other",
        walks: false,
        needs: &[
            Need::Create,
            Need::Retrieve,
            Need::Update,
            Need::MergePatch,
            Need::Nullable,
        ],
        question: |scene| Box::pin(null(scene)),
    },
    Law {
        name: "patch-maps",
        title: "a merge patch of a {} goes into maps: names one by one",
        walks: false,
        needs: &[
            Need::Create,
            Need::Retrieve,
            Need::Update,
            Need::MergePatch,
            Need::PatchedMap,
        ],
        question: |scene| Box::pin(maps(scene)),
    },
    Law {
        name: "patch-lists",
        title: "a merge patch of a {} puts a list in place of the old one",
        walks: false,
        needs: &[
            Need::Create,
            Need::Retrieve,
            Need::Update,
            Need::MergePatch,
            Need::PatchedList,
        ],
        question: |scene| Box::pin(lists(scene)),
    },
];

async fn empty(scene: &Scene<'_>) -> Result<(), Halt> {
    let made = scene.create(json!({})).await?;
    let answered = scene.update(&made.id, json!({})).await?;
    scene.same_after_change(&made, &answered, &[], "an empty patch changes nothing");
    let read = scene.retrieve(&made.id).await?;
    scene.same(&answered, &read, "as the patch answered");
    Ok(())
}

async fn null(scene: &Scene<'_>) -> Result<(), Halt> {
    let api = &scene.cx.contract().api;
    let create = scene.operation(scene.resource.create.as_deref())?;
    let due = body_schema(create).map(|schema| required(api, schema));
    let due = due.unwrap_or_default();
    let full = scene.example_body(create)?;
    let mut least = full.clone();
    if let Value::Object(members) = &mut least {
        members.retain(|name, _| due.contains(&name.as_str()));
    }
    let new = scene.create_exactly(least).await?;
    let mut thing = scene.create(json!({})).await?;
    let mut asked = false;
    for (name, schema) in patched(scene)? {
        let optional = full.get(name).is_some() && !due.contains(&name);
        if !optional || !is_nullable(api, schema) || thing.member(name) == new.member(name) {
            continue;
        }
        asked = true;
        let answered = scene.update(&thing.id, json!({ name: null })).await?;
        let aside = [name.to_owned()];
        let why = "the patch does not name it";
        scene.same_after_change(&thing, &answered, &aside, why);
        let shown = answered.member(name);
        if shown.is_some_and(|value| !value.is_null()) && shown != new.member(name) {
            let expected = format!(
                "null to take it back: absent, null, or {} as on a new one",
                show(new.member(name))
            );
            scene.fail(
                Failure::new(crate::check::LAW, expected, show(shown))
                    .pointer(format!("/{name}"))
                    .exchange(answered.exchange),
            );
        }
        let read = scene.retrieve(&thing.id).await?;
        scene.same(&answered, &read, "as the patch answered");
        thing = read;
    }
    if asked {
        Ok(())
    } else {
        Err(Halt::Untested(
            "the documented example of a new one has nothing that a patch could take back"
                .to_owned(),
        ))
    }
}

async fn maps(scene: &Scene<'_>) -> Result<(), Halt> {
    let Some(marker) = scene.marker() else {
        return Err(Halt::Untested("no map of texts can be made".to_owned()));
    };
    let name = marker.member.as_str();
    let takes_null = patched(scene)?
        .into_iter()
        .find(|(patched, _)| *patched == name)
        .is_some_and(|(_, schema)| super::marker::holds_nulls(&scene.cx.contract().api, schema));
    let made = scene
        .create(json!({ name: {"kept": "1", "changed": "1", "taken": "1"} }))
        .await?;
    let mut patch = Map::new();
    patch.insert("changed".to_owned(), json!("2"));
    patch.insert("added".to_owned(), json!("2"));
    let mut due = json!({"kept": "1", "changed": "2", "added": "2", "taken": "1"});
    if takes_null {
        patch.insert("taken".to_owned(), Value::Null);
        due = json!({"kept": "1", "changed": "2", "added": "2"});
    }
    let answered = scene.update(&made.id, json!({ name: patch })).await?;
    let why = "the patch does not name it";
    scene.same_after_change(&made, &answered, &[name.to_owned()], why);
    expect(scene, &answered, name, &due);
    let read = scene.retrieve(&made.id).await?;
    scene.same(&answered, &read, "as the patch answered");
    Ok(())
}

async fn lists(scene: &Scene<'_>) -> Result<(), Halt> {
    let made = scene.create(json!({})).await?;
    let mut asked = false;
    for (name, _) in patched(scene)? {
        let Some(Value::Array(items)) = made.member(name) else {
            continue;
        };
        // The last alone: neither the old list nor the old one with more at its end.
        let Some(last) = items.last() else { continue };
        asked = true;
        let due = json!([last]);
        for _ in 0..2 {
            let answered = scene.update(&made.id, json!({ name: due })).await?;
            expect(scene, &answered, name, &due);
        }
    }
    if asked {
        Ok(())
    } else {
        Err(Halt::Untested(
            "the documented example of a new one has no list with items".to_owned(),
        ))
    }
}

fn expect(scene: &Scene<'_>, thing: &Thing, name: &str, due: &Value) {
    let null = Value::Null;
    if let Some(found) = difference(due, thing.member(name).unwrap_or(&null), &[]) {
        let expected = format!("after the patch {}", found.left);
        scene.fail(
            Failure::new(crate::check::LAW, expected, found.right)
                .pointer(format!("/{name}{}", found.pointer))
                .exchange(thing.exchange),
        );
    }
}

/// The members of the patch that the thing shows.
fn patched<'a>(scene: &Scene<'a>) -> Result<Vec<(&'a str, trueline_spec::ir::SchemaId)>, Halt> {
    let api = &scene.cx.contract().api;
    let operation = scene.operation(scene.resource.update.as_deref())?;
    let shown = members(api, scene.resource.schema);
    let taken = body_schema(operation).map(|schema| members(api, schema));
    let taken = taken.unwrap_or_default().into_iter();
    Ok(taken.filter(|(name, _)| shown.contains_key(name)).collect())
}

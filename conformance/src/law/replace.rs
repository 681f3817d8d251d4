//! PUT: the request is the whole thing (RFC 9110 §9.3.4).

use serde_json::{Map, Value, json};

use super::Law;
use super::need::Need;
use super::scene::{Halt, Scene, Thing};
use super::value::difference;
use crate::resource::{body_schema, members, required};
use crate::verdict::Failure;

pub(super) const LAWS: &[Law] = &[
    Law {
        name: "replace",
        title: "a {} that was put is what a new one of the same body is, and keeps the rest",
        walks: false,
        needs: &[Need::Create, Need::Retrieve, Need::Put],
        question: |scene| Box::pin(replace(scene)),
    },
    Law {
        name: "replace-resets",
        title: "what a PUT of a {} leaves out goes back to what a new one has",
        walks: false,
        needs: &[Need::Create, Need::Retrieve, Need::Put, Need::PutReplaces],
        question: |scene| Box::pin(resets(scene)),
    },
    Law {
        name: "replace-twice",
        title: "the same PUT of a {} twice leaves it as the first did",
        walks: false,
        needs: &[Need::Create, Need::Retrieve, Need::Put],
        question: |scene| Box::pin(twice(scene)),
    },
];

async fn replace(scene: &Scene<'_>) -> Result<(), Halt> {
    let body = whole_body(scene)?;
    let before = scene.create(json!({})).await?;
    let answered = scene.put(&before.id, body.clone()).await?;
    expect_like_new(scene, &before, &answered, body).await?;
    let read = scene.retrieve(&before.id).await?;
    scene.same(&answered, &read, "as the PUT answered");
    Ok(())
}

async fn resets(scene: &Scene<'_>) -> Result<(), Halt> {
    let full = whole_body(scene)?;
    let least = least_body(scene, &full)?;
    let before = scene.create(full).await?;
    let answered = scene.put(&before.id, least.clone()).await?;
    expect_like_new(scene, &before, &answered, least).await?;
    let read = scene.retrieve(&before.id).await?;
    scene.same(&answered, &read, "as the PUT answered");
    Ok(())
}

async fn twice(scene: &Scene<'_>) -> Result<(), Halt> {
    let body = whole_body(scene)?;
    let made = scene.create(json!({})).await?;
    let first = scene.put(&made.id, body.clone()).await?;
    let second = scene.put(&made.id, body).await?;
    scene.same_after_change(&first, &second, &[], "as after the first PUT");
    let read = scene.retrieve(&made.id).await?;
    scene.same(&second, &read, "as the second PUT answered");
    Ok(())
}

/// What a PUT says is what a new thing of the same body says; what no PUT can say is as it was before.
async fn expect_like_new(
    scene: &Scene<'_>,
    before: &Thing,
    after: &Thing,
    body: Value,
) -> Result<(), Halt> {
    let said = said(scene)?;
    scene.same_after_change(before, after, &said, "a PUT cannot say it, so it stays");
    let new = scene.create_exactly(body).await?;
    let only = |thing: &Thing| -> Value {
        let members = said
            .iter()
            .filter(|name| !scene.settings.computed.contains(name))
            .filter_map(|name| Some((name.clone(), thing.member(name)?.clone())));
        Value::Object(members.collect::<Map<_, _>>())
    };
    if let Some(found) = difference(&only(&new), &only(after), &[]) {
        let due = format!("as on a new one of the same body: {}", found.left);
        scene.fail(
            Failure::new(crate::check::LAW, due, found.right)
                .pointer(found.pointer)
                .exchange(after.exchange),
        );
    }
    Ok(())
}

/// The members of the thing that a PUT says.
fn said(scene: &Scene<'_>) -> Result<Vec<String>, Halt> {
    let api = &scene.cx.contract().api;
    let operation = scene.operation(scene.resource.replace.as_deref())?;
    let schema = body_schema(operation);
    let names = schema
        .map(|schema| members(api, schema))
        .unwrap_or_default();
    Ok(names.into_keys().map(str::to_owned).collect())
}

/// The create example's body, as far as a PUT takes it, with all that a PUT demands.
fn whole_body(scene: &Scene<'_>) -> Result<Value, Halt> {
    let api = &scene.cx.contract().api;
    let operation = scene.operation(scene.resource.replace.as_deref())?;
    let create = scene.operation(scene.resource.create.as_deref())?;
    let mut body = scene.example_body(create)?;
    let said = said(scene)?;
    if let Value::Object(members) = &mut body {
        members.retain(|name, _| said.contains(name));
    }
    let due = body_schema(operation).map(|schema| required(api, schema));
    for name in due.unwrap_or_default() {
        if body.get(name).is_none() {
            return Err(Halt::Untested(format!(
                "a PUT needs `{name}`, and the example of {} does not have it",
                create.id
            )));
        }
    }
    Ok(body)
}

/// As little of `full` as a PUT demands.
fn least_body(scene: &Scene<'_>, full: &Value) -> Result<Value, Halt> {
    let api = &scene.cx.contract().api;
    let operation = scene.operation(scene.resource.replace.as_deref())?;
    let due = body_schema(operation).map(|schema| required(api, schema));
    let due = due.unwrap_or_default();
    let mut least = full.clone();
    if let Value::Object(members) = &mut least {
        let before = members.len();
        members.retain(|name, _| due.contains(&name.as_str()));
        if members.len() == before {
            return Err(Halt::Untested(
                "the documented example of a new one has nothing that a PUT may leave out"
                    .to_owned(),
            ));
        }
    }
    Ok(least)
}

//! Expansion changes the form of an answer and not the identity of what it shows.

use serde_json::{Value, json};
use trueline_spec::ir::{Api, JsonType, ParameterLocation, SchemaId};

use super::Law;
use super::need::Need;
use super::scene::{Halt, Scene, Thing};
use super::value::show;
use crate::resource::{Resource, body_schema, members};

pub(super) const LAWS: &[Law] = &[Law {
    name: "expansion",
    title: "expanding a member of a {} gives the same thing in full, in that answer only",
    walks: false,
    needs: &[Need::Create, Need::Retrieve, Need::Expansion],
    question: |scene| Box::pin(expansion(scene)),
}];

/// The word by which an operation is asked to expand.
pub(super) const EXPAND: &str = "expand";

async fn expansion(scene: &Scene<'_>) -> Result<(), Halt> {
    let api = &scene.cx.contract().api;
    for member in expandable(api, scene.resource) {
        let plain = scene.create(json!({})).await?;
        if !matches!(plain.member(&member), Some(Value::String(_))) {
            continue;
        }
        let full = scene
            .retrieve_with(&plain.id, &[(EXPAND, json!([member]))])
            .await?;
        compare(scene, &plain, &full, &member);
        let again = scene.retrieve(&plain.id).await?;
        scene.same(&plain, &again, "unexpanded again in the next answer");
        if takes_expand(api, scene.resource.create.as_deref()) {
            let made = scene.create(json!({ EXPAND: [member] })).await?;
            let read = scene.retrieve(&made.id).await?;
            compare(scene, &read, &made, &member);
        }
        if takes_expand(api, scene.resource.update.as_deref()) {
            let changed = scene.update(&plain.id, json!({ EXPAND: [member] })).await?;
            compare(scene, &plain, &changed, &member);
        }
        listed(scene, &plain, &member).await?;
    }
    Ok(())
}

/// The list expands below the member that holds its items.
async fn listed(scene: &Scene<'_>, plain: &Thing, member: &str) -> Result<(), Halt> {
    let Some(listing) = &scene.resource.list else {
        return Ok(());
    };
    let (Some(expand), Some(items)) = (&listing.expand, &listing.items) else {
        return Ok(());
    };
    let path = format!("{items}.{member}");
    let newer = scene.create(json!({})).await?;
    let mut query = vec![(expand.as_str(), json!([path]))];
    if let (Some(cursor), Some(limit)) = (&listing.cursor, &listing.limit) {
        query.push((cursor.after.as_str(), json!(newer.id)));
        query.push((limit.as_str(), json!(1)));
    }
    let page = scene.list(&query).await?;
    if let Some(item) = page.find(&plain.id) {
        compare(scene, plain, item, member);
    }
    Ok(())
}

pub(super) fn compare(scene: &Scene<'_>, plain: &Thing, full: &Thing, member: &str) {
    scene.same_but(
        plain,
        full,
        &[member.to_owned()],
        "all but the expanded member",
    );
    let id = plain.member(member);
    let expanded = full.member(member);
    let shown = expanded.and_then(|object| object.get(&scene.resource.id));
    if !expanded.is_some_and(Value::is_object) || shown != id {
        scene.fail(
            crate::verdict::Failure::new(
                crate::check::LAW,
                format!("the object whose id is {}", show(id)),
                show(expanded),
            )
            .pointer(format!("/{member}"))
            .exchange(full.exchange),
        );
    }
}

/// Members that are an id or the object itself: a union of a string and a reference. None where retrieve
/// cannot be asked to expand.
pub(super) fn expandable(api: &Api, resource: &Resource) -> Vec<String> {
    if !retrieve_expands(api, resource) {
        return Vec::new();
    }
    members(api, resource.schema)
        .into_iter()
        .filter(|(_, schema)| is_id_or_object(api, *schema))
        .map(|(name, _)| name.to_owned())
        .collect()
}

fn is_id_or_object(api: &Api, schema: SchemaId) -> bool {
    let schema = api.schemas.get(api.schemas.resolve(schema));
    let branches: Vec<_> = schema
        .any_of
        .iter()
        .chain(&schema.one_of)
        .map(|branch| api.schemas.get(api.schemas.resolve(*branch)))
        .collect();
    branches
        .iter()
        .any(|branch| branch.types.is(JsonType::String))
        && branches
            .iter()
            .any(|branch| branch.component.is_some() && branch.types.has(JsonType::Object))
}

fn retrieve_expands(api: &Api, resource: &Resource) -> bool {
    resource
        .retrieve
        .as_deref()
        .and_then(|id| api.operation(id))
        .is_some_and(|operation| {
            operation.parameters.iter().any(|parameter| {
                parameter.location == ParameterLocation::Query && parameter.name == EXPAND
            })
        })
}

pub(super) fn takes_expand(api: &Api, operation: Option<&str>) -> bool {
    operation
        .and_then(|id| api.operation(id))
        .and_then(body_schema)
        .is_some_and(|schema| members(api, schema).contains_key(EXPAND))
}

//! What a call does, and what it must not do.

use futures_util::future::join_all;
use serde_json::{Value, json};
use trueline_spec::ir::Additional;

use super::scene::{Halt, Scene};
use super::{Law, can_create, can_page};
use crate::resource::body_schema;

pub(super) const LAWS: &[Law] = &[
    Law {
        name: "refused-update",
        title: "an update of a {} that is refused changes nothing",
        walks: false,
        applies: |contract, resource, settings| {
            can_create(contract, resource, settings) && resource.update.is_some()
        },
        question: |scene| Box::pin(refused_update(scene)),
    },
    Law {
        name: "refused-create",
        title: "a create of a {} that is refused makes nothing",
        walks: false,
        applies: can_page,
        question: |scene| Box::pin(refused_create(scene)),
    },
    Law {
        name: "two-writers",
        title: "two updates of a {} at once, of different members, both survive",
        walks: false,
        applies: |contract, resource, settings| {
            can_create(contract, resource, settings) && resource.update.is_some()
        },
        question: |scene| Box::pin(two_writers(scene)),
    },
    Law {
        name: "delete",
        title: "a {} that was deleted is gone everywhere",
        walks: false,
        applies: |contract, resource, settings| {
            can_create(contract, resource, settings) && resource.delete.is_some()
        },
        question: |scene| Box::pin(delete(scene)),
    },
];

/// A member that no description has.
const UNKNOWN: &str = "trueline_unknown_member";

async fn refused_update(scene: &Scene<'_>) -> Result<(), Halt> {
    let (mut body, _) = scene.harmless_update()?;
    if !closes_body(scene, scene.resource.update.as_deref())? {
        return Err(Halt::Untested(
            "the description closes no update body, so nothing is surely refused".to_owned(),
        ));
    }
    let made = scene.create(json!({})).await?;
    if let Value::Object(members) = &mut body {
        members.insert(UNKNOWN.to_owned(), json!("1"));
    }
    let exchange = scene.try_update(&made.id, body).await?;
    if !scene.was_refused(&exchange) {
        // Whether it had to be refused is the question of another case.
        return Ok(());
    }
    let read = scene.retrieve(&made.id).await?;
    scene.same(&made, &read, "as before the refused update");
    Ok(())
}

async fn refused_create(scene: &Scene<'_>) -> Result<(), Halt> {
    let Some(marker) = scene.marker() else {
        return Err(Halt::Untested(
            "nothing in it takes a mark to find it by".to_owned(),
        ));
    };
    if !closes_body(scene, scene.resource.create.as_deref())? {
        return Err(Halt::Untested(
            "the description closes no create body, so nothing is surely refused".to_owned(),
        ));
    }
    let before = scene.create(json!({})).await?;
    let tag = scene.tag();
    let mut body = marker.body(&tag);
    if let Value::Object(members) = &mut body {
        members.insert(UNKNOWN.to_owned(), json!("1"));
    }
    let exchange = scene.try_create(body).await?;
    if !scene.was_refused(&exchange) {
        return Ok(());
    }
    let newer = scene.newer_than(&before.id).await?;
    if let Some(found) = newer.iter().find(|thing| marker.is_on(thing, &tag)) {
        scene.broken(
            found.exchange,
            "no thing from the refused create",
            format!("{} carries what it sent", found.id),
        );
    }
    Ok(())
}

async fn two_writers(scene: &Scene<'_>) -> Result<(), Halt> {
    const WRITERS: usize = 8;
    let Some(marker) = scene.marker() else {
        return Err(Halt::Untested(
            "nothing in it has members that are changed one by one".to_owned(),
        ));
    };
    let made = scene.create(json!({})).await?;
    let writes = (0..WRITERS).map(|writer| {
        let mut body = serde_json::Map::new();
        body.insert(marker.member.clone(), json!({ format!("w{writer}"): "1" }));
        scene.try_update(&made.id, Value::Object(body))
    });
    let mut acknowledged = Vec::new();
    for (writer, answer) in join_all(writes).await.into_iter().enumerate() {
        let exchange = answer?;
        // A conflict that is said is no loss.
        if exchange
            .answer()
            .is_some_and(|answer| (200..300).contains(&answer.status))
        {
            acknowledged.push(format!("w{writer}"));
        }
    }
    let read = scene.retrieve(&made.id).await?;
    let kept = read.member(&marker.member);
    let lost: Vec<&String> = acknowledged
        .iter()
        .filter(|name| kept.and_then(|map| map.get(name.as_str())).is_none())
        .collect();
    if !lost.is_empty() {
        scene.broken(
            read.exchange,
            format!(
                "all {} acknowledged writes in `{}`",
                acknowledged.len(),
                marker.member
            ),
            format!("{} of them lost: {}", lost.len(), json!(lost)),
        );
    }
    Ok(())
}

async fn delete(scene: &Scene<'_>) -> Result<(), Halt> {
    let kept = scene.create(json!({})).await?;
    let made = scene.create(json!({})).await?;
    let operation = scene.operation(scene.resource.delete.as_deref())?;
    let exchange = scene.send(operation, Some(&made.id), &[], None).await?;
    if scene.was_refused(&exchange) {
        scene.broken(
            exchange.index,
            "the thing to be deleted",
            scene.status(&exchange),
        );
        return Ok(());
    }
    let reader = scene.operation(scene.resource.retrieve.as_deref())?;
    let after = scene.send(reader, Some(&made.id), &[], None).await?;
    if !scene.was_refused(&after) {
        scene.broken(
            after.index,
            "the deleted thing not to be found",
            scene.status(&after),
        );
    }
    let again = scene.send(operation, Some(&made.id), &[], None).await?;
    if !scene.was_refused(&again) {
        scene.broken(
            again.index,
            "the second delete to find nothing",
            scene.status(&again),
        );
    }
    if scene.resource.list.is_some() && scene.find_listed(&made.id).await?.is_some() {
        scene.broken(
            scene.last_exchange(),
            "a list without the deleted thing",
            made.id,
        );
    }
    let still = scene.retrieve(&kept.id).await?;
    scene.same(&kept, &still, "as before another was deleted");
    Ok(())
}

/// Whether the operation's body takes no members but its own.
fn closes_body(scene: &Scene<'_>, operation: Option<&str>) -> Result<bool, Halt> {
    let schemas = &scene.cx.contract().api.schemas;
    Ok(
        body_schema(scene.operation(operation)?).is_some_and(|schema| {
            let schema = schemas.get(schemas.resolve(schema));
            schema
                .object
                .as_ref()
                .is_some_and(|object| object.additional == Additional::Closed)
        }),
    )
}

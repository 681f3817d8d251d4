//! What a call does, and what it must not do.

use futures_util::future::join_all;
use serde_json::{Value, json};

use super::Law;
use super::body::merge;
use super::expansion::{EXPAND, takes_expand};
use super::need::Need;
use super::reading::window;
use super::scene::{Halt, Scene, Thing};
use super::stranger::{OTHERS, ROUNDS};
use super::value::quoted;
use super::walk::MOMENT;
use crate::requirements::MemberKind;

pub(super) const LAWS: &[Law] = &[
    Law {
        name: "refused-update",
        title: "an update of a {} that is refused changes nothing",
        walks: false,
        needs: &[
            Need::Create,
            Need::Retrieve,
            Need::Update,
            Need::ClosedUpdate,
        ],
        question: |scene| Box::pin(refused_update(scene)),
    },
    Law {
        name: "refused-create",
        title: "a create of a {} that is refused makes nothing",
        walks: true,
        needs: &[Need::Create, Need::Walk, Need::Marker, Need::ClosedCreate],
        question: |scene| Box::pin(refused_create(scene)),
    },
    Law {
        name: "refused-for-anything",
        title: "a create of a {} makes nothing, whatever it is refused for",
        walks: true,
        needs: &[Need::Create, Need::Walk, Need::Order, Need::Quiet],
        question: |scene| Box::pin(refused_for_anything(scene)),
    },
    Law {
        name: "keyless-create",
        title: "a create of a {} without credentials makes nothing",
        walks: true,
        needs: &[
            Need::Create,
            Need::Walk,
            Need::Order,
            Need::Guarded,
            Need::Quiet,
        ],
        question: |scene| Box::pin(keyless_create(scene)),
    },
    Law {
        name: "create-once",
        title: "one create of a {} makes one",
        walks: true,
        needs: &[Need::Create, Need::Walk, Need::Order, Need::Quiet],
        question: |scene| Box::pin(create_once(scene)),
    },
    Law {
        name: "two-writers",
        title: "two updates of a {} at once, of different members, both survive",
        walks: false,
        needs: &[Need::Create, Need::Retrieve, Need::Update, Need::Marker],
        question: |scene| Box::pin(two_writers(scene)),
    },
];

/// A member that no description has.
const UNKNOWN: &str = "trueline_unknown_member";

async fn refused_update(scene: &Scene<'_>) -> Result<(), Halt> {
    let (mut body, _) = scene.harmless_update()?;
    let made = scene.create(json!({})).await?;
    if let Value::Object(members) = &mut body {
        members.insert(UNKNOWN.to_owned(), json!("1"));
    }
    let exchange = scene.try_update(&made.id, body).await?;
    if !scene.was_refused(&exchange) {
        return Err(not_refused("update"));
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
    let before = scene.create(json!({})).await?;
    let tag = scene.tag();
    let mut body = marker.body(&tag);
    if let Value::Object(members) = &mut body {
        members.insert(UNKNOWN.to_owned(), json!("1"));
    }
    let exchange = scene.try_create(body).await?;
    if !scene.was_refused(&exchange) {
        return Err(not_refused("create"));
    }
    let newer = scene.newer_than(&before.id).await?;
    if let Some(found) = newer.iter().find(|thing| marker.is_on(thing, &tag)) {
        scene.broken(
            found.exchange,
            "no thing from the refused create",
            format!("{}, which carries what it sent", quoted(&found.id)),
        );
    }
    Ok(())
}

/// Whether the request had to be refused is the question of another case; what a refusal leaves cannot be seen.
fn not_refused(what: &str) -> Halt {
    Halt::Untested(format!("the {what} with an unknown member was not refused"))
}

/// A create that must be refused, and what is wrong with it.
struct Refusable {
    body: Value,
    wrong: String,
}

async fn refused_for_anything(scene: &Scene<'_>) -> Result<(), Halt> {
    let create = scene.operation(scene.resource.create.as_deref())?;
    for Refusable { body, wrong } in refusable(scene)? {
        let request = scene.request(create, None, &[], Some(body))?;
        let what = format!("a create with {wrong}");
        scene.leaves_nothing(&request, true, &what).await?;
    }
    Ok(())
}

/// Creates that are valid but for one thing each.
fn refusable(scene: &Scene<'_>) -> Result<Vec<Refusable>, Halt> {
    let api = &scene.cx.contract().api;
    let create = scene.operation(scene.resource.create.as_deref())?;
    let valid = scene.example_body(create)?;
    let mut all = Vec::new();
    let mut add = |extra: Value, wrong: String| {
        let mut body = valid.clone();
        merge(&mut body, extra);
        all.push(Refusable { body, wrong });
    };
    let wrong = format!("the unknown member `{UNKNOWN}`");
    add(json!({ UNKNOWN: "1" }), wrong);
    for (member, rule) in &scene.settings.members {
        if let (MemberKind::Map, Some(most)) = (rule.kind, rule.name) {
            let name = "n".repeat(most + 1);
            let wrong = format!("a name of {} characters in `{member}`", most + 1);
            add(json!({ member: { name: "1" } }), wrong);
        }
    }
    if takes_expand(api, Some(&create.id)) {
        let wrong = "something to expand that there is not".to_owned();
        add(json!({ EXPAND: [UNKNOWN] }), wrong);
    }
    Ok(all)
}

async fn keyless_create(scene: &Scene<'_>) -> Result<(), Halt> {
    let create = scene.operation(scene.resource.create.as_deref())?;
    let body = scene.example_body(create)?;
    let request = scene.request(create, None, &[], Some(body))?;
    let what = "a create without credentials";
    scene.leaves_nothing(&request, false, what).await
}

async fn create_once(scene: &Scene<'_>) -> Result<(), Halt> {
    let mut found = None;
    for round in 0..ROUNDS {
        match stray(scene).await? {
            Some(stray) => found = Some(stray),
            None => return Ok(()),
        }
        if round == 0 {
            // Within one moment a list may stand in another order than that of the making, and what another case made
            // just before then comes to stand between ours. After that moment nothing can.
            tokio::time::sleep(MOMENT).await;
        }
    }
    if scene.others_write().await? {
        return Err(Halt::Untested(OTHERS.to_owned()));
    }
    if let Some(stray) = found {
        scene.broken(
            stray.exchange,
            "nothing between three that were made one after the other",
            format!("{}, which nobody made", quoted(&stray.id)),
        );
    }
    Ok(())
}

/// Makes three things; what stands between them in the list and is none of them.
async fn stray(scene: &Scene<'_>) -> Result<Option<Thing>, Halt> {
    let made = scene.create_many(3).await?;
    let found = scene.walk_over(&made, &[]).await?;
    let stray = window(&found, &made)
        .iter()
        .find(|item| made.iter().all(|thing| thing.id != item.id));
    Ok(stray.cloned())
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

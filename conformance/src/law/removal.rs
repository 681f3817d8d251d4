//! What was deleted: gone, or kept and marked.

use serde_json::{Value, json};

use super::Law;
use super::need::Need;
use super::scene::{Halt, Scene, Thing};
use super::value::{asked, quoted, show};
use crate::resource::SoftDelete;

pub(super) const LAWS: &[Law] = &[
    Law {
        name: "delete",
        title: "a {} that was deleted is gone everywhere",
        walks: true,
        needs: &[Need::Create, Need::Retrieve, Need::Delete],
        question: |scene| Box::pin(delete(scene)),
    },
    Law {
        name: "deleted-cursor",
        title: "a cursor that names a deleted {} is refused, or leads on from where it stood",
        walks: true,
        needs: &[Need::Create, Need::Delete, Need::Cursor],
        question: |scene| Box::pin(deleted_cursor(scene)),
    },
    Law {
        name: "soft-delete",
        title: "a {} that was deleted leaves the list, and where it is shown it says so",
        walks: true,
        needs: &[Need::Create, Need::Retrieve, Need::SoftDelete],
        question: |scene| Box::pin(soft_delete(scene)),
    },
    Law {
        name: "soft-delete-twice",
        title: "deleting a {} once more is refused or changes nothing",
        walks: false,
        needs: &[Need::Create, Need::Retrieve, Need::SoftDelete],
        question: |scene| Box::pin(soft_delete_twice(scene)),
    },
];

async fn delete(scene: &Scene<'_>) -> Result<(), Halt> {
    let kept = scene.create(json!({})).await?;
    let made = scene.create(json!({})).await?;
    let operation = scene.operation(scene.resource.delete.as_deref())?;
    scene.remove(&made.id).await?;
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
    if scene.can_walk() && scene.find_listed(&made.id).await?.is_some() {
        scene.broken(
            scene.last_exchange(),
            "a list without the deleted thing",
            quoted(&made.id),
        );
    }
    let still = scene.retrieve(&kept.id).await?;
    scene.same(&kept, &still, "as before another was deleted");
    Ok(())
}

async fn deleted_cursor(scene: &Scene<'_>) -> Result<(), Halt> {
    let made = scene.create_many(3).await?;
    let [oldest, middle, newest] = made.as_slice() else {
        return Ok(());
    };
    let (cursor, limit) = (scene.cursor()?, scene.limit()?);
    scene.remove(&middle.id).await?;
    let size = json!(scene.large());
    let after = [
        (cursor.after.as_str(), json!(middle.id)),
        (limit, size.clone()),
    ];
    let due = [
        (cursor.after.as_str(), json!(newest.id)),
        (limit, size.clone()),
    ];
    leads_on(scene, &after, &due, oldest, newest).await?;
    if let Some(before) = cursor.before.as_deref() {
        let asked = [(before, json!(middle.id)), (limit, size.clone())];
        let due = [(before, json!(oldest.id)), (limit, size)];
        leads_on(scene, &asked, &due, newest, oldest).await?;
    }
    Ok(())
}

/// The page at a cursor that is gone holds what it would hold if the item were there: `behind`, and not
/// what lies on the other side. A refusal is as good.
async fn leads_on(
    scene: &Scene<'_>,
    asked: &[(&str, Value)],
    neighbour: &[(&str, Value)],
    behind: &Thing,
    other_side: &Thing,
) -> Result<(), Halt> {
    let exchange = scene.try_list(asked).await?;
    if scene.was_refused(&exchange) {
        return Ok(());
    }
    let page = scene.page_of(&exchange)?;
    let due = scene.list(neighbour).await?;
    if due.find(&behind.id).is_none() {
        // That the neighbour's own page is wrong is the finding of another law.
        return Ok(());
    }
    let leads = page.find(&behind.id).is_some() && page.find(&other_side.id).is_none();
    if !leads {
        let ids: Vec<&str> = page.items.iter().map(|item| item.id.as_str()).collect();
        scene.broken(
            page.exchange,
            format!(
                "a refusal, or the page with {} and without {}",
                quoted(&behind.id),
                quoted(&other_side.id)
            ),
            show(Some(&json!(ids))),
        );
    }
    Ok(())
}

async fn soft_delete(scene: &Scene<'_>) -> Result<(), Halt> {
    let soft = soft(scene)?;
    let kept = scene.create(json!({})).await?;
    let made = scene.create(json!({})).await?;
    expect_mark(scene, soft, &made, false);
    scene.remove(&made.id).await?;
    if let Some(read) = scene.look(&made.id).await? {
        expect_mark(scene, soft, &read, true);
    }
    if scene.can_walk() {
        if scene.find_listed(&made.id).await?.is_some() {
            scene.broken(
                scene.last_exchange(),
                "a list without the deleted thing",
                quoted(&made.id),
            );
        }
        if let Some((name, value)) = &soft.shown_by {
            let query = [(name.as_str(), value.clone())];
            match scene.find_listed_with(&made.id, &query).await? {
                Some(listed) => expect_mark(scene, soft, &listed, true),
                None => scene.broken(
                    scene.last_exchange(),
                    format!("{} in the list with {}", quoted(&made.id), asked(&query)),
                    "a list without it",
                ),
            }
            if scene.find_listed_with(&kept.id, &query).await?.is_none() {
                scene.broken(
                    scene.last_exchange(),
                    format!(
                        "{} in the list with {}, too",
                        quoted(&kept.id),
                        asked(&query)
                    ),
                    "a list without it",
                );
            }
        }
    }
    let still = scene.retrieve(&kept.id).await?;
    scene.same(&kept, &still, "as before another was deleted");
    Ok(())
}

async fn soft_delete_twice(scene: &Scene<'_>) -> Result<(), Halt> {
    let made = scene.create(json!({})).await?;
    scene.remove(&made.id).await?;
    let first = scene.look(&made.id).await?;
    // Long enough that a time which is set anew is another one.
    tokio::time::sleep(std::time::Duration::from_millis(15)).await;
    let operation = scene.operation(scene.resource.delete.as_deref())?;
    scene.send(operation, Some(&made.id), &[], None).await?;
    let second = scene.look(&made.id).await?;
    match (first, second) {
        (Some(first), Some(second)) => scene.same(&first, &second, "as after the first delete"),
        (None, None) => {}
        (first, _) => {
            let (due, got) = match first {
                Some(_) => (
                    "the thing to be shown, as after the first delete",
                    "a refusal",
                ),
                None => (
                    "the thing to stay hidden, as after the first delete",
                    "the thing",
                ),
            };
            scene.broken(scene.last_exchange(), due, got);
        }
    }
    Ok(())
}

fn soft<'a>(scene: &Scene<'a>) -> Result<&'a SoftDelete, Halt> {
    scene
        .resource
        .soft_delete
        .as_ref()
        .ok_or_else(|| Halt::Untested("what is deleted cannot be seen any more".to_owned()))
}

fn expect_mark(scene: &Scene<'_>, soft: &SoftDelete, thing: &Thing, due: bool) {
    let (Some(marked), Some(member)) = (soft.marks(&thing.value), &soft.member) else {
        return;
    };
    if marked != due {
        let what = if due { "was deleted" } else { "is in use" };
        scene.fail(
            crate::verdict::Failure::new(
                crate::check::LAW,
                format!("`{member}` to say that it {what}"),
                show(thing.member(member)),
            )
            .pointer(format!("/{member}"))
            .exchange(thing.exchange),
        );
    }
}

//! Pages laid end to end are the whole list.
//!
//! Others may add to the list meanwhile. What lies between two things that the law made itself does
//! not grow, because a new thing stands before both of them; so all questions are about that stretch.

use serde_json::json;

use super::scene::{Halt, Scene, Thing};
use super::{Law, can_page};

pub(super) const LAWS: &[Law] = &[
    Law {
        name: "pages-forward",
        title: "pages of {}s laid end to end hold each once, at every page size",
        walks: true,
        applies: can_page,
        question: |scene| Box::pin(forward(scene)),
    },
    Law {
        name: "pages-backward",
        title: "pages of {}s walked backwards hold the same, in the same order",
        walks: true,
        applies: |contract, resource, settings| {
            can_page(contract, resource, settings)
                && resource
                    .list
                    .as_ref()
                    .and_then(|list| list.cursor.as_ref())
                    .is_some_and(|cursor| cursor.before.is_some())
        },
        question: |scene| Box::pin(backward(scene)),
    },
    Law {
        name: "more-flag",
        title: "the list of {}s says that there is more exactly when there is",
        walks: true,
        applies: |contract, resource, settings| {
            can_page(contract, resource, settings)
                && resource
                    .list
                    .as_ref()
                    .is_some_and(|list| list.more.is_some())
        },
        question: |scene| Box::pin(more_flag(scene)),
    },
    Law {
        name: "page-size",
        title: "a page of {}s holds as many as were asked for",
        walks: true,
        applies: can_page,
        question: |scene| Box::pin(page_size(scene)),
    },
    Law {
        name: "default-page-size",
        title: "a page of {}s holds the documented number when the request does not say",
        walks: true,
        applies: |contract, resource, settings| {
            can_page(contract, resource, settings) && settings.default_limit.is_some()
        },
        question: |scene| Box::pin(default_page_size(scene)),
    },
];

/// How many things the walks are about: enough for several pages of each size below.
const MADE: usize = 7;

async fn forward(scene: &Scene<'_>) -> Result<(), Halt> {
    let made = scene.create_many(MADE).await?;
    let whole = scene.walk_from_newest(&made, 100).await?;
    expect_ours_once(scene, &made, &whole);
    for size in [1, 2, 3, MADE - 1] {
        let walk = scene.walk_from_newest(&made, size).await?;
        same_sequence(scene, &whole, &walk, size);
    }
    Ok(())
}

async fn backward(scene: &Scene<'_>) -> Result<(), Halt> {
    let made = scene.create_many(MADE).await?;
    let whole = scene.walk_from_newest(&made, 100).await?;
    for size in [1, 2, 3, MADE - 1] {
        let walk = scene.walk_back_to_newest(&made, size).await?;
        same_sequence(scene, &whole, &walk, size);
    }
    Ok(())
}

fn expect_ours_once(scene: &Scene<'_>, made: &[Thing], walk: &[Thing]) {
    for thing in made {
        let times = walk.iter().filter(|seen| seen.id == thing.id).count();
        if times != 1 {
            scene.broken(
                scene.last_exchange(),
                format!("{} once in the pages", thing.id),
                format!("{times} times"),
            );
            return;
        }
    }
}

fn same_sequence(scene: &Scene<'_>, whole: &[Thing], walk: &[Thing], size: usize) {
    let ids = |things: &[Thing]| {
        things
            .iter()
            .map(|thing| thing.id.clone())
            .collect::<Vec<_>>()
    };
    let (due, got) = (ids(whole), ids(walk));
    if due != got {
        scene.broken(
            scene.last_exchange(),
            format!("pages of {size} to hold {}", json!(due)),
            json!(got).to_string(),
        );
    }
}

async fn more_flag(scene: &Scene<'_>) -> Result<(), Halt> {
    let made = scene.create_many(3).await?;
    let cursor = scene.cursor()?;
    let limit = scene.limit()?;
    let newest = &made[2].id;
    // Two of ours lie behind the newest, so a page of one is never the last.
    let page = scene
        .list(&[(cursor.after.as_str(), json!(newest)), (limit, json!(1))])
        .await?;
    expect_more(
        scene,
        page.exchange,
        page.more,
        true,
        "two things follow, the page holds one",
    );
    if let Some(before) = &cursor.before {
        let oldest = &made[0].id;
        let page = scene
            .list(&[(before.as_str(), json!(oldest)), (limit, json!(1))])
            .await?;
        expect_more(
            scene,
            page.exchange,
            page.more,
            true,
            "two newer things follow in this direction, the page holds one",
        );
    }
    scene.more_flag_at_the_end(&made).await
}

/// Writes down a more-flag that is not what it must be.
pub(super) fn expect_more(
    scene: &Scene<'_>,
    exchange: usize,
    more: Option<bool>,
    due: bool,
    why: &str,
) {
    if more != Some(due) {
        scene.broken(
            exchange,
            format!("the more-flag to be {due}: {why}"),
            more.map_or_else(|| "no flag".to_owned(), |more| more.to_string()),
        );
    }
}

async fn page_size(scene: &Scene<'_>) -> Result<(), Halt> {
    let made = scene.create_many(5).await?;
    let (cursor, limit) = (scene.cursor()?, scene.limit()?);
    for size in 1..made.len() {
        let page = scene
            .list(&[
                (cursor.after.as_str(), json!(made[made.len() - 1].id)),
                (limit, json!(size)),
            ])
            .await?;
        if page.items.len() != size {
            scene.broken(
                page.exchange,
                format!("{size} items: as many were asked for, and more follow"),
                format!("{} items", page.items.len()),
            );
            return Ok(());
        }
    }
    Ok(())
}

async fn default_page_size(scene: &Scene<'_>) -> Result<(), Halt> {
    let Some(due) = scene.settings.default_limit else {
        return Err(Halt::Untested("nothing says how long a page is".to_owned()));
    };
    scene.create_many(due + 1).await?;
    let page = scene.list(&[]).await?;
    if page.items.len() != due {
        scene.broken(
            page.exchange,
            format!("{due} items"),
            format!("{} items", page.items.len()),
        );
    }
    expect_more(
        scene,
        page.exchange,
        page.more,
        true,
        "one more was made than a page holds",
    );
    Ok(())
}

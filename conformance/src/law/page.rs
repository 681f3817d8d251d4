//! Pages laid end to end are the whole list.
//!
//! Others may add to the list meanwhile. What lies between two things that the law made itself does
//! not grow, because a new thing stands before both of them; so all questions are about that stretch.

use serde_json::json;

use super::Law;
use super::need::Need;
use super::scene::{Halt, Scene, Thing};
use super::value::{items, quoted, times as counted};

pub(super) const LAWS: &[Law] = &[
    Law {
        name: "pages-forward",
        title: "pages of {}s laid end to end hold each once, at every page size",
        walks: true,
        needs: &[Need::Create, Need::Cursor],
        question: |scene| Box::pin(forward(scene)),
    },
    Law {
        name: "pages-backward",
        title: "pages of {}s walked backwards hold the same, in the same order",
        walks: true,
        needs: &[Need::Create, Need::Cursor, Need::CursorBack],
        question: |scene| Box::pin(backward(scene)),
    },
    Law {
        name: "more-flag",
        title: "the list of {}s says that there is more exactly when there is",
        walks: true,
        needs: &[Need::Create, Need::Walk, Need::More],
        question: |scene| Box::pin(more_flag(scene)),
    },
    Law {
        name: "page-size",
        title: "a page of {}s holds as many as were asked for",
        walks: true,
        needs: &[Need::Create, Need::Walk, Need::Limit],
        question: |scene| Box::pin(page_size(scene)),
    },
    Law {
        name: "largest-page",
        title: "a page of {}s holds as many as the largest limit says",
        walks: true,
        needs: &[Need::Create, Need::Walk, Need::LargestLimit],
        question: |scene| Box::pin(largest_page(scene)),
    },
    Law {
        name: "default-page-size",
        title: "a page of {}s holds the documented number when the request does not say",
        walks: true,
        needs: &[Need::Create, Need::Walk, Need::DefaultLimit],
        question: |scene| Box::pin(default_page_size(scene)),
    },
];

/// How many things the walks are about: enough for several pages of each size below.
const MADE: usize = 7;

async fn forward(scene: &Scene<'_>) -> Result<(), Halt> {
    let made = scene.create_row(MADE).await?;
    let whole = scene.walk_from_newest(&made, scene.large()).await?;
    expect_ours_once(scene, &made, &whole);
    for size in [1, 2, 3, MADE - 1] {
        let walk = scene.walk_from_newest(&made, size).await?;
        same_sequence(scene, &whole, &walk, size);
    }
    Ok(())
}

async fn backward(scene: &Scene<'_>) -> Result<(), Halt> {
    let made = scene.create_row(MADE).await?;
    let whole = scene.walk_from_newest(&made, scene.large()).await?;
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
                format!("{} once in the pages", quoted(&thing.id)),
                counted(times),
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
    let made = scene.create_row(3).await?;
    if scene.listing()?.cursor.is_none() {
        return more_flag_by_offset(scene).await;
    }
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
        let size = scene.large();
        let page = scene
            .list(&[(before.as_str(), json!(oldest)), (limit, json!(size))])
            .await?;
        if page.items.len() < size {
            let why = "the page is not full, so nothing newer follows";
            expect_more(scene, page.exchange, page.more, false, why);
        }
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

/// The flag at the head and around the end of a list that is read by offsets, or at once.
async fn more_flag_by_offset(scene: &Scene<'_>) -> Result<(), Halt> {
    let whole = scene.read_whole(&[]).await?;
    if scene.listing()?.offset.is_none() {
        let page = scene.list(&[]).await?;
        expect_more(
            scene,
            page.exchange,
            page.more,
            false,
            "the list has one page",
        );
        return Ok(());
    }
    let last = whole.len() - 1;
    for (position, due, why) in [
        (0, true, "more follow, the page holds one"),
        (last - 1, true, "one more follows"),
        (last, false, "the page holds the last"),
    ] {
        let page = scene.page_at(position, 1, &[]).await?;
        expect_more(scene, page.exchange, page.more, due, why);
    }
    Ok(())
}

async fn page_size(scene: &Scene<'_>) -> Result<(), Halt> {
    let made = scene.create_row(5).await?;
    let listing = scene.listing()?;
    for size in 1..made.len() {
        let page = match &listing.cursor {
            Some(cursor) => {
                let query = [
                    (cursor.after.as_str(), json!(made[made.len() - 1].id)),
                    (scene.limit()?, json!(size)),
                ];
                scene.list(&query).await?
            }
            None => scene.page_at(0, size, &[]).await?,
        };
        if page.items.len() != size {
            scene.broken(
                page.exchange,
                format!("{}: as many were asked for, and more follow", items(size)),
                items(page.items.len()),
            );
            return Ok(());
        }
    }
    Ok(())
}

/// Items of the largest page that is filled to see that it holds so many.
const MOST_ON_A_PAGE: usize = 100;

/// Things that are made at most to fill a page.
const MOST_MADE: usize = 60;

async fn largest_page(scene: &Scene<'_>) -> Result<(), Halt> {
    let listing = scene.listing()?;
    let (Some(largest), Some(limit)) = (listing.largest, listing.limit.as_deref()) else {
        return Err(Halt::Untested("no largest limit is documented".to_owned()));
    };
    if largest > MOST_ON_A_PAGE {
        return Err(Halt::Untested(format!(
            "a page of {largest} takes more things than a test should make"
        )));
    }
    let there = scene.count_up_to(largest + 1, largest.div_ceil(4)).await?;
    // One more than fit, so that the page may be laid at the end of the list, and before it.
    let missing = (largest + 1).saturating_sub(there);
    scene.create_many(missing).await?;
    let page = scene.list(&[(limit, json!(largest))]).await?;
    let due = (there + missing).min(largest);
    // Others may have added some, so there may be more than were counted.
    if page.items.len() < due || page.items.len() > largest {
        scene.broken(
            page.exchange,
            format!("{} or more, up to {largest}: so many are there", items(due)),
            items(page.items.len()),
        );
    }
    if listing.more.is_some() && listing.cursor.is_some() {
        largest_page_at_the_end(scene, largest).await?;
    }
    Ok(())
}

/// The more-flag of the largest page where it ends with the list's last item, and where it ends just before.
async fn largest_page_at_the_end(scene: &Scene<'_>, largest: usize) -> Result<(), Halt> {
    let Some(ids) = scene.ids_if_few().await? else {
        return Ok(());
    };
    for (left, due, why) in [
        (0, false, "the page is exactly full, and nothing follows"),
        (1, true, "one more follows"),
    ] {
        let edge = ids.len().checked_sub(largest + left + 1);
        let Some(edge) = edge.and_then(|edge| ids.get(edge)) else {
            return Ok(());
        };
        let page = scene.page_after(edge, largest, None).await?;
        if page.items.len() == largest {
            expect_more(scene, page.exchange, page.more, due, why);
        }
    }
    Ok(())
}

async fn default_page_size(scene: &Scene<'_>) -> Result<(), Halt> {
    let listing = scene.listing()?;
    let Some(due) = listing.default_limit else {
        return Err(Halt::Untested("nothing says how long a page is".to_owned()));
    };
    if due > MOST_MADE {
        return Err(Halt::Untested(format!(
            "a page of {due} takes more things than a test should make"
        )));
    }
    scene.create_many(due + 1).await?;
    let page = scene.list(&[]).await?;
    if page.items.len() != due {
        scene.broken(page.exchange, items(due), items(page.items.len()));
    }
    if listing.more.is_some() {
        let why = "one more was made than a page holds";
        expect_more(scene, page.exchange, page.more, true, why);
    }
    Ok(())
}

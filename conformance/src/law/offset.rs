//! Lists that are read by offsets or page numbers.
//!
//! Such a list moves under its reader when others add to it, so these laws run alone, and what they find
//! counts only where the list is the same afterwards.

use serde_json::json;

use super::Law;
use super::need::Need;
use super::reading::window;
use super::scene::{Halt, Page, Scene, Thing};
use super::value::{items, quoted, show, times as counted};
use crate::resource::FilterKind;

pub(super) const LAWS: &[Law] = &[
    Law {
        name: "offset-pages",
        title: "pages of {}s at every offset are the same stretch of the list, at every page size",
        walks: true,
        needs: &[Need::Create, Need::Offset],
        question: |scene| Box::pin(pages(scene)),
    },
    Law {
        name: "offset-beyond",
        title: "beyond the end of the list of {}s there is nothing",
        walks: true,
        needs: &[Need::Create, Need::Offset],
        question: |scene| Box::pin(beyond(scene)),
    },
    Law {
        name: "total",
        title: "the total of a list of {}s is the number of its items, on every page",
        walks: true,
        needs: &[Need::Create, Need::Walk, Need::Total],
        question: |scene| Box::pin(total(scene)),
    },
];

/// How many things the pages are about: enough for several pages of each size below.
const MADE: usize = 7;
/// Pages of one size that are read at most.
const MOST_PAGES: usize = 40;

/// What does not hold, until it is known whether the list stood still.
struct Suspicion {
    exchange: usize,
    expected: String,
    received: String,
}

async fn pages(scene: &Scene<'_>) -> Result<(), Halt> {
    let made = scene.create_many(MADE).await?;
    let whole = scene.read_whole(&[]).await?;
    let mut suspicion = missing(scene, &made, &whole);
    for size in [1, 2, 3, MADE - 1] {
        if suspicion.is_none() && size <= scene.large() {
            suspicion = stretch(scene, &made, &whole, size).await?;
        }
    }
    settle(scene, &whole, suspicion).await
}

/// One of ours that does not stand in the list exactly once.
fn missing(scene: &Scene<'_>, made: &[Thing], whole: &[Thing]) -> Option<Suspicion> {
    let times = |thing: &Thing| whole.iter().filter(|seen| seen.id == thing.id).count();
    let thing = made.iter().find(|thing| times(thing) != 1)?;
    Some(Suspicion {
        exchange: scene.last_exchange(),
        expected: format!("{} once in the pages", quoted(&thing.id)),
        received: counted(times(thing)),
    })
}

/// Reads the stretch of the list that holds ours in pages of `size`.
async fn stretch(
    scene: &Scene<'_>,
    made: &[Thing],
    whole: &[Thing],
    size: usize,
) -> Result<Option<Suspicion>, Halt> {
    let ours = window(whole, made);
    let first = ours.first().map(|first| first.id.as_str());
    let start = whole
        .iter()
        .position(|item| Some(item.id.as_str()) == first);
    let start = start.unwrap_or_default();
    let mut position = start / size * size;
    for _ in 0..MOST_PAGES {
        if position >= start + ours.len() {
            break;
        }
        let page = scene.page_at(position, size, &[]).await?;
        let end = whole.len().min(position + size);
        let due = ids(whole.get(position..end).unwrap_or_default());
        if ids(&page.items) != due {
            return Ok(Some(Suspicion {
                exchange: page.exchange,
                expected: format!("the {size} items from {position} on: {}", json!(due)),
                received: json!(ids(&page.items)).to_string(),
            }));
        }
        position += size;
    }
    Ok(None)
}

async fn beyond(scene: &Scene<'_>) -> Result<(), Halt> {
    scene.create(json!({})).await?;
    let whole = scene.read_whole(&[]).await?;
    let size = scene.large();
    // The first position behind the end that a page can start at, and one far behind it.
    let end = whole.len().div_ceil(size) * size;
    let mut suspicion = None;
    for position in [end, end + 10 * size] {
        let query = scene.query_at(position, size, &[])?;
        let exchange = scene.try_list(&query).await?;
        // A refusal says as much as an empty page.
        if scene.was_refused(&exchange) || suspicion.is_some() {
            continue;
        }
        let page = scene.page_of(&exchange)?;
        if let Some(item) = page.items.first() {
            suspicion = Some(Suspicion {
                exchange: page.exchange,
                expected: format!("no items: the list has {}", whole.len()),
                received: format!("{}, {} first", items(page.items.len()), quoted(&item.id)),
            });
        }
    }
    settle(scene, &whole, suspicion).await
}

async fn total(scene: &Scene<'_>) -> Result<(), Halt> {
    let before = scene.read_whole(&[]).await?;
    let made = scene.create_many(3).await?;
    let whole = scene.read_whole(&[]).await?;
    let mut suspicion = None;
    let mut expect = |page: &Page, due: usize, why: &str| {
        if page.total != Some(due as u64) && suspicion.is_none() {
            suspicion = Some(Suspicion {
                exchange: page.exchange,
                expected: format!("a total of {due}: {why}"),
                received: show(page.total.map(|total| json!(total)).as_ref()),
            });
        }
    };
    let plain = scene.list(&[]).await?;
    expect(&plain, whole.len(), "so many items are in all pages");
    if scene.listing()?.offset.is_some() {
        let short = scene.page_at(1, 1, &[]).await?;
        expect(&short, whole.len(), "it does not go by the page");
    }
    for filter in &scene.listing()?.filters {
        let value = made.first().and_then(|thing| thing.member(&filter.member));
        if let (FilterKind::Equal, Some(value)) = (filter.kind, value)
            && !value.is_null()
        {
            let query = [(filter.parameter.as_str(), value.clone())];
            let kept = scene.read_whole(&query).await?.len();
            let page = scene.list(&query).await?;
            expect(
                &page,
                kept,
                "so many items are in all pages of the filtered list",
            );
        }
    }
    let mut due = whole.len();
    if scene.resource.delete.is_some()
        && let Some(one) = made.first()
    {
        scene.remove(&one.id).await?;
        due -= 1;
        let page = scene.list(&[]).await?;
        expect(&page, due, "one was deleted");
    }
    if whole.len() != before.len() + made.len() {
        return Err(Halt::Untested(moved()));
    }
    let after = scene.read_whole(&[]).await?;
    if after.len() != due && suspicion.is_some() {
        return Err(Halt::Untested(moved()));
    }
    report(scene, suspicion);
    Ok(())
}

/// Writes the suspicion down if the list is still what it was.
async fn settle(
    scene: &Scene<'_>,
    whole: &[Thing],
    suspicion: Option<Suspicion>,
) -> Result<(), Halt> {
    if suspicion.is_some() && ids(&scene.read_whole(&[]).await?) != ids(whole) {
        return Err(Halt::Untested(moved()));
    }
    report(scene, suspicion);
    Ok(())
}

fn report(scene: &Scene<'_>, suspicion: Option<Suspicion>) {
    if let Some(found) = suspicion {
        scene.broken(found.exchange, found.expected, found.received);
    }
}

fn moved() -> String {
    "the list changed while it was read; nobody else may write to the target meanwhile".to_owned()
}

fn ids(things: &[Thing]) -> Vec<&str> {
    things.iter().map(|thing| thing.id.as_str()).collect()
}

//! A page that holds exactly what matches.
//!
//! What matches is counted first. It must not grow meanwhile, so it is things of one moment that is over: whatever
//! others make, they make later.

use serde_json::{Value, json};

use super::Law;
use super::filter::{is_plain, is_taken, specimens};
use super::need::Need;
use super::page::expect_more;
use super::scene::{Halt, Scene, Thing};
use super::walk::MOMENT;
use crate::resource::{Filter, FilterKind};

pub(super) const LAWS: &[Law] = &[Law {
    name: "full-page",
    title: "a first page that holds all {}s that match says that there is no more",
    walks: true,
    needs: &[
        Need::Create,
        Need::Walk,
        Need::Order,
        Need::FilterRange,
        Need::Limit,
        Need::More,
    ],
    question: |scene| Box::pin(full_page(scene)),
}];

async fn full_page(scene: &Scene<'_>) -> Result<(), Halt> {
    let things = specimens(scene).await?;
    let filters = &scene.listing()?.filters;
    let order = scene.settings.order.as_ref().map(|it| it.member.as_str());
    let span = filters
        .iter()
        .find(|it| it.kind != FilterKind::Equal && Some(it.member.as_str()) == order);
    let moment = things.first().and_then(|it| it.member(order?)).cloned();
    let (Some(span), Some(moment)) = (span, moment) else {
        return Err(Halt::Untested(
            "no filter is about the time that the list is sorted by".to_owned(),
        ));
    };
    tokio::time::sleep(MOMENT).await;
    let span = (
        span.parameter.as_str(),
        json!({"gte": moment.clone(), "lte": moment}),
    );
    let mut queries = vec![vec![span.clone()]];
    for filter in filters.iter().filter(|it| it.kind == FilterKind::Equal) {
        for value in values(scene, &things, filter)? {
            queries.push(vec![span.clone(), (filter.parameter.as_str(), value)]);
        }
    }
    for query in queries {
        ask(scene, &things, &query).await?;
    }
    Ok(())
}

/// The values of the things at which a filter is tried.
fn values(scene: &Scene<'_>, things: &[Thing], filter: &Filter) -> Result<Vec<Value>, Halt> {
    let mut values: Vec<Value> = Vec::new();
    for value in things.iter().filter_map(|it| it.member(&filter.member)) {
        if is_plain(value) && !values.contains(value) && is_taken(scene, filter, value)? {
            values.push(value.clone());
        }
    }
    Ok(values)
}

/// Asks for just as many as match, and for one less.
async fn ask(scene: &Scene<'_>, things: &[Thing], query: &[(&str, Value)]) -> Result<(), Halt> {
    let limit = scene.limit()?;
    let there = scene.walk_over(things, query).await?.len();
    if there == 0 || there > scene.large() {
        return Ok(());
    }
    let page_of = |size: usize| {
        let mut asked = query.to_vec();
        asked.push((limit, json!(size)));
        asked
    };
    let full = scene.list(&page_of(there)).await?;
    let short = match there {
        1 => None,
        _ => Some(scene.list(&page_of(there - 1)).await?),
    };
    // Something may have come to match, or ceased to, by the clock alone.
    if scene.walk_over(things, query).await?.len() != there {
        return Ok(());
    }
    let why = "the page is exactly full, and nothing else matches";
    expect_more(scene, full.exchange, full.more, false, why);
    if let Some(short) = short {
        let why = "one more matches";
        expect_more(scene, short.exchange, short.more, true, why);
    }
    Ok(())
}

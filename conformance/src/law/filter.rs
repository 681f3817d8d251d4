//! A filter gives all that match, and nothing else.

use serde_json::{Value, json};
use trueline_spec::ir::ParameterForm;

use super::Law;
use super::need::Need;
use super::scene::{Halt, Scene, Thing};
use super::value::{asked, instant, items, quoted, show};
use crate::resource::{Filter, FilterKind};
use crate::schema::Direction;

pub(super) const LAWS: &[Law] = &[
    Law {
        name: "filter-equal",
        title: "a filter of {}s by a value gives those that have it, and no other",
        walks: true,
        needs: &[Need::Create, Need::Walk, Need::FilterEqual],
        question: |scene| Box::pin(equal(scene)),
    },
    Law {
        name: "filter-range",
        title: "a filter of {}s by a range is exact at its borders",
        walks: true,
        needs: &[Need::Create, Need::Walk, Need::FilterRange],
        question: |scene| Box::pin(range(scene)),
    },
    Law {
        name: "filters-together",
        title: "filters of {}s hold together, and with a cursor",
        walks: true,
        needs: &[Need::Create, Need::Walk, Need::TwoFilters],
        question: |scene| Box::pin(together(scene)),
    },
];

async fn equal(scene: &Scene<'_>) -> Result<(), Halt> {
    let things = specimens(scene).await?;
    for filter in &scene.listing()?.filters {
        if filter.kind != FilterKind::Equal {
            continue;
        }
        let mut values: Vec<&Value> = Vec::new();
        for thing in &things {
            if let Some(value) = thing.member(&filter.member)
                && is_plain(value)
                && !values.contains(&value)
                && is_taken(scene, filter, value)?
            {
                values.push(value);
            }
        }
        for value in values {
            let query = [(filter.parameter.as_str(), value.clone())];
            let found = scene.walk_over(&things, &query).await?;
            judge(scene, &things, &found, &query, |thing| {
                thing.member(&filter.member) == Some(value)
            });
            page_of_one(scene, &found, &query).await?;
        }
    }
    Ok(())
}

/// Whether the filter's parameter takes the value: a list may be filtered by some states only.
pub(super) fn is_taken(scene: &Scene<'_>, filter: &Filter, value: &Value) -> Result<bool, Halt> {
    let contract = scene.cx.contract();
    let operation = scene.operation(Some(&scene.listing()?.operation))?;
    let mut parameters = operation.parameters.iter();
    let parameter = parameters.find(|parameter| parameter.name == filter.parameter);
    let Some(ParameterForm::Style { schema, .. }) = parameter.map(|it| &it.form) else {
        return Ok(false);
    };
    let schemas = &contract.api.schemas;
    Ok(contract
        .judge
        .is_valid(schemas, *schema, Direction::Request, value))
}

/// A page is cut from what the filter keeps, and not filtered after it was cut.
async fn page_of_one(
    scene: &Scene<'_>,
    found: &[Thing],
    query: &[(&str, Value)],
) -> Result<(), Halt> {
    let Some(limit) = scene.listing()?.limit.as_deref() else {
        return Ok(());
    };
    if found.is_empty() {
        return Ok(());
    }
    let mut asked = query.to_vec();
    asked.push((limit, json!(1)));
    let page = scene.list(&asked).await?;
    if page.items.len() != 1 {
        scene.broken(
            page.exchange,
            format!("one item, as many as were asked for: {} match", found.len()),
            items(page.items.len()),
        );
    }
    Ok(())
}

async fn range(scene: &Scene<'_>) -> Result<(), Halt> {
    let mut things = specimens(scene).await?;
    let alike = |filter: &&Filter| {
        let values = things.windows(2);
        let mut pairs = values.map(|pair| {
            [
                pair[0].member(&filter.member),
                pair[1].member(&filter.member),
            ]
        });
        filter.kind != FilterKind::Equal && pairs.all(|[a, b]| a == b)
    };
    if scene.listing()?.filters.iter().any(|filter| alike(&filter)) {
        // Times in whole seconds: what is made in the next one differs.
        tokio::time::sleep(std::time::Duration::from_millis(1_050)).await;
        things.push(scene.create(json!({})).await?);
    }
    for filter in &scene.listing()?.filters {
        let FilterKind::Range { or_equal } = filter.kind else {
            continue;
        };
        for border in borders(&things, filter) {
            for (word, holds) in COMPARISONS {
                let query = [(filter.parameter.as_str(), json!({ *word: border.clone() }))];
                let found = scene.walk_over(&things, &query).await?;
                judge(scene, &things, &found, &query, |thing| {
                    compare(thing.member(&filter.member), &border).is_some_and(holds)
                });
            }
            if or_equal {
                let query = [(filter.parameter.as_str(), border.clone())];
                let found = scene.walk_over(&things, &query).await?;
                judge(scene, &things, &found, &query, |thing| {
                    thing.member(&filter.member) == Some(&border)
                });
            }
            // Two bounds at once: one second, or nothing at all.
            let one = [(
                filter.parameter.as_str(),
                json!({"gte": border.clone(), "lte": border.clone()}),
            )];
            let found = scene.walk_over(&things, &one).await?;
            judge(scene, &things, &found, &one, |thing| {
                thing.member(&filter.member) == Some(&border)
            });
            let none = [(
                filter.parameter.as_str(),
                json!({"gt": border.clone(), "lt": border.clone()}),
            )];
            let found = scene.walk_over(&things, &none).await?;
            judge(scene, &things, &found, &none, |_| false);
        }
    }
    Ok(())
}

async fn together(scene: &Scene<'_>) -> Result<(), Halt> {
    let things = specimens(scene).await?;
    let filters = &scene.listing()?.filters;
    for (index, first) in filters.iter().enumerate() {
        for second in &filters[index + 1..] {
            let Some((a, b)) = differing(&things, first, second) else {
                continue;
            };
            let (Some(x), Some(y)) = (a.member(&first.member), b.member(&second.member)) else {
                continue;
            };
            let query = [
                (first.parameter.as_str(), at_least(first, x)),
                (second.parameter.as_str(), at_least(second, y)),
            ];
            let found = scene.walk_over(&things, &query).await?;
            judge(scene, &things, &found, &query, |thing| {
                meets(thing, first, x) && meets(thing, second, y)
            });
        }
    }
    Ok(())
}

/// Two things that between them show both filters at work; the same thing twice where all are alike.
fn differing<'t>(
    things: &'t [Thing],
    first: &Filter,
    second: &Filter,
) -> Option<(&'t Thing, &'t Thing)> {
    let a = things
        .iter()
        .find(|thing| thing.member(&first.member).is_some_and(is_plain))?;
    let b = things
        .iter()
        .find(|thing| {
            thing.member(&second.member).is_some_and(is_plain)
                && thing.member(&first.member) != a.member(&first.member)
        })
        .unwrap_or(a);
    b.member(&second.member)
        .is_some_and(is_plain)
        .then_some((a, b))
}

pub(super) fn at_least(filter: &Filter, value: &Value) -> Value {
    match filter.kind {
        FilterKind::Equal => value.clone(),
        FilterKind::Range { .. } => json!({ "gte": value }),
    }
}

pub(super) fn meets(thing: &Thing, filter: &Filter, value: &Value) -> bool {
    match filter.kind {
        FilterKind::Equal => thing.member(&filter.member) == Some(value),
        FilterKind::Range { .. } => {
            compare(thing.member(&filter.member), value).is_some_and(std::cmp::Ordering::is_ge)
        }
    }
}

/// Things that differ in what the filters look at: plain ones, and one in each state that the API's
/// files say how to reach; where another fixture can stand in the example's place, one with it.
pub(super) async fn specimens(scene: &Scene<'_>) -> Result<Vec<Thing>, Halt> {
    let mut things = scene.create_many(2).await?;
    for state in &scene.settings.states {
        let made = scene.create(json!({})).await?;
        things.push(scene.update(&made.id, state.update.clone()).await?);
    }
    for filter in &scene.listing()?.filters {
        for body in scene.other_values(&filter.member) {
            things.push(scene.create(body).await?);
        }
    }
    if let Some(body) = scene.other_fixture() {
        things.push(scene.create(body).await?);
    }
    things.push(scene.create(json!({})).await?);
    Ok(things)
}

/// Holds a filtered walk to its promise: `matches` says whether a thing must be there.
pub(super) fn judge(
    scene: &Scene<'_>,
    things: &[Thing],
    found: &[Thing],
    query: &[(&str, Value)],
    matches: impl Fn(&Thing) -> bool,
) {
    let asked = asked(query);
    if let Some(wrong) = found.iter().find(|thing| !matches(thing)) {
        scene.broken(
            wrong.exchange,
            format!("only what matches {asked}"),
            format!(
                "{}, which does not: {}",
                quoted(&wrong.id),
                show(Some(&wrong.value))
            ),
        );
    }
    let missing = things
        .iter()
        .filter(|thing| matches(thing))
        .find(|thing| found.iter().all(|seen| seen.id != thing.id));
    if let Some(missing) = missing {
        scene.broken(
            scene.last_exchange(),
            format!("all that matches {asked}, {} among it", quoted(&missing.id)),
            "a list without it",
        );
    }
}

/// Whether a word of a range takes a value on this side of its border.
type Holds = fn(std::cmp::Ordering) -> bool;

const COMPARISONS: &[(&str, Holds)] = &[
    ("gt", std::cmp::Ordering::is_gt),
    ("gte", std::cmp::Ordering::is_ge),
    ("lt", std::cmp::Ordering::is_lt),
    ("lte", std::cmp::Ordering::is_le),
];

/// The values at which a range is tried: those of the first and the last specimen.
fn borders(things: &[Thing], filter: &Filter) -> Vec<Value> {
    let mut values: Vec<Value> = Vec::new();
    for thing in [things.first(), things.last()].into_iter().flatten() {
        if let Some(value) = thing.member(&filter.member)
            && is_plain(value)
            && !values.contains(value)
        {
            values.push(value.clone());
        }
    }
    values
}

pub(super) fn is_plain(value: &Value) -> bool {
    matches!(value, Value::String(_) | Value::Number(_) | Value::Bool(_))
}

fn compare(value: Option<&Value>, border: &Value) -> Option<std::cmp::Ordering> {
    match (value?, border) {
        (Value::Number(a), Value::Number(b)) => a.as_f64()?.partial_cmp(&b.as_f64()?),
        (a @ Value::String(x), b @ Value::String(y)) => Some(match (instant(a), instant(b)) {
            (Some(a), Some(b)) => a.cmp(&b),
            _ => x.cmp(y),
        }),
        _ => None,
    }
}

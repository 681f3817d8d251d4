//! The order of a list.

use serde_json::{Value, json};

use super::Law;
use super::need::Need;
use super::reading::window;
use super::scene::{Halt, Scene, Thing};
use super::value::{instant, quoted, show};
use super::walk::MOMENT;
use crate::check;
use crate::requirements::Order;
use crate::verdict::Failure;

pub(super) const LAWS: &[Law] = &[Law {
    name: "order",
    title: "the list of {}s is sorted, and ties keep their order",
    walks: true,
    needs: &[Need::Create, Need::Walk, Need::Order],
    question: |scene| Box::pin(sorted(scene)),
}];

async fn sorted(scene: &Scene<'_>) -> Result<(), Halt> {
    let Some(order) = &scene.settings.order else {
        return Err(Halt::Untested(
            "nothing says how the list is sorted".to_owned(),
        ));
    };
    let made = over_two_moments(scene, &order.member).await?;
    let by_cursor = scene.listing()?.cursor.is_some() && !order.is_ascending;
    let walk = if by_cursor {
        // As the head of the list shows them, before any cursor has a say.
        let row = scene.as_listed(&made).await?;
        if let Some(row) = &row {
            let shown: Vec<Thing> = row.iter().rev().cloned().collect();
            if is_unsorted(scene, order, &shown) {
                return Ok(());
            }
        }
        let row = row.as_ref().unwrap_or(&made);
        scene.walk_from_newest(row, scene.large()).await?
    } else {
        window(&scene.read_whole(&[]).await?, &made).to_vec()
    };
    if is_unsorted(scene, order, &walk) {
        return Ok(());
    }
    let ours: Vec<&str> = walk
        .iter()
        .map(|thing| thing.id.as_str())
        .filter(|id| made.iter().any(|thing| thing.id == *id))
        .collect();
    let mut due: Vec<&str> = made.iter().map(|thing| thing.id.as_str()).collect();
    if !order.is_ascending {
        due.reverse();
    }
    if ours != due {
        // Where all are there and none is sorted wrongly, those that differ are equal: which of them comes first is
        // another rule.
        let check = if ours.len() == due.len() {
            check::TIES
        } else {
            check::LAW
        };
        scene.fail(
            Failure::new(
                check,
                format!(
                    "those made one after the other in this order: {}",
                    json!(due)
                ),
                json!(ours).to_string(),
            )
            .exchange(scene.last_exchange()),
        );
    }
    Ok(())
}

/// Whether two neighbours of a list stand in the wrong order; writes down the first two.
fn is_unsorted(scene: &Scene<'_>, order: &Order, listed: &[Thing]) -> bool {
    let member = order.member.as_str();
    let wrong = listed.windows(2).find(|pair| {
        let (first, second) = (key(&pair[0], member), key(&pair[1], member));
        match order.is_ascending {
            true => first > second,
            false => first < second,
        }
    });
    let Some([above, below]) = wrong else {
        return false;
    };
    let word = if order.is_ascending {
        "earlier"
    } else {
        "later"
    };
    scene.broken(
        below.exchange,
        format!(
            "below {} no `{member}` {word} than its own, {}",
            quoted(&above.id),
            show(above.member(member))
        ),
        format!("{}, with {}", quoted(&below.id), show(below.member(member))),
    );
    true
}

/// Things made one after the other: some quickly, so that they share their moment, and some when it has passed.
async fn over_two_moments(scene: &Scene<'_>, member: &str) -> Result<Vec<Thing>, Halt> {
    let mut made = scene.create_many(3).await?;
    made.extend(scene.create_many(1).await?);
    let share = made
        .windows(2)
        .all(|pair| pair[0].member(member) == pair[1].member(member));
    if share {
        tokio::time::sleep(MOMENT).await;
    }
    made.extend(scene.create_many(3).await?);
    Ok(made)
}

/// Numbers by size, times by when they are, other texts by their characters.
pub(super) fn key(thing: &Thing, member: &str) -> (i128, String) {
    match thing.member(member) {
        Some(Value::Number(number)) => (number.as_i64().unwrap_or_default().into(), String::new()),
        Some(value @ Value::String(text)) => match instant(value) {
            Some(time) => (time.as_nanosecond(), String::new()),
            None => (0, text.clone()),
        },
        _ => (0, String::new()),
    }
}

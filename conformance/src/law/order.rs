//! The order of a list.

use serde_json::{Value, json};

use super::scene::{Halt, Scene, Thing};
use super::value::show;
use super::{Law, can_page};

pub(super) const LAWS: &[Law] = &[Law {
    name: "order",
    title: "the list of {}s is sorted, newest first, and ties keep their order",
    walks: true,
    applies: |contract, resource, settings| {
        can_page(contract, resource, settings) && settings.order.is_some()
    },
    question: |scene| Box::pin(sorted(scene)),
}];

async fn sorted(scene: &Scene<'_>) -> Result<(), Halt> {
    let Some(member) = scene.settings.order.as_deref() else {
        return Err(Halt::Untested(
            "nothing says how the list is sorted".to_owned(),
        ));
    };
    // Made one after the other and quickly, so that some share their second.
    let made = scene.create_many(6).await?;
    let walk = scene.walk_from_newest(&made, 100).await?;
    for pair in walk.windows(2) {
        if key(&pair[0], member) < key(&pair[1], member) {
            scene.broken(
                pair[1].exchange,
                format!("no {member} later than {}", show(pair[0].member(member))),
                format!(
                    "{} below it, of {}",
                    show(pair[1].member(member)),
                    pair[1].id
                ),
            );
            return Ok(());
        }
    }
    let ours: Vec<&str> = walk
        .iter()
        .map(|thing| thing.id.as_str())
        .filter(|id| made.iter().any(|thing| thing.id == *id))
        .collect();
    let due: Vec<&str> = made.iter().rev().map(|thing| thing.id.as_str()).collect();
    if ours != due {
        scene.broken(
            scene.last_exchange(),
            format!("the newest first: {}", json!(due)),
            json!(ours).to_string(),
        );
    }
    Ok(())
}

/// Numbers by size, texts (ISO 8601 times) by their characters.
fn key(thing: &Thing, member: &str) -> (i64, String) {
    match thing.member(member) {
        Some(Value::Number(number)) => (number.as_i64().unwrap_or_default(), String::new()),
        Some(Value::String(text)) => (0, text.clone()),
        _ => (0, String::new()),
    }
}

//! What one operation says of a thing, every other must say, too.

use serde_json::{Value, json};

use super::Law;
use super::need::Need;
use super::scene::{Halt, Scene, Thing};
use super::value::{quoted, show};

pub(super) const LAWS: &[Law] = &[
    Law {
        name: "create-retrieve",
        title: "a new {} is retrieved as create showed it",
        walks: false,
        needs: &[Need::Create, Need::Retrieve],
        question: |scene| Box::pin(create_retrieve(scene)),
    },
    Law {
        name: "retrieve-twice",
        title: "reading a {} changes nothing",
        walks: false,
        needs: &[Need::Create, Need::Retrieve],
        question: |scene| Box::pin(retrieve_twice(scene)),
    },
    Law {
        name: "whole-id",
        title: "a {} is found under its whole id only",
        walks: false,
        needs: &[Need::Create, Need::Retrieve],
        question: |scene| Box::pin(whole_id(scene)),
    },
    Law {
        name: "create-list",
        title: "a new {} stands in the list as it is",
        walks: true,
        needs: &[Need::Create, Need::Walk],
        question: |scene| Box::pin(create_list(scene)),
    },
    Law {
        name: "list-retrieve",
        title: "each {} of a list is retrieved as the list showed it",
        walks: true,
        needs: &[Need::Create, Need::Retrieve, Need::Walk],
        question: |scene| Box::pin(list_retrieve(scene)),
    },
    Law {
        name: "update-retrieve",
        title: "an update of a {} is seen by every reader, and touches only what it names",
        walks: false,
        needs: &[Need::Create, Need::Retrieve, Need::Update],
        question: |scene| Box::pin(update_retrieve(scene)),
    },
    Law {
        name: "unique-ids",
        title: "no two {}s share an id",
        walks: false,
        needs: &[Need::Create, Need::Retrieve],
        question: |scene| Box::pin(unique_ids(scene)),
    },
    Law {
        name: "neighbours",
        title: "making or changing one {} leaves the others as they are",
        walks: false,
        needs: &[Need::Create, Need::Retrieve],
        question: |scene| Box::pin(neighbours(scene)),
    },
    Law {
        name: "texts",
        title: "a {} gives back every text as it was sent",
        walks: false,
        needs: &[Need::Create, Need::Retrieve, Need::Marker],
        question: |scene| Box::pin(texts(scene)),
    },
];

async fn create_retrieve(scene: &Scene<'_>) -> Result<(), Halt> {
    let made = scene.create(json!({})).await?;
    let read = scene.retrieve(&made.id).await?;
    scene.same(&made, &read, "as create answered");
    Ok(())
}

async fn retrieve_twice(scene: &Scene<'_>) -> Result<(), Halt> {
    let made = scene.create(json!({})).await?;
    let first = scene.retrieve(&made.id).await?;
    let second = scene.retrieve(&made.id).await?;
    scene.same(&first, &second, "as the first reading showed it");
    Ok(())
}

/// Shorter than this, an id with a character more or less may well be another's.
const LONG_ID: usize = 12;

async fn whole_id(scene: &Scene<'_>) -> Result<(), Halt> {
    let made = scene.create(json!({})).await?;
    let mut shorter = made.id.clone();
    shorter.pop();
    if shorter.len() < LONG_ID || made.id.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Halt::Untested(
            "its ids are so short that a similar one may be another's".to_owned(),
        ));
    }
    let retrieve = scene.operation(scene.resource.retrieve.as_deref())?;
    let mut others = vec![shorter, format!("{}x", made.id)];
    others.extend(in_other_case(&made.id));
    for id in others {
        let exchange = scene.send(retrieve, Some(&id), &[], None).await?;
        if !scene.was_refused(&exchange) {
            scene.broken(
                exchange.index,
                format!("a refusal: {} is not {}", quoted(&id), quoted(&made.id)),
                scene.status(&exchange),
            );
        }
    }
    Ok(())
}

/// The id with small letters for capital ones and the other way round. `None` for hexadecimal ids: a UUID is the same
/// in either case (RFC 9562 §4).
fn in_other_case(id: &str) -> Option<String> {
    if id
        .bytes()
        .all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
    {
        return None;
    }
    let other = id.chars().map(|letter| match letter {
        small if small.is_ascii_lowercase() => small.to_ascii_uppercase(),
        other => other.to_ascii_lowercase(),
    });
    Some(other.collect::<String>()).filter(|other| other != id)
}

async fn create_list(scene: &Scene<'_>) -> Result<(), Halt> {
    let made = scene.create(json!({})).await?;
    match scene.find_listed(&made.id).await? {
        // What create showed otherwise than the others is the finding of another law.
        Some(listed) if scene.resource.retrieve.is_some() => {
            let read = scene.retrieve(&made.id).await?;
            scene.same(&read, &listed, "as retrieve shows it");
        }
        Some(listed) => scene.same(&made, &listed, "as create answered"),
        None => scene.broken(
            scene.last_exchange(),
            format!("{} in the list", quoted(&made.id)),
            "a list without it",
        ),
    }
    Ok(())
}

/// Things of the first page that are retrieved.
const MOST_RETRIEVED: usize = 6;

async fn list_retrieve(scene: &Scene<'_>) -> Result<(), Halt> {
    // So that the list has something in it; what came of it is the question of another law.
    scene.create(json!({})).await?;
    let page = scene.first_page().await?;
    // From both ends: what stands at the one came last, at the other it may have been there for long.
    let from_both_ends = (0..page.items.len()).map(|place| match place % 2 {
        0 => place / 2,
        _ => page.items.len() - 1 - place / 2,
    });
    for place in from_both_ends.take(MOST_RETRIEVED) {
        let Some(listed) = page.items.get(place) else {
            continue;
        };
        let read = scene.glance(&listed.id).await?;
        if read
            .as_ref()
            .is_some_and(|read| !scene.differ(listed, read))
        {
            continue;
        }
        // Others may have changed it in between: then the list says so now.
        let again = scene.first_page().await?;
        let stands = again.find(&listed.id);
        if stands.is_none_or(|again| scene.differ(listed, again)) {
            continue;
        }
        match scene.look(&listed.id).await? {
            Some(read) => scene.same(listed, &read, "as the list showed it"),
            None => scene.broken(
                scene.last_exchange(),
                format!("{}, which stands in the list", listed.id),
                "a refusal",
            ),
        }
    }
    Ok(())
}

async fn update_retrieve(scene: &Scene<'_>) -> Result<(), Halt> {
    let before = scene.create(json!({})).await?;
    let (body, named) = scene.harmless_update()?;
    let answered = scene.update(&before.id, body.clone()).await?;
    if scene.marker().is_some() {
        // A documented change may bring others with it; a text of ours brings none.
        let why = "what the update does not name stays";
        scene.same_after_change(&before, &answered, &named, why);
    }
    for name in &named {
        scene.took(&answered, name, body.get(name));
    }
    let read = scene.retrieve(&before.id).await?;
    scene.same(&answered, &read, "as the update answered");
    if scene.can_walk()
        && let Some(listed) = scene.find_listed(&before.id).await?
    {
        scene.same(&answered, &listed, "as the update answered");
    }
    Ok(())
}

async fn unique_ids(scene: &Scene<'_>) -> Result<(), Halt> {
    let made = scene.create_many(5).await?;
    for (index, thing) in made.iter().enumerate() {
        if made[..index].iter().any(|earlier| earlier.id == thing.id) {
            scene.broken(
                thing.exchange,
                "an id that no other thing has",
                format!("{} for the second time", quoted(&thing.id)),
            );
            break;
        }
    }
    Ok(())
}

async fn neighbours(scene: &Scene<'_>) -> Result<(), Halt> {
    let made = scene.create(json!({})).await?;
    // As it is now: what create showed otherwise is the finding of another law.
    let first = scene.retrieve(&made.id).await?;
    let second = scene.create(json!({})).await?;
    if scene.resource.update.is_some()
        && let Ok((body, _)) = scene.harmless_update()
    {
        scene.update(&second.id, body).await?;
    }
    for _ in 0..2 {
        scene.create(json!({})).await?;
    }
    let still = scene.retrieve(&first.id).await?;
    scene.same(
        &first,
        &still,
        "as it was before others were made and changed",
    );
    Ok(())
}

/// Texts that servers mangle: what a form reserves, white space, letters beyond ASCII and beyond the
/// first plane, what looks like a number, a boolean or null.
const TEXTS: &[&str] = &[
    "a&b=c+d%e",
    " leading and trailing ",
    "two\nlines\tand a tab",
    "Grüße, 日本語, עברית",
    "e\u{301} is not \u{e9}",
    "🔗👩‍👩‍👧",
    "007",
    "1e3",
    "true",
    "null",
    "<b>&amp;</b>",
    "quote\" and \\backslash/",
    "'; --",
];

async fn texts(scene: &Scene<'_>) -> Result<(), Halt> {
    let Some(marker) = scene.marker() else {
        return Err(Halt::Untested("nothing in it takes a free text".to_owned()));
    };
    let sent: Value = TEXTS
        .iter()
        .enumerate()
        .map(|(index, text)| (format!("k{index}"), json!(text)))
        .collect::<serde_json::Map<_, _>>()
        .into();
    let mut body = serde_json::Map::new();
    body.insert(marker.member.clone(), sent.clone());
    let made = scene.create(Value::Object(body)).await?;
    let read = scene.retrieve(&made.id).await?;
    for thing in [&made, &read] {
        compare_texts(scene, &marker.member, &sent, thing);
    }
    Ok(())
}

fn compare_texts(scene: &Scene<'_>, member: &str, sent: &Value, thing: &Thing) {
    let Some(sent) = sent.as_object() else { return };
    for (name, text) in sent {
        let received = thing.member(member).and_then(|map| map.get(name));
        if received != Some(text) {
            scene.fail(
                crate::verdict::Failure::new(crate::check::LAW, show(Some(text)), show(received))
                    .pointer(format!("/{member}/{name}"))
                    .exchange(thing.exchange),
            );
            return;
        }
    }
}

//! What a thing must show after a change.

use serde_json::{Map, Value, json};

use super::Player;
use crate::check;
use crate::law::scene::Thing;
use crate::law::sequence::choose::{Chosen, Effect};
use crate::law::sequence::model::merged;
use crate::law::value::{same, show};
use crate::verdict::Failure;

impl Player<'_, '_> {
    /// After a change the thing shows what was sent.
    pub(super) fn hold(&self, chosen: &[Chosen], before: Option<&Thing>, after: &Thing) {
        for one in chosen {
            let rules = &self.subject.settings.members;
            let rule = rules.get(&one.member);
            let shown = after.member(&one.member);
            let (due, is_so, promise) = match &one.effect {
                Effect::Learn | Effect::Expands(_) => continue,
                Effect::Time(sent) => (
                    show(Some(sent)),
                    shown.is_some_and(|it| same(sent, it)),
                    "kept",
                ),
                Effect::Cleared => ("{}".to_owned(), shown == Some(&json!({})), "clear"),
                Effect::Away => {
                    let is_so = shown.is_none_or(Value::is_null);
                    ("null".to_owned(), is_so, "unset")
                }
                Effect::Entries(entries) => {
                    let earlier = before.and_then(|thing| thing.member(&one.member));
                    match rule {
                        Some(_) => {
                            let due = Value::Object(merged(earlier, entries));
                            let is_so = shown.is_some_and(|it| same_entries(it, &due));
                            (show(Some(&due)), is_so, blame(earlier, entries, shown))
                        }
                        None => {
                            let due = Value::Object(merged(None, entries));
                            let is_so = shown.is_some_and(|it| holds_entries(it, &due));
                            (format!("all of {}", show(Some(&due))), is_so, "kept")
                        }
                    }
                }
            };
            if is_so {
                continue;
            }
            let from = self.scene.failed();
            self.scene.fail(
                Failure::new(check::LAW, due, show(shown))
                    .pointer(format!("/{}", one.member))
                    .exchange(after.exchange),
            );
            match rule {
                Some(rule) => self.scene.lay(from, &rule.answers(promise)),
                None => self.by_law(from, "texts"),
            }
        }
    }
}

/// Which promise about a map is broken: that what was sent is kept, that what was taken away is gone, or that the
/// rest stays.
fn blame(
    before: Option<&Value>,
    entries: &[(String, Option<String>)],
    shown: Option<&Value>,
) -> &'static str {
    let shown_of = |name: &str| shown.and_then(|map| map.get(name));
    let earlier = before.and_then(Value::as_object);
    // An entry that was there and is as it was has not been mangled: it has not been set.
    let is_set = |(name, value): &(String, Option<String>)| {
        let was = earlier.and_then(|map| map.get(name));
        value.is_none() || was.is_none() || shown_of(name) != was
    };
    let is_gone =
        |(name, value): &(String, Option<String>)| value.is_some() || shown_of(name).is_none();
    let named = |name: &String| entries.iter().any(|(known, _)| known == name);
    let stays = earlier.is_none_or(|map| {
        map.iter()
            .all(|(name, value)| named(name) || shown_of(name) == Some(value))
    });
    let adds = shown.and_then(Value::as_object).is_some_and(|map| {
        let known = |name: &String| named(name) || earlier.is_some_and(|it| it.contains_key(name));
        !map.keys().all(known)
    });
    if !entries.iter().all(is_gone) {
        "unset"
    } else if !stays || adds || !entries.iter().all(is_set) {
        "merged"
    } else {
        "kept"
    }
}

/// Whether both maps have the same entries, in any order.
fn same_entries(shown: &Value, due: &Value) -> bool {
    let count = |value: &Value| value.as_object().map(Map::len);
    count(shown) == count(due) && holds_entries(shown, due)
}

fn holds_entries(shown: &Value, due: &Value) -> bool {
    due.as_object().is_some_and(|due| {
        due.iter()
            .all(|(name, value)| shown.get(name) == Some(value))
    })
}

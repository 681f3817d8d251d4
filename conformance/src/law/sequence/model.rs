//! What is known of the things of a sequence, and what must come of the next request.

use serde_json::{Map, Value};

use super::choose::{Chosen, Effect, Fate};
use super::table::{Member, Table};
use crate::law::scene::Thing;
use crate::requirements::MemberRule;

/// A thing as it must be.
#[derive(Debug)]
pub(super) struct Entry {
    /// As it was shown last.
    pub(super) thing: Thing,
    pub(super) life: Life,
}

/// What can still be done with a thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Life {
    /// Everything.
    Open,
    /// No update any more, by this requirement.
    Final(String),
    /// Nothing: it was deleted.
    Gone,
}

/// What must come of a request.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Expected {
    /// Success, as these requirements say.
    Accepted(Vec<String>),
    /// A refusal, for this reason, as these requirements say.
    Refused(String, Vec<String>),
    /// Either.
    Unknown,
}

/// What must come of a request with these values on a thing (none for a new one).
pub(super) fn expected(chosen: &[Chosen], entry: Option<&Entry>, table: &Table) -> Expected {
    if let Some(entry) = entry {
        match &entry.life {
            Life::Gone => return Expected::Refused("the thing was deleted".to_owned(), Vec::new()),
            Life::Final(id) => {
                let words = "the thing is in a state that takes no update".to_owned();
                return Expected::Refused(words, vec![id.clone()]);
            }
            Life::Open => {}
        }
    }
    let mut alone = Vec::new();
    for one in chosen {
        match &one.fate {
            Fate::Refused(words, ids) => return Expected::Refused(words.clone(), ids.clone()),
            Fate::Alone(ids) => alone.push(ids.clone()),
            Fate::Free => {}
        }
    }
    if let Some(overfull) = overfull(chosen, entry, table) {
        return overfull;
    }
    match alone.as_slice() {
        [] => Expected::Accepted(promised(chosen, entry, table)),
        // What the coverage phase says of a new thing with one member more.
        [ids] if entry.is_none() => Expected::Accepted(ids.clone()),
        _ => Expected::Unknown,
    }
}

/// The requirements by which values that the API's files speak of are accepted.
fn promised(chosen: &[Chosen], entry: Option<&Entry>, table: &Table) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for one in chosen {
        let Some(rule) = rule(one, entry, table) else {
            continue;
        };
        let promises: &[&str] = match &one.effect {
            Effect::Entries(_) => &["kept", "entries", "value"],
            Effect::Time(_) => &["kept"],
            Effect::Cleared => &["clear"],
            Effect::Away => &["unset"],
            Effect::Learn | Effect::Expands(_) => &[],
        };
        for id in promises.iter().flat_map(|promise| rule.answers(promise)) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
    }
    ids
}

fn rule<'t>(one: &Chosen, entry: Option<&Entry>, table: &'t Table) -> Option<&'t MemberRule> {
    let members: &[Member] = match entry {
        Some(_) => &table.update,
        None => &table.create,
    };
    let member = members.iter().find(|it| it.name == one.member)?;
    member.rule.as_ref()
}

/// A map that would hold more entries than it may.
fn overfull(chosen: &[Chosen], entry: Option<&Entry>, table: &Table) -> Option<Expected> {
    chosen.iter().find_map(|one| {
        let Effect::Entries(entries) = &one.effect else {
            return None;
        };
        let rule = rule(one, entry, table)?;
        let most = rule.entries?;
        let count = merged(entry.and_then(|it| it.thing.member(&one.member)), entries).len();
        (count > most).then(|| {
            let words = format!(
                "`{}` would have {count} entries, and {most} are the most",
                one.member
            );
            Expected::Refused(words, rule.answers("entries"))
        })
    })
}

/// The map after these entries were set and taken away.
pub(super) fn merged(
    before: Option<&Value>,
    entries: &[(String, Option<String>)],
) -> Map<String, Value> {
    let mut map = before
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default();
    for (name, value) in entries {
        match value {
            Some(text) => {
                map.insert(name.clone(), Value::String(text.clone()));
            }
            None => {
                map.shift_remove(name);
            }
        }
    }
    map
}

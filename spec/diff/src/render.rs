//! Comparisons as text: for people, for tools, for pull requests, for build servers.

pub mod json;
pub mod junit;
pub mod markdown;
pub mod text;

use indexmap::IndexMap;

use crate::{Change, Diff, Effect, Party};

/// Changes that say the same of several places.
#[derive(Debug)]
pub(crate) struct Group<'a> {
    pub(crate) changes: Vec<&'a Change>,
}

impl<'a> Group<'a> {
    /// The one that stands for all.
    pub(crate) fn first(&self) -> &'a Change {
        self.changes[0]
    }

    /// `file.purpose`, or `file.purpose and 3 other places`.
    pub(crate) fn subject(&self) -> String {
        let first = &self.first().subject;
        match self.changes.len() {
            1 => first.clone(),
            2 => format!("{first} and 1 other place"),
            many => format!("{first} and {} other places", many - 1),
        }
    }
}

/// The changes of one severity; those that say the same stand together, in the order of the first.
pub(crate) fn groups(changes: &[Change], severity: Effect) -> Vec<Group<'_>> {
    let mut groups: IndexMap<(&str, &str, &[String]), Group<'_>> = IndexMap::new();
    for change in changes.iter().filter(|change| change.severity == severity) {
        groups
            .entry((change.code.name, &change.message, &change.notes))
            .or_insert_with(|| Group {
                changes: Vec::new(),
            })
            .changes
            .push(change);
    }
    groups.into_values().collect()
}

/// `3 breaking, 1 risky`, or `no changes`.
pub fn counts(diff: &Diff) -> String {
    let parts: Vec<String> = Effect::ALL
        .into_iter()
        .filter_map(|severity| {
            let count = diff.count(severity);
            (count > 0).then(|| format!("{count} {}", severity.as_str()))
        })
        .collect();
    if parts.is_empty() {
        "no changes".to_owned()
    } else {
        parts.join(", ")
    }
}

/// Names of operations: how many, and the first few.
pub(crate) fn operations(names: &[String], shown: usize) -> String {
    let word = if names.len() == 1 {
        "operation"
    } else {
        "operations"
    };
    let mut listed = names
        .iter()
        .take(shown)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    if names.len() > shown {
        listed.push_str(", …");
    }
    format!("{} {word}: {listed}", names.len())
}

/// For whom it breaks, and which way it travels: `breaks callers and generated Rust; in requests`.
pub(crate) fn verdict(change: &Change) -> String {
    let words = |effect: Effect| {
        let parties: Vec<&str> = Party::ALL
            .into_iter()
            .filter(|party| change.effects.on(*party) == effect)
            .map(Party::title)
            .collect();
        match parties.as_slice() {
            [] => None,
            [one] => Some((*one).to_owned()),
            [first, last] => Some(format!("{first} and {last}")),
            [first, second, rest @ ..] => {
                Some(format!("{first}, {second} and {}", rest.join(" and ")))
            }
        }
    };
    let broken = words(Effect::Breaking).map(|parties| format!("breaks {parties}"));
    let at_risk = words(Effect::Risky).map(|parties| format!("risky for {parties}"));
    let said: Vec<String> = broken.into_iter().chain(at_risk).collect();
    let mut text = if said.is_empty() {
        "breaks nobody".to_owned()
    } else {
        said.join("; ")
    };
    let ways: Vec<&str> = change
        .directions
        .iter()
        .map(|direction| match direction {
            crate::Direction::Request => "in requests",
            crate::Direction::Response => "in responses",
            crate::Direction::Unused => "used by no operation",
        })
        .collect();
    if !ways.is_empty() {
        text.push_str("; ");
        text.push_str(&ways.join(" and "));
    }
    text
}

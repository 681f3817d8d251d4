//! Types, null, listed values, bounds, patterns and formats.

use serde_json::Value;
use trueline_spec::At;
use trueline_spec::ir::{JsonType, TypeSet};

use super::pair::Position;
use super::rules;
use super::shape::{Shape, Stated};
use super::site::brief;
use crate::codes;
use crate::compare::Comparison;

impl Comparison<'_> {
    pub(super) fn null(&mut self, old: &Shape, new: &Shape, position: Position) {
        if old.null == new.null {
            return;
        }
        let sides = self.sides(old, new, old.types_from, new.types_from);
        let (old_at, new_at) = self.places(sides, None, None);
        self.null_changed(old.null, new.null, old_at, new_at, position);
    }

    pub(super) fn null_changed(
        &mut self,
        before: bool,
        after: bool,
        old_at: At,
        new_at: At,
        position: Position,
    ) {
        let (code, message) = match (before, after) {
            (false, true) => (&codes::NULL_ALLOWED, "may be null"),
            (true, false) => (&codes::NULL_FORBIDDEN, "may no longer be null"),
            _ => return,
        };
        self.changed(
            code,
            Some(position.direction),
            old_at,
            new_at,
            message.to_owned(),
        );
    }

    /// Compares the types; whether there is one on both sides, so that it makes sense to go on.
    pub(super) fn types(&mut self, old: &Shape, new: &Shape, position: Position) -> bool {
        let (before, after) = (seen(old.types, position), seen(new.types, position));
        if before == after {
            return true;
        }
        let lost = before.iter().any(|one| !after.has(one));
        let gained = after.iter().any(|one| !before.has(one));
        let shared = before.iter().any(|one| after.has(one));
        let code = match (lost, gained, shared) {
            (true, false, true) => &codes::TYPE_NARROWED,
            (false, true, true) => &codes::TYPE_WIDENED,
            _ => &codes::TYPE_CHANGED,
        };
        let message = format!("the type was {}, is {}", words(old.types), words(new.types));
        let sides = self.sides(old, new, old.types_from, new.types_from);
        let keyword = |stated: Option<_>| stated.map(|_| "type");
        let (old_at, new_at) = self.places(sides, keyword(old.types_from), keyword(new.types_from));
        self.changed(code, Some(position.direction), old_at, new_at, message);
        shared && (old.types.iter().any(|one| new.types.has(one)))
    }

    pub(super) fn values(&mut self, old: &Shape, new: &Shape, position: Position) {
        let direction = Some(position.direction);
        let from = |stated: &Option<Stated<Vec<Value>>>| stated.as_ref().map(|one| one.from);
        let sides = self.sides(old, new, from(&old.values), from(&new.values));
        let keyword = |stated: bool| stated.then_some("enum");
        let old_keyword = keyword(old.values.is_some());
        let new_keyword = keyword(new.values.is_some());
        let (old_at, new_at) = self.places(sides, old_keyword, new_keyword);
        match (&old.values, &new.values) {
            (None, None) => {}
            (None, Some(listed)) => {
                let message = format!("only {} may come", list(&listed.value));
                self.changed(&codes::VALUES_LISTED, direction, old_at, new_at, message);
            }
            (Some(listed), None) => {
                let message = format!("other values than {} may come", list(&listed.value));
                self.changed(&codes::VALUES_UNLISTED, direction, old_at, new_at, message);
            }
            (Some(before), Some(after)) => {
                let without = |some: &[Value], others: &[Value]| -> Vec<Value> {
                    let others: std::collections::HashSet<String> =
                        others.iter().map(Value::to_string).collect();
                    let is_new = |value: &&Value| !others.contains(&value.to_string());
                    some.iter().filter(is_new).cloned().collect()
                };
                let went = without(&before.value, &after.value);
                let came = without(&after.value, &before.value);
                if !went.is_empty() {
                    let message = format!("no longer takes the value {}", list(&went));
                    self.changed(
                        &codes::VALUE_REMOVED,
                        direction,
                        old_at.clone(),
                        new_at.clone(),
                        message,
                    );
                }
                if !came.is_empty() {
                    let message = format!("also takes the value {}", list(&came));
                    self.changed(&codes::VALUE_ADDED, direction, old_at, new_at, message);
                }
            }
        }
    }

    /// Bounds, patterns, formats and encodings.
    pub(super) fn rules(&mut self, old: &Shape, new: &Shape, position: Position) {
        let direction = Some(position.direction);
        let mut keywords: Vec<&'static str> = old.bounds.keys().copied().collect();
        keywords.extend(new.bounds.keys().filter(|it| !old.bounds.contains_key(*it)));
        for keyword in keywords {
            if old.values.is_some() || new.values.is_some() {
                // Where values are listed a bound says nothing that they do not say.
                continue;
            }
            let (before, after) = (old.bounds.get(keyword), new.bounds.get(keyword));
            let (code, message) = match (before.map(|it| &it.value), after.map(|it| &it.value)) {
                (None, Some(after)) => (
                    after.kind.tightened,
                    format!("`{keyword}` is stated: {}", after.words()),
                ),
                (Some(before), None) => (
                    before.kind.loosened,
                    format!("`{keyword}` is no longer stated (was {})", before.words()),
                ),
                (Some(before), Some(after)) => {
                    let message =
                        format!("`{keyword}` was {}, is {}", before.words(), after.words());
                    if after.is_tighter_than(before) {
                        (after.kind.tightened, message)
                    } else if before.is_tighter_than(after) {
                        (before.kind.loosened, message)
                    } else {
                        continue;
                    }
                }
                (None, None) => continue,
            };
            let sides = self.sides(old, new, before.map(|it| it.from), after.map(|it| it.from));
            let (old_at, new_at) = self.places(
                sides,
                before.map(|it| it.value.keyword()),
                after.map(|it| it.value.keyword()),
            );
            self.changed(code, direction, old_at, new_at, message);
        }
        self.one_rule(
            old,
            new,
            position,
            "format",
            old.format.as_ref(),
            new.format.as_ref(),
            |before, after| rules::format(before.map(String::as_str), after.map(String::as_str)),
        );
        self.one_rule(
            old,
            new,
            position,
            "contentEncoding",
            old.content.as_ref(),
            new.content.as_ref(),
            |before, after| (before != after).then_some(&codes::CONTENT_CHANGED),
        );
        self.one_rule(
            old,
            new,
            position,
            "multipleOf",
            old.step.as_ref(),
            new.step.as_ref(),
            |before, after| match (before, after) {
                (None, Some(_)) => Some(&codes::RANGE_TIGHTENED),
                (Some(_), None) => Some(&codes::RANGE_LOOSENED),
                (Some(before), Some(after)) => rules::step(before, after),
                (None, None) => None,
            },
        );
        if old.values.is_none() && new.values.is_none() {
            self.patterns(old, new, position);
        }
        if old.unique.is_some() != new.unique.is_some() {
            let (code, message) = if new.unique.is_some() {
                (&codes::COUNT_TIGHTENED, "items must differ from each other")
            } else {
                (
                    &codes::COUNT_LOOSENED,
                    "items need no longer differ from each other",
                )
            };
            let sides = self.sides(old, new, old.unique, new.unique);
            let keyword = |stated: Option<_>| stated.map(|_| "uniqueItems");
            let (old_at, new_at) = self.places(sides, keyword(old.unique), keyword(new.unique));
            self.changed(code, direction, old_at, new_at, message.to_owned());
        }
    }

    fn patterns(&mut self, old: &Shape, new: &Shape, position: Position) {
        let only = |some: &[Stated<String>], others: &[Stated<String>]| -> Vec<Stated<String>> {
            let is_new =
                |one: &&Stated<String>| !others.iter().any(|other| other.value == one.value);
            some.iter().filter(is_new).cloned().collect()
        };
        let went = only(&old.patterns, &new.patterns);
        let came = only(&new.patterns, &old.patterns);
        for index in 0..went.len().max(came.len()) {
            let (before, after) = (went.get(index), came.get(index));
            self.one_rule(
                old,
                new,
                position,
                "pattern",
                before,
                after,
                |before, after| match (before, after) {
                    (None, Some(_)) => Some(&codes::PATTERN_STATED),
                    (Some(_), None) => Some(&codes::PATTERN_DROPPED),
                    (Some(_), Some(_)) => Some(&codes::PATTERN_CHANGED),
                    (None, None) => None,
                },
            );
        }
    }

    /// A keyword with one value: `judge` says what kind of change it is, if any.
    #[expect(
        clippy::too_many_arguments,
        reason = "two of each, and what to call them"
    )]
    fn one_rule<T: std::fmt::Display>(
        &mut self,
        old: &Shape,
        new: &Shape,
        position: Position,
        keyword: &'static str,
        before: Option<&Stated<T>>,
        after: Option<&Stated<T>>,
        judge: impl Fn(Option<&T>, Option<&T>) -> Option<&'static codes::CodeInfo>,
    ) {
        let values = (before.map(|it| &it.value), after.map(|it| &it.value));
        let Some(code) = judge(values.0, values.1) else {
            return;
        };
        let message = match values {
            (None, Some(after)) => format!("`{keyword}` is stated: `{after}`"),
            (Some(before), None) => format!("`{keyword}` is no longer stated (was `{before}`)"),
            (Some(before), Some(after)) => format!("`{keyword}` was `{before}`, is `{after}`"),
            (None, None) => return,
        };
        let sides = self.sides(old, new, before.map(|it| it.from), after.map(|it| it.from));
        let (old_at, new_at) = self.places(sides, before.map(|_| keyword), after.map(|_| keyword));
        self.changed(code, Some(position.direction), old_at, new_at, message);
    }
}

/// The types as a reader tells them apart at this position: text that may be anything may be a number.
fn seen(types: TypeSet, position: Position) -> TypeSet {
    if position.text && types.has(JsonType::String) {
        types
            .with(JsonType::Integer)
            .with(JsonType::Number)
            .with(JsonType::Boolean)
    } else {
        types
    }
}

/// `string`, `string or integer`, `anything`.
pub(super) fn words(types: TypeSet) -> String {
    let all = TypeSet::ALL.without(JsonType::Null);
    if types == all {
        return "anything".to_owned();
    }
    let shown: Vec<String> = types
        .iter()
        .filter(|one| *one != JsonType::Integer || !types.has(JsonType::Number))
        .map(|one| format!("`{}`", one.as_str()))
        .collect();
    match shown.as_slice() {
        [] => "nothing".to_owned(),
        some => some.join(" or "),
    }
}

/// The values as JSON; of many the first, and how many more.
fn list(values: &[Value]) -> String {
    const SHOWN: usize = 12;
    let mut words: Vec<String> = values.iter().take(SHOWN).map(brief).collect();
    if values.len() > SHOWN {
        words.push(format!("{} more", values.len() - SHOWN));
    }
    words.join(", ")
}

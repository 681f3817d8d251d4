//! How the branches of a union are told apart: by JSON type, by constants, objects by their members, and lists by
//! their items.

use trueline_spec::ir::{Api, JsonType, TypeSet};

use super::super::shape::Shape;
use super::{Candidate, Facts};
use super::{lists, objects};
use crate::plan::{Kind, Test};

/// The kinds in the order in which they are tried: form text spells an integer before it is a string.
pub(super) const IN_ORDER: [Kind; 6] = [
    Kind::Boolean,
    Kind::Integer,
    Kind::Number,
    Kind::List,
    Kind::Object,
    Kind::String,
];

/// The outcome: which candidate is tried when, and by what.
#[derive(Default)]
pub(super) struct Told {
    /// Index of a candidate and its test, in the order of trying.
    pub(super) order: Vec<(usize, Test)>,
    /// The member that tells objects apart.
    pub(super) tag: Option<String>,
    /// Where objects may come without the tag: the same, for these.
    pub(super) untagged: Vec<(usize, Test)>,
    /// What cannot be told apart, in words.
    pub(super) ambiguity: Option<String>,
    /// Indexes of these, and of what only reading tells.
    pub(super) doubted: Vec<usize>,
    /// Indexes of those that are told by a member that they must have and no other has.
    pub(super) own: Vec<usize>,
    /// Branches that are the same to whoever reads, by index: the one that stays, and the one that its value may as
    /// well be.
    pub(super) merged: Vec<(usize, usize)>,
}

impl Told {
    /// Says that these cannot be told apart.
    pub(super) fn cannot_tell(&mut self, what: String) {
        self.ambiguity = Some(match self.ambiguity.take() {
            Some(known) => format!("{known}; {what}"),
            None => what,
        });
    }
}

/// Finds tests for all candidates. `shape` is what has them as alternatives, if it may have a discriminator.
pub(super) fn tell_apart(api: &Api, shape: Option<&Shape<'_>>, candidates: &[Candidate]) -> Told {
    tell_down(api, shape, candidates, 0)
}

/// As [`tell_apart`], in so many lists.
pub(super) fn tell_down(
    api: &Api,
    shape: Option<&Shape<'_>>,
    candidates: &[Candidate],
    depth: usize,
) -> Told {
    let mut told = Told::default();
    let mut strings = Vec::new();
    let mut objects = Vec::new();
    let mut arrays = Vec::new();
    let mut anything = Vec::new();
    let mut others: Vec<(usize, Test)> = Vec::new();
    for (index, candidate) in candidates.iter().enumerate() {
        match candidate.facts.kinds.as_slice() {
            [Kind::String] => strings.push(index),
            [Kind::Object] => objects.push(index),
            [Kind::List] => arrays.push(index),
            kinds if kinds.len() == IN_ORDER.len() || kinds.is_empty() => anything.push(index),
            kinds => {
                let test = Test::Kinds(kinds.to_vec());
                match others.iter().find(|(_, known)| *known == test) {
                    // Of one JSON type: what the one does not allow the other may.
                    Some((first, _)) if kinds.len() == 1 => told.merged.push((*first, index)),
                    _ => others.push((index, test)),
                }
            }
        }
    }
    doubt_overlaps(candidates, &others, &mut told);
    others.extend(lists::tell_apart(
        api, candidates, &arrays, depth, &mut told,
    ));
    others.sort_by_key(|(_, test)| first_rank(test));
    let text_elsewhere = !anything.is_empty()
        || others
            .iter()
            .any(|(_, test)| matches!(test, Test::Kinds(kinds) if kinds.contains(&Kind::String)));
    tell_strings(candidates, &strings, text_elsewhere, &mut told);
    let (constants, texts): (Vec<_>, Vec<_>) = std::mem::take(&mut told.order)
        .into_iter()
        .partition(|(_, test)| !matches!(test, Test::Kinds(_)));
    told.order = constants;
    told.order.extend(others);
    objects::tell_apart(shape, candidates, &objects, !anything.is_empty(), &mut told);
    told.order.extend(texts);
    if let Some(first) = anything.first() {
        told.order.push((*first, Test::Otherwise));
    }
    told
}

/// A branch of several JSON types, one of which another branch has, too, is taken where the value can be read as it.
fn doubt_overlaps(candidates: &[Candidate], others: &[(usize, Test)], told: &mut Told) {
    for (index, test) in others {
        let kinds = &candidates[*index].facts.kinds;
        let meets = |(other, candidate): (usize, &Candidate)| {
            // Lists of strings are asked for before all else.
            let is_first = candidate.facts.values.is_some();
            let other_kinds = &candidate.facts.kinds;
            other != *index
                && !is_first
                && other_kinds.len() < IN_ORDER.len()
                && other_kinds.iter().any(|kind| kinds.contains(kind))
        };
        if kinds.len() > 1 && candidates.iter().enumerate().any(meets) {
            told.doubted.push(*index);
            told.untagged.push((*index, test.clone()));
        }
    }
    if let Some((first, _)) = told.untagged.first() {
        let name = candidates[*first].facts.name.as_deref();
        let name = name.unwrap_or("an unnamed one");
        told.cannot_tell(format!(
            "branches share a JSON type, and are told apart by trying: {name} and another"
        ));
    }
}

fn first_rank(test: &Test) -> Option<usize> {
    match test {
        Test::Kinds(kinds) => kinds.iter().map(|kind| rank(*kind)).min(),
        _ => Some(rank(Kind::List)),
    }
}

/// Lists of strings go before strings at large.
fn tell_strings(
    candidates: &[Candidate],
    strings: &[usize],
    text_elsewhere: bool,
    told: &mut Told,
) {
    let has_plain = strings
        .iter()
        .any(|index| candidates[*index].facts.values.is_none());
    let enums = strings
        .iter()
        .filter(|index| candidates[**index].facts.values.is_some())
        .count();
    for index in strings {
        match candidates[*index].facts.values.as_deref() {
            Some([only]) => told.order.push((*index, Test::Constant(only.clone()))),
            // The only branch for text keeps text that is not in its list.
            Some(_) if !has_plain && enums == 1 && !text_elsewhere => {
                told.order.push((*index, Test::Kinds(vec![Kind::String])));
            }
            Some(values) => told.order.push((*index, Test::OneOf(values.to_vec()))),
            None => {}
        }
    }
    // Strings that differ in format or constraints only are one branch.
    let mut plain = strings
        .iter()
        .filter(|index| candidates[**index].facts.values.is_none());
    if let Some(first) = plain.next() {
        told.order.push((*first, Test::Kinds(vec![Kind::String])));
        told.merged.extend(plain.map(|other| (*first, *other)));
    }
}

/// The word for an inline branch in the name of its type: what tells it apart, else what it is.
pub(super) fn word_for(facts: &Facts, test: &Test) -> String {
    match test {
        Test::Tag(values) if values.first().is_some_and(|value| !value.is_empty()) => {
            values[0].clone()
        }
        Test::Members(names) if names.len() == 1 => format!("with {}", names[0]),
        Test::First { test, .. } => format!("{} list", word_for(&Facts::default(), test)),
        _ => kind_word(facts).to_owned(),
    }
}

fn kind_word(facts: &Facts) -> &'static str {
    match facts.kinds.as_slice() {
        [Kind::Object] => "Object",
        [Kind::List] => "List",
        [Kind::String] => "Text",
        [Kind::Integer] => "Integer",
        [Kind::Number] => "Number",
        [Kind::Boolean] => "Boolean",
        _ => "Value",
    }
}

fn rank(kind: Kind) -> usize {
    IN_ORDER
        .iter()
        .position(|one| *one == kind)
        .unwrap_or(IN_ORDER.len())
}

/// The kinds of a type set.
pub(super) fn kinds_of(types: TypeSet) -> Vec<Kind> {
    IN_ORDER
        .into_iter()
        .filter(|kind| json_type(*kind).is_some_and(|one| types.has(one)))
        .collect()
}

/// The JSON type of a kind.
pub(super) fn json_type(kind: Kind) -> Option<JsonType> {
    Some(match kind {
        Kind::Boolean => JsonType::Boolean,
        Kind::Integer => JsonType::Integer,
        Kind::Number => JsonType::Number,
        Kind::String => JsonType::String,
        Kind::List => JsonType::Array,
        Kind::Object => JsonType::Object,
    })
}

//! How the branches of a union are told apart: by JSON type, by constants, and objects by their members.

use trueline_spec::ir::{JsonType, TypeSet};

use super::super::shape::Shape;
use super::objects;
use super::{Candidate, Facts};
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
pub(super) struct Told {
    /// Index of a candidate and its test, in the order of trying.
    pub(super) order: Vec<(usize, Test)>,
    /// The member that tells objects apart.
    pub(super) tag: Option<String>,
    /// Where objects may come without the tag: the same, for these.
    pub(super) untagged: Vec<(usize, Test)>,
    /// What cannot be told apart, in words.
    pub(super) ambiguity: Option<String>,
    /// Indexes of these.
    pub(super) doubted: Vec<usize>,
    /// Several lists were merged into one list of anything.
    pub(super) merged_lists: bool,
}

/// Finds tests for all candidates.
pub(super) fn tell_apart(shape: &Shape<'_>, candidates: &[Candidate]) -> Told {
    let mut told = Told {
        order: Vec::new(),
        tag: None,
        untagged: Vec::new(),
        ambiguity: None,
        doubted: Vec::new(),
        merged_lists: false,
    };
    let mut strings = Vec::new();
    let mut objects = Vec::new();
    let mut anything = Vec::new();
    let mut others: Vec<(usize, Vec<Kind>)> = Vec::new();
    let mut taken: Vec<Kind> = Vec::new();
    for (index, candidate) in candidates.iter().enumerate() {
        match candidate.facts.kinds.as_slice() {
            [Kind::String] => strings.push(index),
            [Kind::Object] => objects.push(index),
            kinds if kinds.len() == IN_ORDER.len() || kinds.is_empty() => anything.push(index),
            kinds => {
                let free: Vec<Kind> = kinds
                    .iter()
                    .copied()
                    .filter(|kind| !taken.contains(kind))
                    .collect();
                told.merged_lists |= taken.contains(&Kind::List) && kinds == [Kind::List];
                taken.extend(&free);
                if !free.is_empty() {
                    others.push((index, free));
                }
            }
        }
    }
    others.sort_by_key(|(_, kinds)| kinds.iter().map(|kind| rank(*kind)).min());
    let text_elsewhere = taken.contains(&Kind::String) || !anything.is_empty();
    tell_strings(candidates, &strings, text_elsewhere, &mut told);
    let (constants, texts): (Vec<_>, Vec<_>) = std::mem::take(&mut told.order)
        .into_iter()
        .partition(|(_, test)| !matches!(test, Test::Kinds(_)));
    told.order = constants;
    told.order.extend(
        others
            .into_iter()
            .map(|(index, kinds)| (index, Test::Kinds(kinds))),
    );
    objects::tell_apart(shape, candidates, &objects, !anything.is_empty(), &mut told);
    told.order.extend(texts);
    if let Some(first) = anything.first() {
        told.order.push((*first, Test::Otherwise));
    }
    told
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
    // Strings that differ in format only: one without a format takes them all, else the first does.
    if let Some(plain) = strings
        .iter()
        .find(|index| candidates[**index].facts.values.is_none())
    {
        told.order.push((*plain, Test::Kinds(vec![Kind::String])));
    }
}

/// The word for an inline branch in the name of its type: what tells it apart, else what it is.
pub(super) fn word_for(facts: &Facts, test: &Test) -> String {
    match test {
        Test::Tag(values) if values.first().is_some_and(|value| !value.is_empty()) => {
            values[0].clone()
        }
        Test::Members(names) if names.len() == 1 => format!("with {}", names[0]),
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

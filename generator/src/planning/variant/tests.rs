//! How the branches of a union are told apart.

use trueline_spec::ir::{JsonType, TypeSet};

use super::super::shape::Shape;
use super::{Candidate, Facts};
use crate::plan::{Branch, Kind, Test};

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
    /// What cannot be told apart, in words.
    pub(super) ambiguity: Option<String>,
    /// Several lists were merged into one list of anything.
    pub(super) merged_lists: bool,
}

/// Finds tests for all candidates.
pub(super) fn tell_apart(shape: &Shape<'_>, candidates: &[Candidate]) -> Told {
    let mut told = Told {
        order: Vec::new(),
        tag: None,
        ambiguity: None,
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
    tell_objects(shape, candidates, &objects, !anything.is_empty(), &mut told);
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

fn tell_objects(
    shape: &Shape<'_>,
    candidates: &[Candidate],
    objects: &[usize],
    beside_anything: bool,
    told: &mut Told,
) {
    match objects {
        [] => {}
        [only] if !beside_anything => {
            told.order.push((*only, Test::Kinds(vec![Kind::Object])));
        }
        _ => {
            let tagged = by_discriminator(shape, candidates, objects)
                .or_else(|| by_constant(candidates, objects));
            match tagged {
                Some((tag, tests)) => {
                    told.tag = Some(tag);
                    told.order.extend(tests);
                }
                None => by_members(candidates, objects, told),
            }
        }
    }
}

/// By the discriminator that the document states.
fn by_discriminator(
    shape: &Shape<'_>,
    candidates: &[Candidate],
    objects: &[usize],
) -> Option<(String, Vec<(usize, Test)>)> {
    let discriminator = shape.alternatives.first()?.discriminator?;
    let mut tests = Vec::new();
    for index in objects {
        let facts = &candidates[*index].facts;
        let ids: Vec<_> = candidates[*index]
            .parts
            .iter()
            .map(|part| part.id)
            .collect();
        let mut values: Vec<String> = discriminator
            .mapping
            .iter()
            .filter(|(_, target)| ids.contains(target))
            .map(|(value, _)| value.clone())
            .collect();
        if values.is_empty() {
            values = facts.constants.get(&discriminator.property).cloned()?;
        }
        tests.push((*index, Test::Tag(values)));
    }
    Some((discriminator.property.clone(), tests))
}

/// By a member that has other strings in each branch. One branch may lack it: it takes the objects
/// that no other takes.
fn by_constant(
    candidates: &[Candidate],
    objects: &[usize],
) -> Option<(String, Vec<(usize, Test)>)> {
    let mut members: Vec<&String> = Vec::new();
    for index in objects.iter().take(2) {
        for member in candidates[*index].facts.constants.keys() {
            if !members.contains(&member) {
                members.push(member);
            }
        }
    }
    members
        .into_iter()
        .find_map(|member| Some((member.clone(), by_values_of(member, candidates, objects)?)))
}

fn by_values_of(
    member: &str,
    candidates: &[Candidate],
    objects: &[usize],
) -> Option<Vec<(usize, Test)>> {
    let mut seen: Vec<&String> = Vec::new();
    let mut tests = Vec::new();
    let mut without = None;
    for index in objects {
        match candidates[*index].facts.constants.get(member) {
            Some(values) if values.iter().all(|value| !seen.contains(&value)) => {
                seen.extend(values);
                tests.push((*index, Test::Tag(values.clone())));
            }
            None if without.is_none() => without = Some(*index),
            _ => return None,
        }
    }
    tests.extend(without.map(|index| (index, Test::Kinds(vec![Kind::Object]))));
    (tests.len() > 1).then_some(tests)
}

/// By which members come. A branch with a required member that no other branch knows is told by that.
/// The others are tried from the one that knows fewest members on: it takes what has none but those.
/// Nothing is lost that way, but a value that fits several branches may be meant as another.
fn by_members(candidates: &[Candidate], objects: &[usize], told: &mut Told) {
    let mut unsure = Vec::new();
    for index in objects {
        match own_member(candidates, objects, *index) {
            Some(name) => told.order.push((*index, Test::Members(vec![name]))),
            None => unsure.push(*index),
        }
    }
    let by_requirement = each_adds(candidates, &mut unsure);
    if unsure.len() > 1 && !by_requirement {
        told.ambiguity = Some(ambiguity(candidates, &unsure));
        unsure.sort_by_key(|index| {
            let facts = &candidates[*index].facts;
            (facts.open, facts.known.len())
        });
    }
    let last = unsure.pop();
    for index in unsure {
        let facts = &candidates[index].facts;
        let test = match by_requirement {
            true => Test::Members(facts.required.clone()),
            false if facts.open => Test::Kinds(vec![Kind::Object]),
            false => Test::Fits(facts.known.clone()),
        };
        let done = matches!(test, Test::Kinds(_));
        told.order.push((index, test));
        if done {
            // What comes after a branch that takes every object would never be reached.
            return;
        }
    }
    told.order
        .extend(last.map(|index| (index, Test::Kinds(vec![Kind::Object]))));
}

/// A member that an object of this branch must have and that no other branch knows.
fn own_member(candidates: &[Candidate], objects: &[usize], index: usize) -> Option<String> {
    let is_own = |name: &&String| {
        objects
            .iter()
            .filter(|other| **other != index)
            .all(|other| {
                let other = &candidates[*other].facts;
                !other.known.contains(name) && !other.open
            })
    };
    candidates[index]
        .facts
        .required
        .iter()
        .find(is_own)
        .cloned()
}

/// Puts branches in order from the longest list of required members on. Says whether each has a
/// required member that none after it knows, so that asking for them in order is sound.
fn each_adds(candidates: &[Candidate], unsure: &mut [usize]) -> bool {
    let mut order = unsure.to_vec();
    order.sort_by_key(|index| std::cmp::Reverse(candidates[*index].facts.required.len()));
    let sound = (0..order.len()).all(|place| {
        let rest = &order[place + 1..];
        let required = &candidates[order[place]].facts.required;
        rest.is_empty()
            || required.iter().any(|name| {
                rest.iter().all(|after| {
                    let after = &candidates[*after].facts;
                    !after.known.contains(name) && !after.open
                })
            })
    });
    if sound {
        unsure.copy_from_slice(&order);
    }
    sound
}

fn ambiguity(candidates: &[Candidate], unsure: &[usize]) -> String {
    const SHOWN: usize = 4;
    let names: Vec<&str> = unsure
        .iter()
        .take(SHOWN)
        .map(|index| {
            let name = candidates[*index].facts.name.as_deref();
            name.unwrap_or("an unnamed object")
        })
        .collect();
    let more = match unsure.len().saturating_sub(SHOWN) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!(
        "nothing that must be there tells these branches apart: {}{more}",
        names.join(", ")
    )
}

/// What a union takes, in words: `an object, an integer or "now"`.
pub(super) fn expected(branches: &[Branch], tag: Option<&str>) -> String {
    let takes_any_object = branches.iter().any(|branch| match &branch.test {
        Test::Kinds(kinds) => kinds.contains(&Kind::Object),
        test => matches!(test, Test::Otherwise),
    });
    let mut words: Vec<String> = Vec::new();
    for branch in branches {
        let new: Vec<String> = match &branch.test {
            Test::Constant(value) => vec![format!("{value:?}")],
            Test::OneOf(values) => values.iter().map(|value| format!("{value:?}")).collect(),
            Test::Tag(values) if !takes_any_object => vec![tagged(tag, values)],
            Test::Members(names) if !takes_any_object => {
                vec![format!("an object with `{}`", names.join("`, `"))]
            }
            Test::Tag(_) | Test::Members(_) | Test::Fits(_) => vec!["an object".to_owned()],
            Test::Kinds(kinds) => kinds.iter().map(|kind| word(*kind).to_owned()).collect(),
            Test::Otherwise => vec!["any value".to_owned()],
        };
        for word in new {
            if !words.contains(&word) {
                words.push(word);
            }
        }
    }
    // A long list helps nobody: what its entries have in common does.
    const MOST: usize = 4;
    let is_tagged = |word: &String| word.starts_with("an object whose");
    if words.iter().filter(|word| is_tagged(word)).count() > MOST {
        words.retain(|word| !is_tagged(word));
        let tag = tag.unwrap_or_default();
        words.push(format!(
            "an object with a `{tag}` that the description lists"
        ));
    }
    match words.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => "nothing".to_owned(),
    }
}

fn tagged(tag: Option<&str>, values: &[String]) -> String {
    let tag = tag.unwrap_or_default();
    format!("an object whose `{tag}` is {}", values.join(" or "))
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Boolean => "a boolean",
        Kind::Integer => "an integer",
        Kind::Number => "a number",
        Kind::String => "a string",
        Kind::List => "an array",
        Kind::Object => "an object",
    }
}

/// The word for an inline branch in the name of its type.
pub(super) fn word_for(facts: &Facts) -> &'static str {
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

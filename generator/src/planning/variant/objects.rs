//! How objects are told apart: by a discriminator, by a constant, by which members come.

use super::super::shape::Shape;
use super::Candidate;
use super::distinguish::Told;
use crate::plan::{Kind, Test};

/// Finds tests for the candidates with indexes `objects`; `beside_anything` says that another branch takes
/// what none of them does.
pub(super) fn tell_apart(
    shape: Option<&Shape<'_>>,
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
            if let Some((tag, tests)) = by_discriminator(shape, candidates, objects) {
                told.order.extend(tests);
                if objects
                    .iter()
                    .any(|index| !requires(&candidates[*index], &tag))
                {
                    told.untagged
                        .extend(by_members(candidates, objects, false).order);
                }
                told.tag = Some(tag);
                return;
            }
            match by_constant(candidates, objects) {
                Some((tag, tests)) => {
                    // What has another's constant, and cannot be read as that, may still be the one without.
                    let last = tests
                        .last()
                        .filter(|(_, test)| matches!(test, Test::Kinds(_)));
                    if last.is_some_and(|(index, _)| !candidates[*index].facts.closed) {
                        told.doubted.extend(objects);
                        told.untagged.extend(tests.iter().cloned());
                    }
                    told.order.extend(tests);
                    told.tag = Some(tag);
                }
                None => {
                    let mut members = by_members(candidates, objects, true);
                    members.doubt_what_others_may_be(candidates, objects, beside_anything);
                    // What can be read as none of them is refused as what it looks like, if nothing takes it.
                    let is_doubted = |(index, _): &&(usize, Test)| {
                        !beside_anything && members.doubted.contains(index)
                    };
                    let doubted = members.order.iter().filter(is_doubted);
                    told.untagged.extend(doubted.cloned());
                    told.doubted.extend(&members.doubted);
                    told.order.extend(members.order);
                    if let Some(what) = members.ambiguity {
                        told.cannot_tell(what);
                    }
                    told.tag = members.tag;
                    told.own = members.own;
                }
            }
        }
    }
}

fn requires(candidate: &Candidate, member: &str) -> bool {
    candidate.facts.required.iter().any(|name| name == member)
}

/// By the discriminator that the document states.
fn by_discriminator(
    shape: Option<&Shape<'_>>,
    candidates: &[Candidate],
    objects: &[usize],
) -> Option<(String, Vec<(usize, Test)>)> {
    let discriminator = shape?.alternatives.first()?.discriminator?;
    let mut tests = Vec::new();
    let mut seen: Vec<String> = Vec::new();
    let is_mapped = |value: &String| {
        let target = discriminator.mapping.get(value);
        target.is_some_and(|target| {
            let mut parts = objects.iter().flat_map(|index| &candidates[*index].parts);
            parts.any(|part| part.id == *target)
        })
    };
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
            values.retain(|value| !is_mapped(value));
        }
        // What several branches may say tells none of them.
        if values.is_empty() || values.iter().any(|value| seen.contains(value)) {
            return None;
        }
        seen.extend(values.iter().cloned());
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
    // One that may have it all the same, with a value of another branch, is not told apart by that.
    let may_be = without.and_then(|index| candidates[index].facts.may_be.get(member));
    if may_be.is_some_and(|values| values.iter().any(|value| seen.contains(&value))) {
        return None;
    }
    tests.extend(without.map(|index| (index, Test::Kinds(vec![Kind::Object]))));
    (tests.len() > 1).then_some(tests)
}

/// By which members come. A branch with a required member that no other branch knows is told by that.
/// The others are tried from the one that knows fewest members on: it takes what has none but those.
/// Nothing is lost that way, but a value that fits several branches may be meant as another.
///
/// Where those without such a member differ in a constant, that tells them apart, if `may_tag`.
fn by_members(candidates: &[Candidate], objects: &[usize], may_tag: bool) -> ByMembers {
    let mut order = Vec::new();
    let mut ambiguous = None;
    let mut unsure = Vec::new();
    for index in objects {
        match own_member(candidates, objects, *index) {
            Some(name) => order.push((*index, Test::Members(vec![name]))),
            None => unsure.push(*index),
        }
    }
    let own: Vec<usize> = order.iter().map(|(index, _)| *index).collect();
    if may_tag && let Some((tag, tests)) = by_constant(candidates, &unsure) {
        order.extend(tests);
        return ByMembers {
            order,
            own,
            tag: Some(tag),
            ..ByMembers::default()
        };
    }
    let by_requirement = each_adds(candidates, &mut unsure);
    if unsure.len() > 1 && !by_requirement {
        ambiguous = Some(ambiguity(candidates, &unsure));
        unsure.sort_by_key(|index| {
            let facts = &candidates[*index].facts;
            (facts.open, facts.known.len())
        });
    }
    let before = order.len();
    let last = unsure.pop();
    for index in unsure {
        let facts = &candidates[index].facts;
        let test = match by_requirement {
            true => Test::Members(facts.required.clone()),
            false if facts.open => Test::Kinds(vec![Kind::Object]),
            false => Test::Fits(facts.known.clone()),
        };
        order.push((index, test));
    }
    order.extend(last.map(|index| (index, Test::Kinds(vec![Kind::Object]))));
    ByMembers {
        own,
        ..ByMembers::of(order, before, ambiguous)
    }
}

/// How objects are told apart by their members.
#[derive(Default)]
struct ByMembers {
    /// The tests, in the order of trying.
    order: Vec<(usize, Test)>,
    /// Indexes of candidates whose tests leave a doubt.
    doubted: Vec<usize>,
    /// Indexes of candidates that are told by a member of their own.
    own: Vec<usize>,
    /// What cannot be told apart, in words.
    ambiguity: Option<String>,
    /// The member whose constant tells those apart that have no member of their own.
    tag: Option<String>,
}

impl ByMembers {
    /// These tests, of which those from `sure` on leave a doubt where there is an ambiguity.
    fn of(order: Vec<(usize, Test)>, sure: usize, ambiguity: Option<String>) -> Self {
        let unsure = order[sure..].iter().map(|(index, _)| *index);
        Self {
            doubted: ambiguity.iter().flat_map(|_| unsure.clone()).collect(),
            order,
            ambiguity,
            ..Self::default()
        }
    }

    /// What has a branch's own members, and cannot be read as it, may still be another that takes members of any
    /// name.
    fn doubt_what_others_may_be(
        &mut self,
        candidates: &[Candidate],
        objects: &[usize],
        beside_anything: bool,
    ) {
        let mut lists = Vec::new();
        for (index, test) in &self.order {
            let mut others = objects.iter().filter(|other| *other != index);
            let may_be_another =
                beside_anything || others.any(|other| !candidates[*other].facts.closed);
            let is_doubtful = match test {
                Test::Members(names) => {
                    lists.push(names.clone());
                    true
                }
                Test::Kinds(_) | Test::Fits(_) => beside_anything,
                _ => false,
            };
            if is_doubtful && may_be_another && !self.doubted.contains(index) {
                self.doubted.push(*index);
            }
        }
        let Some((last, test @ Test::Kinds(_))) = self.order.last_mut() else {
            return;
        };
        // It is in no doubt where no other asked for what is there.
        if !self.doubted.is_empty() && !self.doubted.contains(last) && !lists.is_empty() {
            *test = Test::Misses(lists);
        }
    }
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

/// That nothing tells these candidates apart.
pub(super) fn ambiguity(candidates: &[Candidate], unsure: &[usize]) -> String {
    const SHOWN: usize = 4;
    let names: Vec<&str> = unsure
        .iter()
        .take(SHOWN)
        .map(|index| {
            let name = candidates[*index].facts.name.as_deref();
            name.unwrap_or("an unnamed one")
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

//! How lists are told apart: by their first items.

use trueline_spec::ir::Api;

use super::super::shape::{Part, Shape};
use super::distinguish::{self, Told};
use super::objects;
use super::{Candidate, Facts};
use crate::plan::{Kind, Test};

/// How deep lists of lists are looked into; what is the same down to there is told apart by reading.
const DEEPEST: usize = 3;

/// Finds tests for the candidates with indexes `lists`, which are in `depth` lists themselves. What the items do not
/// settle is doubted in `told`.
pub(super) fn tell_apart(
    api: &Api,
    candidates: &[Candidate],
    lists: &[usize],
    depth: usize,
    told: &mut Told,
) -> Vec<(usize, Test)> {
    if let [] | [_] = lists {
        let only = |index: &usize| (*index, Test::Kinds(vec![Kind::List]));
        return lists.iter().map(only).collect();
    }
    let items: Vec<Candidate> = lists
        .iter()
        .map(|index| item_of(api, &candidates[*index]))
        .collect();
    let inner = match depth < DEEPEST {
        true => distinguish::tell_down(api, None, &items, depth + 1),
        false => Told::default(),
    };
    let mut order: Vec<(usize, Test)> = inner
        .order
        .iter()
        .map(|(place, test)| {
            let test = Test::First {
                tag: inner.tag.clone(),
                test: Box::new(test.clone()),
            };
            (lists[*place], test)
        })
        .collect();
    let is_told = |index: &usize| order.iter().any(|(told, _)| told == index);
    let untold: Vec<usize> = lists.iter().copied().filter(|one| !is_told(one)).collect();
    let is_ambiguous = !untold.is_empty() || inner.ambiguity.is_some();
    order.extend(
        untold
            .into_iter()
            .map(|index| (index, Test::Kinds(vec![Kind::List]))),
    );
    if is_ambiguous {
        told.cannot_tell(objects::ambiguity(candidates, lists));
    }
    // A list of nothing, or of null, has no item that tells.
    let may_be_empty = lists.iter().any(|index| {
        let shape = Shape::of(api, &candidates[*index].parts);
        shape.min_items.is_some_and(|least| least > 0)
    });
    let may_be_null = items
        .iter()
        .any(|item| Shape::of(api, &item.parts).allows_null());
    if is_ambiguous || may_be_empty || may_be_null || !inner.untagged.is_empty() {
        told.doubted.extend(lists);
        told.untagged.extend(order.iter().cloned());
    }
    order
}

/// What is known of the first item of a list.
fn item_of(api: &Api, list: &Candidate) -> Candidate {
    let shape = Shape::of(api, &list.parts);
    let parts = match shape.prefix_items.first() {
        Some(first) => vec![Part::from(*first)],
        None => shape.items,
    };
    let facts = match parts.is_empty() {
        true => Facts::default(),
        false => Facts::of(api, &parts),
    };
    Candidate { parts, facts }
}

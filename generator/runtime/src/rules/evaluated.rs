//! What the schemas of a place evaluate, and what they leave to `unevaluatedProperties` and `unevaluatedItems`
//! (JSON Schema 2020-12 core §11).

use std::borrow::Cow;

use super::super::node::Node;
use super::super::pattern;
use super::{Logic, Rules};

/// The members that nothing in `logic` evaluates.
pub(super) fn members_left<'n, 'a>(
    logic: &Logic,
    node: &Node<'_>,
    entries: &'n [(Cow<'a, str>, Node<'a>)],
) -> impl Iterator<Item = (&'n str, &'n Node<'a>)> {
    let mut known = vec![false; entries.len()];
    logic.mark_members(node, entries, &mut known);
    let left = entries.iter().zip(known).filter(|(_, known)| !known);
    left.map(|((name, value), _)| (&**name, value))
}

/// The items that nothing in `logic` evaluates, with their places.
pub(super) fn items_left<'n, 'a>(
    logic: &Logic,
    node: &Node<'_>,
    items: &[&'n Node<'a>],
) -> Vec<(usize, &'n Node<'a>)> {
    let mut known = vec![false; items.len()];
    logic.mark_items(node, items, &mut known);
    let left = items.iter().copied().enumerate().zip(known);
    left.filter(|(_, known)| !known)
        .map(|(item, _)| item)
        .collect()
}

impl Logic {
    /// The rules inside that hold for `node` at the same place.
    fn in_force<'l>(&'l self, node: &'l Node<'_>) -> impl Iterator<Item = &'static Logic> + 'l {
        let some = self.any.iter().chain(self.one).copied();
        let some = some.filter(|rules| rules.hold(node));
        let (condition, follows) = match self.condition {
            Some(condition) if condition.hold(node) => (Some(condition), self.then),
            Some(_) => (None, self.otherwise),
            None => (None, None),
        };
        let with = self
            .with
            .iter()
            .filter(|(name, _)| node.member(name).is_some())
            .map(|(_, rules)| *rules);
        let rules = self.all.iter().copied().chain(some);
        let rules = rules.chain(condition).chain(follows).chain(with);
        rules.filter_map(|rules: &'static Rules| rules.logic)
    }

    fn mark_members(
        &self,
        node: &Node<'_>,
        entries: &[(Cow<'_, str>, Node<'_>)],
        known: &mut [bool],
    ) {
        for ((name, _), known) in entries.iter().zip(known.iter_mut()) {
            *known |= self.others.is_some()
                || self.members.iter().any(|(member, _)| member == name)
                || self
                    .patterns
                    .iter()
                    .any(|(text, _)| pattern::matches(text, name));
        }
        for inner in self.in_force(node) {
            match inner.unevaluated {
                Some(_) => known.fill(true),
                None => inner.mark_members(node, entries, known),
            }
        }
    }

    fn mark_items(&self, node: &Node<'_>, items: &[&Node<'_>], known: &mut [bool]) {
        for (index, (item, known)) in items.iter().zip(known.iter_mut()).enumerate() {
            *known |= self.further.is_some()
                || index < self.first.len()
                || self.contains.is_some_and(|rules| rules.hold(item));
        }
        for inner in self.in_force(node) {
            match inner.unevaluated_items {
                Some(_) => known.fill(true),
                None => inner.mark_items(node, items, known),
            }
        }
    }
}

//! Pairs of schemas, and where they are met.

use std::collections::HashMap;

use trueline_spec::At;
use trueline_spec::ir::SchemaId;

use super::shape::Shape;
use crate::change::Direction;
use crate::codes;
use crate::compare::Comparison;

/// Where a schema is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Position {
    /// Which way it travels.
    pub(crate) direction: Direction,
    /// Whether it travels as text without types, as in a query or a form: there a number that may be
    /// any text is no other type, but a wider one.
    pub(crate) text: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    old: u32,
    new: u32,
    position: Position,
    /// Whether null is looked at, or was by the place that refers to the schema.
    null: bool,
}

/// The pairs that were met, and those that wait to be compared.
#[derive(Debug)]
pub(crate) struct Pairs {
    known: HashMap<Key, u32>,
    waiting: Vec<(u32, Key)>,
    met: std::collections::HashSet<(u32, u32)>,
    limit: usize,
}

impl Pairs {
    /// `schemas` is how many schemas both sides have. In a sane document each is paired about once in
    /// each position; the limit is for those that are built to take long.
    pub(crate) fn new(schemas: usize) -> Self {
        Self {
            known: HashMap::new(),
            waiting: Vec::new(),
            met: std::collections::HashSet::new(),
            limit: schemas.saturating_mul(8).saturating_add(10_000),
        }
    }
}

impl Comparison<'_> {
    /// These are to be compared; what differs is laid to whoever leads here.
    pub(crate) fn pair(
        &mut self,
        old: &[SchemaId],
        new: &[SchemaId],
        position: Position,
        null: bool,
    ) {
        let key = Key {
            old: self.left.node(old),
            new: self.right.node(new),
            position,
            null,
        };
        if let Some(node) = self.pairs.known.get(&key) {
            self.graph.edge(self.here, *node);
            return;
        }
        if self.pairs.known.len() >= self.pairs.limit {
            let (old, new) = (
                self.left.shape(key.old).main,
                self.right.shape(key.new).main,
            );
            let (old, new) = (
                self.left.get(old).at.clone(),
                self.right.get(new).at.clone(),
            );
            let message = "was not compared: there are too many pairs of schemas".to_owned();
            self.changed(
                &codes::COMPARISON_LIMIT,
                Some(position.direction),
                old,
                new,
                message,
            );
            return;
        }
        let node = self.graph.node();
        self.graph.edge(self.here, node);
        self.pairs.known.insert(key, node);
        self.pairs.met.insert((key.old, key.new));
        self.pairs.waiting.push((node, key));
    }

    /// Whether these were compared in any position.
    pub(crate) fn was_compared(&mut self, old: SchemaId, new: SchemaId) -> bool {
        let pair = (self.left.node(&[old]), self.right.node(&[new]));
        self.pairs.met.contains(&pair)
    }

    /// Compares all that waits, and what it leads to.
    pub(crate) fn compare_waiting(&mut self) {
        let before = self.here;
        while let Some((node, key)) = self.pairs.waiting.pop() {
            self.here = node;
            let (old, new) = (self.left.shape(key.old), self.right.shape(key.new));
            self.shapes(&old, &new, key.position, key.null);
        }
        self.here = before;
    }

    fn shapes(&mut self, old: &Shape, new: &Shape, position: Position, null: bool) {
        self.words_of_parts(old, new, position);
        if null {
            self.null(old, new, position);
        }
        if old.is_union() || new.is_union() {
            self.branches(old, new, position);
            return;
        }
        if !self.types(old, new, position) {
            return;
        }
        self.values(old, new, position);
        self.rules(old, new, position);
        self.members(old, new, position);
        self.lists(old, new, position);
        self.further_unions(old, new, position);
        self.logic(old, new, position);
    }

    /// The schemas of both sides that a fact speaks of: those that state it, or those that correspond
    /// to the one that does.
    pub(super) fn sides(
        &self,
        old: &Shape,
        new: &Shape,
        old_from: Option<SchemaId>,
        new_from: Option<SchemaId>,
    ) -> (SchemaId, SchemaId) {
        let twin = |component: Option<&str>, shape: &Shape, shapes: &super::Shapes<'_>| {
            let same = |part: &&SchemaId| {
                component.is_some() && shapes.get(**part).component.as_deref() == component
            };
            shape.parts.iter().find(same).copied().unwrap_or(shape.main)
        };
        match (old_from, new_from) {
            (Some(from), Some(to)) => (from, to),
            (Some(from), None) => {
                let component = self.left.get(from).component.as_deref();
                (from, twin(component, new, &self.right))
            }
            (None, Some(to)) => {
                let component = self.right.get(to).component.as_deref();
                (twin(component, old, &self.left), to)
            }
            (None, None) => (old.main, new.main),
        }
    }

    /// The places of a keyword on both sides, each where it is stated.
    pub(super) fn places(
        &self,
        (old, new): (SchemaId, SchemaId),
        old_keyword: Option<&str>,
        new_keyword: Option<&str>,
    ) -> (At, At) {
        let at = |at: &At, keyword: Option<&str>| match keyword {
            Some(keyword) => at.child(keyword),
            None => at.clone(),
        };
        (
            at(&self.left.get(old).at, old_keyword),
            at(&self.right.get(new).at, new_keyword),
        )
    }
}

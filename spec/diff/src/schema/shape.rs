//! What a schema says, seen from outside: references followed, `allOf` put together.

use std::rc::Rc;

use indexmap::{IndexMap, IndexSet};
use serde_json::{Number, Value};
use trueline_spec::ir::{JsonType, Schema, SchemaId, Schemas, TypeSet};

use super::rules::Bound;

/// Something and the schema that states it.
#[derive(Debug, Clone)]
pub(crate) struct Stated<T> {
    pub(crate) value: T,
    pub(crate) from: SchemaId,
}

/// A member of an object: the schemas that it must satisfy, and the part that declares it first.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub(crate) schemas: Vec<SchemaId>,
    pub(crate) from: SchemaId,
}

/// An `anyOf` or `oneOf` of more than one branch, less a branch that only says `null`.
#[derive(Debug, Clone)]
pub(crate) struct Union {
    pub(crate) from: SchemaId,
    pub(crate) keyword: &'static str,
    pub(crate) branches: Vec<SchemaId>,
}

/// What a schema says, seen from outside.
#[derive(Debug)]
pub(crate) struct Shape {
    /// The schema that it is the shape of.
    pub(crate) main: SchemaId,
    /// All schemas that it is put together from, the main one first.
    pub(crate) parts: Vec<SchemaId>,
    /// The types, without `null`; `integer` is in it where `number` is. Where the document does not
    /// state them they are those that the keywords speak of.
    pub(crate) types: TypeSet,
    /// Who states the types.
    pub(crate) types_from: Option<SchemaId>,
    /// Whether `null` is allowed.
    pub(crate) null: bool,
    /// The listed values, without `null`.
    pub(crate) values: Option<Stated<Vec<Value>>>,
    pub(crate) format: Option<Stated<String>>,
    /// Lower and upper bounds, by keyword.
    pub(crate) bounds: IndexMap<&'static str, Stated<Bound>>,
    pub(crate) patterns: Vec<Stated<String>>,
    pub(crate) step: Option<Stated<Number>>,
    pub(crate) unique: Option<SchemaId>,
    pub(crate) content: Option<Stated<String>>,
    pub(crate) first_items: Vec<SchemaId>,
    pub(crate) items: Vec<SchemaId>,
    pub(crate) members: IndexMap<String, Member>,
    /// Who requires each required member.
    pub(crate) required: IndexMap<String, SchemaId>,
    /// Who says that no other member may come.
    pub(crate) closed: Option<SchemaId>,
    pub(crate) additional: Vec<SchemaId>,
    pub(crate) patterned: IndexMap<String, Member>,
    pub(crate) unions: Vec<Union>,
    pub(crate) discriminator: Option<SchemaId>,
    /// Parts with keywords that only a validator can judge.
    pub(crate) logic: Vec<SchemaId>,
}

impl Shape {
    /// Whether it says nothing but that one of several branches holds.
    pub(crate) fn is_union(&self) -> bool {
        self.unions.len() == 1
            && self.types_from.is_none()
            && self.values.is_none()
            && self.bounds.is_empty()
            && self.patterns.is_empty()
            && self.members.is_empty()
            && self.required.is_empty()
            && self.additional.is_empty()
            && self.closed.is_none()
            && self.items.is_empty()
            && self.patterned.is_empty()
            && self.logic.is_empty()
    }

    /// The branches, where it is a union; else the schema itself is the only one.
    pub(crate) fn branches(&self) -> Vec<SchemaId> {
        match self.unions.as_slice() {
            [union] if self.is_union() => union.branches.clone(),
            _ => vec![self.main],
        }
    }
}

/// The schemas of one side, with their shapes as far as they were asked for.
#[derive(Debug)]
pub(crate) struct Shapes<'a> {
    pub(crate) schemas: &'a Schemas,
    nodes: IndexSet<Vec<SchemaId>>,
    shapes: Vec<Option<Rc<Shape>>>,
}

impl<'a> Shapes<'a> {
    pub(crate) fn new(schemas: &'a Schemas) -> Self {
        Self {
            schemas,
            nodes: IndexSet::new(),
            shapes: Vec::new(),
        }
    }

    /// The number of the schema that satisfies all of `ids`, which are not empty.
    pub(crate) fn node(&mut self, ids: &[SchemaId]) -> u32 {
        let mut resolved: Vec<SchemaId> = Vec::with_capacity(ids.len());
        for id in ids {
            let id = self.schemas.resolve(*id);
            if !resolved.contains(&id) {
                resolved.push(id);
            }
        }
        let (index, new) = self.nodes.insert_full(resolved);
        if new {
            self.shapes.push(None);
        }
        u32::try_from(index).unwrap_or(u32::MAX)
    }

    /// The shape of a node.
    pub(crate) fn shape(&mut self, node: u32) -> Rc<Shape> {
        let index = node as usize;
        if let Some(Some(shape)) = self.shapes.get(index) {
            return Rc::clone(shape);
        }
        let ids = self.nodes.get_index(index).cloned().unwrap_or_default();
        let shape = Rc::new(super::flatten::shape(self.schemas, &ids));
        if let Some(slot) = self.shapes.get_mut(index) {
            *slot = Some(Rc::clone(&shape));
        }
        shape
    }

    /// The shape of the schema that satisfies all of `ids`.
    pub(crate) fn shape_of(&mut self, ids: &[SchemaId]) -> Rc<Shape> {
        let node = self.node(ids);
        self.shape(node)
    }

    /// Whether an instance can be a list or an object. Looks into unions, but not for ever.
    pub(crate) fn nests(&mut self, id: SchemaId) -> bool {
        self.nests_within(id, 4)
    }

    fn nests_within(&mut self, id: SchemaId, depth: usize) -> bool {
        let shape = self.shape_of(&[id]);
        let nested = [JsonType::Array, JsonType::Object];
        if !nested.iter().any(|one| shape.types.has(*one)) {
            return false;
        }
        if !shape.is_union() || depth == 0 {
            return true;
        }
        let branches = shape.branches();
        branches
            .into_iter()
            .any(|branch| self.nests_within(branch, depth - 1))
    }

    pub(crate) fn get(&self, id: SchemaId) -> &'a Schema {
        self.schemas.get(id)
    }

    /// The name of the component that this schema is or refers to.
    pub(crate) fn component(&self, id: SchemaId) -> Option<&'a str> {
        self.get(self.schemas.resolve(id)).component.as_deref()
    }
}

//! Schemas of both dialects, lowered into one.
//!
//! Lowering never descends: a schema that is met gets its place in the arena at once and is read
//! later, from a list of what is waiting. So neither deep nor circular documents cost stack.

mod applicators;
mod assertions;
mod composition;
mod discriminator;
mod draft;
mod finish;

use std::collections::HashMap;
use std::collections::VecDeque;

use indexmap::IndexMap;
use serde_json::Value;

use super::context::Lowering;
use super::node::Node;
use crate::Pointer;
use crate::ir::{Schema, SchemaId, Schemas, TypeSet};
use crate::reference::Kind;
use crate::source::At;

use draft::Draft;

/// The arena and what is still to be read into it.
#[derive(Debug, Default)]
pub(crate) struct SchemaWork<'a> {
    /// The schemas so far.
    pub(crate) arena: Schemas,
    by_place: HashMap<At, SchemaId>,
    waiting: VecDeque<(SchemaId, Node<'a>)>,
    /// Discriminators, to be completed when all schemas are known.
    discriminators: Vec<(SchemaId, Node<'a>)>,
}

impl SchemaWork<'_> {
    /// Adds a schema that is not written in the document as such.
    pub(crate) fn add(&mut self, schema: Schema) -> SchemaId {
        self.arena.push(schema)
    }

    /// The id of the schema at this place, if it was met.
    pub(crate) fn at(&self, at: &At) -> Option<SchemaId> {
        self.by_place.get(at).copied()
    }
}

impl<'a> Lowering<'a> {
    /// `components.schemas`, in document order.
    pub(crate) fn component_schemas(&mut self, root: &Node<'a>) -> IndexMap<String, SchemaId> {
        let mut components = IndexMap::new();
        if let Some(node) = root.member("components") {
            for (name, schema) in node.members_of("schemas") {
                components.insert(name.to_owned(), self.schema(&schema));
            }
        }
        components
    }

    /// The place of this schema in the arena; it is read on its turn.
    pub(crate) fn schema(&mut self, node: &Node<'a>) -> SchemaId {
        if let Some(id) = self.schemas.at(&node.at) {
            return id;
        }
        let mut schema = Schema::anything(node.at.clone());
        schema.component = component_name(&node.at.pointer);
        let id = self.schemas.arena.push(schema);
        self.schemas.by_place.insert(node.at.clone(), id);
        self.schemas.waiting.push_back((id, node.clone()));
        id
    }

    /// Reads all schemas that were met, and those that they lead to.
    pub(crate) fn finish_schemas(&mut self) {
        while let Some((id, node)) = self.schemas.waiting.pop_front() {
            self.read_schema(id, &node);
        }
        self.finish_discriminators();
        self.report_empty_references();
    }

    fn read_schema(&mut self, id: SchemaId, node: &Node<'a>) {
        match node.value {
            Value::Bool(anything) => {
                self.used.note(node.value);
                if !anything {
                    self.schemas.arena.get_mut(id).types = TypeSet::NONE;
                }
            }
            Value::Object(members) if members.is_empty() => self.used.note(node.value),
            Value::Object(_) => {
                let mut draft = Draft::new(self.schemas.arena.get(id).clone());
                self.read_keywords(&mut draft, node);
                if draft.discriminator.is_some() {
                    self.schemas.discriminators.push((id, node.clone()));
                }
                *self.schemas.arena.get_mut(id) = draft.finish(self);
            }
            // The check says what is wrong with it.
            _ => {}
        }
    }

    fn read_keywords(&mut self, draft: &mut Draft, node: &Node<'a>) {
        if let Some(reference) = node.reference() {
            draft.schema.reference = self.schema_reference(&reference, draft);
            if self.is_30() {
                // 3.0.4 §4.23: members beside a `$ref` shall be ignored.
                return;
            }
        }
        for (name, member) in node.members() {
            let read = if name.starts_with("x-") {
                let value = member.value.clone();
                draft.schema.extensions.insert(name.to_owned(), value);
                true
            } else {
                draft.prose(name, &member)
                    || draft.assertion(name, &member)
                    || draft.dialect(name, &member, self.is_30())
            };
            if read {
                self.used.note(member.value);
            } else {
                self.applicator(draft, name, &member);
            }
        }
    }

    fn schema_reference(&mut self, reference: &Node<'a>, draft: &Draft) -> Option<SchemaId> {
        let text = reference.text().unwrap_or_default();
        match self
            .registry
            .resolve_as(self.sources, &reference.at, text, Kind::Schema)
        {
            Ok(target) if target.at == draft.schema.at => {
                self.report_self_reference(&target.at);
                None
            }
            Ok(target) => {
                self.used.note(reference.value);
                Some(self.schema(&target))
            }
            Err(diagnostic) => {
                self.report(*diagnostic);
                None
            }
        }
    }
}

/// The name of a schema that stands directly under `components.schemas`.
fn component_name(pointer: &Pointer) -> Option<String> {
    let name = pointer.as_str().strip_prefix("/components/schemas/")?;
    if name.contains('/') {
        return None;
    }
    pointer.last()
}

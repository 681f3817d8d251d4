//! Discriminators, completed when all schemas are known.

use indexmap::IndexMap;

use crate::diagnostic::codes;
use crate::ir::{Discriminator, SchemaId};
use crate::lower::context::Lowering;
use crate::lower::node::Node;
use crate::reference::{self, Kind};
use crate::source::At;

impl<'a> Lowering<'a> {
    /// Resolves the mappings of all discriminators. A mapping may lead to schemas that nothing else
    /// does, so this goes on until no schema waits.
    pub(super) fn finish_discriminators(&mut self) {
        let mut done: Vec<(SchemaId, Discriminator)> = Vec::new();
        while let Some((id, node)) = self.schemas.discriminators.pop() {
            let Some(node) = node.member("discriminator") else {
                continue;
            };
            let Some(property) = node.member("propertyName").and_then(|name| name.text()) else {
                continue;
            };
            let mapping = self.explicit_mapping(&node);
            done.push((
                id,
                Discriminator {
                    at: node.at,
                    property: property.to_owned(),
                    mapping,
                },
            ));
            while let Some((id, node)) = self.schemas.waiting.pop_front() {
                self.read_schema(id, &node);
            }
        }
        for (id, mut discriminator) in done {
            self.add_implicit_mapping(id, &mut discriminator.mapping);
            self.schemas.arena.get_mut(id).discriminator = Some(discriminator);
        }
    }

    /// `mapping`: each value is the name of a component or a reference (OpenAPI 3.0.4 §4.25.2). What
    /// is the name of a component is taken for that.
    fn explicit_mapping(&mut self, node: &Node<'a>) -> IndexMap<String, SchemaId> {
        let mut mapping = IndexMap::new();
        for (value, target) in node.members_of("mapping") {
            let Some(text) = target.text() else { continue };
            let component = At::root(target.at.document)
                .child("components")
                .child("schemas")
                .child(text);
            let found = match self.sources.value(&component) {
                Some(schema) => Ok(Node::new(schema, component)),
                None => self
                    .registry
                    .resolve_as(self.sources, &target.at, text, Kind::Schema),
            };
            match found {
                Ok(schema) => {
                    self.used.note(target.value);
                    let id = self.schema(&schema);
                    mapping.insert(value.to_owned(), id);
                }
                Err(_) if !text.contains(['/', '#', '.']) => {
                    self.report_unknown_name(&target, text)
                }
                Err(diagnostic) => self.report(*diagnostic),
            }
        }
        mapping
    }

    fn report_unknown_name(&mut self, target: &Node<'a>, name: &str) {
        let components = At::root(target.at.document)
            .child("components")
            .child("schemas");
        let known = self
            .sources
            .value(&components)
            .and_then(|all| all.as_object());
        let near = reference::nearest(
            name,
            known.into_iter().flatten().map(|(name, _)| name.as_str()),
        );
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "name a schema of `components.schemas`, or refer to one".to_owned(),
        };
        let diagnostic = self
            .about(
                codes::BROKEN_REFERENCE,
                &target.at,
                format!("there is no schema named `{name}`"),
            )
            .with_help(help);
        self.report(diagnostic);
    }

    /// Branches that no mapping names stand for their own component names. Without branches, the
    /// components that build on this schema with `allOf` are meant.
    fn add_implicit_mapping(&self, id: SchemaId, mapping: &mut IndexMap<String, SchemaId>) {
        let arena = &self.schemas.arena;
        let schema = arena.get(id);
        let mapped: Vec<SchemaId> = mapping.values().map(|id| arena.resolve(*id)).collect();
        let mut add = |target: SchemaId| {
            let target = arena.resolve(target);
            if let Some(name) = &arena.get(target).component
                && !mapped.contains(&target)
            {
                mapping.entry(name.clone()).or_insert(target);
            }
        };
        let branches = schema.one_of.iter().chain(&schema.any_of);
        if schema.one_of.is_empty() && schema.any_of.is_empty() {
            for (child, candidate) in arena.iter() {
                let builds_on = candidate
                    .all_of
                    .iter()
                    .any(|parent| arena.resolve(*parent) == id);
                if builds_on && candidate.component.is_some() {
                    add(child);
                }
            }
        } else {
            branches.copied().for_each(&mut add);
        }
    }
}

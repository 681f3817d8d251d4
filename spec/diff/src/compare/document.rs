//! The whole document: which operation is which, and what no operation uses.

use std::collections::HashMap;

use trueline_spec::ir::{Info, Operation, PathPiece, Tag};
use trueline_spec::{At, DocumentId};

use super::{Comparison, Texts};
use crate::change::{Direction, Effect};
use crate::codes;
use crate::collect::Stands;
use crate::schema::Position;

impl Comparison<'_> {
    pub(super) fn document(&mut self) {
        self.everywhere = self.graph.node();
        let (old, new) = (self.old.api, self.new.api);
        self.info(&old.info, &new.info);
        self.tags(&old.tags, &new.tags);
        let root = At::root(DocumentId::default());
        self.extensions(&root, &root, &old.extensions, &new.extensions);
        let nobody = std::mem::replace(&mut self.here, self.everywhere);
        self.servers(&old.servers, &new.servers);
        self.here = nobody;
        self.operations(&old.operations, &new.operations, false);
        self.operations(&old.webhooks, &new.webhooks, true);
        self.compare_waiting();
        self.components();
        self.compare_waiting();
    }

    fn info(&mut self, old: &Info, new: &Info) {
        for (keyword, before, after) in [
            ("title", Some(old.title.as_str()), Some(new.title.as_str())),
            (
                "version",
                Some(old.version.as_str()),
                Some(new.version.as_str()),
            ),
        ] {
            if before != after {
                let message = format!(
                    "was `{}`, is `{}`",
                    before.unwrap_or_default(),
                    after.unwrap_or_default()
                );
                let (old_at, new_at) = (old.at.child(keyword), new.at.child(keyword));
                self.changed(&codes::INFO_CHANGED, None, old_at, new_at, message);
            }
        }
        for (keyword, before, after) in [
            ("summary", &old.summary, &new.summary),
            ("description", &old.description, &new.description),
        ] {
            self.text(
                None,
                &old.at,
                &new.at,
                &Texts::plain(keyword, before.as_deref(), after.as_deref()),
            );
        }
        self.extensions(&old.at, &new.at, &old.extensions, &new.extensions);
    }

    fn tags(&mut self, old: &[Tag], new: &[Tag]) {
        for before in old {
            if let Some(after) = new.iter().find(|tag| tag.name == before.name) {
                let texts = Texts::plain(
                    "description",
                    before.description.as_deref(),
                    after.description.as_deref(),
                );
                self.text(None, &before.at, &after.at, &texts);
            }
        }
    }

    /// Operations are the same when method and path agree, whatever the path's parameters are called;
    /// of the rest, those with the same declared id.
    fn operations(&mut self, old: &[Operation], new: &[Operation], sent: bool) {
        let mut by_address: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, operation) in new.iter().enumerate() {
            by_address
                .entry(address(operation))
                .or_default()
                .push(index);
        }
        let mut partner: Vec<Option<usize>> = vec![None; old.len()];
        let mut taken = vec![false; new.len()];
        for exact in [true, false] {
            for (index, operation) in old.iter().enumerate() {
                let candidates = by_address.get(&address(operation));
                let fits = |other: &&usize| {
                    !taken[**other] && (!exact || new[**other].path.text == operation.path.text)
                };
                if partner[index].is_none()
                    && let Some(other) = candidates.and_then(|all| all.iter().find(fits).copied())
                {
                    (partner[index], taken[other]) = (Some(other), true);
                }
            }
        }
        let by_id: HashMap<&str, usize> = new
            .iter()
            .enumerate()
            .filter(|(index, operation)| operation.id_is_declared && !taken[*index])
            .map(|(index, operation)| (operation.id.as_str(), index))
            .collect();
        for (index, operation) in old.iter().enumerate() {
            if partner[index].is_none()
                && operation.id_is_declared
                && let Some(other) = by_id.get(operation.id.as_str()).copied()
                && !taken[other]
            {
                (partner[index], taken[other]) = (Some(other), true);
            }
        }
        // In the order of the new document; what was removed comes last.
        let mut from: Vec<Option<usize>> = vec![None; new.len()];
        for (index, other) in partner.iter().enumerate() {
            if let Some(slot) = other.and_then(|other| from.get_mut(other)) {
                *slot = Some(index);
            }
        }
        for (index, operation) in new.iter().enumerate() {
            let name = title(operation, sent);
            let before = from[index].and_then(|before| old.get(before));
            self.in_operation(name, |this| match before {
                Some(before) => this.operation(before, operation, sent),
                None => this.operation_came(operation, sent),
            });
        }
        for (index, operation) in old.iter().enumerate() {
            if partner[index].is_none() {
                let name = title(operation, sent);
                self.in_operation(name, |this| this.operation_went(operation, sent));
            }
        }
    }

    fn operation_came(&mut self, operation: &Operation, sent: bool) {
        let old_at = nearest(&operation.at, self.old.sources);
        let word = if sent { "the webhook" } else { "the operation" };
        let places = (old_at, operation.at.clone());
        let message = format!("{word} was added");
        let fact = self.fact(&codes::OPERATION_ADDED, Stands::New, None, places, message);
        self.take(fact);
    }

    fn operation_went(&mut self, operation: &Operation, sent: bool) {
        let new_at = nearest(&operation.at, self.new.sources);
        let word = if sent { "the webhook" } else { "the operation" };
        let places = (operation.at.clone(), new_at);
        let message = format!("{word} was removed");
        let mut fact = self.fact(
            &codes::OPERATION_REMOVED,
            Stands::Old,
            None,
            places,
            message,
        );
        if operation.deprecated {
            fact.callers = Some(Effect::Risky);
            fact.notes.push("it was marked as deprecated".to_owned());
        }
        self.take(fact);
    }

    /// Component schemas that no operation was seen to use.
    fn components(&mut self) {
        let (old, new) = (self.old.api, self.new.api);
        let position = Position {
            direction: Direction::Unused,
            text: false,
        };
        let root = At::root(DocumentId::default())
            .child("components")
            .child("schemas");
        let (used_before, used_after) = (used(self.old.api), used(self.new.api));
        for (name, before) in &old.components {
            match new.components.get(name) {
                Some(after) => {
                    let used = used_before.contains(before) && used_after.contains(after);
                    let compared = self.was_compared(*before, *after);
                    if !(used || compared) {
                        self.schema(&[*before], &[*after], position);
                    }
                }
                None if !used_before.contains(before) => {
                    let at = self.left.get(*before).at.clone();
                    let new_at = nearest(&root, self.new.sources);
                    let direction = Some(Direction::Unused);
                    let code = &codes::COMPONENT_REMOVED;
                    self.went(code, direction, &at, &new_at, "was removed");
                }
                None => {}
            }
        }
        for (name, after) in &new.components {
            if !old.components.contains_key(name) && !used_after.contains(after) {
                let at = self.right.get(*after).at.clone();
                let old_at = nearest(&root, self.old.sources);
                let direction = Some(Direction::Unused);
                self.came(
                    &codes::COMPONENT_ADDED,
                    direction,
                    &old_at,
                    &at,
                    "was added",
                );
            }
        }
    }
}

/// Schemas that some operation leads to.
fn used(api: &trueline_spec::Api) -> std::collections::HashSet<trueline_spec::ir::SchemaId> {
    use trueline_spec::ir::{Header, MediaType, ParameterForm, SchemaId};
    fn media(waiting: &mut Vec<SchemaId>, types: &[MediaType]) {
        for one in types {
            waiting.extend(one.schema);
            for encoding in one.encoding.values() {
                headers(waiting, &encoding.headers);
            }
        }
    }
    fn form(waiting: &mut Vec<SchemaId>, form: &ParameterForm) {
        match form {
            ParameterForm::Style { schema, .. } => waiting.push(*schema),
            ParameterForm::Content(one) => waiting.extend(one.schema),
        }
    }
    fn headers(waiting: &mut Vec<SchemaId>, all: &[Header]) {
        for header in all {
            form(waiting, &header.form);
        }
    }
    let mut waiting = Vec::new();
    let mut operations: Vec<&Operation> = api.operations.iter().chain(&api.webhooks).collect();
    while let Some(operation) = operations.pop() {
        for parameter in &operation.parameters {
            form(&mut waiting, &parameter.form);
        }
        if let Some(body) = &operation.body {
            media(&mut waiting, &body.content);
        }
        for response in &operation.responses {
            media(&mut waiting, &response.content);
            headers(&mut waiting, &response.headers);
        }
        operations.extend(operation.callbacks.values().flatten());
    }
    let mut seen = std::collections::HashSet::new();
    while let Some(id) = waiting.pop() {
        if seen.insert(id) {
            let schema = api.schemas.get(id);
            waiting.extend(schema.subschemas());
            waiting.extend(schema.reference);
            if let Some(discriminator) = &schema.discriminator {
                waiting.extend(discriminator.mapping.values());
            }
        }
    }
    seen
}

/// Method and path with its parameters' names left out.
fn address(operation: &Operation) -> String {
    let mut text = operation.method.as_str().to_owned();
    text.push(' ');
    for piece in &operation.path.pieces {
        match piece {
            PathPiece::Literal(literal) => text.push_str(literal),
            PathPiece::Parameter(_) => text.push_str("{}"),
        }
    }
    text
}

/// Method and path; the name, for what the API sends.
fn title(operation: &Operation, sent: bool) -> String {
    if sent {
        format!("webhook {}", operation.path.text)
    } else {
        format!("{} {}", operation.method, operation.path.text)
    }
}

/// The nearest ancestor of this address that the other side has: where the thing would stand.
pub(super) fn nearest(at: &At, sources: &trueline_spec::Sources) -> At {
    let mut at = At {
        document: DocumentId::default(),
        pointer: at.pointer.clone(),
    };
    while sources.value(&at).is_none() {
        match at.parent() {
            Some(parent) => at = parent,
            None => return at,
        }
    }
    at
}

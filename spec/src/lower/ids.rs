//! Operation ids: the declared ones, and made-up ones where there is none or it is taken.

use std::collections::{HashMap, HashSet};

use super::context::Lowering;
use super::node::Node;
use super::operation::Place;
use crate::diagnostic::codes;
use crate::ir::Method;
use crate::reference::Kind;
use crate::source::At;

/// Which id each operation has.
///
/// Declared ids are collected before anything is lowered, so that links find operations further down
/// and a made-up id never takes one that is declared later.
#[derive(Debug, Default)]
pub(crate) struct OperationIds {
    /// Where each declared id was met first.
    declared: HashMap<String, At>,
    /// The id of the operation that stands here.
    by_place: HashMap<At, String>,
    taken: HashSet<String>,
}

impl OperationIds {
    /// The id of the operation that stands at `at`, once for each path that it is used under, and
    /// whether the document declares it.
    pub(crate) fn of(
        &mut self,
        at: &At,
        declared: Option<&str>,
        method: Method,
        place: &Place,
    ) -> (String, bool) {
        if let Some(id) = declared
            // An operation of a callback is met only now.
            && self.declared.get(id).is_none_or(|first| first == at)
            && self.taken.insert(id.to_owned())
        {
            return (id.to_owned(), true);
        }
        let base = made_up(method, place);
        let mut id = base.clone();
        let mut number = 2;
        while self.declared.contains_key(&id) || self.taken.contains(&id) {
            id = format!("{base}_{number}");
            number += 1;
        }
        self.taken.insert(id.clone());
        let first = self.by_place.entry(at.clone());
        first.or_insert_with(|| id.clone());
        (id, false)
    }

    /// Whether an operation declares this id.
    pub(crate) fn is_declared(&self, id: &str) -> bool {
        self.declared.contains_key(id)
    }

    /// The ids that operations declare, in no order.
    pub(crate) fn declared(&self) -> impl Iterator<Item = &str> {
        self.declared.keys().map(String::as_str)
    }

    /// The id of the operation that stands at `at`, under the first path that uses it.
    pub(crate) fn at(&self, at: &At) -> Option<&str> {
        self.by_place.get(at).map(String::as_str)
    }
}

impl<'a> Lowering<'a> {
    /// Collects the declared ids of paths and webhooks, and says which are declared twice.
    pub(crate) fn assign_ids(&mut self, root: &Node<'a>) {
        for (holder, is_path) in [("paths", true), ("webhooks", false)] {
            for (path, item) in root.members_of(holder) {
                if is_path && !path.starts_with('/') {
                    continue;
                }
                self.assign_ids_of(&item);
            }
        }
    }

    fn assign_ids_of(&mut self, item: &Node<'a>) {
        let mut layers = vec![item.clone()];
        if item.reference().is_some()
            && let Ok(followed) = self.registry.follow(self.sources, item, Kind::PathItem)
        {
            layers.push(followed.target);
        }
        for layer in layers {
            for method in Method::ALL {
                let Some(operation) = layer.member(method.member()) else {
                    continue;
                };
                let Some(node) = operation.member("operationId") else {
                    continue;
                };
                let Some(id) = node.text() else { continue };
                match self.ids.declared.get(id) {
                    // A path item may be used under several paths.
                    Some(first) if *first == operation.at => {}
                    Some(first) => {
                        let first = self.sources.span(&first.child("operationId"));
                        let diagnostic = self
                            .about(
                                codes::OPERATION_ID_TWICE,
                                &node.at,
                                format!("operationId `{id}` is declared twice"),
                            )
                            .with_labelled(first, "first declared here")
                            .with_note("this operation gets an id made of its method and path")
                            .with_help("give each operation an id of its own");
                        self.report(diagnostic);
                    }
                    None => {
                        self.ids
                            .declared
                            .insert(id.to_owned(), operation.at.clone());
                        self.ids
                            .by_place
                            .insert(operation.at.clone(), id.to_owned());
                    }
                }
            }
        }
    }
}

/// `GET /v1/file_links/{link}` → `get_v1_file_links_link`.
fn made_up(method: Method, place: &Place) -> String {
    let mut id = String::new();
    let sources = [place.scope.as_str(), method.member(), &place.path.text];
    for word in sources
        .into_iter()
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
    {
        if !id.is_empty() {
            id.push('_');
        }
        id.push_str(word);
    }
    id
}

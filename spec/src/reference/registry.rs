//! The loaded documents and their names, and how references are resolved against them.

use std::collections::HashMap;

use super::broken::{Broken, broken, cycle};
use super::suggest::nearest;
use super::target::{Followed, Kind};
use super::text;
use super::walk::Names;
use crate::diagnostic::codes;
use crate::lower::Node;
use crate::source::{At, DocumentId, Sources};
use crate::{Diagnostic, Pointer};

/// What became of a resource that a `$ref` names.
#[derive(Debug)]
pub(crate) enum Resource {
    /// It is this document.
    Document(DocumentId),
    /// It lies on the network, and that is not allowed.
    Forbidden,
    /// It could not be had, and why.
    Unreadable(String),
    /// It is not well-formed.
    Malformed(Vec<Diagnostic>),
}

/// Everything that is needed to resolve references.
#[derive(Debug, Default)]
pub(crate) struct Registry {
    pub(super) names: HashMap<DocumentId, Names>,
    pub(super) resources: HashMap<DocumentId, HashMap<String, Resource>>,
}

impl Registry {
    /// Follows the `$ref` of `node`, and those that it leads to, until an object has none.
    pub(crate) fn follow<'a>(
        &self,
        sources: &'a Sources,
        node: &Node<'a>,
        kind: Kind,
    ) -> Result<Followed<'a>, Broken> {
        let mut seen = vec![node.at.clone()];
        let mut passed = Vec::new();
        let mut target = node.clone();
        while let Some(reference) = target.reference() {
            let Some(link) = reference.text() else { break };
            passed.push(reference.value);
            target = self.resolve_as(sources, &reference.at, link, kind)?;
            if seen.contains(&target.at) {
                return Err(cycle(sources, node, &seen));
            }
            seen.push(target.at.clone());
        }
        Ok(Followed { target, passed })
    }

    /// What the `$ref` with this text leads to, one step; it must not be a component of another kind.
    pub(crate) fn resolve_as<'a>(
        &self,
        sources: &'a Sources,
        at: &At,
        link: &str,
        kind: Kind,
    ) -> Result<Node<'a>, Broken> {
        let target = self.resolve(sources, at, link)?;
        let found = match Kind::at(&target.at.pointer) {
            Some(other) if other != kind => other.name(),
            _ if target.value.is_object() => return Ok(target),
            _ if kind == Kind::Schema && target.value.is_boolean() => return Ok(target),
            _ => crate::lower::kind_of(target.value),
        };
        let diagnostic = Diagnostic::new(
            codes::REFERENCE_KIND,
            format!("`{link}` is {found}, and {} is needed here", kind.name()),
        )
        .with_label(sources.span(at))
        .with_labelled(sources.span(&target.at), "this is what it leads to")
        .with_help(format!(
            "refer to {}, such as one in `components.{}`",
            kind.name(),
            kind.component()
        ));
        Err(Box::new(diagnostic))
    }

    /// What the reference `link`, written at `at`, leads to, one step.
    pub(crate) fn resolve<'a>(
        &self,
        sources: &'a Sources,
        at: &At,
        link: &str,
    ) -> Result<Node<'a>, Broken> {
        let (resource, fragment) = text::split(link);
        let fragment = fragment.unwrap_or_default();
        let base = self.base(sources, at, resource)?;
        let Some(pointer) = text::fragment_pointer(fragment) else {
            return self.anchor(sources, at, &base, fragment);
        };
        let wanted = At {
            document: base.document,
            pointer: pointer
                .tokens()
                .fold(base.pointer.clone(), |pointer, token| pointer.child(&token)),
        };
        let found = self.descend(sources, at, &wanted, link);
        if found.is_err() && resource.is_empty() && base.pointer != Pointer::root() {
            // Many give a schema an `$id` and go on to write pointers from the document's root.
            let from_root = At {
                document: base.document,
                pointer,
            };
            return self.descend(sources, at, &from_root, link).or(found);
        }
        found
    }

    /// Whether the fragment of `link` is an anchor that only one schema has.
    pub(crate) fn is_single_anchor(&self, link: &str) -> bool {
        let name = text::split(link).1.unwrap_or_default();
        let places = self
            .names
            .values()
            .filter_map(|names| names.anchors.get(name));
        places.map(Vec::len).sum::<usize>() == 1
    }

    /// Whether a schema of a loaded document calls itself this.
    pub(super) fn has_id(&self, resource: &str) -> bool {
        self.place_of_id(resource).is_some()
    }

    fn place_of_id(&self, resource: &str) -> Option<At> {
        let mut documents: Vec<_> = self.names.keys().copied().collect();
        documents.sort_unstable();
        documents.into_iter().find_map(|document| {
            let names = self.names.get(&document)?;
            let (_, pointer) = names.ids.iter().find(|(id, _)| id == resource)?;
            Some(At {
                document,
                pointer: pointer.clone(),
            })
        })
    }

    /// The root of the resource: a document, or a schema with an `$id`.
    fn base(&self, sources: &Sources, at: &At, resource: &str) -> Result<At, Broken> {
        if resource.is_empty() {
            return Ok(self.enclosing_resource(at));
        }
        if let Some(place) = self.place_of_id(resource) {
            return Ok(place);
        }
        let outcome = self
            .resources
            .get(&at.document)
            .and_then(|resources| resources.get(resource));
        let diagnostic = match outcome {
            Some(Resource::Document(id)) => return Ok(At::root(*id)),
            Some(Resource::Forbidden) => Diagnostic::new(
                codes::REMOTE_REFERENCE,
                format!("`{resource}` lies on the network and is not fetched"),
            )
            .with_help(
                "allow remote references, or keep a copy beside the document and refer to that",
            ),
            Some(Resource::Malformed(found)) => {
                let mut diagnostic = Diagnostic::new(
                    codes::UNREADABLE_REFERENCE,
                    format!("`{resource}` is neither YAML nor JSON"),
                );
                if let Some(first) = found.first() {
                    diagnostic = diagnostic.with_note(first.message.clone());
                    if let Some(span) = first.span() {
                        diagnostic.labels.push(crate::Label {
                            span,
                            text: first.message.clone(),
                        });
                    }
                }
                diagnostic.with_help("mend that document first")
            }
            Some(Resource::Unreadable(reason)) => Diagnostic::new(
                codes::UNREADABLE_REFERENCE,
                format!("`{resource}` cannot be read: {reason}"),
            )
            .with_help("paths are taken from the folder of the document that refers to them"),
            None => Diagnostic::new(
                codes::UNREADABLE_REFERENCE,
                format!("`{resource}` was not loaded"),
            )
            .with_help("references inside example values and extensions are not followed"),
        };
        let mut diagnostic = diagnostic;
        diagnostic.labels.insert(
            0,
            crate::Label {
                span: sources.span(at),
                text: String::new(),
            },
        );
        Err(Box::new(diagnostic))
    }

    /// The document, or the nearest schema around `at` that has an `$id`: pointers and anchors of a
    /// bare fragment start there (JSON Schema 2020-12 core §8.2.1). OpenAPI documents rarely have any.
    fn enclosing_resource(&self, at: &At) -> At {
        let root = At::root(at.document);
        let Some(names) = self.names.get(&at.document) else {
            return root;
        };
        names
            .ids
            .iter()
            .filter(|(_, pointer)| at.pointer.is_within(pointer))
            .max_by_key(|(_, pointer)| pointer.as_str().len())
            .map_or(root, |(_, pointer)| At {
                document: at.document,
                pointer: pointer.clone(),
            })
    }

    fn anchor<'a>(
        &self,
        sources: &'a Sources,
        at: &At,
        base: &At,
        name: &str,
    ) -> Result<Node<'a>, Broken> {
        let names = self.names.get(&base.document);
        let place = names
            .and_then(|names| names.anchors.get(name))
            .into_iter()
            .flatten()
            .find(|pointer| pointer.is_within(&base.pointer));
        if let Some(pointer) = place {
            let place = At {
                document: base.document,
                pointer: pointer.clone(),
            };
            if let Some(value) = sources.value(&place) {
                return Ok(Node::new(value, place));
            }
        }
        let mut known: Vec<&str> = names
            .map(|names| names.anchors.keys().map(String::as_str).collect())
            .unwrap_or_default();
        known.sort_unstable();
        let mut diagnostic = Diagnostic::new(
            codes::BROKEN_REFERENCE,
            format!("there is no `$anchor` named `{name}`"),
        )
        .with_label(sources.span(at));
        diagnostic = match nearest(name, known) {
            Some(near) => diagnostic.with_help(format!("did you mean `#{near}`?")),
            None => diagnostic.with_help("a pointer begins with `#/`"),
        };
        Err(Box::new(diagnostic))
    }

    /// Walks down to `wanted`. Where the way leads through an object that is itself a `$ref`, it goes
    /// on in what that leads to.
    fn descend<'a>(
        &self,
        sources: &'a Sources,
        at: &At,
        wanted: &At,
        link: &str,
    ) -> Result<Node<'a>, Broken> {
        if let Some(value) = sources.value(wanted) {
            return Ok(Node::new(value, wanted.clone()));
        }
        let root = At::root(wanted.document);
        let Some(value) = sources.value(&root) else {
            return Err(broken(sources, at, link, None));
        };
        let mut node = Node::new(value, root);
        let mut steps = 0;
        for token in wanted.pointer.tokens() {
            let mut next = child(&node, &token);
            while next.is_none() && steps < 32 {
                let Some(through) = node.reference() else {
                    break;
                };
                steps += 1;
                let text = through.text().unwrap_or_default();
                let (resource, fragment) = text::split(text);
                let pointer = fragment.and_then(text::fragment_pointer);
                let base = self.base(sources, &through.at, resource)?;
                let pointer = pointer.unwrap_or_else(Pointer::root);
                let target = At {
                    document: base.document,
                    pointer: pointer
                        .tokens()
                        .fold(base.pointer, |pointer, token| pointer.child(&token)),
                };
                let Some(value) = sources.value(&target) else {
                    break;
                };
                node = Node::new(value, target);
                next = child(&node, &token);
            }
            let Some(next) = next else {
                return Err(broken(sources, at, link, Some((&node, &token))));
            };
            node = next;
        }
        Ok(node)
    }
}

fn child<'a>(node: &Node<'a>, token: &str) -> Option<Node<'a>> {
    let at = node.at.child(token);
    let index = Pointer::root().child(token);
    let value = node.value.pointer(index.as_str())?;
    Some(Node::new(value, at))
}

//! Loading the documents that `$ref`s name.

use std::collections::HashMap;

use super::registry::{Registry, Resource};
use super::text::is_remote;
use super::walk;
use crate::load::LoadOptions;
use crate::source::{At, DocumentId, Sources};

/// Loads every document that the root refers to, and those that they refer to, each once.
pub(crate) fn load_referenced(
    sources: &mut Sources,
    root: DocumentId,
    options: &LoadOptions,
) -> Registry {
    let mut registry = Registry::default();
    let mut waiting = vec![root];
    while let Some(document) = waiting.pop() {
        if registry.names.contains_key(&document) {
            continue;
        }
        let names = match sources.value(&At::root(document)) {
            Some(value) => walk::names(value),
            None => walk::Names::default(),
        };
        let resources = names.resources.clone();
        registry.names.insert(document, names);
        let mut loaded = HashMap::new();
        for resource in resources {
            if loaded.contains_key(&resource) || registry.has_id(&resource) {
                continue;
            }
            let outcome = load(sources, document, &resource, options);
            if let Resource::Document(id) = outcome {
                waiting.push(id);
            }
            loaded.insert(resource, outcome);
        }
        registry.resources.insert(document, loaded);
    }
    registry
}

fn load(
    sources: &mut Sources,
    document: DocumentId,
    resource: &str,
    options: &LoadOptions,
) -> Resource {
    let base = sources.name(document).to_owned();
    if (is_remote(resource) || is_remote(&base)) && !options.allow_remote {
        return Resource::Forbidden;
    }
    let Some(resolver) = &options.resolver else {
        return Resource::Unreadable("no other documents can be read from here".to_owned());
    };
    match resolver(&base, resource) {
        Err(reason) => Resource::Unreadable(reason),
        Ok((name, bytes)) => match sources.named(&name) {
            Some(id) => Resource::Document(id),
            None => {
                let (id, diagnostics) = sources.add(&name, &bytes, &options.limits);
                if sources.value(&At::root(id)).is_some() {
                    Resource::Document(id)
                } else {
                    Resource::Malformed(diagnostics)
                }
            }
        },
    }
}

//! Operations.

use indexmap::IndexMap;

use super::context::Lowering;
use super::node::Node;
use crate::ir::{Extensions, Method, Operation, Parameter, PathTemplate, SecurityRequirement};
use crate::reference::Kind;

/// Where the operations of a path item stand in the API.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// The path, runtime expression or webhook name.
    pub(crate) path: PathTemplate,
    /// What goes before method and path when an id must be made up: the callback's operation, or
    /// `webhooks`. Empty under `paths`.
    pub(crate) scope: String,
}

impl<'a> Lowering<'a> {
    /// Lowers one operation. `layers` are its path item, and what that refers to. `None`, with
    /// diagnostics, when something that matters on the wire cannot be read.
    pub(crate) fn operation(
        &mut self,
        node: &Node<'a>,
        method: Method,
        place: &Place,
        layers: &[Node<'a>],
    ) -> Option<Operation> {
        let what = format!("the operation {method} {}", place.path.text);
        let shell = self.shell::<openapiv3::Operation>(node, &what)?;
        let (id, id_is_declared) = self.ids.of(&node.at, method, place);

        // Nothing short-circuits: each part gets its diagnostics, whether or not another failed.
        let parameters = self.parameters(node, layers);
        let body = match node.member("requestBody") {
            Some(body) => self.body(&body).map(Some),
            None => Some(None),
        };
        let responses = self.responses(node);
        let callbacks = self.callbacks(node, &id);
        let servers = self.operation_servers(node, layers);
        let extensions = self.operation_extensions(node, layers);

        Some(Operation {
            at: node.at.clone(),
            id,
            id_is_declared,
            method,
            path: place.path.clone(),
            tags: shell.tags,
            summary: shell.summary,
            description: shell.description,
            deprecated: shell.deprecated,
            parameters: parameters?,
            body: body?,
            responses: responses?,
            callbacks,
            security: shell.security.map(|alternatives| {
                alternatives
                    .into_iter()
                    .map(|schemes| SecurityRequirement { schemes })
                    .collect()
            }),
            servers,
            extensions,
        })
    }

    /// The parameters of the path item unless overridden, then the operation's own. A parameter is
    /// the same as another when name and place are (OpenAPI 3.0.4 §4.9.1).
    fn parameters(&mut self, node: &Node<'a>, layers: &[Node<'a>]) -> Option<Vec<Parameter>> {
        let own = self.parameter_list(node);
        let shared = match layers
            .iter()
            .find(|layer| layer.member("parameters").is_some())
        {
            Some(layer) => self.parameter_list(layer),
            None => Some(Vec::new()),
        };
        let (own, mut merged) = (own?, shared?);
        merged.retain(|shared| {
            !own.iter()
                .any(|own| own.name == shared.name && own.location == shared.location)
        });
        merged.extend(own);
        Some(merged)
    }

    fn parameter_list(&mut self, holder: &Node<'a>) -> Option<Vec<Parameter>> {
        let mut parameters = Vec::new();
        let mut readable = true;
        for node in holder.items_of("parameters") {
            let Some(node) = self.follow(&node, Kind::Parameter) else {
                readable = false;
                continue;
            };
            if self.is_ignored_header(&node) {
                continue;
            }
            match self.parameter(&node) {
                Some(parameter) => parameters.push(parameter),
                None => readable = false,
            }
        }
        readable.then_some(parameters)
    }

    fn operation_servers(
        &mut self,
        node: &Node<'a>,
        layers: &[Node<'a>],
    ) -> Vec<crate::ir::Server> {
        let own = self.servers(node);
        if !own.is_empty() {
            return own;
        }
        match layers
            .iter()
            .find(|layer| layer.member("servers").is_some())
        {
            Some(layer) => self.servers(layer),
            None => own,
        }
    }

    fn operation_extensions(&mut self, node: &Node<'a>, layers: &[Node<'a>]) -> Extensions {
        let mut extensions = self.extensions(node);
        for layer in layers {
            for (name, value) in self.extensions(layer) {
                extensions.entry(name).or_insert(value);
            }
        }
        extensions
    }

    /// Callbacks by name; each is a map from a runtime expression to a path item.
    pub(crate) fn callbacks(
        &mut self,
        node: &Node<'a>,
        id: &str,
    ) -> IndexMap<String, Vec<Operation>> {
        let mut callbacks = IndexMap::new();
        for (name, callback) in node.members_of("callbacks") {
            if let Some(callback) = self.follow(&callback, Kind::Callback) {
                callbacks.insert(name.to_owned(), self.callback(&callback, id, name));
            }
        }
        callbacks
    }
}

//! Operations.

use indexmap::IndexMap;

use super::context::Lowering;
use super::node::Node;
use crate::Diagnostic;
use crate::diagnostic::codes;
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
    /// In how many callbacks it lies.
    pub(crate) depth: usize,
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
        if self.is_exhausted() {
            self.report_exhausted(node, &what);
            return None;
        }
        let Some(shell) = self.shell::<openapiv3::Operation>(node, &what) else {
            self.leave_out(node, &what);
            return None;
        };
        let declared = shell.operation_id.as_deref();
        let (id, id_is_declared) = self.ids.of(&node.at, declared, method, place);

        // Nothing short-circuits: each part gets its diagnostics, whether or not another failed.
        let parameters = self.parameters(node, layers);
        let body = match node.member("requestBody") {
            Some(body) => self.body(&body).map(Some),
            None => Some(None),
        };
        let responses = self.responses(node);
        let callbacks = self.callbacks(node, &id, place.depth + 1);
        let servers = self.operation_servers(node, layers);
        let extensions = self.operation_extensions(node, layers);

        let (Some(parameters), Some(body), Some(responses)) = (parameters, body, responses) else {
            self.leave_out(node, &what);
            return None;
        };
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
            parameters,
            body,
            responses,
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

    fn report_exhausted(&mut self, node: &Node<'a>, what: &str) {
        self.used.drop(node.value);
        let diagnostic = self
            .about(
                codes::TOO_LARGE,
                &node.at,
                format!("{what} is left out: what the references of this document expand to is beyond the limits"),
            )
            .with_help("refer to fewer large examples");
        self.report(diagnostic);
    }

    fn leave_out(&mut self, node: &Node<'a>, what: &str) {
        self.used.drop(node.value);
        let place = self.sources.key_span(&node.at);
        let diagnostic = Diagnostic::new(codes::OPERATION_LEFT_OUT, format!("{what} is left out"))
            .with_label(place.unwrap_or_else(|| self.sources.span(&node.at)))
            .with_note("a part of it that matters on the wire cannot be read")
            .with_help("mend that part: another diagnostic names it");
        self.report(diagnostic);
    }

    /// The parameters of the path item unless overridden, then the operation's own. A parameter is
    /// the same as another when name and place are (OpenAPI 3.0.4 §4.9.1).
    fn parameters(&mut self, node: &Node<'a>, layers: &[Node<'a>]) -> Option<Vec<Parameter>> {
        let own = self.parameter_list(node, &[]);
        let overriding = own.as_deref().unwrap_or_default();
        let shared = match layers
            .iter()
            .find(|layer| layer.member("parameters").is_some())
        {
            Some(layer) => self.parameter_list(layer, overriding),
            None => Some(Vec::new()),
        };
        let mut merged = shared?;
        merged.extend(own?);
        Some(merged)
    }

    /// The parameters of this object, without those that `overriding` has too.
    fn parameter_list(
        &mut self,
        holder: &Node<'a>,
        overriding: &[Parameter],
    ) -> Option<Vec<Parameter>> {
        let mut parameters = Vec::new();
        let mut readable = true;
        for node in holder.items_of("parameters") {
            let Some(target) = self.follow(&node, Kind::Parameter) else {
                readable = false;
                continue;
            };
            if self.is_ignored_header(&target) || is_among(&target, overriding) {
                continue;
            }
            let description = self.overriding(&node, &target, "description");
            match self.parameter(&target) {
                Some(mut parameter) => {
                    parameter.description = description.or(parameter.description);
                    parameters.push(parameter);
                }
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
        depth: usize,
    ) -> IndexMap<String, Vec<Operation>> {
        let mut callbacks = IndexMap::new();
        for (name, callback) in node.members_of("callbacks") {
            if let Some(callback) = self.follow(&callback, Kind::Callback) {
                let scope = format!("{id}/{name}");
                callbacks.insert(name.to_owned(), self.callback(&callback, scope, depth));
            }
        }
        callbacks
    }
}

/// Whether one of these has the name and the place of this parameter.
fn is_among(node: &Node<'_>, parameters: &[Parameter]) -> bool {
    let text = |name| node.member(name).and_then(|member| member.text());
    let (name, place) = (text("name"), text("in"));
    parameters.iter().any(|parameter| {
        Some(parameter.name.as_str()) == name && Some(parameter.location.as_str()) == place
    })
}

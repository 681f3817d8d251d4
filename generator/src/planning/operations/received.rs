//! Webhooks and callbacks: requests that the API sends, to an address that its users choose.
//!
//! A receiver is a server of its own. It has no paths in the document, so each request gets one made of names,
//! below which users nest it where they like.

use trueline_spec::ir::{Api, Operation, ParameterLocation, PathPiece, PathTemplate};

use super::super::planner::Planner;
use super::{Selection, Wanted};
use crate::names::module_case;
use crate::plan;
use crate::refusal::RefusalKind;

/// A path for a request, and the request.
type Received<'a> = (String, &'a Operation);

/// The webhooks that a selection takes.
pub(super) fn selected_webhooks<'a>(
    api: &'a Api,
    selection: &'a Selection,
) -> impl Iterator<Item = &'a Operation> {
    let webhooks = api.webhooks.iter();
    webhooks.filter(|webhook| selection.takes(webhook))
}

/// An operation, and the requests that it has the API send.
pub(super) fn with_callbacks(operation: &Operation) -> impl Iterator<Item = &Operation> {
    let callbacks = operation.callbacks.values().flatten();
    std::iter::once(operation).chain(callbacks)
}

impl<'a> Planner<'a> {
    /// What the API sends, by the word for its kind.
    pub(super) fn received(&self, wanted: &Wanted) -> [(&'static str, Vec<Received<'a>>); 2] {
        let webhooks = selected_webhooks(self.api, &self.options.selection)
            .map(|webhook| (template([&webhook.path.text]), webhook));
        let webhooks: Vec<Received<'a>> = webhooks.collect();
        let owners = wanted
            .operations
            .iter()
            .map(|index| &self.api.operations[*index]);
        let owners = owners.chain(webhooks.iter().map(|(_, webhook)| *webhook));
        let callbacks = owners.flat_map(|owner| {
            owner.callbacks.iter().flat_map(move |(name, operations)| {
                operations.iter().enumerate().map(move |(index, callback)| {
                    // One callback may have several addresses.
                    let number = (index + 1).to_string();
                    let same = &operations[..index];
                    let path = match same.iter().any(|other| other.method == callback.method) {
                        true => template([&owner.id, name, &number]),
                        false => template([&owner.id, name]),
                    };
                    (path, callback)
                })
            })
        });
        let callbacks = callbacks.collect();
        [("webhooks", webhooks), ("callbacks", callbacks)]
    }

    pub(super) fn plan_received(
        &mut self,
        operation: &'a Operation,
        template: &str,
        group: usize,
    ) -> plan::Operation {
        let mut planned = self.plan_operation(operation, group);
        planned.path = PathTemplate {
            text: template.to_owned(),
            pieces: vec![PathPiece::Literal(template.to_owned())],
        };
        let is_in_path =
            |parameter: &plan::Parameter| parameter.location == ParameterLocation::Path;
        for parameter in planned.parameters.iter().filter(|one| is_in_path(one)) {
            self.refuse(
                RefusalKind::Webhook,
                &parameter.field.at,
                format!(
                    "the address of a receiver is its own: `{}` is not read from it",
                    parameter.field.wire
                ),
            );
        }
        planned
            .parameters
            .retain(|parameter| !is_in_path(parameter));
        // What the document asks of all requests, it asks of those that come to the API.
        planned.security = match &operation.security {
            Some(own) => own.iter().map(|one| self.security_uses(one)).collect(),
            None => Vec::new(),
        };
        planned.server = None;
        planned
    }
}

/// A path of these names, each as it is where a path can have it so.
fn template<const N: usize>(names: [&str; N]) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~');
    names
        .into_iter()
        .map(
            |name| match !name.is_empty() && name.chars().all(is_plain) {
                true => format!("/{name}"),
                false => format!("/{}", module_case(name)),
            },
        )
        .collect()
}

//! Callbacks: requests that the API sends to an address that it was given.

use super::context::Lowering;
use super::node::Node;
use super::operation::Place;
use super::path_template::opaque_path;
use crate::diagnostic::codes;
use crate::ir::Operation;

/// How deep callbacks may lie in callbacks. A `$ref` can make them endless.
const DEPTH: usize = 2;

impl<'a> Lowering<'a> {
    /// The operations of one Callback Object (OpenAPI 3.0.4 §4.18), a map from runtime expression to
    /// path item.
    pub(crate) fn callback(
        &mut self,
        node: &Node<'a>,
        scope: String,
        depth: usize,
    ) -> Vec<Operation> {
        let mut operations = Vec::new();
        if depth > DEPTH {
            self.report(
                self.about(
                    codes::UNSUPPORTED,
                    &node.at,
                    format!("callbacks lie more than {DEPTH} deep in callbacks"),
                )
                .with_note("the inner ones are left out"),
            );
            return operations;
        }
        for (expression, item) in node.members() {
            if expression.starts_with("x-") {
                continue;
            }
            let place = Place {
                path: opaque_path(expression),
                scope: scope.clone(),
                depth,
            };
            self.path_item(&item, &place, &mut operations);
        }
        operations
    }
}

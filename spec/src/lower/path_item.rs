//! Paths, webhooks and the path items in them.

use super::context::Lowering;
use super::node::Node;
use super::operation::Place;
use super::path_template::{opaque_path, path_template};
use crate::diagnostic::codes;
use crate::ir::{Method, Operation};
use crate::reference::Kind;

/// Members of a Path Item Object that are new in OpenAPI 3.2.
const NEW_METHODS: [&str; 2] = ["query", "additionalOperations"];

impl<'a> Lowering<'a> {
    pub(crate) fn paths(&mut self, root: &Node<'a>) -> Vec<Operation> {
        let mut operations = Vec::new();
        if let Some(paths) = root.member("paths") {
            self.used.enter(paths.value);
        }
        for (path, item) in root.members_of("paths") {
            if path.starts_with('/') {
                let place = Place {
                    path: path_template(path),
                    scope: String::new(),
                    depth: 0,
                };
                self.path_item(&item, &place, &mut operations);
            }
        }
        operations
    }

    /// `webhooks` (3.1): the path of each operation is the webhook's name.
    pub(crate) fn webhooks(&mut self, root: &Node<'a>) -> Vec<Operation> {
        let mut operations = Vec::new();
        for (name, item) in root.members_of("webhooks") {
            let place = Place {
                path: opaque_path(name),
                scope: "webhooks".to_owned(),
                depth: 0,
            };
            self.path_item(&item, &place, &mut operations);
        }
        operations
    }

    /// Lowers the operations of one path item, in the order of the document.
    pub(crate) fn path_item(
        &mut self,
        item: &Node<'a>,
        place: &Place,
        operations: &mut Vec<Operation>,
    ) {
        let layers = self.path_item_layers(item);
        for layer in &layers {
            for (name, node) in layer.members() {
                if let Some(method) = Method::ALL.into_iter().find(|m| m.member() == name) {
                    if let Some(operation) = self.operation(&node, method, place, &layers) {
                        operations.push(operation);
                    }
                } else if NEW_METHODS.contains(&name) {
                    self.refuse_new_method(&node, name);
                }
            }
        }
    }

    /// The path item itself and, where it has a `$ref`, what that leads to. The members of the item
    /// itself win: OpenAPI leaves open what holds where both state one (3.0.4 §4.9.1).
    pub(crate) fn path_item_layers(&mut self, item: &Node<'a>) -> Vec<Node<'a>> {
        let mut layers = vec![item.clone()];
        if item.reference().is_some()
            && let Some(target) = self.follow(item, Kind::PathItem)
        {
            layers.push(target);
        }
        layers
    }

    fn refuse_new_method(&mut self, node: &Node<'a>, name: &str) {
        self.report(
            self.about(
                codes::UNSUPPORTED,
                &node.at,
                format!("`{name}` of OpenAPI 3.2 is not supported"),
            )
            .with_note("its operations are left out")
            .with_help("describe them as POST operations, or leave them to another tool"),
        );
    }
}

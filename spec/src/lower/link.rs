//! Links: how the values of a response feed another operation.

use indexmap::IndexMap;

use super::context::Lowering;
use super::node::Node;
use crate::diagnostic::codes;
use crate::ir::Link;
use crate::reference::{self, Kind};

impl<'a> Lowering<'a> {
    /// The links of a response. One that cannot be read is left out.
    pub(crate) fn links(&mut self, response: &Node<'a>) -> IndexMap<String, Link> {
        let mut links = IndexMap::new();
        for (name, node) in response.members_of("links") {
            if let Some(node) = self.follow(&node, Kind::Link)
                && let Some(link) = self.link(&node, name)
            {
                links.insert(name.to_owned(), link);
            }
        }
        links
    }

    fn link(&mut self, node: &Node<'a>, name: &str) -> Option<Link> {
        let shell = self.shell::<openapiv3::Link>(node, &format!("the link `{name}`"))?;
        let operation = match &shell.operation {
            openapiv3::LinkOperation::OperationId(id) => self.linked_id(node, id),
            openapiv3::LinkOperation::OperationRef(text) => self.linked_reference(node, text),
        };
        Some(Link {
            at: node.at.clone(),
            operation,
            parameters: shell.parameters,
            // The typed shell takes a `null` for none.
            body: self.take(node, "requestBody").cloned(),
            description: shell.description,
        })
    }

    fn linked_id(&mut self, node: &Node<'a>, id: &str) -> Option<String> {
        if self.ids.is_declared(id) {
            return Some(id.to_owned());
        }
        let mut diagnostic = self.about(
            codes::UNKNOWN_OPERATION,
            &node.at.child("operationId"),
            format!("the link leads to the operation `{id}`, which is not declared"),
        );
        if let Some(near) = reference::nearest(id, self.ids.declared()) {
            diagnostic = diagnostic.with_help(format!("did you mean `{near}`?"));
        }
        self.report(diagnostic);
        None
    }

    fn linked_reference(&mut self, node: &Node<'a>, text: &str) -> Option<String> {
        let at = node.at.child("operationRef");
        match self.registry.resolve(self.sources, &at, text) {
            Ok(target) => {
                let id = self.ids.at(&target.at).map(str::to_owned);
                if id.is_none() {
                    self.report(self.about(
                        codes::UNKNOWN_OPERATION,
                        &at,
                        format!("the link leads to `{text}`, which is no operation with an id"),
                    ));
                }
                id
            }
            Err(diagnostic) => {
                self.report(*diagnostic);
                None
            }
        }
    }
}

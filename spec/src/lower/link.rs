//! Links: how the values of a response feed another operation.

use indexmap::IndexMap;

use super::context::Lowering;
use super::node::Node;
use crate::diagnostic::codes;
use crate::ir::{Link, Operation};
use crate::reference::{self, Kind};

impl<'a> Lowering<'a> {
    /// The links of a response. One that cannot be read is left out.
    pub(crate) fn links(&mut self, response: &Node<'a>) -> IndexMap<String, Link> {
        let mut links = IndexMap::new();
        for (name, node) in response.members_of("links") {
            if let Some(target) = self.follow(&node, Kind::Link)
                && let Some(mut link) = self.link(&target, name)
            {
                let description = self.overriding(&node, &target, "description");
                link.description = description.or(link.description);
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
                    self.waiting_links.insert(node.at.clone(), target.at);
                }
                id
            }
            Err(diagnostic) => {
                self.report(*diagnostic);
                None
            }
        }
    }

    /// Completes the links to operations whose ids were made up after the link was read.
    pub(crate) fn finish_links(&mut self, operations: &mut [Operation]) {
        let waiting = std::mem::take(&mut self.waiting_links);
        if waiting.is_empty() {
            return;
        }
        let responses = operations
            .iter_mut()
            .flat_map(|operation| &mut operation.responses);
        for link in responses.flat_map(|response| response.links.values_mut()) {
            let Some(target) = waiting.get(&link.at) else {
                continue;
            };
            link.operation = self.ids.at(target).map(str::to_owned);
            if link.operation.is_none() {
                let place = link.at.child("operationRef");
                let diagnostic = self
                    .about(
                        codes::UNKNOWN_OPERATION,
                        &place,
                        "what the link leads to is no operation of a path",
                    )
                    .with_help("point at a method below `paths`, such as `#/paths/~1things/get`");
                self.report(diagnostic);
            }
        }
    }
}

//! Request bodies.

use super::context::Lowering;
use super::node::Node;
use crate::ir::Body;
use crate::reference::Kind;

impl<'a> Lowering<'a> {
    /// `None`, with diagnostics, when it cannot be read.
    pub(crate) fn body(&mut self, node: &Node<'a>) -> Option<Body> {
        let reference = node;
        let node = self.follow(reference, Kind::RequestBody)?;
        let description = self.overriding(reference, &node, "description");
        let shell = self.shell::<openapiv3::RequestBody>(&node, "the request body")?;
        let content = self.content(&node)?;
        Some(Body {
            description: description.or(shell.description),
            required: shell.required,
            content,
            extensions: self.extensions(&node),
            at: node.at,
        })
    }
}

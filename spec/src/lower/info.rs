//! `info` and `tags`.

use super::context::Lowering;
use super::node::Node;
use crate::ir::{Info, Tag};

impl<'a> Lowering<'a> {
    pub(crate) fn info(&mut self, root: &Node<'a>) -> Info {
        let Some(node) = root.member("info") else {
            return nameless(root);
        };
        let Some(shell) = self.shell::<openapiv3::Info>(&node, "`info`") else {
            return nameless(&node);
        };
        Info {
            title: shell.title,
            version: shell.version,
            // New in 3.1, unknown to the typed shell.
            summary: self.take_text(&node, "summary"),
            description: shell.description,
            extensions: self.extensions(&node),
            at: node.at,
        }
    }

    pub(crate) fn tags(&mut self, root: &Node<'a>) -> Vec<Tag> {
        let mut tags = Vec::new();
        for node in root.items_of("tags") {
            let Some(shell) = self.shell::<openapiv3::Tag>(&node, "a tag") else {
                continue;
            };
            tags.push(Tag {
                at: node.at,
                name: shell.name,
                description: shell.description,
            });
        }
        tags
    }
}

/// A description without a readable `info` is still of use; the check says what is missing.
fn nameless(node: &Node<'_>) -> Info {
    Info {
        at: node.at.clone(),
        title: String::new(),
        version: String::new(),
        summary: None,
        description: None,
        extensions: Default::default(),
    }
}

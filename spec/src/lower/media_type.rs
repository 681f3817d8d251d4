//! Media types and the encoding of their members.

use indexmap::IndexMap;

use super::context::Lowering;
use super::node::Node;
use super::parameter::query_style;
use crate::diagnostic::codes;
use crate::ir::{Encoding, MediaType};

/// Members of a Media Type Object that are new in OpenAPI 3.2.
const NEW_MEMBERS: [&str; 3] = ["itemSchema", "prefixEncoding", "itemEncoding"];

impl<'a> Lowering<'a> {
    /// The media types in `content`; `None`, with diagnostics, when one cannot be read.
    pub(crate) fn content(&mut self, holder: &Node<'a>) -> Option<Vec<MediaType>> {
        let mut content = Vec::new();
        let mut readable = true;
        for (name, node) in holder.members_of("content") {
            match self.media_type(&node, name) {
                Some(media_type) => content.push(media_type),
                None => readable = false,
            }
        }
        readable.then_some(content)
    }

    pub(crate) fn media_type(&mut self, node: &Node<'a>, name: &str) -> Option<MediaType> {
        self.shell::<openapiv3::MediaType>(node, &format!("the media type `{name}`"))?;
        for new in NEW_MEMBERS {
            if let Some(member) = node.member(new) {
                self.report(
                    self.about(
                        codes::UNSUPPORTED,
                        &member.at,
                        format!("`{new}` of OpenAPI 3.2 is not supported"),
                    )
                    .with_note("the media type is read without it"),
                );
            }
        }
        Some(MediaType {
            at: node.at.clone(),
            name: name.to_owned(),
            schema: node.member("schema").map(|schema| self.schema(&schema)),
            encoding: self.encodings(node),
            examples: self.examples(node),
            extensions: self.extensions(node),
        })
    }

    fn encodings(&mut self, node: &Node<'a>) -> IndexMap<String, Encoding> {
        if let Some(encoding) = node.member("encoding")
            && encoding.members().next().is_none()
        {
            self.used.note(encoding.value);
        }
        let mut encodings = IndexMap::new();
        for (name, node) in node.members_of("encoding") {
            if let Some(encoding) = self.encoding(&node, name) {
                encodings.insert(name.to_owned(), encoding);
            }
        }
        encodings
    }

    fn encoding(&mut self, node: &Node<'a>, name: &str) -> Option<Encoding> {
        let what = format!("the encoding of `{name}`");
        let shell = self.shell::<openapiv3::Encoding>(node, &what)?;
        Some(Encoding {
            at: node.at.clone(),
            content_type: shell.content_type,
            headers: self.headers(node),
            style: shell.style.as_ref().map(query_style),
            // The typed shell takes an absent one for `false`.
            explode: self.take_bool(node, "explode"),
            allow_reserved: shell.allow_reserved,
        })
    }
}

//! Headers of responses and of the parts of multipart bodies.

use super::context::Lowering;
use super::node::Node;
use crate::ir::{Header, ParameterForm, Style};
use crate::reference::Kind;

impl<'a> Lowering<'a> {
    /// The headers in `headers` of this object. One that cannot be read is left out. `Content-Type`
    /// shall be ignored (OpenAPI 3.0.4 §4.17.1): `content` speaks for it.
    pub(crate) fn headers(&mut self, holder: &Node<'a>) -> Vec<Header> {
        let mut headers = Vec::new();
        for (name, node) in holder.members_of("headers") {
            if name.eq_ignore_ascii_case("content-type") {
                continue;
            }
            if let Some(target) = self.follow(&node, Kind::Header)
                && let Some(mut header) = self.header(&target, name)
            {
                let description = self.overriding(&node, &target, "description");
                header.description = description.or(header.description);
                headers.push(header);
            }
        }
        headers
    }

    fn header(&mut self, node: &Node<'a>, name: &str) -> Option<Header> {
        let what = format!("the header `{name}`");
        let shell = self.shell::<openapiv3::Header>(node, &what)?;
        let form = match shell.format {
            openapiv3::ParameterSchemaOrContent::Content(_) => self.content_form(node, &what)?,
            openapiv3::ParameterSchemaOrContent::Schema(_) => ParameterForm::Style {
                style: Style::Simple,
                // Unknown to the typed shell.
                explode: self.take_bool(node, "explode").unwrap_or(false),
                allow_reserved: false,
                schema: self.own_schema(node),
            },
        };
        Some(Header {
            at: node.at.clone(),
            name: name.to_owned(),
            required: shell.required,
            deprecated: shell.deprecated.unwrap_or(false),
            description: shell.description,
            form,
            examples: self.examples(node),
        })
    }
}

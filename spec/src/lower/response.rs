//! Responses.

use super::context::Lowering;
use super::node::Node;
use crate::diagnostic::codes;
use crate::ir::{Response, StatusPattern};
use crate::reference::Kind;

impl<'a> Lowering<'a> {
    /// The responses of an operation; `None`, with diagnostics, when one cannot be read.
    pub(crate) fn responses(&mut self, operation: &Node<'a>) -> Option<Vec<Response>> {
        let mut responses = Vec::new();
        let mut readable = true;
        for (name, node) in operation.members_of("responses") {
            if name.starts_with("x-") {
                continue;
            }
            let Some(status) = status_pattern(name) else {
                self.report(
                    self.about(
                        codes::STATUS_CODE,
                        &node.at,
                        format!("`{name}` is not a status"),
                    )
                    .with_note("this response is left out")
                    .with_help("write a code such as `200`, a class such as `2XX`, or `default`"),
                );
                continue;
            };
            match self.response(&node, status, name) {
                Some(response) => responses.push(response),
                None => readable = false,
            }
        }
        readable.then_some(responses)
    }

    fn response(&mut self, node: &Node<'a>, status: StatusPattern, name: &str) -> Option<Response> {
        let reference = node;
        let node = self.follow(reference, Kind::Response)?;
        let description = self.overriding(reference, &node, "description");
        let shell = self.shell::<openapiv3::Response>(&node, &format!("the response `{name}`"))?;
        let mut content = self.content(&node)?;
        if !content.is_empty() && !status.may_have_content() {
            self.report(
                self.about(
                    codes::CONTENT_WITHOUT_BODY,
                    &reference.at,
                    format!(
                        "an answer with the status {name} has no content, and some is described"
                    ),
                )
                .with_note("it is left out: HTTP ends such an answer behind its headers")
                .with_help("take `content` out, or describe it for another status, such as 200"),
            );
            content.clear();
        }
        Some(Response {
            status,
            description: description.unwrap_or(shell.description),
            headers: self.headers(&node),
            content,
            links: self.links(&node),
            extensions: self.extensions(&node),
            at: node.at,
        })
    }
}

/// A member name of the Responses Object (OpenAPI 3.0.4 §4.16): a code, a class or `default`.
fn status_pattern(name: &str) -> Option<StatusPattern> {
    if name == "default" {
        return Some(StatusPattern::Default);
    }
    let &[hundreds @ b'1'..=b'5', tens, ones] = name.as_bytes() else {
        return None;
    };
    if tens.eq_ignore_ascii_case(&b'x') && ones.eq_ignore_ascii_case(&b'x') {
        return Some(StatusPattern::Class(hundreds - b'0'));
    }
    if tens.is_ascii_digit() && ones.is_ascii_digit() {
        return name.parse().ok().map(StatusPattern::Code);
    }
    None
}

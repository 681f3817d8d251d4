//! What is known of a request beside its typed values.

use std::ops::Range;

use http::request::Parts;

use super::super::multipart::PartInfo;
use super::super::operation::OperationInfo;

/// A request without its body.
#[derive(Debug)]
pub struct Context {
    /// Method, URI, headers and extensions, as they came.
    pub parts: Parts,
    pub(super) operation: Option<&'static OperationInfo>,
    /// Where the values of the path parameters stand in the path, in the order of the template.
    pub(super) path_values: Vec<Range<usize>>,
    /// The parts of a multipart body.
    pub(super) body_parts: Vec<PartInfo>,
}

impl Context {
    /// The operation; `None` where no route fits, which only a refusal sees.
    pub fn operation(&self) -> Option<&'static OperationInfo> {
        self.operation
    }

    /// The first value of a header, where it is text. The name is in lower case or any other.
    pub fn header(&self, name: &str) -> Option<&str> {
        let value = self.parts.headers.get(name)?;
        std::str::from_utf8(value.as_bytes()).ok()
    }

    /// What the part `name` of a multipart body says of itself: the name of its file, its media type.
    pub fn part(&self, name: &str) -> Option<&PartInfo> {
        self.body_parts.iter().find(|part| part.name == name)
    }

    /// The value of a cookie (RFC 6265 §4.2), without the quotes that it may have.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        let headers = self.parts.headers.get_all(http::header::COOKIE);
        headers
            .iter()
            .filter_map(|value| std::str::from_utf8(value.as_bytes()).ok())
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(key, _)| *key == name)
            .map(|(_, value)| {
                value
                    .strip_prefix('"')
                    .and_then(|value| value.strip_suffix('"'))
                    .unwrap_or(value)
            })
    }

    /// The text of path parameter `index`, still percent-encoded.
    pub(super) fn path_value(&self, index: usize) -> Option<&str> {
        let range = self.path_values.get(index)?;
        self.parts.uri.path().get(range.clone())
    }
}

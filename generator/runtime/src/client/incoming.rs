//! Answers: as they come, and read.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use http::header::CONTENT_TYPE;

use super::super::decode::{Decode, Decoder, Direction};
use super::super::fault::{Fault, Path};
use super::super::form::{FormLimits, read_form, syntax};
use super::super::json::read_json;
use super::super::node::Node;
use super::{HeaderMap, Response, StatusCode};

/// A read answer. `H` gives the headers that the description has for it, typed, and all others as they came.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply<T, H = HeaderMap> {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: H,
    /// Its body.
    pub body: T,
}

/// An answer as it came.
#[derive(Clone, PartialEq, Eq)]
pub struct Raw {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Bytes,
}

impl Raw {
    /// The start of the body, as text.
    fn start(&self) -> Cow<'_, str> {
        const MOST: usize = 200;
        match self.body.get(..MOST) {
            Some(start) => Cow::Owned(format!("{}…", String::from_utf8_lossy(start))),
            None => String::from_utf8_lossy(&self.body),
        }
    }
}

impl fmt::Display for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} with the body {:?}", self.status, self.start())
    }
}

impl fmt::Debug for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Raw")
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("body", &self.start())
            .finish()
    }
}

/// An answer on its way to its type.
#[derive(Debug)]
pub struct Incoming {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body; empty where it is left to be read bit by bit.
    pub body: Bytes,
    /// The answer whose body was not read.
    pub unread: Option<Response>,
}

impl Incoming {
    /// Its media type, lower case, without parameters; empty where it says none.
    pub fn media_type(&self) -> String {
        let value = self.headers.get(CONTENT_TYPE);
        let text = value.and_then(|value| value.to_str().ok());
        let essence = text.unwrap_or_default().split(';').next();
        essence.unwrap_or_default().trim().to_ascii_lowercase()
    }

    /// Reads the body as a value, by the media type that the answer has. Text that is no such value is tried as
    /// JSON: some servers do not know better.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it.
    pub fn value<T: Decode>(&self) -> Result<T, Vec<Fault>> {
        let media_type = self.media_type();
        let faults = match decode(self.node(&media_type)) {
            Ok(value) => return Ok(value),
            Err(faults) => faults,
        };
        match media_type.starts_with("text/") {
            true => decode(read_json(&self.body)).or(Err(faults)),
            false => Err(faults),
        }
    }

    fn node(&self, media_type: &str) -> Result<Node<'_>, Fault> {
        match media_type {
            "" => read_json(&self.body),
            json if json.ends_with("/json") || json.ends_with("+json") => read_json(&self.body),
            "application/x-www-form-urlencoded" => {
                read_form(&self.body, &[], FormLimits::default()).map(Node::Branch)
            }
            text if text.starts_with("text/") => match std::str::from_utf8(&self.body) {
                Ok(text) => Ok(Node::Raw(Cow::Borrowed(text))),
                Err(_) => Err(syntax(None, "is not UTF-8")),
            },
            _ => Ok(Node::Bytes(self.body.clone())),
        }
    }

    pub(super) fn into_raw(self) -> Raw {
        Raw {
            status: self.status,
            headers: self.headers,
            body: self.body,
        }
    }
}

fn decode<T: Decode>(node: Result<Node<'_>, Fault>) -> Result<T, Vec<Fault>> {
    let mut decoder = Decoder::new(Direction::Response);
    let value = T::decode(
        node.map_err(|fault| vec![fault])?,
        &mut decoder,
        &Path::ROOT,
    );
    decoder.finish(value)
}

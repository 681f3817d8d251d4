//! One request and what came of it: the evidence that every finding rests on.

mod curl;
mod transport_error;

use std::time::Duration;

use bytes::Bytes;
use serde_json::Value;

pub use curl::curl;
pub use transport_error::TransportError;

/// A request as it goes on the wire, before the connection's own framing.
///
/// The method is text and not the closed list of the IR: a test may send one that does not exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The method, as sent.
    pub method: String,
    /// Scheme and authority, where it does not go to the target's base.
    pub origin: Option<String>,
    /// The request target in origin form (RFC 9112 §3.2.1): path and query, percent-encoded, sent as
    /// it stands. Begins with `/` and does not hold the path prefix of the target's base.
    pub target: String,
    /// Header fields in order, names as sent. `Host`, `Content-Length` and
    /// `Accept-Encoding: identity` are the transport's.
    pub headers: Vec<(String, String)>,
    /// The content; `None` sends none and no `Content-Length`.
    pub body: Option<Bytes>,
}

impl Request {
    /// A request without headers and content.
    pub fn new(method: impl Into<String>, target: impl Into<String>) -> Self {
        Self {
            method: method.into(),
            origin: None,
            target: target.into(),
            headers: Vec::new(),
            body: None,
        }
    }

    /// This request with one more header field.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// This request with this content and media type.
    #[must_use]
    pub fn content(mut self, media_type: &str, body: impl Into<Bytes>) -> Self {
        self.headers
            .retain(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
        self.headers
            .push(("Content-Type".to_owned(), media_type.to_owned()));
        self.body = Some(body.into());
        self
    }

    /// The first value of a header field, by its name in any case.
    pub fn header_value(&self, name: &str) -> Option<&str> {
        first_value(&self.headers, name)
    }
}

/// A response, read to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// Header fields in order, names in lower case. Bytes that are not UTF-8 are read as Latin-1.
    pub headers: Vec<(String, String)>,
    /// The content, as sent: content codings are not undone.
    pub body: Bytes,
    /// `HTTP/1.0`, `HTTP/1.1` or `HTTP/2.0`.
    pub version: String,
    /// From sending the request to the last byte of the answer.
    pub elapsed: Duration,
}

impl Answer {
    /// The first value of a header field, by its name in any case.
    pub fn header_value(&self, name: &str) -> Option<&str> {
        first_value(&self.headers, name)
    }

    /// The content as JSON (RFC 8259); `None` when it is not.
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// The content as text, faulty UTF-8 replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A request that was sent and what came of it.
#[derive(Debug, Clone)]
pub struct Exchange {
    /// Its place among the exchanges of its case, from 0.
    pub index: usize,
    /// What was sent, credentials and configured headers included.
    pub request: Request,
    /// The answer, or why there is none.
    pub outcome: Result<Answer, TransportError>,
}

impl Exchange {
    /// The answer, if one came.
    pub fn answer(&self) -> Option<&Answer> {
        self.outcome.as_ref().ok()
    }
}

fn first_value<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers
        .iter()
        .find(|(candidate, _)| candidate.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.as_str())
}

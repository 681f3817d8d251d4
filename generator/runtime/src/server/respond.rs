//! From typed responses to HTTP responses.

mod header;

use std::error::Error;

use bytes::Bytes;
use futures_util::Stream;
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderValue};

use super::super::encode::{Encode, to_form, to_json, write_header};
use super::super::style::ParameterInfo;
use super::Body;

use super::Response;
pub use header::{JsonText, set_header, with_headers};

/// A typed response of an operation. The generated enums of responses are this.
pub trait Respond {
    /// The HTTP response.
    fn respond(self) -> Response;
}

/// A response with a JSON body. A status is given by its number, 100 to 999.
pub fn json(status: u16, content_type: &'static str, body: &dyn Encode) -> Response {
    response(status, content_type, to_json(body).into())
}

/// A response with text: a scalar as it is spelled.
pub fn text(status: u16, content_type: &'static str, body: &dyn Encode) -> Response {
    let text = write_header(body, &ParameterInfo::simple(""));
    response(status, content_type, text.into())
}

/// A response with a form, written as one in a request is: `members` are those with a style of their own.
pub fn form(
    status: u16,
    content_type: &'static str,
    body: &dyn Encode,
    members: &'static [ParameterInfo],
) -> Response {
    response(status, content_type, to_form(body, members).into())
}

/// A response with content that may come bit by bit.
pub fn content(status: u16, content_type: &'static str, body: Content) -> Response {
    response(status, content_type, body.0)
}

/// A response without a body, and so without a content type.
pub fn empty(status: u16) -> Response {
    let mut response = Response::new(Body::empty());
    // A status that is none would be a fault of this server.
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response
}

fn response(status: u16, content_type: &'static str, body: Body) -> Response {
    let mut response = empty(status);
    *response.body_mut() = body;
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}

/// The bytes of a response: at once, or as a stream.
#[derive(Debug, Default)]
pub struct Content(Body);

impl Content {
    /// Content that is sent as it comes. An error breaks the response off.
    pub fn stream<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<Box<dyn Error + Send + Sync>> + 'static,
    {
        Self(Body::from_stream(stream))
    }
}

impl From<Bytes> for Content {
    fn from(bytes: Bytes) -> Self {
        Self(bytes.into())
    }
}

impl From<Vec<u8>> for Content {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes.into())
    }
}

impl From<String> for Content {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl From<Body> for Content {
    fn from(body: Body) -> Self {
        Self(body)
    }
}

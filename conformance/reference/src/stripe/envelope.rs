//! The error object on the wire (ERR-01 to ERR-03).

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use http::{HeaderValue, StatusCode, header};
use trueline_generated::runtime::to_json;

use super::wire::in_links;
use crate::refusal::Answer;

/// The media type of every answer (TR-03).
pub(super) const JSON: &str = "application/json";

/// The status of an answer.
pub(super) fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// The answer as a response.
pub(super) fn response(answer: Answer) -> Response {
    bare(answer).map(Body::from)
}

/// The answer as a response whose body lies open.
pub(super) fn bare(answer: Answer) -> http::Response<Bytes> {
    let code = answer.status;
    with_json(code, Bytes::from(to_json(&in_links::error(answer))))
}

/// JSON text under a status.
pub(super) fn json(code: u16, body: Bytes) -> Response {
    with_json(code, body).map(Body::from)
}

fn with_json(code: u16, body: Bytes) -> http::Response<Bytes> {
    let mut response = http::Response::new(body);
    *response.status_mut() = status(code);
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(JSON));
    response
}

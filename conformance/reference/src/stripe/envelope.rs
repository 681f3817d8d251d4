//! The error object on the wire (ERR-01 to ERR-03).

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use http::{HeaderValue, StatusCode, header};
use trueline_generated::runtime::to_json;
use trueline_generated::stripe::file_links::models::{ApiErrors, ApiErrorsType, Error};

use crate::refusal::{Answer, ErrorKind};

/// The media type of every answer (TR-03).
pub(super) const JSON: &str = "application/json";

/// The answer as the documented object. Members that do not apply are left out (ERR-03).
pub(super) fn error(answer: Answer) -> Error {
    let kind = match answer.kind {
        ErrorKind::Api => ApiErrorsType::ApiError,
        ErrorKind::Idempotency => ApiErrorsType::IdempotencyError,
        ErrorKind::InvalidRequest => ApiErrorsType::InvalidRequestError,
    };
    Error {
        error: ApiErrors {
            code: answer.code.map(str::to_owned),
            message: Some(answer.message),
            param: answer.param,
            ..ApiErrors::new(kind)
        },
    }
}

/// The status of an answer.
pub(super) fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// The answer as a response.
pub(super) fn response(answer: Answer) -> Response {
    json(answer.status, Bytes::from(to_json(&error(answer))))
}

/// JSON text under a status.
pub(super) fn json(code: u16, body: Bytes) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status(code);
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(JSON));
    response
}

//! Faults in the status of an answer, and in which requests are answered at all.

use bytes::Bytes;
use http::response::Parts;
use http::{HeaderValue, StatusCode, header};
use serde_json::Value;

use super::super::envelope::JSON;
use super::{Fault, Route, Seen};

/// Changes the status, and the body where another status has another one.
pub(super) fn distort(fault: Fault, seen: Seen, parts: &mut Parts, body: &mut Bytes) {
    let status = parts.status;
    let success = status.is_success();
    let changed = match fault {
        Fault::CreateIs201 if success && seen.route == Route::Create => StatusCode::CREATED,
        Fault::UploadIs201 if success && seen.route == Route::Upload => StatusCode::CREATED,
        Fault::UpdateIs202 if success && seen.route == Route::Update => StatusCode::ACCEPTED,
        Fault::UpdateIs204 if success && seen.route == Route::Update => {
            *body = Bytes::new();
            StatusCode::NO_CONTENT
        }
        Fault::ListIs206 if success && seen.route == Route::List => StatusCode::PARTIAL_CONTENT,
        Fault::EmptyListIs404 if seen.route == Route::List && is_empty_list(body) => {
            StatusCode::NOT_FOUND
        }
        Fault::RefusalIs422 if status == StatusCode::BAD_REQUEST => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Fault::RefusalIs200 if status == StatusCode::BAD_REQUEST => StatusCode::OK,
        Fault::RefusalIs500 if status == StatusCode::BAD_REQUEST => {
            StatusCode::INTERNAL_SERVER_ERROR
        }
        Fault::NotFoundIs200 if status == StatusCode::NOT_FOUND && seen.route != Route::Other => {
            *body = Bytes::from_static(b"null");
            StatusCode::OK
        }
        Fault::NotFoundIs410 if status == StatusCode::NOT_FOUND && seen.route != Route::Other => {
            StatusCode::GONE
        }
        Fault::UnauthorizedIs403 if status == StatusCode::UNAUTHORIZED => StatusCode::FORBIDDEN,
        Fault::UnauthorizedIs400 if status == StatusCode::UNAUTHORIZED => StatusCode::BAD_REQUEST,
        Fault::UnknownRouteIs200
            if status == StatusCode::NOT_FOUND && seen.route == Route::Other =>
        {
            *body = Bytes::from_static(b"{}");
            StatusCode::OK
        }
        Fault::UnreadableKeyIs400 if status == StatusCode::UNAUTHORIZED && seen.key_unreadable => {
            StatusCode::BAD_REQUEST
        }
        Fault::UnknownRouteIs400
            if status == StatusCode::NOT_FOUND && seen.route == Route::Other =>
        {
            StatusCode::BAD_REQUEST
        }
        Fault::UnknownRouteIs500
            if status == StatusCode::NOT_FOUND && seen.route == Route::Other =>
        {
            StatusCode::INTERNAL_SERVER_ERROR
        }
        Fault::DeleteAccepted if seen.delete && status == StatusCode::NOT_FOUND => {
            *body = Bytes::from_static(br#"{"deleted":true,"object":"file_link"}"#);
            let json = HeaderValue::from_static(JSON);
            parts.headers.insert(header::CONTENT_TYPE, json);
            StatusCode::OK
        }
        _ => return,
    };
    parts.status = changed;
}

fn is_empty_list(body: &Bytes) -> bool {
    serde_json::from_slice::<Value>(body)
        .is_ok_and(|list| list["data"].as_array().is_some_and(Vec::is_empty))
}

//! Planted faults in what is answered: the answer of the handlers is changed before it leaves.

mod errors;
mod headers;
mod objects;
mod status;

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use http::{HeaderValue, header};
use http_body_util::BodyExt;
use serde_json::Value;

use super::envelope::JSON;
use super::route::Route;
use crate::fault::{Fault, Planted};

/// What a distortion may look at besides the answer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    /// The operation.
    pub(super) route: Route,
    /// Whether the method was DELETE.
    pub(super) delete: bool,
    /// Whether there were credentials, and no key could be read from them.
    pub(super) key_unreadable: bool,
}

/// Changes an answer as the planted fault wants. Does nothing to a server without a fault.
pub(super) async fn distort(fault: Planted, seen: Seen, response: Response) -> Response {
    let Planted(Some(fault)) = fault else {
        return response;
    };
    let (mut parts, body) = response.into_parts();
    let mut body = match body.collect().await {
        Ok(body) => body.to_bytes(),
        Err(_) => Bytes::new(),
    };
    status::distort(fault, seen, &mut parts, &mut body);
    if is_json(&parts.headers)
        && let Ok(mut value) = serde_json::from_slice::<Value>(&body)
    {
        let before = value.clone();
        if parts.status.is_success() {
            objects::distort(fault, seen, &mut value);
        } else {
            errors::distort(fault, seen, parts.status, &mut value);
        }
        if value != before {
            body = Bytes::from(value.to_string());
        }
    }
    headers::distort(fault, seen, &mut parts, &mut body);
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(body))
}

fn is_json(headers: &http::HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE) == Some(&HeaderValue::from_static(JSON))
}

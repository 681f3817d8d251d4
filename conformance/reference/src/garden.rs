//! The community garden: offsets, PUT, merge patches, work that goes on after 202, things that are archived and
//! not removed. Nothing of it is shared with the other APIs but keys and planted faults.

use std::sync::Arc;

use axum::Router;
use bytes::Bytes;
use http::{HeaderValue, StatusCode, header};
use serde_json::json;
use trueline_generated::garden::plots::server;

use crate::fault::Planted;
use crate::keys::Keys;
use crate::limits::Limits;

mod bend;
mod change;
mod handlers;
mod plot;
mod plots;
mod problem;
mod recent;
mod soil_tests;

/// The API, with nothing in it.
pub(crate) fn router(keys: Keys, fault: Planted, limits: Limits) -> Router {
    let router = server::router(handlers::Operations(Arc::new(handlers::Garden {
        plots: plots::Plots::new(fault),
        tests: soil_tests::SoilTests::new(fault),
        keys,
        fault,
        limits,
    })));
    bend::lay(router, fault)
}

/// A refusal by the server itself, before a request has reached the API: problem details, as the generated code makes
/// them (RFC 9457).
pub(crate) fn refuse(status: u16, message: &str) -> http::Response<Bytes> {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let problem = json!({
        "type": "about:blank",
        "title": status.canonical_reason().unwrap_or_default(),
        "status": status.as_u16(),
        "detail": message,
    });
    let mut response = http::Response::new(Bytes::from(problem.to_string()));
    *response.status_mut() = status;
    let media_type = HeaderValue::from_static("application/problem+json");
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, media_type);
    response
}

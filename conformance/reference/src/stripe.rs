//! Stripe's file links: names on the wire, statuses, headers and errors, on the rules of the domain.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::middleware;
use axum::response::Response;
use axum::routing::get;
use http::Method;

use crate::content;
use crate::fault::{Fault, Planted};
use crate::keys::Keys;
use crate::links::Links;
use crate::refusal::Answer;

mod auth;
mod bend;
mod call;
mod distort;
mod envelope;
mod front;
mod handlers;
mod operations;
mod pairs;
mod rejection;
mod route;
mod versions;
mod wire;

/// What all requests share.
#[derive(Debug)]
struct App {
    links: Links,
    keys: Keys,
    versions: versions::Versions,
    /// Scheme, host and port of public urls.
    base: String,
    fault: Planted,
    /// Whether an answer was expanded before, for the planted fault that goes on expanding.
    expands: AtomicBool,
}

/// The API, and the public urls of its links.
pub(crate) fn router(links: Links, keys: Keys, base: String) -> Router {
    let fault = links.fault();
    let app = Arc::new(App {
        links,
        keys,
        versions: versions::Versions::default(),
        base,
        fault,
        expands: AtomicBool::new(false),
    });
    handlers::router(Arc::clone(&app))
        .merge(
            Router::new()
                .route("/links/{token}", get(download))
                .with_state(Arc::clone(&app)),
        )
        .layer(middleware::from_fn_with_state(app, front::front))
}

/// Serves the content of a link's file to anyone until the link expires (URL-03, URL-04). What does not exist and
/// what has expired look the same.
async fn download(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Response {
    if app.fault.is(Fault::UrlNeedsKey)
        && auth::mode(&app.keys, &Method::GET, &headers, app.fault).is_none()
    {
        return envelope::response(auth::refusal(&headers));
    }
    match app.links.content(&token) {
        Ok(Some(file)) => content::response(&file),
        Ok(None) => envelope::response(Answer::invalid(
            404,
            "This link does not exist or has expired.",
        )),
        Err(refusal) => envelope::response(refusal.answer(app.fault)),
    }
}

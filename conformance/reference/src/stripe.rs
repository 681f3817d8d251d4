//! Stripe's file links: names on the wire, statuses, headers and errors, on the rules of the domain.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;
use bytes::Bytes;
use http::{Method, Uri};

use crate::content;
use crate::fault::{Fault, Planted};
use crate::keys::Keys;
use crate::limits::Limits;
use crate::links::Links;
use crate::refusal::Answer;
use crate::serve::Door;

mod auth;
mod bend;
mod call;
mod desk;
mod distort;
mod envelope;
mod front;
mod handlers;
mod operations;
pub(crate) mod pairs;
mod parts;
mod rejection;
mod route;
mod versions;
mod wire;

use desk::Desk;

/// What all requests share.
#[derive(Debug)]
struct App {
    links: Links,
    keys: Keys,
    versions: versions::Versions,
    /// Scheme, host and port of public urls.
    base: String,
    fault: Planted,
    limits: Limits,
    /// Whether an answer was expanded before, for the planted fault that goes on expanding.
    expands: AtomicBool,
}

/// The API, and the public urls of its links.
pub(crate) fn door(links: Links, keys: Keys, base: String, limits: Limits) -> Door {
    let fault = links.fault();
    let app = Arc::new(App {
        links,
        keys,
        versions: versions::Versions::default(),
        base,
        fault,
        limits,
        expands: AtomicBool::new(false),
    });
    let urls = Router::new()
        .route("/links/{token}", get(download).fallback(nothing))
        .route("/v1/files/{file}/contents", get(contents).fallback(nothing))
        .with_state(Arc::clone(&app));
    let desk = Desk::new(handlers::operations(Arc::clone(&app)), urls);
    Door::new(move |request| Box::pin(front::front(Arc::clone(&app), desk.clone(), request)))
}

/// A refusal by the server itself, before a request has reached the API.
pub(crate) fn refuse(status: u16, message: &str) -> http::Response<Bytes> {
    let mut response = envelope::bare(Answer::invalid(status, message));
    front::sign(response.headers_mut());
    front::named_default(response.headers_mut());
    response
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
        Ok(Some(download)) => content::response(&download),
        Ok(None) => envelope::response(Answer::invalid(
            404,
            "This link does not exist or has expired.",
        )),
        Err(refusal) => envelope::response(refusal.answer(app.fault)),
    }
}

/// Serves the content of a file to those who have a key: the `url` of a file.
async fn contents(
    State(app): State<Arc<App>>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Response {
    let Some(mode) = auth::mode(&app.keys, &Method::GET, &headers, app.fault) else {
        return rejection::unauthorized(&headers);
    };
    match app.contents(mode, &file) {
        Ok(download) => content::response(&download),
        Err(answer) => envelope::response(answer),
    }
}

/// Answers a method that a path does not have (TR-05).
async fn nothing(method: Method, uri: Uri) -> Response {
    envelope::response(rejection::nothing_at(&method, uri.path()))
}

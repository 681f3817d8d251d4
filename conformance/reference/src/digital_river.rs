//! Digital River's file links: the same rules under other names, with JSON bodies, ISO times and DELETE.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use bytes::Bytes;
use trueline_generated::digital_river::file_links::server;

use crate::content;
use crate::ids;
use crate::keys::Keys;
use crate::limits::Limits;
use crate::links::Links;

mod bend;
mod errors;
mod handlers;
mod times;
mod wire;

/// What all requests share.
#[derive(Debug)]
struct App {
    links: Links,
    keys: Keys,
    /// Scheme, host and port of public urls.
    base: String,
    limits: Limits,
}

/// The API, and the public urls of its links.
pub(crate) fn router(links: Links, keys: Keys, base: String, limits: Limits) -> Router {
    let fault = links.fault();
    let app = Arc::new(App {
        links: links.with_ids(ids::link_with_uuid),
        keys,
        base,
        limits,
    });
    let router = server::router(handlers::Operations(Arc::clone(&app))).merge(
        Router::new()
            .route("/links/{token}", get(download))
            .with_state(app),
    );
    bend::lay(router, fault)
}

/// A refusal by the server itself, before a request has reached the API.
pub(crate) fn refuse(status: u16, message: &str) -> http::Response<Bytes> {
    let mut response = errors::Refused::new(status, message).bare();
    handlers::sign(response.headers_mut());
    response
}

/// Serves the content of a link's file to anyone until the link expires (DR-URL-01).
async fn download(State(app): State<Arc<App>>, Path(token): Path<String>) -> Response {
    match app.links.content(&token) {
        Ok(Some(download)) => content::response(&download),
        Ok(None) => {
            errors::Refused::new(404, "This link does not exist or has expired.").response()
        }
        Err(refusal) => errors::Refused::of(&refusal).response(),
    }
}

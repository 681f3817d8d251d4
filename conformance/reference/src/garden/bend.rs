//! Planted faults in the way a request is read: it is bent before the generated code sees it, so that a correct reading
//! of the bent request is the wrong reading of the one that was sent. And those in the way that an answer is written.

mod answer;
mod body;
mod query;
mod text;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::middleware::{self, Next};
use axum::response::Response;
use bytes::Bytes;
use http::request::Parts;
use http::{HeaderValue, Method, Uri, header};
use serde_json::Value;

use super::refuse;
use crate::fault::{Fault, Planted};

/// Bytes of a body at most: more than any request of the API has.
const LONGEST: usize = 1 << 20;

/// The router as it is, or behind what a planted fault does to requests.
pub(super) fn lay(router: Router, fault: Planted) -> Router {
    let Planted(Some(fault)) = fault else {
        return router;
    };
    router.layer(middleware::from_fn(move |request, next| {
        bent(fault, request, next)
    }))
}

async fn bent(fault: Fault, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let Ok(sent) = axum::body::to_bytes(body, LONGEST).await else {
        return refuse(413, "The body is too long.").map(Body::from);
    };
    let mut body = sent.clone();
    bend(fault, &mut parts, &mut body);
    if body != sent {
        parts.headers.remove(header::CONTENT_LENGTH);
    }
    if fault == Fault::RefusedPatchKept
        && parts.method == Method::PATCH
        && let Some(known) = body::without_unknown(&body)
    {
        // What it names and what is known is changed; then the whole is refused as it should be.
        let mut parts = parts.clone();
        parts.headers.remove(header::CONTENT_LENGTH);
        let request = Request::from_parts(parts, Body::from(known));
        next.clone().run(request).await;
    }
    let to = answer::To {
        method: parts.method.clone(),
        asked: Asked::of(&parts),
        depth: serde_json::from_slice::<Value>(&body)
            .ok()
            .and_then(|body| body.get("depth")?.as_i64()),
    };
    let answer = next.run(Request::from_parts(parts, Body::from(body))).await;
    answer::bent(fault, &to, answer).await
}

fn bend(fault: Fault, parts: &mut Parts, body: &mut Bytes) {
    let asked = Asked::of(parts);
    if fault == Fault::BelowAPlotIsThePlot
        && parts.method == Method::GET
        && let Some(plot) = above(parts.uri.path())
        && let Ok(uri) = plot.parse::<Uri>()
    {
        parts.uri = uri;
    }
    if let Some(query) = parts.uri.query()
        && let Some(query) = query::bent(fault, query)
        && let Ok(uri) = format!("{}?{query}", parts.uri.path()).parse::<Uri>()
    {
        parts.uri = uri;
    }
    if let Some(json) = text::as_json(fault, asked, &parts.headers, body) {
        let media_type = HeaderValue::from_static("application/json");
        parts.headers.insert(header::CONTENT_TYPE, media_type);
        *body = json;
    }
    if let Ok(mut value) = serde_json::from_slice::<Value>(body) {
        let before = value.clone();
        body::bend(fault, asked, &mut value);
        if value != before {
            *body = Bytes::from(value.to_string());
        }
    }
}

/// What a request with a body asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// A new plot.
    Plot,
    /// A plot as the body has it.
    Put,
    /// A new soil test.
    SoilTest,
    /// Something else.
    Other,
}

impl Asked {
    fn of(parts: &Parts) -> Self {
        match (&parts.method, parts.uri.path()) {
            (&Method::POST, "/plots") => Self::Plot,
            (&Method::POST, path) if path.ends_with("/soil-tests") => Self::SoilTest,
            (&Method::PUT, _) => Self::Put,
            _ => Self::Other,
        }
    }
}

/// The path of the plot that this path lies below, if it is none of the API's own.
fn above(path: &str) -> Option<String> {
    let (plot, below) = path.strip_prefix("/plots/")?.split_once('/')?;
    (below != "soil-tests").then(|| format!("/plots/{plot}"))
}

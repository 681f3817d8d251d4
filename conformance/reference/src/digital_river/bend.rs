//! Planted faults in the way a query is read, which is bent before the generated code sees it, and in the way that an
//! answer is written.

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::middleware::{self, Next};
use axum::response::Response;
use http::{Method, StatusCode, Uri, header};
use serde_json::{Value, json};

use crate::fault::{Fault, Planted};
use crate::stripe::pairs;

/// The router as it is, or behind what a planted fault does to requests.
pub(super) fn lay(router: Router, fault: Planted) -> Router {
    let Planted(Some(fault)) = fault else {
        return router;
    };
    router.layer(middleware::from_fn(move |request, next| {
        bent(fault, request, next)
    }))
}

async fn bent(fault: Fault, mut request: Request, next: Next) -> Response {
    if fault == Fault::TimeWordIgnored
        && let Some(bent) = without_words(request.uri())
    {
        *request.uri_mut() = bent;
    }
    let creates = request.method() == Method::POST && request.uri().path() == "/file-links";
    let bounds = request
        .uri()
        .query()
        .is_some_and(|it| it.contains("createdTime"));
    let lists = request.method() == Method::GET && request.uri().path() == "/file-links";
    let mut answer = next.run(request).await;
    let status = answer.status();
    match fault {
        Fault::BoundRefusalIs422 if bounds && status == StatusCode::BAD_REQUEST => {
            *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            answer
        }
        Fault::ListSaysMoreInWords if lists && status == StatusCode::OK => {
            rewritten(answer, |page| {
                page["hasMore"] = json!(page["hasMore"].to_string())
            })
            .await
        }
        Fault::UnauthorizedIsBadRequest if status == StatusCode::UNAUTHORIZED => {
            rewritten(answer, |errors| errors["type"] = json!("bad_request")).await
        }
        Fault::CreateRefusalSaysNothing if creates && status == StatusCode::BAD_REQUEST => {
            rewritten(answer, |errors| errors["errors"] = json!([{}])).await
        }
        _ => answer,
    }
}

/// The answer with other content.
async fn rewritten(answer: Response, change: impl Fn(&mut Value)) -> Response {
    const LONGEST: usize = 1 << 20;
    let (mut parts, body) = answer.into_parts();
    let body = axum::body::to_bytes(body, LONGEST).await;
    let body = body.unwrap_or_default();
    let mut errors = serde_json::from_slice(&body).unwrap_or(Value::Null);
    if errors.is_object() {
        change(&mut errors);
    }
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(errors.to_string()))
}

/// The address without bounds of the creation that are words; `None` where there are none.
fn without_words(uri: &Uri) -> Option<Uri> {
    let mut pairs = pairs::read(uri.query()?);
    let all = pairs.len();
    let is_word = |value: &str| {
        let letters = value.bytes().all(|byte| byte.is_ascii_alphabetic());
        letters && !value.is_empty()
    };
    let is_bound = |name: &str| name.starts_with("createdTime") && name.matches('[').count() < 2;
    pairs.retain(|(name, value)| !(is_bound(name) && is_word(value)));
    if pairs.len() == all {
        return None;
    }
    let query = pairs::write(&pairs);
    format!("{}?{query}", uri.path()).parse().ok()
}

//! What the server answers beside its API: whether it lives, and what time it is to be.

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use http::{HeaderValue, Method, Request, StatusCode, header};
use http_body_util::{BodyExt, Limited};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use crate::clock::Clock;

/// Bytes of a body at most.
const MOST_BODY: usize = 4_096;

/// The paths outside the API.
#[derive(Debug)]
pub(super) struct Control {
    /// The clock, if it may be moved from outside.
    pub(super) clock: Option<Clock>,
}

/// What a request outside the API asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ask {
    /// Whether the server lives.
    Health,
    /// The time, or another time.
    Clock,
}

impl Control {
    /// What this path asks for; `None` where it is the API's business.
    pub(super) fn ask(&self, path: &str) -> Option<Ask> {
        match path {
            "/healthz" => Some(Ask::Health),
            "/_trueline/clock" if self.clock.is_some() => Some(Ask::Clock),
            _ => None,
        }
    }

    /// Answers it.
    pub(super) async fn answer(&self, ask: Ask, request: Request<Body>) -> Response {
        let reads = [Method::GET, Method::HEAD].contains(request.method());
        match (ask, &self.clock) {
            (Ask::Health, _) if reads => respond(200, &json!({"status": "ok"})),
            (Ask::Clock, Some(clock)) if reads => respond(200, &json!({"now": clock.now()})),
            (Ask::Clock, Some(clock)) if request.method() == Method::POST => {
                let body = Limited::new(request.into_body(), MOST_BODY).collect();
                match body.await {
                    Ok(body) => moved(clock, &body.to_bytes()),
                    Err(_) => respond(400, &json!({"error": "The body is too long or broke off."})),
                }
            }
            (Ask::Health | Ask::Clock, _) => {
                let mut response = respond(405, &json!({"error": "This path has no such method."}));
                let allowed = match ask {
                    Ask::Health => "GET, HEAD",
                    Ask::Clock => "GET, HEAD, POST",
                };
                let allowed = HeaderValue::from_static(allowed);
                response.headers_mut().insert(header::ALLOW, allowed);
                response
            }
        }
    }
}

/// Moves the clock as a body asks: `advance=SECONDS` or `now=UNIX`, as a form or as JSON.
fn moved(clock: &Clock, body: &Bytes) -> Response {
    let done = match read(body) {
        Some((Step::Advance, seconds)) => clock.now().checked_add(seconds),
        Some((Step::Now, seconds)) => Some(seconds),
        None => {
            return respond(
                400,
                &json!({"error": "Give advance=SECONDS or now=UNIX_TIME, as a form or as JSON."}),
            );
        }
    };
    if done.is_some_and(|now| clock.move_to(now)) {
        respond(200, &json!({"now": clock.now()}))
    } else {
        respond(
            400,
            &json!({"error": "The clock moves forward only.", "now": clock.now()}),
        )
    }
}

enum Step {
    Advance,
    Now,
}

fn read(body: &Bytes) -> Option<(Step, i64)> {
    let step = |name: &str| match name {
        "advance" => Some(Step::Advance),
        "now" => Some(Step::Now),
        _ => None,
    };
    if let Ok(Value::Object(members)) = serde_json::from_slice(body) {
        let mut members = members.iter();
        let (name, value) = members.next()?;
        return match members.next() {
            None => Some((step(name)?, value.as_i64()?)),
            Some(_) => None,
        };
    }
    let (name, value) = std::str::from_utf8(body).ok()?.trim().split_once('=')?;
    let value = percent_decode_str(value).decode_utf8().ok()?;
    Some((step(name)?, value.parse().ok()?))
}

fn respond(status: u16, body: &Value) -> Response {
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    let not_kept = HeaderValue::from_static("no-store");
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, not_kept);
    response
}

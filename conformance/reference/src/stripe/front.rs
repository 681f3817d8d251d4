//! What happens to every request before and after its handler: request ids, versions, idempotency keys.

use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use axum::body::{Body, HttpBody as _};
use axum::extract::Request;
use axum::response::Response;
use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use http_body_util::BodyExt as _;
use serde_json::Value;
use trueline_generated::runtime::server::{Rejection, whole};
use trueline_generated::runtime::to_json;

use super::call::Call;
use super::desk::Desk;
use super::distort::{Seen, distort};
use super::route::Route;
use super::wire::in_links;
use super::{App, auth, bend, envelope, pairs, parts, rejection, versions};
use crate::fault::Fault;
use crate::idempotency::{Begin, Fingerprint, Saved, Ticket};
use crate::ids;
use crate::keys::Mode;
use crate::refusal::Answer;

const REQUEST_ID: HeaderName = HeaderName::from_static("request-id");
const VERSION: HeaderName = versions::HEADER;
const KEY: HeaderName = HeaderName::from_static("idempotency-key");
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// Answers one request.
pub(super) async fn front(app: Arc<App>, desk: Desk, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    let mut seen = Seen {
        route: Route::of(&parts.method, parts.uri.path()),
        delete: parts.method == Method::DELETE,
        key_unreadable: app.fault.is_planted()
            && parts.headers.contains_key(header::AUTHORIZATION)
            && auth::Credentials::of(&parts.headers).is_none(),
    };
    let most = match seen.route {
        Route::Upload => app.limits.upload,
        _ => app.limits.body,
    };
    let received = receive(body, most, app.limits.body_time).await;
    let mut response = match received {
        Ok(mut body) => {
            if app.fault.is_planted() {
                bend::bend(app.fault, seen.route, &mut parts, &mut body);
                seen.route = Route::of(&parts.method, parts.uri.path());
            }
            answer(&app, seen.route, parts, body, desk).await
        }
        // Nobody is told more than that they have no key.
        Err(_) if auth::mode(&app.keys, &parts.method, &parts.headers, app.fault).is_none() => {
            let mut response = rejection::unauthorized(&parts.headers);
            named_default(response.headers_mut());
            response
        }
        Err(refused) => {
            let mut response = envelope::response(refused);
            named_default(response.headers_mut());
            response
        }
    };
    sign(response.headers_mut());
    distort(app.fault, seen, response).await
}

/// What every answer has: an id of its own (HDR-01), and no permission to keep it.
pub(super) fn sign(headers: &mut HeaderMap) {
    if let Ok(id) = HeaderValue::try_from(ids::request()) {
        headers.insert(REQUEST_ID, id);
    }
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("no-cache, no-store"),
    );
}

/// Names the version of an answer for which no other was chosen.
pub(super) fn named_default(headers: &mut HeaderMap) {
    headers.insert(VERSION, HeaderValue::from_static(versions::DEFAULT));
}

/// Reads a body of `most` bytes at most, in `time` at most (FORM-12).
async fn receive(body: Body, most: usize, time: Duration) -> Result<Bytes, Answer> {
    // As most GETs are: nothing has to be waited for.
    if body.is_end_stream() {
        return Ok(Bytes::new());
    }
    let mut body = std::pin::pin!(whole(body, most));
    // Most bodies are there with the head, and need nobody to keep the time.
    let at_once = poll_fn(|cx| Poll::Ready(body.as_mut().poll(cx))).await;
    let received = match at_once {
        Poll::Ready(received) => received,
        Poll::Pending => match tokio::time::timeout(time, body).await {
            Ok(received) => received,
            Err(_) => {
                return Err(Answer::invalid(
                    408,
                    format!(
                        "The body did not come within {} seconds.",
                        time.as_secs_f64()
                    ),
                ));
            }
        },
    };
    received.map_err(|refused| match refused {
        Rejection::BodyTooLarge { limit } => {
            Answer::invalid(413, format!("The body is longer than {limit} bytes."))
        }
        _ => Answer::invalid(400, "The body broke off."),
    })
}

/// Answers a request whose body was read.
async fn answer(app: &App, route: Route, parts: Parts, body: Bytes, desk: Desk) -> Response {
    let fault = app.fault;
    let mut version = HeaderValue::from_static(versions::DEFAULT);
    let key = match parts.method {
        Method::POST => parts.headers.get(KEY).cloned(),
        _ => None,
    };
    let mut response = match auth::mode(&app.keys, &parts.method, &parts.headers, fault) {
        // The handlers refuse it.
        None => run(Call::of(None), route, parts, body, desk).await.0,
        Some(mode) => match app.versions.of(&parts.headers, fault) {
            Ok(versions::DEFAULT) => keyed(app, mode, route, parts, body, desk).await,
            Ok(asked) => {
                version = HeaderValue::from_str(asked).unwrap_or(version);
                keyed(app, mode, route, parts, body, desk).await
            }
            Err(refused) => envelope::response(refused),
        },
    };
    let headers = response.headers_mut();
    if let Some(key) = key {
        headers.insert(KEY, key);
    }
    headers.insert(VERSION, version);
    response
}

/// Hands a request to its handler; says whether it was carried out.
async fn run(call: Call, route: Route, parts: Parts, body: Bytes, desk: Desk) -> (Response, bool) {
    let request = Request::from_parts(parts, Body::from(body));
    call.run(desk.answer(route, request)).await
}

/// Answers a request that may carry an idempotency key (IDEM-01 to IDEM-13).
async fn keyed(
    app: &App,
    mode: Mode,
    route: Route,
    parts: Parts,
    body: Bytes,
    desk: Desk,
) -> Response {
    let fault = app.fault;
    if fault.is(Fault::StraySeparatorFails) && body.ends_with(b"&") {
        return envelope::response(crate::refusal::Refusal::Storage.answer(fault));
    }
    let counts = parts.method == Method::POST
        || fault.is(Fault::IdempotencyOnGet) && parts.method == Method::GET;
    let key = parts.headers.get(KEY).filter(|_| counts);
    let key = key.map(|key| String::from_utf8_lossy(key.as_bytes()).into_owned());
    let is_heeded = |key: &String| {
        !(fault.is(Fault::ShortKeysIgnored) && key.len() < 8
            || fault.is(Fault::IdempotencyIgnoredForBearer) && auth::is_bearer(&parts.headers))
    };
    let Some(key) = key.filter(is_heeded) else {
        return run(Call::of(Some(mode)), route, parts, body, desk).await.0;
    };
    let fingerprint = fingerprint(app, &parts, &body);
    let store = app.links.store();
    let ticket = match Ticket::claim(store, mode, &key, &fingerprint, app.links.now(), fault) {
        Ok(Begin::First(ticket)) => ticket,
        Ok(Begin::Replay(saved))
            if fault.is(Fault::IdempotencyEndsWithLink) && is_of_expired(app, mode, &saved) =>
        {
            return run(Call::of(Some(mode)), route, parts, body, desk).await.0;
        }
        Ok(Begin::Replay(saved)) => return replay(app, mode, route, saved),
        Err(refusal) => return envelope::response(refusal.answer(fault)),
    };
    if fault.is(Fault::IdempotencyConcurrentBothRun) {
        // Long enough that requests sent together meet here.
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    // A client that hangs up must not leave a change without its record, so the work goes on without it.
    let call = Call::of(Some(mode)).holding(ticket.hold());
    let work = tokio::spawn(async move {
        let (response, began) = run(call, route, parts, body, desk).await;
        let (parts, body) = response.into_parts();
        let body = body.collect().await.map(|body| body.to_bytes());
        let body = body.unwrap_or_default();
        let failed = !parts.status.is_success();
        let saved = began && !(failed && fault.is(Fault::IdempotencyFailureNotSaved))
            || fault.is(Fault::IdempotencyValidationSaved)
            || fault.is(Fault::IdempotencyOnGet) && route == Route::List;
        if saved {
            let answer = Saved {
                status: parts.status.as_u16(),
                body: body.clone(),
            };
            if let Err(refusal) = ticket.save(answer) {
                return envelope::response(refusal.answer(fault));
            }
        }
        Response::from_parts(parts, Body::from(body))
    });
    work.await
        .unwrap_or_else(|_| envelope::response(crate::refusal::Refusal::Storage.answer(fault)))
}

fn fingerprint(app: &App, parts: &Parts, body: &Bytes) -> Fingerprint {
    let fault = app.fault;
    let path = if fault.is(Fault::IdempotencyAcrossEndpoints) {
        ""
    } else {
        parts.uri.path()
    };
    let mut parameters = pairs::read(parts.uri.query().unwrap_or(""));
    parameters.extend(match parts::boundary(&parts.headers) {
        Some(boundary) => parts::digests(body, &boundary),
        None => pairs::read(&String::from_utf8_lossy(body)),
    });
    if fault.is(Fault::IdempotencyAcrossEndpoints) {
        parameters.retain(|(name, _)| name != "file");
    }
    if fault.is(Fault::IdempotencyMismatchReplayed) {
        parameters.clear();
    }
    if fault.is(Fault::IdempotencyIgnoresExpand) {
        parameters.retain(|(name, _)| !name.starts_with("expand["));
    }
    Fingerprint::new(parts.method.as_str(), path, parameters)
}

/// Whether a saved answer shows a link that has expired meanwhile.
fn is_of_expired(app: &App, mode: Mode, saved: &Saved) -> bool {
    let link = serde_json::from_slice::<Value>(&saved.body).ok();
    let link = link.and_then(|link| app.links.retrieve(mode, link["id"].as_str()?).ok());
    link.is_some_and(|link| link.is_expired(app.links.now()))
}

fn replay(app: &App, mode: Mode, route: Route, saved: Saved) -> Response {
    let fault = app.fault;
    let mut response = envelope::json(saved.status, saved.body.clone());
    if fault.is(Fault::IdempotencyReplayIs200) {
        *response.status_mut() = http::StatusCode::OK;
    }
    if fault.is(Fault::IdempotencyReplayEmpty) {
        *response.body_mut() = Body::from("{}");
    }
    if fault.is(Fault::IdempotencyReplaysPresent)
        && route.writes()
        && let Ok(Value::Object(link)) = serde_json::from_slice(&saved.body)
        && let Some(id) = link.get("id").and_then(Value::as_str)
        && let Ok(link) = app.links.retrieve(mode, id)
        && let Some(link) = app.plain(&link)
    {
        let link = in_links::link(app, link);
        response = envelope::json(saved.status, Bytes::from(to_json(&link)));
    }
    response
        .headers_mut()
        .insert(REPLAYED, HeaderValue::from_static("true"));
    response
}

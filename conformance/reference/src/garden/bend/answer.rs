//! Faults in how an answer is written.

use std::io;

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use futures_util::stream;
use http::{HeaderValue, Method, StatusCode, header};
use serde_json::Value;

use super::{Asked, LONGEST};
use crate::fault::Fault;

/// What an answer is to.
pub(super) struct To {
    pub(super) method: Method,
    pub(super) asked: Asked,
    /// The depth of a soil test, where one is asked for.
    pub(super) depth: Option<i64>,
}

/// Centimetres up to which a planted fault calls a soil test shallow, and the deepest there is.
const SHALLOW: i64 = 8;
const DEEPEST: i64 = 60;

/// Changes an answer to what the fault makes of it.
pub(super) async fn bent(fault: Fault, to: &To, mut answer: Response) -> Response {
    let is_problem = answer.status().as_u16() >= 400;
    match fault {
        Fault::ProblemCalledJson if is_problem => {
            let plain = HeaderValue::from_static("application/json");
            answer.headers_mut().insert(header::CONTENT_TYPE, plain);
            answer
        }
        Fault::ShallowTestWithoutPlace
            if to.asked == Asked::SoilTest && to.depth.is_some_and(|it| it <= SHALLOW) =>
        {
            answer.headers_mut().remove(header::LOCATION);
            answer
        }
        Fault::ArchiveAnswers200
            if to.method == Method::DELETE && answer.status() == StatusCode::NO_CONTENT =>
        {
            *answer.status_mut() = StatusCode::OK;
            answer
        }
        Fault::PatchOfJsonIs400 if answer.status() == StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            *answer.status_mut() = StatusCode::BAD_REQUEST;
            answer
        }
        Fault::DeepestTestBreaksOff
            if to.asked == Asked::SoilTest && to.depth == Some(DEEPEST) && !is_problem =>
        {
            let (mut parts, body) = answer.into_parts();
            parts.headers.remove(header::CONTENT_LENGTH);
            let body = axum::body::to_bytes(body, LONGEST)
                .await
                .unwrap_or_default();
            let broken = io::Error::from(io::ErrorKind::ConnectionReset);
            let beginning = Ok(body.slice(..body.len() / 2));
            let body = Body::from_stream(stream::iter([beginning, Err(broken)]));
            Response::from_parts(parts, body)
        }
        Fault::PutAnswersCommaTooMany if to.method == Method::PUT && !is_problem => {
            rewritten(answer, |body| {
                let text = String::from_utf8_lossy(body);
                let open = text.strip_suffix('}')?;
                Some(Bytes::from(format!("{open},}}")))
            })
            .await
        }
        Fault::FaultsWithoutNames if is_problem => rewritten(answer, without_names).await,
        Fault::PlotNullLeftOut if !is_problem => rewritten(answer, without_nulls).await,
        _ => answer,
    }
}

/// The answer with another body, where there is one to be made of it.
async fn rewritten(answer: Response, write: impl Fn(&Bytes) -> Option<Bytes>) -> Response {
    let (mut parts, body) = answer.into_parts();
    let body = axum::body::to_bytes(body, LONGEST)
        .await
        .unwrap_or_default();
    let body = write(&body).unwrap_or(body);
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(body))
}

/// A plot, or a page of them, that says nothing of being archived where it is not.
fn without_nulls(body: &Bytes) -> Option<Bytes> {
    let mut shown: Value = serde_json::from_slice(body).ok()?;
    let leave_out = |plot: &mut Value| {
        if let Some(members) = plot.as_object_mut()
            && members.get("archived_at") == Some(&Value::Null)
        {
            members.shift_remove("archived_at");
        }
    };
    match shown.get_mut("items").and_then(Value::as_array_mut) {
        Some(plots) => plots.iter_mut().for_each(leave_out),
        None => leave_out(&mut shown),
    }
    Some(Bytes::from(shown.to_string()))
}

/// A problem that does not say what its faults are in.
fn without_names(body: &Bytes) -> Option<Bytes> {
    let mut problem: Value = serde_json::from_slice(body).ok()?;
    for fault in problem.get_mut("faults")?.as_array_mut()? {
        if let Some(members) = fault.as_object_mut() {
            members.shift_remove("name");
            members.shift_remove("pointer");
        }
    }
    Some(Bytes::from(problem.to_string()))
}

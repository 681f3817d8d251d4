//! Faults in response headers and in the text of the body.

use bytes::Bytes;
use http::response::Parts;
use http::{HeaderName, HeaderValue, StatusCode, header};

use super::super::versions;
use super::{Fault, Route, Seen};

/// Changes the headers, and the body where it is no longer JSON.
pub(super) fn distort(fault: Fault, seen: Seen, parts: &mut Parts, body: &mut Bytes) {
    let failed = !parts.status.is_success();
    let request_id = HeaderName::from_static("request-id");
    let mut media_type = |value| {
        let value = HeaderValue::from_static(value);
        parts.headers.insert(header::CONTENT_TYPE, value);
    };
    match fault {
        Fault::AnswersAsText => media_type("text/plain; charset=utf-8"),
        Fault::AnswersAsHtmlType if !failed => media_type("text/html"),
        Fault::AnswersWithoutType => drop(parts.headers.remove(header::CONTENT_TYPE)),
        Fault::ErrorsAsText if failed => media_type("text/plain"),
        Fault::ErrorPlainText if failed => {
            media_type("text/plain");
            *body = Bytes::from_static(b"Bad request");
        }
        Fault::ErrorBodyEmpty if failed => *body = Bytes::new(),
        Fault::UnknownRouteIsHtml
            if parts.status == StatusCode::NOT_FOUND && seen.route == Route::Other =>
        {
            media_type("text/html");
            *body = Bytes::from_static(b"<html><body><h1>Not Found</h1></body></html>");
        }
        Fault::AnswersCutOff if !failed && seen.route == Route::List => {
            *body = body.slice(..body.len().saturating_sub(1));
        }
        Fault::RequestIdMissing => drop(parts.headers.remove(&request_id)),
        Fault::RequestIdMissingOnErrors if failed => drop(parts.headers.remove(&request_id)),
        Fault::RequestIdMissingOnCreate if seen.route.creates() => {
            drop(parts.headers.remove(&request_id));
        }
        Fault::RequestIdRepeated => {
            let same = HeaderValue::from_static("req_00000000000000");
            parts.headers.insert(request_id, same);
        }
        Fault::RequestIdUnprefixed => {
            if let Some(id) = parts.headers.get_mut(&request_id)
                && let Ok(opaque) =
                    HeaderValue::from_bytes(id.as_bytes().get(4..).unwrap_or_default())
            {
                *id = opaque;
            }
        }
        Fault::VersionNotEchoed => drop(parts.headers.remove(versions::HEADER)),
        Fault::VersionEchoIsDefault => {
            let version = HeaderValue::from_static(versions::DEFAULT);
            parts.headers.insert(versions::HEADER, version);
        }
        Fault::VersionMissingOnErrors if failed => drop(parts.headers.remove(versions::HEADER)),
        Fault::ChallengeIsBearer => {
            if let Some(challenge) = parts.headers.get_mut(header::WWW_AUTHENTICATE) {
                *challenge = HeaderValue::from_static("Bearer");
            }
        }
        Fault::ChallengeMissing => drop(parts.headers.remove(header::WWW_AUTHENTICATE)),
        Fault::IdempotencyKeyNotEchoed => drop(parts.headers.remove("idempotency-key")),
        Fault::ReplayNotMarked => drop(parts.headers.remove("idempotent-replayed")),
        Fault::ReplayAlwaysMarked if seen.route.writes() => {
            let marked = HeaderValue::from_static("true");
            parts.headers.insert("idempotent-replayed", marked);
        }
        _ => {}
    }
}

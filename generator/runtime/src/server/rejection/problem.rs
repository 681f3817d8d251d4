//! The answer of an API that has no error shape of its own: problem details (RFC 9457).

use http::header::{ALLOW, WWW_AUTHENTICATE};
use http::{HeaderValue, Method, StatusCode};
use serde_json::{Value, json};

use super::super::Response;
use super::super::SchemeKind;
use super::super::context::Context;
use super::super::respond::json as json_response;
use super::Rejection;

pub(super) fn response(rejection: &Rejection, context: &Context) -> Response {
    let status = rejection.status();
    let mut body = json!({
        "type": "about:blank",
        "title": status.canonical_reason().unwrap_or_default(),
        "status": status.as_u16(),
        "detail": rejection.to_string(),
    });
    let faults: Vec<Value> = rejection
        .faults()
        .iter()
        .map(|located| {
            json!({
                "in": located.place.as_str(),
                "name": located.fault.brackets(),
                "pointer": located.fault.pointer(),
                "detail": located.fault.kind.to_string(),
            })
        })
        .collect();
    if !faults.is_empty() {
        body["faults"] = Value::Array(faults);
    }
    let mut response = json_response(status.as_u16(), "application/problem+json", &body);
    let headers = response.headers_mut();
    if let Rejection::MethodNotAllowed { allowed } = rejection
        && let Some(value) = allow(allowed)
    {
        headers.insert(ALLOW, value);
    }
    if status == StatusCode::UNAUTHORIZED {
        for challenge in challenges(context) {
            headers.append(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
    }
    response
}

/// The value of `Allow` (RFC 9110 §10.2.1).
pub(in super::super) fn allow(methods: &[Method]) -> Option<HeaderValue> {
    let methods: Vec<&str> = methods.iter().map(Method::as_str).collect();
    HeaderValue::try_from(methods.join(", ")).ok()
}

/// What the operation asks for, as challenges (RFC 9110 §11.6.1). An API key has no challenge of its own.
fn challenges(context: &Context) -> Vec<&'static str> {
    let mut challenges = Vec::new();
    let alternatives = context
        .operation
        .map_or(&[][..], |operation| operation.security);
    for asked in alternatives.iter().copied().flatten() {
        let challenge = match asked.scheme.kind {
            SchemeKind::Basic => r#"Basic realm="api", charset="UTF-8""#,
            SchemeKind::Bearer => r#"Bearer realm="api""#,
            _ => continue,
        };
        if !challenges.contains(&challenge) {
            challenges.push(challenge);
        }
    }
    challenges
}

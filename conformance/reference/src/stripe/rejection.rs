//! What the generated code refuses by itself, in the words and codes of this API (ERR-05, ERR-06).

use http::{HeaderMap, HeaderValue, Method, header};
use trueline_generated::runtime::FaultKind;
use trueline_generated::runtime::server::{Context, Denied, Located, Rejection, Response};

use super::{auth, envelope};
use crate::fault::{Fault, Planted};
use crate::refusal::{Answer, Refusal};

/// The answer to a request that never reached its operation.
pub(super) fn response(rejection: &Rejection, context: &Context, fault: Planted) -> Response {
    if fault.is(Fault::UploadMediaTypeFails) && matches!(rejection, Rejection::MediaType { .. }) {
        return envelope::response(Refusal::Failed.answer(fault));
    }
    match answer(rejection, context) {
        answer if answer.status == 401 => unauthorized(&context.parts.headers),
        answer => envelope::response(answer),
    }
}

/// The answer to a request without a valid key (AUTH-03, AUTH-04).
pub(super) fn unauthorized(headers: &HeaderMap) -> Response {
    let mut response = envelope::response(auth::refusal(headers));
    response.headers_mut().insert(
        header::WWW_AUTHENTICATE,
        HeaderValue::from_static(auth::CHALLENGE),
    );
    response
}

/// The answer where there is no such operation (TR-05).
pub(super) fn nothing_at(method: &Method, path: &str) -> Answer {
    Answer::invalid(
        404,
        format!("There is nothing at {method} {path}. Check the method and the path."),
    )
}

fn answer(rejection: &Rejection, context: &Context) -> Answer {
    match rejection {
        Rejection::NotFound | Rejection::MethodNotAllowed { .. } => {
            nothing_at(&context.parts.method, context.parts.uri.path())
        }
        Rejection::CredentialsMissing
        | Rejection::CredentialsMalformed { .. }
        | Rejection::Denied(Denied::Unknown { .. }) => auth::refusal(&context.parts.headers),
        Rejection::Denied(Denied::Forbidden { .. }) => {
            Answer::invalid(403, "This API key may not do this.")
        }
        // Nothing is known but that it failed: no word of it goes out.
        Rejection::Panicked => Refusal::Failed.answer(Planted::NONE),
        Rejection::BodyTooLarge { .. } => Answer::invalid(413, rejection.to_string()),
        other => match other.faults().first() {
            Some(located) => of_fault(located),
            None => Answer::invalid(400, other.to_string()),
        },
    }
}

fn of_fault(located: &Located) -> Answer {
    let param = located.fault.brackets();
    let kind = &located.fault.kind;
    let message = match kind {
        FaultKind::Missing => format!("The parameter '{param}' is missing."),
        FaultKind::Unknown => format!("There is no parameter '{param}' here."),
        FaultKind::Empty => format!(
            "The parameter '{param}' must not be empty. Leave it out if you do not want to give it."
        ),
        other if param.is_empty() => format!("The request {other}."),
        other => format!("The parameter '{param}' {other}."),
    };
    let answer = Answer::invalid(400, message);
    let answer = match code(kind) {
        Some(code) => answer.with_code(code),
        None => answer,
    };
    if param.is_empty() {
        answer
    } else {
        answer.with_param(param)
    }
}

/// The documented code for a kind of fault, where there is one.
fn code(kind: &FaultKind) -> Option<&'static str> {
    match kind {
        FaultKind::Missing => Some("parameter_missing"),
        FaultKind::Unknown => Some("parameter_unknown"),
        FaultKind::Empty => Some("parameter_invalid_empty"),
        FaultKind::Type {
            expected: "an integer",
            ..
        } => Some("parameter_invalid_integer"),
        _ => None,
    }
}

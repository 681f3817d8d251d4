//! Refusals in this API's shape: a type, and a list of what is wrong (DR-ERR-01, DR-ERR-02).

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use http::{HeaderValue, header};
use trueline_generated::digital_river::file_links::models::{Error, Errors, ErrorsType};
use trueline_generated::runtime::FaultKind;
use trueline_generated::runtime::server::{Denied, Located, Rejection, StatusCode};
use trueline_generated::runtime::to_json;

use crate::refusal::Refusal;

/// A refusal: its status, and what is said.
#[derive(Debug)]
pub(super) struct Refused {
    /// The HTTP status.
    pub(super) status: u16,
    errors: Vec<Error>,
}

impl Refused {
    /// A refusal for one reason that no parameter is to blame for.
    pub(super) fn new(status: u16, message: &str) -> Self {
        Self {
            status,
            errors: vec![Error {
                code: None,
                parameter: None,
                message: Some(message.to_owned()),
            }],
        }
    }

    fn at(status: u16, parameter: &str, code: &str, message: String) -> Self {
        Self {
            status,
            errors: vec![Error {
                code: Some(code.to_owned()),
                parameter: Some(parameter.to_owned()),
                message: Some(message),
            }],
        }
    }

    /// What the rules refuse.
    pub(super) fn of(refusal: &Refusal) -> Self {
        let message = refusal.to_string();
        match refusal {
            Refusal::NoSuchLink { .. } => Self::at(404, "id", "not_found", message),
            Refusal::NoSuchFile { .. } => Self::at(400, "fileId", "not_found", message),
            Refusal::NotLinkable { .. } => Self::at(400, "fileId", "not_linkable", message),
            Refusal::ExpiryNotFuture => {
                let message = "The time must lie in the future.".to_owned();
                Self::at(400, "expiresTime", "not_in_future", message)
            }
            Refusal::Expired { .. } => Self::new(409, &message),
            Refusal::LimitOutOfRange => Self::at(400, "limit", "out_of_range", message),
            Refusal::Empty { param } => {
                let param = wire_name(param);
                let message = "The parameter must not be empty.".to_owned();
                Self::at(400, param, "empty", message)
            }
            Refusal::NoSuchCursor { param, .. } => {
                let message = "There is no link with this id to start from.".to_owned();
                Self::at(400, wire_name(param), "not_found", message)
            }
            Refusal::Storage => Self::new(500, &message),
            // The operations of this API have no expansion, no metadata and no idempotency keys.
            _ => Self::new(400, &message),
        }
    }

    /// What the generated code refuses by itself.
    pub(super) fn of_rejection(rejection: &Rejection) -> Self {
        match rejection {
            Rejection::CredentialsMissing
            | Rejection::CredentialsMalformed { .. }
            | Rejection::Denied(Denied::Unknown { .. }) => {
                Self::new(401, "A valid API key is needed: send it as a Bearer token.")
            }
            Rejection::MediaType { .. } => Self::new(400, &rejection.to_string()),
            other if other.faults().is_empty() => {
                Self::new(other.status().as_u16(), &other.to_string())
            }
            other => Self {
                status: 400,
                errors: other.faults().iter().map(of_fault).collect(),
            },
        }
    }

    /// The documented object.
    pub(super) fn into_body(self) -> Errors {
        Errors {
            r#type: Some(kind(self.status)),
            errors: Some(self.errors),
        }
    }

    /// The refusal as a response.
    pub(super) fn response(self) -> Response {
        self.bare().map(Body::from)
    }

    /// The refusal as a response whose body lies open.
    pub(super) fn bare(self) -> http::Response<Bytes> {
        let code = self.status;
        let mut response = http::Response::new(Bytes::from(to_json(&self.into_body())));
        *response.status_mut() =
            StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        );
        if code == 401 {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// The name of a domain parameter in this API.
fn wire_name(param: &str) -> &'static str {
    match param {
        "file" => "fileId",
        "starting_after" => "startingAfter",
        "ending_before" => "endingBefore",
        _ => "",
    }
}

fn of_fault(located: &Located) -> Error {
    let code = match &located.fault.kind {
        FaultKind::Missing => "missing",
        FaultKind::Unknown => "unknown",
        FaultKind::Empty => "empty",
        _ => "invalid",
    };
    let parameter = located.fault.brackets();
    Error {
        code: Some(code.to_owned()),
        message: Some(format!("{located}.")),
        parameter: (!parameter.is_empty()).then_some(parameter),
    }
}

/// The word for a status (DR-ERR-01).
fn kind(status: u16) -> ErrorsType {
    match status {
        401 => ErrorsType::Unauthorized,
        403 => ErrorsType::Forbidden,
        404 => ErrorsType::NotFound,
        405 => ErrorsType::MethodNotAllowed,
        406 => ErrorsType::NotAcceptable,
        408 => ErrorsType::RequestTimeout,
        409 => ErrorsType::Conflict,
        429 => ErrorsType::TooManyRequests,
        500..=599 => ErrorsType::InternalServerError,
        _ => ErrorsType::BadRequest,
    }
}

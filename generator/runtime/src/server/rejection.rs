//! Why a request was refused before it reached its operation.

mod problem;

use std::fmt;

use http::{Method, StatusCode};

use super::super::fault::{Fault, FaultKind};
use super::Response;
use super::context::Context;

pub(super) use problem::allow;

/// A refusal.
#[derive(Debug)]
#[non_exhaustive]
pub enum Rejection {
    /// No operation has this path.
    NotFound,
    /// The path is known, but not with this method.
    MethodNotAllowed {
        /// The methods that it has.
        allowed: Vec<Method>,
    },
    /// The operation asks for credentials and there are none.
    CredentialsMissing,
    /// There are credentials, but they cannot be read.
    CredentialsMalformed {
        /// Name of the scheme that they are for.
        scheme: &'static str,
        /// What is wrong, in words.
        detail: &'static str,
    },
    /// [`super::Service::authenticate`] said no.
    Denied(Denied),
    /// Parameters or body are not what the description says; all faults, in the order of places and
    /// members.
    Invalid(Vec<Located>),
    /// Parameters or body cannot be read at all: [`FaultKind::Syntax`].
    Malformed(Located),
    /// The body has a media type that the operation does not take.
    MediaType {
        /// The `Content-Type` that came.
        found: Option<String>,
        /// Those that the operation takes.
        expected: Vec<&'static str>,
    },
    /// The operation needs a body and there is none.
    BodyMissing,
    /// The body is too large.
    BodyTooLarge {
        /// Bytes at most.
        limit: usize,
    },
    /// The body broke off.
    BodyUnreadable,
    /// The code of the operation panicked.
    Panicked,
    /// The server does not have this operation.
    NotImplemented,
}

/// Why credentials were not accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Denied {
    /// They are nobody's (401).
    Unknown {
        /// What to tell the caller.
        detail: String,
    },
    /// They are somebody's who may not do this (403).
    Forbidden {
        /// What to tell the caller.
        detail: String,
    },
}

/// A fault, and the part of the request that it is in.
#[derive(Debug, Clone, PartialEq)]
pub struct Located {
    /// The part of the request.
    pub place: Place,
    /// The fault; its path starts with the parameter's name, in a body with the member's.
    pub fault: Fault,
}

/// A part of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// The path.
    Path,
    /// The query.
    Query,
    /// The headers.
    Header,
    /// The cookies.
    Cookie,
    /// The body.
    Body,
}

impl Place {
    /// The word for it, that of OpenAPI's `in`.
    pub fn as_str(self) -> &'static str {
        match self {
            Place::Path => "path",
            Place::Query => "query",
            Place::Header => "header",
            Place::Cookie => "cookie",
            Place::Body => "body",
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Located {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.fault.path.is_empty() {
            write!(f, "the {} {}", self.place, self.fault.kind)
        } else {
            write!(f, "{}", self.fault)
        }
    }
}

impl Rejection {
    /// The refusal for faults: those of syntax come before all others, because nothing behind them was
    /// understood.
    pub(super) fn of_faults(mut faults: Vec<Located>) -> Self {
        let syntax = faults
            .iter()
            .position(|located| matches!(located.fault.kind, FaultKind::Syntax { .. }));
        match syntax {
            Some(index) => Rejection::Malformed(faults.swap_remove(index)),
            None => Rejection::Invalid(faults),
        }
    }

    /// The status that fits (RFC 9110 §15).
    pub fn status(&self) -> StatusCode {
        match self {
            Rejection::NotFound => StatusCode::NOT_FOUND,
            Rejection::MethodNotAllowed { .. } => StatusCode::METHOD_NOT_ALLOWED,
            Rejection::CredentialsMissing
            | Rejection::CredentialsMalformed { .. }
            | Rejection::Denied(Denied::Unknown { .. }) => StatusCode::UNAUTHORIZED,
            Rejection::Denied(Denied::Forbidden { .. }) => StatusCode::FORBIDDEN,
            Rejection::Invalid(_)
            | Rejection::Malformed(_)
            | Rejection::BodyMissing
            | Rejection::BodyUnreadable => StatusCode::BAD_REQUEST,
            Rejection::MediaType { .. } => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Rejection::BodyTooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Rejection::Panicked => StatusCode::INTERNAL_SERVER_ERROR,
            Rejection::NotImplemented => StatusCode::NOT_IMPLEMENTED,
        }
    }

    /// The faults, where there are any.
    pub fn faults(&self) -> &[Located] {
        match self {
            Rejection::Invalid(faults) => faults,
            Rejection::Malformed(fault) => std::slice::from_ref(fault),
            _ => &[],
        }
    }

    /// The refusal as `application/problem+json` (RFC 9457), with `Allow` or `WWW-Authenticate` where
    /// HTTP asks for them.
    pub fn into_problem(self, context: &Context) -> Response {
        problem::response(&self, context)
    }
}

/// One sentence for a person.
impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Rejection::NotFound => f.write_str("No operation has this path."),
            Rejection::MethodNotAllowed { allowed } => {
                let allowed: Vec<&str> = allowed.iter().map(Method::as_str).collect();
                write!(f, "This path has {} only.", allowed.join(", "))
            }
            Rejection::CredentialsMissing => f.write_str("This operation needs credentials."),
            Rejection::CredentialsMalformed { detail, .. } => {
                write!(f, "The credentials cannot be read: {detail}.")
            }
            Rejection::Denied(Denied::Unknown { detail } | Denied::Forbidden { detail }) => {
                f.write_str(detail)
            }
            Rejection::Invalid(faults) => {
                for (index, located) in faults.iter().enumerate() {
                    let separator = if index == 0 { "" } else { "; " };
                    write!(f, "{separator}{located}")?;
                }
                f.write_str(".")
            }
            Rejection::Malformed(located) => write!(f, "{located}."),
            Rejection::MediaType { found, expected } => {
                let found = found.as_deref().unwrap_or("none");
                write!(
                    f,
                    "The media type of the body must be {}, not {found}.",
                    expected.join(" or ")
                )
            }
            Rejection::BodyMissing => f.write_str("This operation needs a body."),
            Rejection::BodyTooLarge { limit } => {
                write!(f, "The body must have at most {limit} bytes.")
            }
            Rejection::BodyUnreadable => f.write_str("The body broke off."),
            Rejection::Panicked => {
                f.write_str("The server failed. This is not the caller's fault.")
            }
            Rejection::NotImplemented => f.write_str("This server does not have this operation."),
        }
    }
}

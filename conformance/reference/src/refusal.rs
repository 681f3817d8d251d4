//! Why the domain refuses a request, and what a caller is told about it.

use std::fmt;

use crate::fault::{Fault, Planted};
use crate::keys::Mode;
use crate::metadata::MetadataRule;

/// A request that is understood and cannot be granted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No link has the id in the path (FL-GET-02, FL-UPDATE-10).
    NoSuchLink {
        /// The id.
        id: String,
        /// The other mode, if the link exists there (AUTH-06).
        elsewhere: Option<Mode>,
    },
    /// An empty value where there is nothing to take away (FORM-13).
    Empty {
        /// The parameter.
        param: &'static str,
    },
    /// No file has the id in `file` (FL-CREATE-10).
    NoSuchFile {
        /// The id.
        id: String,
    },
    /// No file has the id in the path.
    FileNotFound {
        /// The id.
        id: String,
    },
    /// The file's purpose does not allow links (PURP-03).
    NotLinkable {
        /// The purpose.
        purpose: String,
    },
    /// An expiry that is not in the future (FL-CREATE-04, FL-UPDATE-06).
    ExpiryNotFuture,
    /// The link has expired and can no longer be changed (FL-UPDATE-07).
    Expired {
        /// The link's id.
        id: String,
    },
    /// Metadata beyond its limits (META-05 to META-08).
    Metadata(MetadataRule),
    /// `limit` outside 1 to 100 (PAGE-02).
    LimitOutOfRange,
    /// Both cursors at once (PAGE-08).
    BothCursors,
    /// A cursor that names nothing (PAGE-10).
    NoSuchCursor {
        /// The parameter: `starting_after` or `ending_before`.
        param: &'static str,
        /// What it should name: `file link`.
        thing: &'static str,
        /// The id.
        id: String,
    },
    /// A path that cannot be expanded (EXP-07).
    NotExpandable {
        /// The path as given.
        path: String,
        /// A path that would do, if one suggests itself.
        suggestion: Option<String>,
    },
    /// A path of more than four levels (EXP-05).
    ExpandTooDeep {
        /// The path as given.
        path: String,
    },
    /// The idempotency key has more than 255 characters, or none (IDEM-02).
    IdempotencyKeyLength,
    /// The key was used with other parameters (IDEM-06).
    IdempotencyMismatch,
    /// The first request with the key is still running (IDEM-09).
    IdempotencyInUse,
    /// The store could not keep what it was given.
    Storage,
    /// The server broke down over the request.
    Failed,
}

/// The broad kind of an error, the value of `error.type` (ERR-02).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The fault is the server's.
    Api,
    /// The fault is in the use of an idempotency key.
    Idempotency,
    /// The fault is in the request.
    InvalidRequest,
}

impl ErrorKind {
    /// The word on the wire.
    pub fn word(self) -> &'static str {
        match self {
            ErrorKind::Api => "api_error",
            ErrorKind::Idempotency => "idempotency_error",
            ErrorKind::InvalidRequest => "invalid_request_error",
        }
    }
}

/// An error as it goes to the caller: members that do not apply are left out (ERR-03).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// `type`.
    pub kind: ErrorKind,
    /// `code`.
    pub code: Option<&'static str>,
    /// `param`, nested names in brackets (ERR-06).
    pub param: Option<String>,
    /// `message`.
    pub message: String,
}

impl Answer {
    /// An error in the request.
    pub fn invalid(status: u16, message: impl Into<String>) -> Self {
        Self {
            status,
            kind: ErrorKind::InvalidRequest,
            code: None,
            param: None,
            message: message.into(),
        }
    }

    /// With a code.
    #[must_use]
    pub fn with_code(mut self, code: &'static str) -> Self {
        self.code = Some(code);
        self
    }

    /// With the offending parameter.
    #[must_use]
    pub fn with_param(mut self, param: impl Into<String>) -> Self {
        self.param = Some(param.into());
        self
    }
}

impl Refusal {
    /// What the caller is told.
    pub fn answer(&self, fault: Planted) -> Answer {
        let message = self.to_string();
        let invalid = |status| Answer::invalid(status, message.clone());
        match self {
            Refusal::NoSuchLink { .. } => {
                let status = if fault.is(Fault::UnknownLinkIs400) {
                    400
                } else {
                    404
                };
                let answer = invalid(status).with_param("id");
                if fault.is(Fault::NotFoundWithoutCode) {
                    answer
                } else {
                    answer.with_code("resource_missing")
                }
            }
            Refusal::Empty { param } => invalid(400)
                .with_code("parameter_invalid_empty")
                .with_param(*param),
            Refusal::NoSuchFile { .. } => {
                let code = if fault.is(Fault::UnknownFileIsParameterMissing) {
                    "parameter_missing"
                } else {
                    "resource_missing"
                };
                invalid(400).with_code(code).with_param("file")
            }
            Refusal::FileNotFound { .. } => {
                invalid(404).with_code("resource_missing").with_param("id")
            }
            Refusal::NotLinkable { .. } if fault.is(Fault::UnlinkableIs401) => invalid(401),
            Refusal::NotLinkable { .. } => invalid(400).with_param("file"),
            Refusal::ExpiryNotFuture => invalid(400).with_param("expires_at"),
            Refusal::Expired { .. } => invalid(if fault.is(Fault::ExpiredUpdateIs500) {
                500
            } else {
                400
            }),
            Refusal::Metadata(rule) => invalid(400).with_param(rule.param()),
            Refusal::LimitOutOfRange => invalid(400)
                .with_code("parameter_invalid_integer")
                .with_param("limit"),
            Refusal::BothCursors => invalid(400),
            Refusal::NoSuchCursor { param, .. } => {
                let status = if fault.is(Fault::UnknownCursorIs500) {
                    500
                } else {
                    400
                };
                invalid(status)
                    .with_code("resource_missing")
                    .with_param(*param)
            }
            Refusal::NotExpandable { .. } => invalid(400),
            Refusal::ExpandTooDeep { .. } => invalid(400).with_code("property_expansion_max_depth"),
            Refusal::IdempotencyKeyLength => invalid(400),
            Refusal::IdempotencyMismatch => {
                let mut answer = invalid(400);
                if !fault.is(Fault::IdempotencyMismatchIsInvalidRequest) {
                    answer.kind = ErrorKind::Idempotency;
                }
                answer
            }
            Refusal::IdempotencyInUse => invalid(409).with_code("idempotency_key_in_use"),
            Refusal::Storage | Refusal::Failed => Answer {
                kind: ErrorKind::Api,
                ..invalid(500)
            },
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::NoSuchLink { id, elsewhere } => {
                write!(f, "No such file link: '{}'.", shorten(id))?;
                match elsewhere {
                    Some(mode) => write!(
                        f,
                        " A file link with this id exists in {} mode; the request was made with a {} mode key.",
                        mode.word(),
                        mode.other().word()
                    ),
                    None => Ok(()),
                }
            }
            Refusal::Empty { param } => write!(
                f,
                "The parameter '{param}' must not be empty. Leave it out if you do not want to give it."
            ),
            Refusal::NoSuchFile { id } | Refusal::FileNotFound { id } => write!(f, "No such file: '{}'.", shorten(id)),
            Refusal::NotLinkable { purpose } => write!(
                f,
                "A file with the purpose '{purpose}' cannot be linked. Use a file with a purpose that allows links."
            ),
            Refusal::ExpiryNotFuture => f.write_str(
                "The expiry must lie in the future: give a Unix timestamp in seconds that is later than now.",
            ),
            Refusal::Expired { id } => write!(
                f,
                "The file link '{}' has expired and can no longer be updated. Create a new one.",
                shorten(id)
            ),
            Refusal::Metadata(rule) => rule.fmt(f),
            Refusal::LimitOutOfRange => f.write_str("The limit must be from 1 to 100."),
            Refusal::BothCursors => f.write_str(
                "Give either starting_after or ending_before, not both: they lead in opposite directions.",
            ),
            Refusal::NoSuchCursor { param, thing, id } => write!(
                f,
                "No such {thing}: '{}'. Give in {param} the id of a {thing} from an earlier page.",
                shorten(id)
            ),
            Refusal::NotExpandable { path, suggestion } => {
                write!(f, "The path '{}' cannot be expanded.", shorten(path))?;
                match suggestion {
                    Some(other) => write!(f, " On a list paths start with 'data': try '{}'.", shorten(other)),
                    None => Ok(()),
                }
            }
            Refusal::ExpandTooDeep { path } => write!(
                f,
                "The path '{}' has more than four levels. Expand at most four.",
                shorten(path)
            ),
            Refusal::IdempotencyKeyLength => {
                f.write_str("An idempotency key must have from 1 to 255 characters.")
            }
            Refusal::IdempotencyMismatch => f.write_str(
                "This idempotency key was first used with other parameters. Use a new key for a new request.",
            ),
            Refusal::IdempotencyInUse => f.write_str(
                "A request with this idempotency key is still running. Try again when it has ended.",
            ),
            Refusal::Failed => f.write_str("The server failed over this request. This is not your fault."),
            Refusal::Storage => {
                f.write_str("The server could not store the change; nothing was changed. Try again.")
            }
        }
    }
}

/// Keeps a message readable whatever a caller sent.
fn shorten(text: &str) -> String {
    const MOST: usize = 80;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

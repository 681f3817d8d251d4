//! What can go wrong with a call.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use super::super::fault::Fault;
use super::incoming::{Raw, Reply};
use super::{HeaderMap, StatusCode};

/// Why a call gave no answer of the expected kind. `E` is what the description says of answers that are no success:
/// the one type of all of them, or an enum by status.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E> {
    /// The request could not be made; nothing was sent.
    Request(RequestError),
    /// Nothing came back, or not all of it.
    Transport(Transported),
    /// It took longer than it may.
    Timeout(Transported),
    /// The answer is a documented refusal.
    Refused(Box<Reply<E>>),
    /// The answer has a status that the description does not have for this operation.
    Undocumented(Box<Raw>),
    /// The answer cannot be read as what the description says.
    Unreadable {
        /// What is wrong with it, and where.
        faults: Vec<Fault>,
        /// The answer as it came.
        raw: Box<Raw>,
    },
}

/// The refusals of an operation whose description has none: there is no such value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {}

impl<E> Error<E> {
    /// What the server refused with, where the description has it.
    pub fn refusal(&self) -> Option<&E> {
        match self {
            Error::Refused(reply) => Some(&reply.body),
            _ => None,
        }
    }

    /// The status of the answer, if one came.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Error::Refused(reply) => Some(reply.status),
            Error::Undocumented(raw) | Error::Unreadable { raw, .. } => Some(raw.status),
            Error::Request(_) | Error::Transport(_) | Error::Timeout(_) => None,
        }
    }

    /// The headers of the answer, if one came.
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Error::Refused(reply) => Some(&reply.headers),
            Error::Undocumented(raw) | Error::Unreadable { raw, .. } => Some(&raw.headers),
            Error::Request(_) | Error::Transport(_) | Error::Timeout(_) => None,
        }
    }

    /// The headers of the answer as those that the description has for refusals: `GetNoteRefusalHeaders`.
    pub fn headers_as<H: From<HeaderMap>>(&self) -> Option<H> {
        self.headers().cloned().map(H::from)
    }
}

impl<E: fmt::Debug> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Request(error) => write!(f, "the request was not sent: {error}"),
            Error::Transport(error) => write!(f, "no answer came: {error}"),
            Error::Timeout(error) => write!(f, "the answer took too long: {error}"),
            Error::Refused(reply) => write!(f, "refused with {}: {:?}", reply.status, reply.body),
            Error::Undocumented(raw) => write!(f, "a status that is not documented: {raw}"),
            Error::Unreadable { faults, raw } => {
                let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
                write!(f, "unreadable: {}; {raw}", faults.join("; "))
            }
        }
    }
}

impl<E: fmt::Debug> StdError for Error<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Error::Request(error) => Some(error),
            Error::Transport(error) | Error::Timeout(error) => Some(error),
            _ => None,
        }
    }
}

/// Why a request could not be made.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RequestError {
    /// A path parameter that would change which path it is: an empty one, or a segment that becomes `.` or `..`.
    Path {
        /// The template.
        template: &'static str,
        /// What is wrong, in words.
        detail: String,
    },
    /// A header that HTTP cannot carry, such as one with a line end.
    Header {
        /// Its name.
        name: String,
    },
    /// No credential of the client fits.
    Credentials {
        /// The operation.
        operation: &'static str,
        /// What would do: one alternative each.
        wanted: Vec<String>,
    },
    /// The base URL and the path make no URL.
    Url {
        /// What is wrong, in words.
        detail: String,
    },
    /// A part that the body does not have.
    Part {
        /// Its name.
        name: String,
    },
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RequestError::Path { template, detail } => {
                write!(f, "in the path {template}, {detail}")
            }
            RequestError::Header { name } => {
                write!(
                    f,
                    "the header {name} has a name or a value that HTTP cannot carry"
                )
            }
            RequestError::Credentials { operation, wanted } => write!(
                f,
                "{operation} asks for {}, and the client has no credential for that",
                wanted.join(", or for ")
            ),
            RequestError::Url { detail } => write!(f, "the address is no URL: {detail}"),
            RequestError::Part { name } => write!(f, "the body has no part `{name}`"),
        }
    }
}

impl StdError for RequestError {}

/// What went wrong between the two ends. It never shows the URL, which may have a key in it.
#[derive(Debug)]
pub struct Transported {
    pub(super) source: Box<dyn StdError + Send + Sync>,
    pub(super) is_connect: bool,
    pub(super) waited: Option<Duration>,
}

impl Transported {
    /// Whether no connection was made, so that the server cannot have seen the request.
    pub fn is_connect(&self) -> bool {
        self.is_connect
    }

    /// The limit that was reached, where it was one of time.
    pub fn limit(&self) -> Option<Duration> {
        self.waited
    }
}

impl fmt::Display for Transported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.source)?;
        let mut source = self.source.source();
        while let Some(error) = source {
            write!(f, ": {error}")?;
            source = error.source();
        }
        Ok(())
    }
}

impl StdError for Transported {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}

/// What goes wrong before an answer is read, whatever the type of the answer.
#[derive(Debug)]
pub(super) enum Failed {
    Request(RequestError),
    Transport(Transported),
    Timeout(Transported),
}

impl<E> From<Failed> for Error<E> {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::Request(error) => Error::Request(error),
            Failed::Transport(error) => Error::Transport(error),
            Failed::Timeout(error) => Error::Timeout(error),
        }
    }
}

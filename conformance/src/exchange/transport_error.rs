//! Why no answer came.

use std::time::Duration;

use thiserror::Error;

/// Why no complete answer came. Which of these is the server's fault is for the case to say.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TransportError {
    /// Nothing listens there.
    #[error("connection refused by {authority}; is the server running there?")]
    Refused {
        /// Host and port.
        authority: String,
    },
    /// The host's name has no address.
    #[error("no address found for {host}: {reason}")]
    UnknownHost {
        /// The host.
        host: String,
        /// What the resolver said.
        reason: String,
    },
    /// No connection for another reason: unreachable network, no permission.
    #[error("no connection to {authority}: {reason}")]
    Unreachable {
        /// Host and port.
        authority: String,
        /// What the system said.
        reason: String,
    },
    /// The TLS handshake failed.
    #[error("TLS with {authority} failed: {reason}")]
    Tls {
        /// Host and port.
        authority: String,
        /// What the TLS library said.
        reason: String,
    },
    /// The answer was not complete in time.
    #[error("no complete answer within {} s", .limit.as_secs_f64())]
    TimedOut {
        /// The limit that was exceeded.
        limit: Duration,
    },
    /// So many requests before this one got no answer in time that this one was not sent.
    #[error("not sent: the {unanswered} requests before it got no answer in time")]
    GivenUp {
        /// How many.
        unanswered: u32,
    },
    /// The target goes on saying that it is too much, however long it is left alone.
    #[error(
        "the target says that it is too much (429), {tries} times; send fewer at once with `--rate` and `--jobs`"
    )]
    Busy {
        /// How often the request was sent.
        tries: u32,
    },
    /// The connection ended before the answer did.
    #[error("the server closed the connection before the answer was complete")]
    ClosedEarly,
    /// What came is not HTTP.
    #[error("the answer is not valid HTTP: {reason}")]
    Malformed {
        /// What is wrong with it.
        reason: String,
    },
    /// The answer's content is larger than the tester reads.
    #[error("the answer's content is larger than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// The transport cannot express this request. Nothing was sent; says nothing about the server.
    #[error("this request could not be sent: {reason}")]
    Unsendable {
        /// Why not.
        reason: String,
    },
}

impl TransportError {
    /// Whether it is the way to the server that failed, and not an answer of it: such a case is an
    /// error and not a failure.
    pub fn is_unreachable(&self) -> bool {
        matches!(
            self,
            Self::Refused { .. }
                | Self::UnknownHost { .. }
                | Self::Unreachable { .. }
                | Self::Tls { .. }
                | Self::Unsendable { .. }
                | Self::GivenUp { .. }
                | Self::Busy { .. }
        )
    }

    /// A stable word for it, as it stands in reports.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Refused { .. } => "refused",
            Self::UnknownHost { .. } => "unknown-host",
            Self::Unreachable { .. } => "unreachable",
            Self::Tls { .. } => "tls",
            Self::TimedOut { .. } => "timed-out",
            Self::GivenUp { .. } => "given-up",
            Self::Busy { .. } => "busy",
            Self::ClosedEarly => "closed-early",
            Self::Malformed { .. } => "malformed",
            Self::TooLarge { .. } => "too-large",
            Self::Unsendable { .. } => "unsendable",
        }
    }
}

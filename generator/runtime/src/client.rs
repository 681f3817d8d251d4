//! The client half: from a typed call to HTTP, and from the answer to a typed value.
//!
//! What a call is asked with is written by the runtime's encoders and the operation's static description
//! ([`OperationInfo`](super::OperationInfo)); everything that is the same for all operations is one function
//! that is generic over nothing. Only the last step, reading the answer, knows its type.

mod answer;
mod call;
mod clock;
mod config;
mod connect;
mod credential;
mod describe;
mod error;
mod exchange;
mod headers;
mod incoming;
mod options;
mod outgoing;
mod page;
mod retry;
mod server;
mod transport;

pub use super::multipart::PartInfo;
pub use answer::{Answer, Download, choose, no_row};
pub use call::{Answering, Ask, Call, Outcome, Replying, WriteChoice};
pub use config::Config;
pub use connect::{Client, ConfigError};
pub use credential::{Credential, Secret};
pub use describe::{Counted, Listed, Told, counted, listed, told};
pub use error::{Error, Refusal, RequestError, Transported};
pub use headers::{HeaderError, optional_header, required_header};
pub use http::{HeaderMap, Method, StatusCode};
pub use incoming::{Incoming, Raw, Reply};
pub use options::{Options, Upload};
pub use outgoing::Outgoing;
pub use page::{Items, Paged, Turn};
pub use reqwest::{Request, Response};
pub use retry::Retry;
pub use server::{ServerInfo, VariableInfo};
pub use transport::{Exchanged, Pass, Transport, Transporting};

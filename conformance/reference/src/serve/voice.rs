//! What a server says by itself, before any request has reached its API.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONNECTION, CONTENT_LENGTH};

use super::log::{Entry, Log};

/// A refusal in an API's error shape: of this status, with this message.
pub(crate) type Refuse = fn(u16, &str) -> http::Response<Bytes>;

/// The voice of an API.
pub(super) struct Voice {
    pub(super) refuse: Refuse,
    pub(super) log: Option<Arc<dyn Log>>,
}

impl fmt::Debug for Voice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Voice").finish_non_exhaustive()
    }
}

impl Voice {
    /// A whole answer, after which the connection is closed; it is logged.
    pub(super) fn refuse(&self, status: u16, message: &str) -> Vec<u8> {
        let response = (self.refuse)(status, message);
        if let Some(log) = &self.log {
            log.write(&Entry::of(None, &response, Duration::ZERO));
        }
        let status = response.status();
        let reason = status.canonical_reason().unwrap_or("");
        let mut text = format!("HTTP/1.1 {} {reason}\r\n", status.as_u16()).into_bytes();
        for (name, value) in response.headers() {
            line(&mut text, name.as_str(), value.as_bytes());
        }
        let length = response.body().len().to_string();
        line(&mut text, CONTENT_LENGTH.as_str(), length.as_bytes());
        line(&mut text, CONNECTION.as_str(), b"close");
        text.extend_from_slice(b"\r\n");
        text.extend_from_slice(response.body());
        text
    }
}

fn line(text: &mut Vec<u8>, name: &str, value: &[u8]) {
    text.extend_from_slice(name.as_bytes());
    text.extend_from_slice(b": ");
    text.extend_from_slice(value);
    text.extend_from_slice(b"\r\n");
}

/// What to say in place of a bare status of the HTTP library; `None` where what it says is no refusal.
pub(super) fn in_place_of(bytes: &[u8]) -> Option<(u16, &'static str)> {
    let digits = bytes.strip_prefix(b"HTTP/1.1 ")?.get(..3)?;
    let status: u16 = std::str::from_utf8(digits).ok()?.parse().ok()?;
    let message = match status {
        400 => "This is no HTTP request: the request line or a header is garbled.",
        414 => "The target of the request is too long.",
        431 => "The request has too many headers, or too long ones.",
        505 => "This server speaks HTTP/1.1.",
        _ if (400..600).contains(&status) => "The request cannot be served.",
        _ => return None,
    };
    Some((status, message))
}

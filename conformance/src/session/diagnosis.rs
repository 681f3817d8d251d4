//! From what the HTTP libraries say to what happened.

use std::error::Error;
use std::io;

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::exchange::TransportError;

/// What happened, read from an error and its causes.
pub(super) fn classify(error: &(dyn Error + 'static), authority: &str) -> TransportError {
    let mut text = String::new();
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(current) = cause {
        if let Some(tls) = current.downcast_ref::<rustls::Error>() {
            return TransportError::Tls {
                authority: authority.to_owned(),
                reason: tls.to_string(),
            };
        }
        if let Some(http) = current.downcast_ref::<hyper::Error>() {
            if http.is_incomplete_message() || http.is_body_write_aborted() {
                return TransportError::ClosedEarly;
            }
            if http.is_parse() {
                return TransportError::Malformed {
                    reason: chain(http),
                };
            }
        }
        if let Some(fault) = current.downcast_ref::<io::Error>() {
            // An error inside an `io::Error` is not its source but its content, and `io::Error`s nest.
            let mut content = fault.get_ref();
            while let Some(inner) = content {
                if let Some(tls) = inner.downcast_ref::<rustls::Error>() {
                    return TransportError::Tls {
                        authority: authority.to_owned(),
                        reason: tls.to_string(),
                    };
                }
                content = inner
                    .downcast_ref::<io::Error>()
                    .and_then(io::Error::get_ref);
            }
            match fault.kind() {
                io::ErrorKind::ConnectionReset
                | io::ErrorKind::ConnectionAborted
                | io::ErrorKind::BrokenPipe
                | io::ErrorKind::UnexpectedEof => return TransportError::ClosedEarly,
                io::ErrorKind::ConnectionRefused => return connect(fault, authority),
                io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
                    return TransportError::Malformed {
                        reason: fault.to_string(),
                    };
                }
                _ => {}
            }
        }
        text = current.to_string();
        if text.contains("dns error") {
            return TransportError::UnknownHost {
                host: host_of(authority).to_owned(),
                reason: current
                    .source()
                    .map_or_else(|| text.clone(), ToString::to_string),
            };
        }
        cause = current.source();
    }
    match error.downcast_ref::<reqwest::Error>() {
        Some(error) if error.is_connect() => TransportError::Unreachable {
            authority: authority.to_owned(),
            reason: text,
        },
        Some(error) if error.is_builder() => TransportError::Unsendable { reason: text },
        Some(error) if error.is_body() || error.is_decode() => TransportError::ClosedEarly,
        _ => TransportError::Malformed {
            reason: chain(error),
        },
    }
}

/// What happened when a connection could not be made.
pub(super) fn connect(error: &io::Error, authority: &str) -> TransportError {
    let authority = authority.to_owned();
    match error.kind() {
        io::ErrorKind::ConnectionRefused => TransportError::Refused { authority },
        // Somebody was there and hung up.
        io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted => {
            TransportError::ClosedEarly
        }
        // The standard library gives failed look-ups no kind of their own, only this text.
        _ if error.to_string().contains("failed to lookup") => TransportError::UnknownHost {
            host: host_of(&authority).to_owned(),
            reason: error.to_string(),
        },
        _ => TransportError::Unreachable {
            authority,
            reason: error.to_string(),
        },
    }
}

/// An error and its causes in one line.
pub(super) fn chain(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(current) = cause {
        let more = current.to_string();
        if !text.contains(&more) {
            text.push_str(": ");
            text.push_str(&more);
        }
        cause = current.source();
    }
    text
}

/// A header field as the HTTP libraries want it. They refuse what RFC 9110 §5.5 forbids.
pub(super) fn field(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), TransportError> {
    let refused = |what: &str| TransportError::Unsendable {
        reason: format!("{what} of header `{name}` holds characters that HTTP does not allow"),
    };
    Ok((
        HeaderName::try_from(name).map_err(|_| refused("the name"))?,
        HeaderValue::try_from(value).map_err(|_| refused("the value"))?,
    ))
}

/// The header fields of an answer, in order. Bytes that are not UTF-8 are read as Latin-1.
pub(super) fn fields(headers: &HeaderMap) -> Vec<(String, String)> {
    headers
        .iter()
        .map(|(name, value)| {
            let value = std::str::from_utf8(value.as_bytes()).map_or_else(
                |_| {
                    value
                        .as_bytes()
                        .iter()
                        .map(|byte| char::from(*byte))
                        .collect()
                },
                str::to_owned,
            );
            (name.as_str().to_owned(), value)
        })
        .collect()
}

fn host_of(authority: &str) -> &str {
    authority
        .rsplit_once(':')
        .map_or(authority, |(host, _)| host)
}

//! A request and its answer in a report.

use base64::Engine as _;
use serde::{Deserialize, Serialize};

use crate::exchange::Exchange;

/// A request and its answer in a report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExchangeReport {
    /// What was sent.
    pub request: RequestReport,
    /// What came back; absent where no complete answer did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<ResponseReport>,
    /// Why no complete answer came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// A request in a report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RequestReport {
    /// The method.
    pub method: String,
    /// The request target, without the base of the target; a whole address where it goes elsewhere.
    pub target: String,
    /// Header fields in order.
    pub headers: Vec<(String, String)>,
    /// The content.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<BodyReport>,
}

/// An answer in a report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResponseReport {
    /// The status code.
    pub status: u16,
    /// Header fields in order.
    pub headers: Vec<(String, String)>,
    /// The content; absent where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<BodyReport>,
    /// How long it took, in milliseconds.
    pub duration_ms: f64,
}

/// Content in a report: exactly one of the two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BodyReport {
    /// Content that is UTF-8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Other content, in base64 (RFC 4648 §4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base64: Option<String>,
}

impl BodyReport {
    fn of(bytes: &[u8], redact: &dyn Fn(&str) -> String) -> Self {
        match std::str::from_utf8(bytes) {
            Ok(text) => Self {
                text: Some(redact(text)),
                base64: None,
            },
            Err(_) => Self {
                text: None,
                base64: Some(base64::engine::general_purpose::STANDARD.encode(bytes)),
            },
        }
    }
}

impl ExchangeReport {
    /// An exchange, with secrets taken out by `redact`.
    pub(crate) fn of(exchange: &Exchange, redact: &dyn Fn(&str) -> String) -> Self {
        let fields = |headers: &[(String, String)]| {
            headers
                .iter()
                .map(|(name, value)| (name.clone(), redact(value)))
                .collect()
        };
        let request = &exchange.request;
        Self {
            request: RequestReport {
                method: request.method.clone(),
                target: redact(&format!(
                    "{}{}",
                    request.origin.as_deref().unwrap_or_default(),
                    request.target
                )),
                headers: fields(&request.headers),
                body: request
                    .body
                    .as_deref()
                    .map(|body| BodyReport::of(body, redact)),
            },
            response: exchange.answer().map(|answer| ResponseReport {
                status: answer.status,
                headers: fields(&answer.headers),
                body: (!answer.body.is_empty()).then(|| BodyReport::of(&answer.body, redact)),
                duration_ms: (answer.elapsed.as_secs_f64() * 1e6).round() / 1e3,
            }),
            error: exchange.outcome.as_ref().err().map(ToString::to_string),
        }
    }
}

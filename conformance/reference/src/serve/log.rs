//! One line for each request.

use std::fmt::{self, Write as _};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::{HeaderMap, Method, Response};
use serde_json::json;

/// Where the lines go.
pub trait Log: fmt::Debug + Send + Sync {
    /// Takes note of an answer.
    fn write(&self, entry: &Entry);
}

/// A request and its answer, without anything secret: no headers of the request, no query, no token of a public url.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When the answer was ready.
    pub time: SystemTime,
    /// The answer's request id.
    pub request_id: Option<String>,
    /// The method and the path; `None` where the request was not understood so far.
    pub request: Option<(Method, String)>,
    /// The answer's status.
    pub status: u16,
    /// From the request's head to the answer's.
    pub duration: Duration,
    /// Whether the answer is a repetition that an idempotency key asked for.
    pub replayed: bool,
}

/// How a line is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `name=value` pairs.
    Logfmt,
    /// A JSON object.
    Json,
}

impl Entry {
    /// The entry for an answer.
    pub(super) fn of<B>(
        request: Option<(Method, &str)>,
        response: &Response<B>,
        duration: Duration,
    ) -> Self {
        Self {
            time: SystemTime::now(),
            request_id: request_id(response.headers()),
            request: request.map(|(method, path)| (method, shown(path))),
            status: response.status().as_u16(),
            duration,
            replayed: response.headers().contains_key("idempotent-replayed"),
        }
    }

    /// The entry as a line, without its end.
    pub fn line(&self, format: Format) -> String {
        let since = self.time.duration_since(UNIX_EPOCH).unwrap_or_default();
        let time = format!("{}.{:03}", since.as_secs(), since.subsec_millis());
        let milliseconds = self.duration.as_secs_f64() * 1_000.0;
        let (method, path) = match &self.request {
            Some((method, path)) => (method.as_str(), path.as_str()),
            None => ("-", "-"),
        };
        match format {
            Format::Json => json!({
                "time": since.as_secs_f64(),
                "request_id": self.request_id,
                "method": method,
                "path": path,
                "status": self.status,
                "duration_ms": (milliseconds * 1_000.0).round() / 1_000.0,
                "replayed": self.replayed,
            })
            .to_string(),
            Format::Logfmt => {
                let mut line = format!("time={time} request_id=");
                line.push_str(self.request_id.as_deref().unwrap_or("-"));
                // Writing to a string does not fail.
                let _ = write!(
                    line,
                    " method={method} path={} status={} duration_ms={milliseconds:.3}",
                    quoted(path),
                    self.status
                );
                if self.replayed {
                    line.push_str(" replayed=true");
                }
                line
            }
        }
    }
}

/// A path as it may be shown: the token of a public url opens a file to whoever reads it.
fn shown(path: &str) -> String {
    match path.strip_prefix("/links/") {
        Some(token) if !token.is_empty() => "/links/…".to_owned(),
        _ => path.to_owned(),
    }
}

/// A value that would not stand alone, in quotes.
fn quoted(value: &str) -> String {
    let plain = |character: char| {
        !character.is_whitespace() && !character.is_control() && !['"', '='].contains(&character)
    };
    if !value.is_empty() && value.chars().all(plain) {
        value.to_owned()
    } else {
        json!(value).to_string()
    }
}

fn request_id(headers: &HeaderMap) -> Option<String> {
    let own = ["request-id", "x-dr-requestid"];
    let value = own.iter().find_map(|name| headers.get(*name))?;
    value.to_str().ok().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use http::Method;

    use super::{Entry, Format, shown};

    #[test]
    fn a_line_is_pairs_or_json_and_holds_no_token() {
        let entry = Entry {
            time: UNIX_EPOCH + Duration::from_millis(1_700_000_000_250),
            request_id: Some("req_1".to_owned()),
            request: Some((Method::POST, "/v1/a=b".to_owned())),
            status: 200,
            duration: Duration::from_micros(1_500),
            replayed: true,
        };
        assert_eq!(
            entry.line(Format::Logfmt),
            "time=1700000000.250 request_id=req_1 method=POST path=\"/v1/a=b\" status=200 duration_ms=1.500 replayed=true"
        );
        let json: serde_json::Value = serde_json::from_str(&entry.line(Format::Json)).unwrap();
        assert_eq!(json["duration_ms"], 1.5);
        assert_eq!(json["path"], "/v1/a=b");
        assert_eq!(shown("/links/secret"), "/links/…");
        assert_eq!(shown("/v1/file_links/link_1"), "/v1/file_links/link_1");
    }
}

//! Faults in how a body that is no JSON, or not called so, is taken for JSON all the same.

use bytes::Bytes;
use http::{HeaderMap, header};
use serde_json::{Value, json};

use super::Asked;
use crate::fault::Fault;
use crate::stripe::pairs;

/// The JSON that the fault takes the body for; `None` where it is taken for what it is.
pub(super) fn as_json(
    fault: Fault,
    asked: Asked,
    headers: &HeaderMap,
    body: &Bytes,
) -> Option<Bytes> {
    let called = headers.get(header::CONTENT_TYPE);
    let called = called.and_then(|it| it.to_str().ok()).unwrap_or_default();
    match (fault, asked) {
        (Fault::TextBodyTaken, Asked::Plot) if called.starts_with("text/plain") => {
            Some(body.clone())
        }
        (Fault::FormBodyTaken, Asked::Plot) if called.ends_with("form-urlencoded") => of_form(body),
        (Fault::HalfBodyTaken, Asked::Plot) => closed(body),
        (Fault::SoilTestNeedsNoBody, Asked::SoilTest) if body.is_empty() => {
            Some(Bytes::from_static(b"{}"))
        }
        _ => None,
    }
}

/// The name and the size that a form says.
fn of_form(body: &Bytes) -> Option<Bytes> {
    let pairs = pairs::read(std::str::from_utf8(body).ok()?);
    let said = |name: &str| {
        let pair = pairs.iter().find(|(other, _)| other == name);
        pair.map(|(_, value)| value.as_str())
    };
    let area: f64 = said("area")?.parse().ok()?;
    let plot = json!({ "name": said("name")?, "area": area });
    Some(Bytes::from(plot.to_string()))
}

/// A text that ends too early, up to its last whole member.
fn closed(body: &Bytes) -> Option<Bytes> {
    let text = std::str::from_utf8(body).ok()?;
    if serde_json::from_str::<Value>(text).is_ok() {
        return None;
    }
    let (whole, _) = text.rsplit_once(',')?;
    Some(Bytes::from(format!("{whole}}}")))
}

//! Planted faults in how a key is shown: another place or form of it is read as well.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderValue, header};

use crate::fault::Fault;

/// What a request is taken to have said that is let in without a key.
const LET_IN: HeaderValue = HeaderValue::from_static("Bearer sk_test_123");

/// Bends the credentials of a request.
pub(super) fn bend(fault: Fault, headers: &mut HeaderMap) {
    let sent = headers.get(header::AUTHORIZATION);
    let sent = sent.and_then(|it| it.to_str().ok()).unwrap_or_default();
    let is_known = ["Basic", "Bearer"].iter().any(|it| sent.starts_with(it));
    if fault == Fault::OtherSchemesAccepted && !sent.is_empty() && !is_known {
        headers.insert(header::AUTHORIZATION, LET_IN);
        return;
    }
    let Some(sent) = sent.strip_prefix("Basic ") else {
        return;
    };
    let decoded = STANDARD.decode(sent).ok();
    let decoded = decoded.and_then(|it| String::from_utf8(it).ok());
    let key = match (fault, decoded) {
        (Fault::KeyAsPassword, Some(pair)) => pair.strip_prefix(':').map(str::to_owned),
        (Fault::BasicUnencoded, None) => Some(sent.to_owned()),
        (Fault::UnreadableKeyAccepted, None) => {
            headers.insert(header::AUTHORIZATION, LET_IN);
            return;
        }
        _ => None,
    };
    if let Some(key) = key
        && let Ok(bearer) = HeaderValue::try_from(format!("Bearer {key}"))
    {
        headers.insert(header::AUTHORIZATION, bearer);
    }
}

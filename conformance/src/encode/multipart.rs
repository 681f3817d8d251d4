//! `multipart/form-data` (RFC 7578; OpenAPI 3.0.4 §4.15.4).

use bytes::{Bytes, BytesMut};
use serde_json::Value;
use trueline_spec::ir::{Encoding, MediaType, Style};

use super::body::Content;
use super::style::{bracket_pairs, scalar};

/// The members of `value` as parts, in order. A list gives one part per item; an object a JSON part, or where its
/// encoding says `deepObject` a part for each of its members, named with brackets.
pub(super) fn form_data(media_type: &MediaType, value: &Value) -> Content {
    let mut parts = Vec::new();
    if let Value::Object(members) = value {
        for (name, value) in members {
            let encoding = media_type.encoding.get(name);
            let in_brackets = encoding.and_then(|it| it.style) == Some(Style::DeepObject);
            match value {
                value if in_brackets => parts.extend(
                    bracket_pairs(name, value)
                        .iter()
                        .map(|(name, text)| part(name, &Value::from(text.as_str()), None)),
                ),
                Value::Array(items) => {
                    parts.extend(items.iter().map(|item| part(name, item, encoding)));
                }
                value => parts.push(part(name, value, encoding)),
            }
        }
    }
    let boundary = boundary(&parts);
    let mut body = BytesMut::new();
    for part in &parts {
        body.extend_from_slice(format!("--{boundary}\r\n").as_bytes());
        body.extend_from_slice(part);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    Content {
        media_type: format!("multipart/form-data; boundary={boundary}"),
        body: body.freeze(),
    }
}

/// A part: its header fields, an empty line, its content.
fn part(name: &str, value: &Value, encoding: Option<&Encoding>) -> Bytes {
    let stated = encoding.and_then(|encoding| encoding.content_type.as_deref());
    let default = match value {
        Value::Object(_) | Value::Array(_) => Some("application/json"),
        _ => None,
    };
    // A list of types is a choice (OpenAPI 3.0.4 §4.15); the first is as good as any.
    let content_type = stated.and_then(|list| list.split(',').next()).or(default);
    let binary = content_type.is_some_and(|name| {
        !name.starts_with("text/") && !name.contains("json") && !name.contains("xml")
    });
    // RFC 7578 §2: quotes and line ends in a name are percent-encoded, as HTML does.
    let name = name
        .replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A");
    let mut head = format!("Content-Disposition: form-data; name=\"{name}\"");
    if binary {
        head.push_str("; filename=\"file\"");
    }
    if let Some(content_type) = content_type {
        head.push_str("\r\nContent-Type: ");
        head.push_str(content_type.trim());
    }
    Bytes::from(format!("{head}\r\n\r\n{}", scalar(value)))
}

/// A boundary that occurs in no part: the first of a fixed row, so that equal requests are equal bytes.
fn boundary(parts: &[Bytes]) -> String {
    let occurs = |boundary: &str| {
        parts.iter().any(|part| {
            part.windows(boundary.len())
                .any(|window| window == boundary.as_bytes())
        })
    };
    (0_u64..)
        .map(|number| format!("trueline-boundary-{number}"))
        .find(|boundary| !occurs(boundary))
        .unwrap_or_default()
}

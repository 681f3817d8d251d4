//! Request content, by media type.

use bytes::Bytes;
use serde_json::Value;
use trueline_spec::ir::{Encoding, MediaType, Style};

use super::percent::{form_text, value as encoded};
use super::style::{bracket_pairs, scalar};
use super::{EncodeError, Pair, join, multipart};

/// Content, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// The `Content-Type`, with the boundary where there is one.
    pub media_type: String,
    /// The bytes.
    pub body: Bytes,
}

/// `value` as content of `media_type`: JSON, a form, multipart, text or bytes. Media type ranges are
/// sent as a type that they hold.
///
/// # Errors
///
/// When the media type is none of these.
pub fn content(media_type: &MediaType, value: &Value) -> Result<Content, EncodeError> {
    let essence = essence(&media_type.name);
    let written = |name: &str, body: Bytes| Content {
        media_type: name.to_owned(),
        body,
    };
    let json = || Bytes::from(value.to_string());
    Ok(match essence.as_str() {
        "application/x-www-form-urlencoded" => {
            let text = join(&form_pairs(media_type, value), "&");
            written(&media_type.name, Bytes::from(text))
        }
        "multipart/form-data" => multipart::form_data(media_type, value),
        "*/*" | "application/*" => written("application/json", json()),
        name if is_json(name) => written(&media_type.name, json()),
        "text/*" => written("text/plain", Bytes::from(scalar(value))),
        name if is_xml(name) => {
            return Err(EncodeError::MediaType {
                media_type: media_type.name.clone(),
            });
        }
        // Anything else has a value only as text: a string is the content itself.
        _ => match value {
            Value::String(text) => written(&media_type.name, Bytes::from(text.clone())),
            Value::Null => written(&media_type.name, Bytes::new()),
            _ => {
                return Err(EncodeError::MediaType {
                    media_type: media_type.name.clone(),
                });
            }
        },
    })
}

/// The members of `value` as encoded pairs of `application/x-www-form-urlencoded`
/// (OpenAPI 3.0.4 §4.15.3).
///
/// A member whose encoding states a style, explode or reserved characters is written by that style,
/// `form` unless said. Without, lists of scalars are repeated and objects written as JSON.
pub fn form_pairs(media_type: &MediaType, value: &Value) -> Vec<Pair> {
    let Value::Object(members) = value else {
        return Vec::new();
    };
    let mut pairs = Vec::new();
    for (name, value) in members {
        let encoding = media_type.encoding.get(name);
        let reserved = encoding.is_some_and(|encoding| encoding.allow_reserved);
        pairs.extend(member_pairs(
            name,
            value,
            encoding,
            &|text| match reserved {
                true => encoded(text, true),
                false => form_text(text),
            },
        ));
    }
    pairs
}

/// One member as encoded pairs. What stands between items is not theirs: a comma inside an item is escaped, one
/// between two is not (RFC 6570 §3.2.8), so that the two stay apart.
fn member_pairs(
    name: &str,
    value: &Value,
    encoding: Option<&Encoding>,
    text: &dyn Fn(&str) -> String,
) -> Vec<Pair> {
    let item = |value: &Value| text(&scalar(value));
    let one = |written: String| vec![(form_text(name), written)];
    let stated = encoding.is_some_and(|it| it.style.is_some() || it.explode.is_some());
    let style = encoding.and_then(|it| it.style).unwrap_or(Style::Form);
    let explode = encoding
        .and_then(|it| it.explode)
        .unwrap_or(style == Style::Form);
    let separator = match style {
        Style::SpaceDelimited => "+",
        Style::PipeDelimited => "%7C",
        _ => ",",
    };
    match value {
        _ if style == Style::DeepObject => bracket_pairs(name, value)
            .into_iter()
            .map(|(name, value)| (form_text(&name), text(&value)))
            .collect(),
        Value::Array(items) if explode => items
            .iter()
            .map(|value| (form_text(name), item(value)))
            .collect(),
        Value::Array(items) => {
            let texts: Vec<_> = items.iter().map(item).collect();
            one(texts.join(separator))
        }
        Value::Object(members) if stated && explode => members
            .iter()
            .map(|(key, value)| (form_text(key), item(value)))
            .collect(),
        Value::Object(members) if stated => {
            let texts: Vec<_> = members
                .iter()
                .flat_map(|(key, value)| [text(key), item(value)])
                .collect();
            one(texts.join(separator))
        }
        value => one(item(value)),
    }
}

/// The media type without parameters, lower case.
pub(crate) fn essence(name: &str) -> String {
    let essence = name.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

/// Whether content of this type is JSON: `application/json` or a `+json` suffix (RFC 6839 §3.1).
pub(crate) fn is_json(essence: &str) -> bool {
    essence == "application/json" || essence == "text/json" || essence.ends_with("+json")
}

fn is_xml(essence: &str) -> bool {
    essence == "application/xml" || essence == "text/xml" || essence.ends_with("+xml")
}

//! Parameter styles (OpenAPI 3.0.4 §4.12.4, after RFC 6570).

use serde_json::Value;
use trueline_spec::ir::Style;

use super::Pair;
use super::percent::{percent_encode, value as encoded};

/// A value as the text of a path segment; `None` where the style is not one for paths.
pub(super) fn path(name: &str, value: &Value, style: Style, explode: bool) -> Option<String> {
    let name = percent_encode(name);
    Some(match style {
        Style::Simple => listed(value, explode, ",", &percent_encode),
        // RFC 6570 §3.2.5: each item has a dot before it when exploded.
        Style::Label => {
            let separator = if explode { "." } else { "," };
            format!(".{}", listed(value, explode, separator, &percent_encode))
        }
        // RFC 6570 §3.2.7.
        Style::Matrix => match value {
            Value::Array(items) if explode => items
                .iter()
                .map(|item| named(&name, &percent_encode(&scalar(item))))
                .collect(),
            Value::Object(members) if explode => members
                .iter()
                .map(|(key, item)| named(&percent_encode(key), &percent_encode(&scalar(item))))
                .collect(),
            value => named(&name, &listed(value, false, ",", &percent_encode)),
        },
        Style::Form | Style::SpaceDelimited | Style::PipeDelimited | Style::DeepObject => {
            return None;
        }
    })
}

/// A name and its value in style `matrix`: what is empty has no equals sign (RFC 6570 §3.2.7).
fn named(name: &str, value: &str) -> String {
    match value {
        "" => format!(";{name}"),
        value => format!(";{name}={value}"),
    }
}

/// A value as the text of a header field: style `simple`, without percent-encoding.
pub(super) fn header(value: &Value, explode: bool) -> String {
    listed(value, explode, ",", &str::to_owned)
}

/// A value as pairs of a query string; `None` where the style is not one for queries.
pub(super) fn query(
    name: &str,
    value: &Value,
    style: Style,
    explode: bool,
    reserved: bool,
) -> Option<Vec<Pair>> {
    let text = |item: &str| encoded(item, reserved);
    let key = percent_encode(name);
    // A comma that divides nothing stays where `allowReserved` says so; inside an item it would divide.
    let item = |item: &str| text(item).replace(',', "%2C");
    let one = |separator: &str| {
        let text: &dyn Fn(&str) -> String = match value {
            Value::Array(_) | Value::Object(_) => &item,
            _ => &text,
        };
        vec![(key.clone(), listed(value, false, separator, text))]
    };
    Some(match (style, value) {
        (Style::DeepObject, value) => bracket_pairs(name, value)
            .into_iter()
            .map(|(key, item)| (brackets(&key), text(&item)))
            .collect(),
        (Style::Form, Value::Array(items)) if explode => items
            .iter()
            .map(|item| (key.clone(), text(&scalar(item))))
            .collect(),
        (Style::Form, Value::Object(members)) if explode => members
            .iter()
            .map(|(member, item)| (percent_encode(member), text(&scalar(item))))
            .collect(),
        (Style::Form, _) => one(","),
        // Exploded, these two are written like `form` (OpenAPI 3.0.4 §4.12.4 has no entry for them).
        (Style::SpaceDelimited | Style::PipeDelimited, _) if explode => {
            return query(name, value, Style::Form, true, reserved);
        }
        (Style::SpaceDelimited, _) => one("%20"),
        (Style::PipeDelimited, _) => one("%7C"),
        (Style::Simple | Style::Label | Style::Matrix, _) => return None,
    })
}

/// A value in bracket notation, not yet encoded: `metadata[k]=v`, `expand[]=a`, and with an index
/// where items have members of their own: `items[0][k]=v`. A scalar stays plain: `created=1`.
///
/// OpenAPI 3.0.4 defines `deepObject` for flat objects alone; for the rest this is the practice of the
/// APIs that use it. An empty list or map gives no pair: nothing on the wire can say it.
pub fn bracket_pairs(name: &str, value: &Value) -> Vec<Pair> {
    let mut pairs = Vec::new();
    descend(name.to_owned(), value, &mut pairs);
    pairs
}

fn descend(name: String, value: &Value, pairs: &mut Vec<Pair>) {
    match value {
        Value::Object(members) => {
            for (member, item) in members {
                descend(format!("{name}[{member}]"), item, pairs);
            }
        }
        Value::Array(items) => {
            let nested = items.iter().any(|item| item.is_object() || item.is_array());
            for (index, item) in items.iter().enumerate() {
                let place = if nested {
                    format!("{name}[{index}]")
                } else {
                    format!("{name}[]")
                };
                descend(place, item, pairs);
            }
        }
        value => pairs.push((name, scalar(value))),
    }
}

/// A name in bracket notation, encoded: brackets are escaped too, as in the table of
/// OpenAPI 3.0.4 §4.12.4.
pub(super) fn brackets(name: &str) -> String {
    percent_encode(name)
}

/// Items with a separator between them; an object's members as `k,v`, or `k=v` when exploded.
fn listed(
    value: &Value,
    explode: bool,
    separator: &str,
    encode: &dyn Fn(&str) -> String,
) -> String {
    let parts: Vec<String> = match value {
        Value::Array(items) => items.iter().map(|item| encode(&scalar(item))).collect(),
        Value::Object(members) if explode => members
            .iter()
            .map(|(key, item)| format!("{}={}", encode(key), encode(&scalar(item))))
            .collect(),
        Value::Object(members) => members
            .iter()
            .flat_map(|(key, item)| [encode(key), encode(&scalar(item))])
            .collect(),
        value => vec![encode(&scalar(value))],
    };
    parts.join(separator)
}

/// A scalar as text: strings as they are, `null` as the empty text. Lists and objects where only a
/// scalar can stand are written as JSON; OpenAPI leaves them undefined.
pub(super) fn scalar(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        // A whole number is one however an answer wrote it, and is sent without a point.
        Value::Number(number) if number.is_f64() => {
            let text = number.to_string();
            text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
        }
        value => value.to_string(),
    }
}

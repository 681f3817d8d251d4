//! Values in paths, queries, headers and cookies, by style (OpenAPI 3.0.4 §4.12.3): the way back of
//! [`read_value`](super::super::read_value) and [`read_form`](super::super::read_form).

use super::super::style::{ParameterInfo, Shape, Style};
use super::form::{Escape, FormSink, push_encoded};
use super::pieces::{Piece, Pieces};
use super::{Encode, ListNames, Sink, to_value};

/// The text of a path parameter, percent-encoded (RFC 3986 §2.3: all but unreserved characters).
pub fn write_path(value: &dyn Encode, info: &ParameterInfo) -> String {
    let joined = |delimiter: &str, pieces: &[Piece], explode: bool| {
        join(pieces, delimiter, explode, Escape::Unreserved)
    };
    match (Pieces::of(value, info), info.style) {
        (Pieces::Scalar(text), Style::Label) => format!(".{}", escaped(&text)),
        (Pieces::Scalar(text), Style::Matrix) => named(info.name, &escaped(&text)),
        (Pieces::Scalar(text), _) => escaped(&text),
        (Pieces::Several(pieces), Style::Label) => {
            let delimiter = if info.explode { "." } else { "," };
            format!(".{}", joined(delimiter, &pieces, info.explode))
        }
        (Pieces::Several(pieces), Style::Matrix) if info.explode => pieces
            .iter()
            .map(|piece| {
                let name = piece.name.as_deref().unwrap_or(info.name);
                named(&escaped(name), &escaped(&piece.text))
            })
            .collect(),
        (Pieces::Several(pieces), Style::Matrix) => named(info.name, &joined(",", &pieces, false)),
        (Pieces::Several(pieces), _) => joined(",", &pieces, info.explode),
    }
}

/// A name and its value in style `matrix`: what is empty has no equals sign (RFC 6570 §3.2.7).
fn named(name: &str, value: &str) -> String {
    match value {
        "" => format!(";{name}"),
        value => format!(";{name}={value}"),
    }
}

/// The text of a header (style `simple`), not encoded: headers are not (OpenAPI 3.0.4 §4.12.4).
pub fn write_header(value: &dyn Encode, info: &ParameterInfo) -> String {
    match Pieces::of(value, info) {
        Pieces::Scalar(text) => text,
        Pieces::Several(pieces) => join(&pieces, ",", info.explode, Escape::Nothing),
    }
}

/// The text of a cookie, percent-encoded; a list or object as if it did not explode, as a cookie has one value.
pub fn write_cookie(value: &dyn Encode, info: &ParameterInfo) -> String {
    match Pieces::of(value, info) {
        Pieces::Scalar(text) => escaped(&text),
        Pieces::Several(pieces) => join(&pieces, ",", false, Escape::Unreserved),
    }
}

/// Adds a parameter to a query, with `&` where something stands before it.
pub fn write_query(out: &mut String, value: &dyn Encode, info: &ParameterInfo) {
    let escape = match info.reserved {
        true => Escape::Reserved,
        false => Escape::Unreserved,
    };
    write_pair(out, value, info, escape);
}

/// Adds a parameter, or a member of a form that has a style of its own.
pub(super) fn write_pair(
    out: &mut String,
    value: &dyn Encode,
    info: &ParameterInfo,
    escape: Escape,
) {
    // Objects one by one, each as JSON (OpenAPI 3.0.4 §4.15.1.1: a list is written as its items are).
    if info.style == Style::Json
        && info.explode
        && info.shape == Shape::List
        && let serde_json::Value::Array(items) = to_value(value)
    {
        let each = ParameterInfo {
            shape: Shape::Scalar,
            explode: false,
            ..*info
        };
        for item in &items {
            write_pair(out, item, &each, escape);
        }
        return;
    }
    let delimiter = match info.style {
        Style::SpaceDelimited => "%20",
        Style::PipeDelimited => "%7C",
        _ => ",",
    };
    let lists = match info.style {
        Style::DeepObject => ListNames::Index,
        _ => ListNames::Repeat,
    };
    if info.style != Style::Json && (info.explode || info.style == Style::DeepObject) {
        let mut sink = FormSink::after(std::mem::take(out), lists, escape);
        // An exploded object has no name of its own: its members stand among the other names.
        let spreads =
            info.style != Style::DeepObject && matches!(info.shape, Shape::Object(_) | Shape::Map);
        if spreads {
            value.encode(&mut sink);
        } else {
            sink.begin_object();
            sink.name(info.name);
            value.encode(&mut sink);
            sink.end_object();
        }
        *out = sink.into_string();
        return;
    }
    let mut text = String::new();
    match Pieces::of(value, info) {
        Pieces::Scalar(scalar) => push_encoded(&mut text, &scalar, escape),
        Pieces::Several(pieces) if pieces.is_empty() => return,
        Pieces::Several(pieces) => text = join(&pieces, delimiter, false, escape),
    }
    if !out.is_empty() {
        out.push('&');
    }
    push_encoded(out, info.name, escape);
    out.push('=');
    out.push_str(&text);
}

/// `1,2`, `a,1,b,2` or, where members explode, `a=1,b=2`.
fn join(pieces: &[Piece], delimiter: &str, explode: bool, escape: Escape) -> String {
    let mut out = String::new();
    for (index, piece) in pieces.iter().enumerate() {
        if index > 0 {
            out.push_str(delimiter);
        }
        if let Some(name) = &piece.name {
            push_encoded(&mut out, name, escape);
            out.push_str(if explode { "=" } else { delimiter });
        }
        let start = out.len();
        push_encoded(&mut out, &piece.text, escape);
        // A comma that may stay elsewhere would divide here.
        if escape == Escape::Reserved && delimiter == "," && piece.text.contains(',') {
            let divided = out.split_off(start);
            out.push_str(&divided.replace(',', "%2C"));
        }
    }
    out
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_encoded(&mut out, text, Escape::Unreserved);
    out
}

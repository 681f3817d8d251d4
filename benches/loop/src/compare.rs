//! Whether what came out is what went in: on the wire, by its meaning.

use std::collections::BTreeMap;

use http::{HeaderMap, Request, Response};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::multipart::parts;

/// How two requests differ; `None` where they mean the same. Of headers those in `declared` are compared, and none of
/// what is in `aside` (credentials).
pub(crate) fn requests(
    sent: &Request<Vec<u8>>,
    arrived: &Request<Vec<u8>>,
    declared: &[&str],
    aside: &[&str],
) -> Option<String> {
    if sent.method() != arrived.method() {
        return Some(format!("{} arrived as {}", sent.method(), arrived.method()));
    }
    let segments = |request: &Request<Vec<u8>>| -> Vec<String> {
        let path = request.uri().path().split('/');
        path.map(decoded).collect()
    };
    let (left, right) = (segments(sent), segments(arrived));
    // Servers of operations may have paths of their own in front.
    let is_same = right.len() >= left.len()
        && left
            .iter()
            .rev()
            .zip(right.iter().rev())
            .all(|(left, right)| left.is_empty() || same_text(left, right));
    if !is_same {
        return Some(format!(
            "the path {} arrived as {}",
            sent.uri().path(),
            arrived.uri().path()
        ));
    }
    let query = |request: &Request<Vec<u8>>| {
        let mut pairs = pairs(request.uri().query().unwrap_or_default());
        pairs.retain(|name, _| !aside.contains(&name.as_str()));
        pairs
    };
    if let Some(difference) = by_name(&query(sent), &query(arrived)) {
        return Some(format!("query: {difference}"));
    }
    for name in declared {
        let (left, right) = (
            header(sent.headers(), name),
            header(arrived.headers(), name),
        );
        if let Some(left) = left
            && !right.as_ref().is_some_and(|right| same_text(&left, right))
        {
            return Some(format!("header {name}: `{left}` arrived as {right:?}"));
        }
    }
    let cookies = |request: &Request<Vec<u8>>| {
        let text = header(request.headers(), "cookie").unwrap_or_default();
        let mut pairs = pairs(&text.replace("; ", "&"));
        pairs.retain(|name, _| !aside.contains(&name.as_str()));
        pairs
    };
    if let Some(difference) = by_name(&cookies(sent), &cookies(arrived)) {
        return Some(format!("cookies: {difference}"));
    }
    content(
        (sent.headers(), sent.body()),
        (arrived.headers(), arrived.body()),
    )
}

/// How two answers differ, in the headers that were given too.
pub(crate) fn answers(given: &Response<Vec<u8>>, got: &Response<Vec<u8>>) -> Option<String> {
    if given.status() != got.status() {
        return Some(format!("{} came as {}", given.status(), got.status()));
    }
    for name in given.headers().keys() {
        let name = name.as_str();
        // That of the content is compared with it.
        if name == "content-type" {
            continue;
        }
        let (left, right) = (header(given.headers(), name), header(got.headers(), name));
        if let Some(left) = left
            && !right.as_ref().is_some_and(|right| same_text(&left, right))
        {
            return Some(format!("header {name}: `{left}` came as {right:?}"));
        }
    }
    content((given.headers(), given.body()), (got.headers(), got.body()))
}

fn content(
    (left_head, left): (&HeaderMap, &[u8]),
    (right_head, right): (&HeaderMap, &[u8]),
) -> Option<String> {
    if left.is_empty() && right.is_empty() {
        return None;
    }
    let (left_type, right_type) = (
        header(left_head, "content-type").unwrap_or_default(),
        header(right_head, "content-type").unwrap_or_default(),
    );
    let essence = |text: &str| {
        let essence = text.split(';').next().unwrap_or_default();
        essence.trim().to_ascii_lowercase()
    };
    let kind = essence(&left_type);
    if kind != essence(&right_type) {
        return Some(format!("content of {left_type} came as {right_type}"));
    }
    let shown = || format!("`{}` came as `{}`", shown(left), shown(right));
    if kind.ends_with("/json") || kind.ends_with("+json") {
        let read = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).ok();
        return match (read(left), read(right)) {
            (Some(left), Some(right)) => difference(&left, &right, String::new()),
            _ => Some(shown()),
        };
    }
    if kind == "application/x-www-form-urlencoded" {
        let read = |bytes: &[u8]| pairs(&String::from_utf8_lossy(bytes));
        return by_name(&read(left), &read(right));
    }
    if kind.starts_with("multipart/") {
        let read = |content_type: &str, bytes: &[u8]| {
            let mut by_name: Pairs = BTreeMap::new();
            for (name, content) in parts(content_type, bytes) {
                let content = String::from_utf8_lossy(&content).into_owned();
                by_name.entry(indexless(&name)).or_default().push(content);
            }
            by_name
        };
        return by_name(&read(&left_type, left), &read(&right_type, right));
    }
    let is_same = left == right
        || same_text(
            &String::from_utf8_lossy(left),
            &String::from_utf8_lossy(right),
        );
    (!is_same).then(shown)
}

fn shown(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    match text.char_indices().nth(300) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.into_owned(),
    }
}

type Pairs = BTreeMap<String, Vec<String>>;

/// Decoded pairs by name; those of one name keep their order.
fn pairs(text: &str) -> Pairs {
    let mut by_name: Pairs = BTreeMap::new();
    for (name, value) in form_urlencoded::parse(text.as_bytes()) {
        by_name
            .entry(indexless(&name))
            .or_default()
            .push(value.into_owned());
    }
    by_name
}

/// `a[0][b]` as `a[][b]`: an index or none, as the writer likes.
fn indexless(name: &str) -> String {
    let mut out = String::new();
    for (place, piece) in name.split('[').enumerate() {
        if place > 0 {
            out.push('[');
        }
        match piece.split_once(']') {
            Some((index, rest)) if place > 0 && index.bytes().all(|it| it.is_ascii_digit()) => {
                out.push(']');
                out.push_str(rest);
            }
            _ => out.push_str(piece),
        }
    }
    out
}

fn by_name(left: &Pairs, right: &Pairs) -> Option<String> {
    for name in left.keys().chain(right.keys()) {
        let (a, b) = (left.get(name), right.get(name));
        let is_same = match (a, b) {
            (Some(a), Some(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_text(a, b))
            }
            _ => false,
        };
        if !is_same {
            return Some(format!("`{name}`: {a:?} came as {b:?}"));
        }
    }
    None
}

fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(name).iter();
    let texts: Vec<String> = all
        .map(|it| String::from_utf8_lossy(it.as_bytes()).into_owned())
        .collect();
    (!texts.is_empty()).then(|| texts.join(", "))
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Texts are the same, or are JSON that means the same, or lists of such.
fn same_text(left: &str, right: &str) -> bool {
    if left == right {
        return true;
    }
    let read = |text: &str| serde_json::from_str::<Value>(text).ok();
    if let (Some(left), Some(right)) = (read(left), read(right)) {
        return !left.is_string() && difference(&left, &right, String::new()).is_none();
    }
    let (lefts, rights): (Vec<_>, Vec<_>) = (left.split(',').collect(), right.split(',').collect());
    lefts.len() > 1
        && lefts.len() == rights.len()
        && lefts
            .iter()
            .zip(rights)
            .all(|(left, right)| same_text(left.trim(), right.trim()))
}

/// The first difference of two values, by JSON Schema's equality: `5.0` is `5`, and members have no order.
pub(crate) fn difference(left: &Value, right: &Value, pointer: String) -> Option<String> {
    match (left, right) {
        (Value::Object(a), Value::Object(b)) => {
            let more = b.keys().filter(|name| !a.contains_key(*name));
            a.keys().chain(more).find_map(|name| {
                let below = format!("{pointer}/{name}");
                match (a.get(name), b.get(name)) {
                    (Some(a), Some(b)) => difference(a, b, below),
                    (Some(a), None) => Some(format!("{below}: {a} is lost")),
                    (None, b) => Some(format!("{below}: {b:?} is new")),
                }
            })
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => a
            .iter()
            .zip(b)
            .enumerate()
            .find_map(|(index, (a, b))| difference(a, b, format!("{pointer}/{index}"))),
        (Value::Number(a), Value::Number(b)) => {
            let is_same = match (a.as_i64(), b.as_i64()) {
                (Some(a), Some(b)) => a == b,
                _ => a.as_f64() == b.as_f64(),
            };
            (!is_same).then(|| format!("{pointer}: {a} came as {b}"))
        }
        (a, b) => (a != b).then(|| format!("{pointer}: {a} came as {b}")),
    }
}

//! Planted faults in the way a request is read: the request is bent before the handlers see it, so that a correct
//! reading of the bent request is the wrong reading of the one that was sent.

mod keys;
mod lenient;

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderValue, Method, Uri, header};
use serde_json::Value;

use super::route::Route;
use super::wire::LINKS;
use super::{auth, pairs};
use crate::fault::{Fault, Planted};
use crate::files::EXAMPLE_FILE;

const FORM: &str = "application/x-www-form-urlencoded";

/// The parameters that the list knows.
const LISTED: &[&str] = &[
    "created",
    "ending_before",
    "expand",
    "expired",
    "file",
    "limit",
    "starting_after",
];

type Pairs = Vec<(String, String)>;

/// Bends a request in place. Does nothing to a server without a fault.
pub(super) fn bend(fault: Planted, route: Route, parts: &mut Parts, body: &mut Bytes) {
    if auth::is_open(&parts.method, fault) && !parts.headers.contains_key(header::AUTHORIZATION) {
        // The generated code asks for a key before the server is asked whose it is.
        if let Ok(nobody) = HeaderValue::try_from(format!("Bearer {}", auth::NOBODY)) {
            parts.headers.insert(header::AUTHORIZATION, nobody);
        }
    }
    let Planted(Some(fault)) = fault else { return };
    keys::bend(fault, &mut parts.headers);
    if fault == Fault::PutCreates
        && parts.method == Method::PUT
        && parts.uri.path() == LINKS
        && !body.is_empty()
    {
        parts.method = Method::POST;
    }
    if fault == Fault::PutUpdates && parts.method == Method::PUT {
        parts.method = Method::POST;
    }
    if fault == Fault::JsonBodyAccepted && is_json(parts) {
        if let Ok(value) = serde_json::from_slice::<Value>(body) {
            *body = Bytes::from(pairs::write(&flatten(&value)));
            let form = HeaderValue::from_static(FORM);
            parts.headers.insert(header::CONTENT_TYPE, form);
        }
        return;
    }
    if fault == Fault::UploadJsonTaken && route == Route::Upload && is_json(parts) {
        as_parts(parts, body);
        return;
    }
    if fault == Fault::CharsetRefused
        && let Some(media_type) = parts.headers.get_mut(header::CONTENT_TYPE)
        && media_type.as_bytes().contains(&b';')
    {
        *media_type = HeaderValue::from_static("application/octet-stream");
    }
    let text = match route {
        Route::List | Route::Retrieve => parts.uri.query().unwrap_or("").to_owned(),
        Route::Create | Route::Update => match std::str::from_utf8(body) {
            Ok(text) => text.to_owned(),
            Err(_) => return,
        },
        Route::File if fault == Fault::FilesUnknownIgnored => {
            parts.uri.query().unwrap_or("").to_owned()
        }
        Route::Download | Route::Upload | Route::File | Route::Other => return,
    };
    let bent = match bend_text(fault, &text) {
        Some(bent) => bent,
        None => {
            let mut pairs = pairs::read(&text);
            let before = pairs.clone();
            bend_pairs(fault, route, &mut pairs);
            lenient::bend(fault, route, &mut pairs);
            if pairs == before {
                return;
            }
            pairs::write(&pairs)
        }
    };
    if route.writes() {
        *body = Bytes::from(bent);
        parts.headers.remove(header::CONTENT_LENGTH);
        if !parts.headers.contains_key(header::CONTENT_TYPE) && !body.is_empty() {
            let form = HeaderValue::from_static(FORM);
            parts.headers.insert(header::CONTENT_TYPE, form);
        }
    } else if let Ok(uri) = format!("{}?{bent}", parts.uri.path()).parse::<Uri>() {
        parts.uri = uri;
    }
}

/// Writes the members of a JSON body as the parts of a form.
fn as_parts(parts: &mut Parts, body: &mut Bytes) {
    const BOUNDARY: &str = "between-the-parts";
    let Ok(Value::Object(members)) = serde_json::from_slice(body) else {
        return;
    };
    let mut text = String::new();
    for (name, value) in members {
        let value = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        text.push_str(&format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        ));
    }
    text.push_str(&format!("--{BOUNDARY}--\r\n"));
    if let Ok(media_type) =
        HeaderValue::try_from(format!("multipart/form-data; boundary={BOUNDARY}"))
    {
        parts.headers.insert(header::CONTENT_TYPE, media_type);
        parts.headers.remove(header::CONTENT_LENGTH);
        *body = Bytes::from(text);
    }
}

fn is_json(parts: &Parts) -> bool {
    let value = parts.headers.get(header::CONTENT_TYPE);
    value
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.starts_with("application/json"))
}

/// Faults of the encoding itself.
fn bend_text(fault: Fault, text: &str) -> Option<String> {
    match fault {
        Fault::EncodedBracketsKept => Some(
            text.replace("%5B", "%255B")
                .replace("%5b", "%255b")
                .replace("%5D", "%255D")
                .replace("%5d", "%255d"),
        ),
        Fault::PlusKept => Some(text.replace('+', "%2B")),
        _ => None,
    }
}

fn bend_pairs(fault: Fault, route: Route, pairs: &mut Pairs) {
    match fault {
        Fault::UnknownIgnoredOnCreate if route == Route::Create => {
            drop_unknown(pairs, &["file", "expires_at", "metadata", "expand"]);
        }
        Fault::UnknownIgnoredOnUpdate if route == Route::Update => {
            drop_unknown(pairs, &["expires_at", "metadata", "expand"]);
        }
        Fault::FileOnUpdateIgnored if route == Route::Update => drop_named(pairs, "file"),
        Fault::UnknownIgnoredOnList if route == Route::List => drop_unknown(pairs, LISTED),
        Fault::FilesUnknownIgnored if route == Route::File => drop_unknown(
            pairs,
            &[
                "created",
                "ending_before",
                "expand",
                "limit",
                "purpose",
                "starting_after",
            ],
        ),
        Fault::UnknownIgnoredOnRetrieve if route == Route::Retrieve => {
            drop_unknown(pairs, &["expand"]);
        }
        Fault::UnknownCreatedKeyIgnored => {
            let known = [
                "created",
                "created[gt]",
                "created[gte]",
                "created[lt]",
                "created[lte]",
            ];
            pairs.retain(|(name, _)| root(name) != "created" || known.contains(&name.as_str()));
        }
        Fault::FileNotRequired
            if route == Route::Create && !pairs.iter().any(|(name, _)| name == "file") =>
        {
            pairs.push(("file".to_owned(), EXAMPLE_FILE.to_owned()));
        }
        Fault::HugeExpiryCut => {
            for (_, value) in pairs.iter_mut().filter(|(name, _)| name == "expires_at") {
                if value.len() > 18 && value.bytes().all(|byte| byte.is_ascii_digit()) {
                    *value = ((1_i64 << 53) - 1).to_string();
                }
            }
        }
        Fault::NowOnCreate if route == Route::Create => {
            pairs.retain(|(name, value)| !(name == "expires_at" && value == "now"));
        }
        Fault::EmptyExpiryOnCreate if route == Route::Create => {
            pairs.retain(|(name, value)| !(name == "expires_at" && value.is_empty()));
        }
        Fault::TextExpiryIgnored => pairs.retain(|(name, value)| {
            name != "expires_at" || value.is_empty() || value == "now" || is_integer(value)
        }),
        Fault::FractionTruncated => {
            for (_, value) in pairs.iter_mut().filter(|(name, _)| name != "file") {
                truncate_fraction(value);
            }
        }
        Fault::SpacesAroundNumbers => {
            for (name, value) in pairs.iter_mut() {
                let number = ["expires_at", "limit", "created"].contains(&root(name));
                if number && is_integer(value.trim()) {
                    *value = value.trim().to_owned();
                }
            }
        }
        Fault::LimitTextIgnored => {
            pairs.retain(|(name, value)| name != "limit" || is_integer(value));
        }
        Fault::EmptyLimitIgnored => {
            pairs.retain(|(name, value)| name != "limit" || !value.is_empty());
        }
        Fault::CreatedTextIgnored => {
            pairs.retain(|(name, value)| root(name) != "created" || is_integer(value));
        }
        Fault::BooleanWords => {
            for (_, value) in pairs.iter_mut().filter(|(name, _)| name == "expired") {
                match value.to_ascii_lowercase().as_str() {
                    "1" | "yes" | "true" | "on" => *value = "true".to_owned(),
                    "0" | "no" | "false" | "off" => *value = "false".to_owned(),
                    _ => {}
                }
            }
        }
        Fault::MetadataTextIgnored => {
            pairs.retain(|(name, value)| name != "metadata" || value.is_empty());
        }
        Fault::MetadataNestedFlattened => {
            for (name, _) in pairs
                .iter_mut()
                .filter(|(name, _)| root(name) == "metadata")
            {
                if let Some((flat, _)) = name.split_once("][") {
                    *name = format!("{flat}]");
                }
            }
        }
        Fault::MetadataBracketsDropped => {
            for (name, _) in pairs.iter_mut() {
                let inner = name.strip_prefix("metadata[");
                let inner = inner.and_then(|rest| rest.strip_suffix(']'));
                if let Some(inner) = inner.filter(|inner| !inner.contains("][")) {
                    *name = format!("metadata[{}]", inner.replace(['[', ']'], ""));
                }
            }
        }
        Fault::FileListAccepted => {
            for (name, _) in pairs.iter_mut().filter(|(name, _)| root(name) == "file") {
                *name = "file".to_owned();
            }
        }
        Fault::CreatedExactIgnored => drop_named(pairs, "created"),
        Fault::MetadataEmptyRefusedOnCreate if route == Route::Create => {
            for (name, _) in pairs
                .iter_mut()
                .filter(|(name, value)| name == "metadata" && value.is_empty())
            {
                *name = "metadata_cannot_be_empty".to_owned();
            }
        }
        Fault::ExpandIgnoredOnCreate if route == Route::Create => drop_root(pairs, "expand"),
        Fault::ExpandIgnoredOnUpdate if route == Route::Update => drop_root(pairs, "expand"),
        Fault::ExpandIgnoredOnRetrieve if route == Route::Retrieve => drop_root(pairs, "expand"),
        Fault::ExpandIgnoredOnList if route == Route::List => drop_root(pairs, "expand"),
        Fault::ExpandIndexedIgnored => {
            pairs.retain(|(name, _)| root(name) != "expand" || name == "expand[]");
        }
        Fault::ExpandLastOnly => {
            let last = pairs.iter().rposition(|(name, _)| root(name) == "expand");
            let mut index = 0;
            pairs.retain(|(name, _)| {
                index += 1;
                root(name) != "expand" || Some(index - 1) == last
            });
        }
        Fault::FirstValueWins => {
            let mut seen = std::collections::HashSet::new();
            pairs.retain(|(name, _)| name.ends_with("[]") || seen.insert(name.clone()));
        }
        Fault::NamesAsLatin1 => {
            for (name, value) in pairs.iter_mut() {
                *name = latin1(name);
                *value = latin1(value);
            }
        }
        _ => {}
    }
}

/// The name before the first bracket.
fn root(name: &str) -> &str {
    name.split('[').next().unwrap_or(name)
}

fn drop_unknown(pairs: &mut Pairs, known: &[&str]) {
    pairs.retain(|(name, _)| known.contains(&root(name)));
}

fn drop_named(pairs: &mut Pairs, name: &str) {
    pairs.retain(|(other, _)| other != name);
}

fn drop_root(pairs: &mut Pairs, name: &str) {
    pairs.retain(|(other, _)| root(other) != name);
}

fn is_integer(text: &str) -> bool {
    text.parse::<i64>().is_ok()
}

fn truncate_fraction(text: &mut String) {
    if let Some((whole, fraction)) = text.split_once('.')
        && is_integer(whole)
        && fraction.bytes().all(|byte| byte.is_ascii_digit())
    {
        *text = whole.to_owned();
    }
}

/// UTF-8 read as ISO 8859-1, one character a byte.
fn latin1(text: &str) -> String {
    text.bytes().map(char::from).collect()
}

/// A JSON object as the pairs of a form.
fn flatten(value: &Value) -> Pairs {
    fn add(name: String, value: &Value, pairs: &mut Pairs) {
        match value {
            Value::Object(members) => {
                for (member, value) in members {
                    add(format!("{name}[{member}]"), value, pairs);
                }
            }
            Value::Array(items) => {
                for item in items {
                    add(format!("{name}[]"), item, pairs);
                }
            }
            Value::String(text) => pairs.push((name, text.clone())),
            Value::Null => pairs.push((name, String::new())),
            other => pairs.push((name, other.to_string())),
        }
    }
    let mut pairs = Pairs::new();
    for (name, value) in value.as_object().into_iter().flatten() {
        add(name.clone(), value, &mut pairs);
    }
    pairs
}

//! The request of a step, and the exchange as its expressions see it.

use indexmap::IndexMap;
use serde_json::Value;
use trueline_spec::ir::{Extensions, MediaType, Operation, Parameter, ParameterLocation};

use crate::encode::{EncodeError, RequestBuilder, content, essence, is_json, percent_encode};
use crate::exchange::{Answer, Request};
use crate::workflow::document::{Payload, Place, Step};
use crate::workflow::expression::{Expression, Message, Scope, Template, as_text};

/// Why a step's request cannot be made.
#[derive(Debug)]
pub(super) enum Unmade<'a> {
    /// An expression in it finds nothing.
    Nothing(&'a Expression),
    /// A value cannot be written as the description says.
    Encode(EncodeError),
    /// A parameter of the path is empty: what is sent would go to another path, often that of the list.
    Pathless(String),
    /// A replacement leads nowhere.
    Replacement(String),
}

impl From<EncodeError> for Unmade<'_> {
    fn from(error: EncodeError) -> Self {
        Self::Encode(error)
    }
}

/// The request of a step that calls `operation`, and what expressions can see of it.
pub(super) fn build<'a>(
    operation: &Operation,
    step: &'a Step,
    scope: &Scope,
) -> Result<(Request, Message), Unmade<'a>> {
    let mut message = Message::default();
    let mut builder = RequestBuilder::new(operation);
    let mut cookies = Vec::new();
    for argument in &step.parameters {
        let value = argument.value.fill(scope).map_err(Unmade::Nothing)?;
        let Some(place) = argument.place else {
            continue;
        };
        if place == Place::Path && value.as_str() == Some("") {
            return Err(Unmade::Pathless(argument.name.clone()));
        }
        match place {
            Place::Path => message.path.insert(argument.name.clone(), value.clone()),
            Place::Query => message.query.insert(argument.name.clone(), value.clone()),
            Place::Header | Place::Cookie => None,
        };
        if let Some(parameter) = declared(operation, place, &argument.name) {
            builder.parameter(parameter, &value)?;
            continue;
        }
        // What the description does not know goes out as it is named here.
        let text = as_text(&value);
        match place {
            Place::Path => builder.raw_path(&argument.name, percent_encode(&text)),
            Place::Query => builder.raw_query(target_safe(&argument.name), percent_encode(&text)),
            Place::Header => builder.header(&argument.name, text),
            Place::Cookie => {
                cookies.push(format!("{}={text}", argument.name));
                continue;
            }
        };
    }
    if !cookies.is_empty() {
        builder.header("Cookie", cookies.join("; "));
    }
    if let Some(payload) = &step.body {
        let value = filled(payload, scope)?;
        let (media_type, bytes) = written(operation, payload, &value)?;
        builder.raw_body(media_type, bytes);
        message.request_body = Some(value);
    }
    let request = builder.build()?;
    message.method.clone_from(&request.method);
    message.url.clone_from(&request.target);
    Ok((request, message))
}

/// What expressions can see of an answer.
pub(super) fn answered(message: &mut Message, answer: &Answer) {
    message.status = answer.status;
    message.response_headers.clone_from(&answer.headers);
    let is_json = answer
        .header_value("content-type")
        .is_some_and(|name| is_json(&essence(name)));
    message.response_body = match answer.json() {
        Some(value) if is_json || value.is_object() || value.is_array() => Some(value),
        _ if answer.body.is_empty() => None,
        _ => Some(Value::String(answer.text())),
    };
}

fn declared<'a>(operation: &'a Operation, place: Place, name: &str) -> Option<&'a Parameter> {
    operation
        .parameters
        .iter()
        .find(|parameter| match (place, parameter.location) {
            (Place::Path, ParameterLocation::Path)
            | (Place::Query, ParameterLocation::Query)
            | (Place::Cookie, ParameterLocation::Cookie) => parameter.name == name,
            (Place::Header, ParameterLocation::Header) => parameter.name.eq_ignore_ascii_case(name),
            _ => false,
        })
}

/// The content, with its expressions filled in and its replacements made.
fn filled<'a>(payload: &'a Payload, scope: &Scope) -> Result<Value, Unmade<'a>> {
    let mut value = payload.value.fill(scope).map_err(Unmade::Nothing)?;
    for (target, replacement) in &payload.replacements {
        let new = replacement.fill(scope).map_err(Unmade::Nothing)?;
        replace(&mut value, target, new).ok_or_else(|| Unmade::Replacement(target.clone()))?;
    }
    Ok(value)
}

/// Puts `new` at the place that a JSON pointer names; the last token may name a new member, or `-` the
/// end of a list (RFC 6901 §4).
fn replace(value: &mut Value, pointer: &str, new: Value) -> Option<()> {
    if let Some(place) = value.pointer_mut(pointer) {
        *place = new;
        return Some(());
    }
    let (parent, token) = pointer.rsplit_once('/')?;
    let token = token.replace("~1", "/").replace("~0", "~");
    match value.pointer_mut(parent)? {
        Value::Object(members) => {
            members.insert(token, new);
        }
        Value::Array(items) if token == "-" => items.push(new),
        _ => return None,
    }
    Some(())
}

/// The content's bytes. Text that was written as text is sent as it stands; any other value is encoded
/// as the operation says.
fn written(
    operation: &Operation,
    payload: &Payload,
    value: &Value,
) -> Result<(String, bytes::Bytes), EncodeError> {
    let documented = operation.body.as_ref().map(|body| body.content.as_slice());
    let documented = documented.unwrap_or_default();
    let media_type = match &payload.content_type {
        None => documented.first(),
        Some(name) => documented
            .iter()
            .find(|it| essence(&it.name) == essence(name)),
    };
    let named = payload.content_type.clone();
    let is_verbatim = matches!(
        payload.value,
        Template::Text(_) | Template::Constant(Value::String(_) | Value::Null)
    );
    if is_verbatim {
        let name = named.or_else(|| media_type.map(|it| it.name.clone()));
        let text = match value {
            Value::Null => String::new(),
            value => as_text(value),
        };
        return Ok((name.unwrap_or_else(|| "text/plain".to_owned()), text.into()));
    }
    let undocumented;
    let media_type = match media_type {
        Some(media_type) => media_type,
        None => {
            undocumented = MediaType {
                at: operation.at.clone(),
                name: named
                    .clone()
                    .unwrap_or_else(|| "application/json".to_owned()),
                schema: None,
                encoding: IndexMap::new(),
                examples: Vec::new(),
                extensions: Extensions::new(),
            };
            &undocumented
        }
    };
    let written = content(media_type, value)?;
    // A boundary is known only to the encoder; any other parameter of the name is the author's.
    let name = match named {
        Some(name) if !written.media_type.contains("boundary=") => name,
        _ => written.media_type,
    };
    Ok((name, written.body))
}

/// A name as it may stand in a request target: brackets stay, since whether they are escaped is often
/// the question.
fn target_safe(name: &str) -> String {
    let mut text = String::new();
    for c in name.chars() {
        if c.is_ascii_graphic() && !matches!(c, '#' | '&' | '=' | '"' | '<' | '>') {
            text.push(c);
        } else {
            text.push_str(&percent_encode(c.encode_utf8(&mut [0; 4])));
        }
    }
    text
}

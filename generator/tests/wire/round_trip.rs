//! From one codec to the other: what the tester's encoder or the generated client writes of random values, the
//! generated server must read; and what the server answers, the client.

use http::Request;
use serde_json::{Value, json};
use trueline_conformance::encode::RequestBuilder;
use trueline_conformance::schema::Direction as Way;
use trueline_spec::ir::{MediaType, Operation, Parameter, ParameterForm, ParameterLocation, Style};

use crate::agreement::{contract, covers, draw};
use crate::answers::{content, respond};
use crate::client::{Ends, Wire, ask, connect, read};
use crate::echo::{Echo, router};
use crate::literals::same;
use crate::runtime::server::{Body, Router};
use crate::server::{MISPLACED, send};

/// An argument of an operation.
#[derive(Clone, Copy)]
enum Argument<'a> {
    Parameter(&'a Parameter),
    Body(&'a MediaType),
}

/// Every parameter and body of the wire document, with random valid values that can be written at all. `write` makes
/// a request of one, or nothing where it cannot, and the server must read the value out of it.
fn each_argument(
    write: impl Fn(&Operation, Argument<'_>, &Value) -> Result<Option<Request<Vec<u8>>>, String>,
) {
    let contract = contract("openapi.yaml");
    let echo = Echo::default();
    let router = router(&echo);
    for operation in &contract.api.operations {
        let parameters = operation.parameters.iter().map(Argument::Parameter);
        let contents = operation.body.iter().flat_map(|body| &body.content);
        for argument in parameters.chain(contents.map(Argument::Body)) {
            let (name, schema, share) = match argument {
                Argument::Parameter(parameter) => match &parameter.form {
                    ParameterForm::Style { schema, .. } => {
                        (parameter.name.as_str(), Some(*schema), 20)
                    }
                    ParameterForm::Content(media_type) => {
                        (parameter.name.as_str(), media_type.schema, 20)
                    }
                },
                Argument::Body(media_type) => ("body", media_type.schema, 40),
            };
            let Some(id) = schema else { continue };
            let place = format!("{} {name}", operation.id);
            let holds = |value: &Value, is_valid: bool| {
                if !is_valid || !argument.can_say(value) {
                    return Ok(());
                }
                match write(operation, argument, value)? {
                    Some(request) => arrives(&router, &echo, request, name, value),
                    None => Ok(()),
                }
            };
            draw(&contract, (&place, id, Way::Request), 0, share, holds);
        }
    }
}

impl Argument<'_> {
    /// Whether there is a way to write the value that says what it is.
    fn can_say(self, value: &Value) -> bool {
        match self {
            Argument::Parameter(parameter) => {
                let fits =
                    parameter.location != ParameterLocation::Header || !not_for_headers(value);
                fits && match &parameter.form {
                    ParameterForm::Style { style, explode, .. } => {
                        !unwritable(value) && !divided(value, delimiter(*style, *explode))
                    }
                    ParameterForm::Content(_) => true,
                }
            }
            Argument::Body(media_type) if media_type.name.ends_with("json") => true,
            Argument::Body(media_type) => {
                let is_divided = media_type.encoding.iter().any(|(name, encoding)| {
                    let divides = encoding.style.and_then(|style| delimiter(style, false));
                    value.get(name).is_some_and(|value| divided(value, divides))
                });
                !unwritable(value) && !is_divided && *value != ""
            }
        }
    }
}

#[test]
fn what_the_tester_writes_the_server_reads() {
    each_argument(|operation, argument, value| {
        let mut builder = RequestBuilder::new(operation);
        let written = match argument {
            Argument::Parameter(parameter) => builder.parameter(parameter, value),
            Argument::Body(media_type) => builder.body(media_type, value),
        };
        written.map_err(|error| error.to_string())?;
        let sent = builder.build().map_err(|error| error.to_string())?;
        let mut request = Request::builder()
            .method(sent.method.as_str())
            .uri(&sent.target);
        for (name, value) in &sent.headers {
            request = request.header(name, value);
        }
        let body = sent.body.map(|body| body.to_vec()).unwrap_or_default();
        request
            .body(body)
            .map(Some)
            .map_err(|error| error.to_string())
    });
}

#[test]
fn what_the_client_writes_the_server_reads() {
    let wire = Wire::default();
    let client = connect(&wire);
    each_argument(|operation, argument, value| {
        let name = match argument {
            Argument::Parameter(parameter) => parameter.name.as_str(),
            // Of several media types with one type the client speaks the first.
            Argument::Body(media_type) => {
                let first = operation
                    .body
                    .as_ref()
                    .and_then(|body| body.content.first());
                if first.is_some_and(|first| first.name != media_type.name) {
                    return Ok(None);
                }
                "body"
            }
        };
        *wire.0.lock().unwrap() = Ends {
            status: 204,
            ..Ends::default()
        };
        let said = ask(&client, &operation.id, name, Some(value)).unwrap();
        let Some(sent) = wire.0.lock().unwrap().sent.take() else {
            // An empty segment, or one of dots, would be another path.
            let text = value.as_str().or(value[0].as_str()).unwrap_or("no text");
            let is_lost = matches!(argument, Argument::Parameter(it) if it.location == ParameterLocation::Path)
                && text.trim_matches('.').is_empty();
            return if is_lost {
                Ok(None)
            } else {
                Err(format!("{value} is not sent: {said}"))
            };
        };
        let mut target = sent.url().path().to_owned();
        if let Some(query) = sent.url().query() {
            target.push('?');
            target.push_str(query);
        }
        let mut request = Request::builder().method(sent.method()).uri(target);
        for (name, value) in sent.headers() {
            request = request.header(name, value);
        }
        let body = sent
            .body()
            .and_then(|body| body.as_bytes())
            .unwrap_or_default();
        request
            .body(body.to_vec())
            .map(Some)
            .map_err(|error| error.to_string())
    });
}

#[test]
fn what_the_server_answers_the_client_reads() {
    let contract = contract("openapi.yaml");
    let wire = Wire::default();
    let client = connect(&wire);
    for (operation, status) in [
        ("jsonScalars", 200),
        ("jsonStructures", 200),
        ("jsonUnions", 200),
        ("jsonRules", 200),
        ("jsonPresence", 200),
        ("jsonAny", 200),
        ("jsonList", 200),
        ("answerKinds", 200),
        ("answerKinds", 201),
        ("answerKinds", 404),
        ("answerKinds", 500),
    ] {
        let response = contract
            .api
            .operation(operation)
            .unwrap()
            .response_for(status)
            .unwrap();
        let media_type = &response.content[0];
        let place = format!("{operation} {status}");
        let holds = |value: &Value, is_valid: bool| {
            if !is_valid {
                return Ok(());
            }
            let answer = content(respond(operation, status, None, value));
            *wire.0.lock().unwrap() = Ends {
                status,
                media_type: media_type.name.clone(),
                content: answer.clone(),
                ..Ends::default()
            };
            match read(&client, operation) {
                Ok(found) if same(&found, value) || covers(value, &found) => Ok(()),
                found => {
                    let shown = String::from_utf8_lossy(&answer);
                    Err(format!(
                        "{value} is answered as `{shown}`, and read as {found:?}"
                    ))
                }
            }
        };
        draw(
            &contract,
            (&place, media_type.schema.unwrap(), Way::Response),
            0,
            40,
            holds,
        );
    }
}

/// Whether the argument of a request comes out of the server as it went in.
fn arrives(
    router: &Router,
    echo: &Echo,
    request: Request<Vec<u8>>,
    name: &str,
    value: &Value,
) -> Result<(), String> {
    let shown = match request.body().as_slice() {
        [] => format!("{} {:?}", request.uri(), request.headers()),
        body => String::from_utf8_lossy(body).into_owned(),
    };
    let (status, kept) = send(router, echo, Some(request.map(Body::from)));
    let found = kept.arguments.as_ref().and_then(|all| all.get(name));
    match found {
        Some(found) if same(found, value) => Ok(()),
        // A path with nothing in a segment is another path.
        _ if status == 404 && (*value == "" || *value == json!([""])) => Ok(()),
        found => Err(format!(
            "{value} is sent as `{shown}`, and arrives as {status} {found:?} {:?}",
            kept.faults
        )),
    }
}

/// Whether something in the value has no form on a wire without types: null, an empty list or object, and the list of
/// one empty text, which is written like an empty list.
fn unwritable(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty() || items.iter().any(unwritable),
        Value::Object(members) => {
            members.is_empty()
                || members
                    .keys()
                    .any(|name| name.is_empty() || name.contains(MISPLACED))
                || members.values().any(unwritable)
        }
        _ => false,
    }
}

/// What a style puts between items without any way to escape it inside one (OpenAPI 3.0.4 §4.12.4).
fn delimiter(style: Style, explode: bool) -> Option<char> {
    match style {
        Style::SpaceDelimited => Some(' '),
        Style::PipeDelimited => Some('|'),
        Style::Label if explode => Some('.'),
        _ => None,
    }
}

/// Whether an item of a list or object holds what would divide it.
fn divided(value: &Value, delimiter: Option<char>) -> bool {
    let holds = |item: &Value| {
        let text = item.as_str().unwrap_or_default();
        delimiter.is_some_and(|it| text.contains(it))
    };
    match value {
        Value::Array(items) => items.iter().any(holds),
        Value::Object(members) => members.values().any(holds),
        _ => false,
    }
}

/// Whether something in the value cannot stand in a header: control characters, text that begins or ends with space,
/// and, where the comma divides, the comma.
fn not_for_headers(value: &Value) -> bool {
    match value {
        Value::String(text) => {
            text.trim() != text || text.chars().any(|it| it.is_control() || !it.is_ascii())
        }
        Value::Array(items) => items.iter().any(|item| {
            not_for_headers(item) || item.as_str().is_some_and(|text| text.contains(','))
        }),
        Value::Object(members) => members.values().any(not_for_headers),
        _ => false,
    }
}

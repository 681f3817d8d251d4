//! The generated types of answers: what a server writes, and what whoever reads it makes of it.

use http::HeaderMap;
use http_body_util::BodyExt as _;
use serde_json::Value;
use trueline_runtime::{Decode, Decoder, Direction, Encode, Node, Path, read_json, to_value};

use crate::conclude;
use crate::golden::wire::{models, server};
use crate::literals::{self, Literal, Meaning, Place, same};
use crate::runtime::server::{Respond, Response, StatusCode};

/// As many as there were when this line was last written: fewer is a suite that shrank.
const LEAST: usize = 50;

#[test]
fn the_server_writes_what_the_literals_say() {
    let (mut checked, mut wrong) = (0, Vec::new());
    for literal in literals::all() {
        let Meaning::Value(value) = &literal.meaning else {
            continue;
        };
        if !literal.is_written() {
            continue;
        }
        let written = match &literal.place {
            Place::Answer(status) => content(respond(&literal, *status, None, value)),
            Place::AnswerHeader(status, name) => header(
                respond(&literal, *status, Some(name), value).headers(),
                name,
            ),
            _ => continue,
        };
        checked += 1;
        if written != literal.wire.bytes() {
            wrong.push(format!(
                "{}: {value} must be written as `{}`, and is: `{}`",
                literal.at,
                literal.wire.text(),
                String::from_utf8_lossy(&written)
            ));
        }
    }
    conclude(checked, LEAST, &wrong);
}

#[test]
fn answers_are_read_as_the_literals_say() {
    let (mut checked, mut wrong) = (0, Vec::new());
    for literal in literals::all() {
        let Place::Answer(status) = literal.place else {
            continue;
        };
        // Text is read by whoever has the bytes.
        if !literal.is_read() || literal.operation == "answerKinds" && status == 200 {
            continue;
        }
        checked += 1;
        let read = match read_json(&literal.wire.bytes()) {
            Ok(node) => read(&literal, status, node),
            Err(fault) => Err(vec![fault.pointer()]),
        };
        let holds = match (&read, &literal.meaning) {
            (Ok(found), Meaning::Value(value)) => same(found, value),
            (Err(found), Meaning::Faults(places)) => found == places,
            _ => false,
        };
        if !holds {
            let text = literal.wire.text();
            let due = &literal.meaning;
            wrong.push(format!(
                "{}: `{text}` means {due:?}, and is read as {read:?}",
                literal.at
            ));
        }
    }
    conclude(checked, LEAST, &wrong);
}

/// The value of JSON content, or the places of its faults.
fn read(literal: &Literal, status: u16, node: Node<'_>) -> Result<Value, Vec<String>> {
    match (literal.operation.as_str(), status) {
        ("jsonScalars", _) => read_as::<models::Scalars>(node),
        ("jsonStructures", _) => read_as::<models::Structures>(node),
        ("jsonUnions", _) => read_as::<models::Unions>(node),
        ("jsonRules", _) => read_as::<models::Rules>(node),
        ("jsonPresence", _) => read_as::<models::Presence>(node),
        ("jsonAny", _) => read_as::<Value>(node),
        ("jsonList", _) => read_as::<Vec<i64>>(node),
        ("answerKinds", 201) => read_as::<models::Color>(node),
        ("answerKinds", _) => read_as::<models::Problem>(node),
        _ => panic!("{}: this answer has no content", literal.at),
    }
}

fn read_as<T: Decode + Encode>(node: Node<'_>) -> Result<Value, Vec<String>> {
    typed::<T>(node, Direction::Response).map(|value| to_value(&value))
}

/// The answer of an operation that has this status and this value, as content or in one header.
fn respond(literal: &Literal, status: u16, header: Option<&str>, value: &Value) -> Response {
    let code = StatusCode::from_u16(status).unwrap();
    match (literal.operation.as_str(), status) {
        ("jsonScalars", 200) => server::json::JsonScalarsResponse::Ok(of(literal, value)).respond(),
        ("jsonStructures", 200) => {
            server::json::JsonStructuresResponse::Ok(of(literal, value)).respond()
        }
        ("jsonUnions", 200) => server::json::JsonUnionsResponse::Ok(of(literal, value)).respond(),
        ("jsonRules", 200) => server::json::JsonRulesResponse::Ok(of(literal, value)).respond(),
        ("jsonPresence", 200) => {
            server::json::JsonPresenceResponse::Ok(of(literal, value)).respond()
        }
        ("jsonAny", 200) => server::json::JsonAnyResponse::Ok(of(literal, value)).respond(),
        ("jsonList", 200) => server::json::JsonListResponse::Ok(of(literal, value)).respond(),
        ("answerKinds", 200) => {
            server::answers::AnswerKindsResponse::Ok(of(literal, value)).respond()
        }
        ("answerKinds", 201) => {
            server::answers::AnswerKindsResponse::Created(of(literal, value)).respond()
        }
        ("answerKinds", 400..=499) => {
            server::answers::AnswerKindsResponse::ClientError(code, of(literal, value)).respond()
        }
        ("answerKinds", _) => {
            server::answers::AnswerKindsResponse::Default(code, of(literal, value)).respond()
        }
        ("answerHeaders", 204) => with_header(literal, header.unwrap_or_default(), value),
        _ => panic!("{}: there is no such answer", literal.at),
    }
}

fn with_header(literal: &Literal, name: &str, value: &Value) -> Response {
    fn one<T: Decode>(literal: &Literal, due: bool, value: &Value) -> Option<T> {
        due.then(|| of(literal, value))
    }
    server::answers::AnswerHeadersResponse::NoContent {
        x_text: one(literal, name == "X-Text", value),
        x_whole: one(literal, name == "X-Whole", value),
        x_ratio: one(literal, name == "X-Ratio", value),
        x_flag: one(literal, name == "X-Flag", value),
        x_moment: one(literal, name == "X-Moment", value),
        x_choice: one(literal, name == "X-Choice", value),
        x_list: one(literal, name == "X-List", value),
        x_numbers: one(literal, name == "X-Numbers", value),
        x_color: one(literal, name == "X-Color", value),
        x_members: one(literal, name == "X-Members", value),
    }
    .respond()
}

/// The typed value of a literal's.
fn of<T: Decode>(literal: &Literal, value: &Value) -> T {
    let text = value.to_string();
    let node = read_json(text.as_bytes()).unwrap();
    typed(node, Direction::Response)
        .unwrap_or_else(|places| panic!("{}: no such value: {places:?}", literal.at))
}

fn typed<T: Decode>(node: Node<'_>, direction: Direction) -> Result<T, Vec<String>> {
    let mut decoder = Decoder::new(direction);
    let value = T::decode(node, &mut decoder, &Path::ROOT);
    decoder.finish(value).map_err(|faults| {
        let mut places: Vec<String> = faults.iter().map(|fault| fault.pointer()).collect();
        places.sort();
        places
    })
}

fn content(response: Response) -> Vec<u8> {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(async {
            response
                .into_body()
                .collect()
                .await
                .unwrap()
                .to_bytes()
                .to_vec()
        })
}

fn header(headers: &HeaderMap, name: &str) -> Vec<u8> {
    headers
        .get(name)
        .map(|value| value.as_bytes().to_vec())
        .unwrap_or_default()
}

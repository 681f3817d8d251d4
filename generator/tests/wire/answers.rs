//! The generated server writes its answers as a literal says.

use http::HeaderMap;
use http_body_util::BodyExt as _;
use serde_json::Value;
use trueline_runtime::{Decode, Decoder, Direction, Path, read_json};

use crate::conclude;
use crate::golden::wire::server;
use crate::literals::{self, Literal, Meaning, Place};
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
        if !literal.may_be_written(&written) {
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
pub(crate) fn of<T: Decode>(literal: &Literal, value: &Value) -> T {
    let text = value.to_string();
    let mut decoder = Decoder::new(Direction::Response);
    let read = T::decode(
        read_json(text.as_bytes()).unwrap(),
        &mut decoder,
        &Path::ROOT,
    );
    let typed = decoder.finish(read);
    typed.unwrap_or_else(|faults| panic!("{}: no such value: {faults:?}", literal.at))
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

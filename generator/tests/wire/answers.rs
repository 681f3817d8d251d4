//! The generated server writes its answers as a literal says.

use http::HeaderMap;
use http_body_util::BodyExt as _;
use serde_json::Value;
use trueline_runtime::{Decode, Decoder, Direction, Path, read_json};

use crate::conclude;
use crate::golden::wire::server;
use crate::literals::{self, Meaning, Place};
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
            Place::Answer(status) => content(respond(&literal.operation, *status, None, value)),
            Place::AnswerHeader(status, name) => header(
                respond(&literal.operation, *status, Some(name), value).headers(),
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
pub(crate) fn respond(
    operation: &str,
    status: u16,
    header: Option<&str>,
    value: &Value,
) -> Response {
    let code = StatusCode::from_u16(status).unwrap();
    match (operation, status) {
        ("jsonScalars", 200) => server::json::JsonScalarsResponse::Ok(of(value)).respond(),
        ("jsonStructures", 200) => server::json::JsonStructuresResponse::Ok(of(value)).respond(),
        ("jsonUnions", 200) => server::json::JsonUnionsResponse::Ok(of(value)).respond(),
        ("jsonRules", 200) => server::json::JsonRulesResponse::Ok(of(value)).respond(),
        ("jsonPresence", 200) => server::json::JsonPresenceResponse::Ok(of(value)).respond(),
        ("jsonAny", 200) => server::json::JsonAnyResponse::Ok(of(value)).respond(),
        ("jsonList", 200) => server::json::JsonListResponse::Ok(of(value)).respond(),
        ("answerKinds", 200) => server::answers::AnswerKindsResponse::Ok(of(value)).respond(),
        ("answerKinds", 201) => server::answers::AnswerKindsResponse::Created(of(value)).respond(),
        ("answerKinds", 400..=499) => {
            server::answers::AnswerKindsResponse::ClientError(code, of(value)).respond()
        }
        ("answerKinds", _) => {
            server::answers::AnswerKindsResponse::Default(code, of(value)).respond()
        }
        ("answerHeaders", 204) => with_header(header.unwrap_or_default(), value),
        _ => panic!("`{operation}` has no answer {status}"),
    }
}

fn with_header(name: &str, value: &Value) -> Response {
    fn one<T: Decode>(due: bool, value: &Value) -> Option<T> {
        due.then(|| of(value))
    }
    server::answers::AnswerHeadersResponse::NoContent {
        x_text: one(name == "X-Text", value),
        x_whole: one(name == "X-Whole", value),
        x_ratio: one(name == "X-Ratio", value),
        x_flag: one(name == "X-Flag", value),
        x_moment: one(name == "X-Moment", value),
        x_choice: one(name == "X-Choice", value),
        x_list: one(name == "X-List", value),
        x_numbers: one(name == "X-Numbers", value),
        x_color: one(name == "X-Color", value),
        x_members: one(name == "X-Members", value),
        x_json: one(name == "X-Json", value),
    }
    .respond()
}

/// A value, typed.
pub(crate) fn of<T: Decode>(value: &Value) -> T {
    let text = value.to_string();
    let mut decoder = Decoder::new(Direction::Response);
    let read = T::decode(
        read_json(text.as_bytes()).unwrap(),
        &mut decoder,
        &Path::ROOT,
    );
    let typed = decoder.finish(read);
    typed.unwrap_or_else(|faults| panic!("{value} is no such value: {faults:?}"))
}

pub(crate) fn content(response: Response) -> Vec<u8> {
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

//! The wire suite, held against the tester: its encoder writes each literal under `spec/wire`, and its judge takes
//! the values and answers that are valid, and complains of the others, there where they are wrong.

#[path = "../../../spec/wire/literals.rs"]
#[expect(dead_code, reason = "each test that includes it uses its own part")]
mod literals;

use std::time::Duration;

use serde_json::Value;
use trueline_conformance::encode::{EncodeError, RequestBuilder};
use trueline_conformance::exchange::{Answer, Request};
use trueline_conformance::schema::Direction;
use trueline_conformance::{Contract, Requirements, judge};
use trueline_spec::ir::{MediaType, Operation, Parameter, ParameterForm, PathPiece, SchemaId};
use trueline_spec::{LoadOptions, load_file};

use literals::{Literal, Meaning, Place};

/// As many as there were when this line was last written: fewer is a suite that shrank.
const LEAST: usize = 400;

fn contract() -> Contract {
    let loaded = load_file(
        &literals::folder().join("openapi.yaml"),
        &LoadOptions::default(),
    );
    Contract::new(loaded.api.unwrap(), loaded.sources, Requirements::default())
}

fn conclude(checked: usize, least: usize, wrong: &[String]) {
    let count = wrong.len();
    assert!(
        wrong.is_empty(),
        "{count} of {checked} do not hold:\n{}",
        wrong.join("\n")
    );
    assert!(checked >= least, "only {checked} were checked");
}

#[test]
fn the_encoder_writes_what_the_literals_say() {
    let contract = contract();
    let (mut checked, mut wrong) = (0, Vec::new());
    for literal in literals::all() {
        let Meaning::Value(value) = &literal.meaning else {
            continue;
        };
        if !literal.is_written() || is_answer(&literal) {
            continue;
        }
        checked += 1;
        let operation = operation(&contract, &literal);
        let written = match write(operation, &literal, value) {
            Ok(request) => wire(operation, &literal, &request),
            Err(error) => error.to_string().into_bytes(),
        };
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

/// Every value that a literal gives a meaning is valid by its schema, and every JSON body that it refuses is not.
#[test]
fn the_validator_judges_requests_as_the_literals_say() {
    let contract = contract();
    let (mut checked, mut wrong) = (0, Vec::new());
    for literal in literals::all() {
        if is_answer(&literal) {
            continue;
        }
        let operation = operation(&contract, &literal);
        let Some(schema) = schema(operation, &literal) else {
            continue;
        };
        let (value, due) = match &literal.meaning {
            Meaning::Value(value) => (value.clone(), Vec::new()),
            Meaning::Faults(places) if is_json(operation, &literal) => {
                match serde_json::from_slice(&literal.wire.bytes()) {
                    Ok(value) => (value, places.clone()),
                    Err(_) => continue,
                }
            }
            _ => continue,
        };
        checked += 1;
        let violations = contract.judge.violations(
            &contract.api.schemas,
            schema,
            Direction::Request,
            value.clone(),
        );
        let found = violations.into_iter().map(|violation| violation.pointer);
        compare(&literal, found.collect(), due, &mut wrong);
    }
    conclude(checked, LEAST, &wrong);
}

#[test]
fn the_judge_takes_answers_as_the_literals_say() {
    let contract = contract();
    let (mut checked, mut wrong) = (0, Vec::new());
    for literal in literals::all() {
        let (status, headers) = match &literal.place {
            Place::Answer(status) => (*status, Vec::new()),
            Place::AnswerHeader(status, name) => {
                (*status, vec![(name.to_lowercase(), literal.wire.text())])
            }
            _ => continue,
        };
        if !literal.is_read() {
            continue;
        }
        checked += 1;
        let operation = operation(&contract, &literal);
        let response = operation.response_for(status).unwrap();
        let mut answer = Answer {
            status,
            headers,
            body: Default::default(),
            version: "HTTP/1.1".to_owned(),
            elapsed: Duration::ZERO,
        };
        if let (Place::Answer(_), Some(documented)) = (&literal.place, response.content.first()) {
            let kind = literal.media_type.as_ref().unwrap_or(&documented.name);
            answer
                .headers
                .push(("content-type".to_owned(), kind.clone()));
            answer.body = literal.wire.bytes().into();
        }
        let failures = judge::by_response(&contract, operation, response, &answer);
        let found = failures
            .into_iter()
            .map(|failure| failure.pointer.unwrap_or_default());
        let due = match &literal.meaning {
            Meaning::Faults(places) => places.clone(),
            _ => Vec::new(),
        };
        compare(&literal, found.collect(), due, &mut wrong);
    }
    conclude(checked, 90, &wrong);
}

fn compare(literal: &Literal, mut found: Vec<String>, due: Vec<String>, wrong: &mut Vec<String>) {
    let due = literal.judged.clone().unwrap_or(due);
    found.sort();
    found.dedup();
    if found != due {
        let text = literal.wire.text();
        wrong.push(format!(
            "{}: `{text}` must be faulty at {due:?}, and is at: {found:?}",
            literal.at
        ));
    }
}

fn is_answer(literal: &Literal) -> bool {
    matches!(literal.place, Place::Answer(_) | Place::AnswerHeader(..))
}

fn operation<'c>(contract: &'c Contract, literal: &Literal) -> &'c Operation {
    let mut operations = contract.api.operations.iter();
    operations
        .find(|operation| operation.id == literal.operation)
        .unwrap_or_else(|| panic!("{}: no operation `{}`", literal.at, literal.operation))
}

fn parameter<'o>(operation: &'o Operation, literal: &Literal) -> Option<&'o Parameter> {
    let (Place::Path(name) | Place::Query(name) | Place::Header(name) | Place::Cookie(name)) =
        &literal.place
    else {
        return None;
    };
    let mut parameters = operation.parameters.iter();
    let found = parameters.find(|parameter| parameter.name == *name);
    Some(found.unwrap_or_else(|| panic!("{}: no parameter `{name}`", literal.at)))
}

/// The media type of a body that the literal names, else the first.
fn media_type<'o>(operation: &'o Operation, literal: &Literal) -> Option<&'o MediaType> {
    let content = &operation.body.as_ref()?.content;
    let named = literal.media_type.as_ref().and_then(|name| {
        let essence = name.split(';').next().unwrap_or_default().trim();
        content
            .iter()
            .find(|it| it.name.eq_ignore_ascii_case(essence))
    });
    named.or(content.first())
}

fn schema(operation: &Operation, literal: &Literal) -> Option<SchemaId> {
    match parameter(operation, literal) {
        Some(parameter) => match &parameter.form {
            ParameterForm::Style { schema, .. } => Some(*schema),
            ParameterForm::Content(media_type) => media_type.schema,
        },
        None => media_type(operation, literal)?.schema,
    }
}

fn is_json(operation: &Operation, literal: &Literal) -> bool {
    literal.place == Place::Body
        && media_type(operation, literal).is_some_and(|it| it.name.ends_with("json"))
}

fn write(operation: &Operation, literal: &Literal, value: &Value) -> Result<Request, EncodeError> {
    let mut builder = RequestBuilder::new(operation);
    match parameter(operation, literal) {
        Some(parameter) => builder.parameter(parameter, value)?,
        None => builder.body(media_type(operation, literal).unwrap(), value)?,
    };
    builder.build()
}

/// The part of a request that the literal is about.
fn wire(operation: &Operation, literal: &Literal, request: &Request) -> Vec<u8> {
    let (path, query) = request
        .target
        .split_once('?')
        .unwrap_or((&request.target, ""));
    match &literal.place {
        Place::Path(_) => {
            let fixed = |at: usize| match operation.path.pieces.get(at) {
                Some(PathPiece::Literal(text)) => text.as_str(),
                _ => "",
            };
            let inner = path
                .strip_prefix(fixed(0))
                .and_then(|rest| rest.strip_suffix(fixed(2)));
            inner.unwrap_or(path).as_bytes().to_vec()
        }
        Place::Query(_) => query.as_bytes().to_vec(),
        Place::Header(name) => request.header_value(name).unwrap_or_default().into(),
        Place::Cookie(_) => request.header_value("cookie").unwrap_or_default().into(),
        // A boundary is the writer's own; that of the literals is `b`.
        Place::Body => {
            let body = request.body.clone().unwrap_or_default().to_vec();
            let kind = request.header_value("content-type").unwrap_or_default();
            match kind.split_once("boundary=") {
                Some((_, boundary)) => String::from_utf8_lossy(&body)
                    .replace(&format!("--{boundary}"), "--b")
                    .into_bytes(),
                None => body,
            }
        }
        Place::Answer(_) | Place::AnswerHeader(..) => Vec::new(),
    }
}

//! Can the content be read, and is it valid by its schema?

use serde_json::Value;
use trueline_spec::ir::MediaType;

use crate::check;
use crate::contract::Contract;
use crate::encode::{essence, is_json};
use crate::exchange::Answer;
use crate::verdict::Failure;

/// What is wrong with the answer's content by a documented media type. JSON is parsed and judged by the
/// schema; text is judged as a string; other content is not looked into.
pub fn content(contract: &Contract, documented: &MediaType, answer: &Answer) -> Vec<Failure> {
    if let Some(failure) = coded(documented, answer) {
        return vec![failure];
    }
    let sent = essence(answer.header_value("content-type").unwrap_or_default());
    let value = if is_json(&sent) {
        match serde_json::from_slice::<Value>(&answer.body) {
            Ok(value) => value,
            Err(error) => {
                let received = if answer.body.is_empty() {
                    "no content".to_owned()
                } else {
                    format!("{error}, in: {}", beginning(answer))
                };
                let failure = Failure::new(check::CONTENT, "a JSON document", received);
                return vec![failure.pointer("").at(&documented.at)];
            }
        }
    } else if sent.starts_with("text/") {
        match String::from_utf8(answer.body.to_vec()) {
            Ok(text) => Value::String(text),
            // Text in another charset: nothing that a schema could be asked about.
            Err(_) => return Vec::new(),
        }
    } else {
        return Vec::new();
    };
    let Some(schema) = documented.schema else {
        return Vec::new();
    };
    contract
        .response_violations(schema, value)
        .into_iter()
        .map(|violation| {
            let at = violation.at.unwrap_or_else(|| documented.at.clone());
            Failure::new(check::SCHEMA, violation.expected, violation.received)
                .pointer(violation.pointer)
                .at(&at)
                .times(violation.times)
        })
        .collect()
}

fn beginning(answer: &Answer) -> String {
    const LONGEST: usize = 120;
    let text = answer.text();
    let cut: String = text.chars().take(LONGEST).collect();
    if cut.len() < text.len() {
        format!("{cut}…")
    } else {
        cut
    }
}

/// Content in a coding (RFC 9110 §8.4) that the request did not ask for cannot be read.
fn coded(documented: &MediaType, answer: &Answer) -> Option<Failure> {
    let coding = answer.header_value("content-encoding")?.trim();
    if coding.is_empty() || coding.eq_ignore_ascii_case("identity") {
        return None;
    }
    let failure = Failure::new(
        check::CONTENT,
        "content without a coding: the request said `Accept-Encoding: identity`",
        format!("Content-Encoding: {coding}"),
    );
    Some(failure.pointer("").at(&documented.at))
}

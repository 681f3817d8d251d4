//! Values for a place, and how they can be read.

use serde_json::{Value, json};
use trueline_spec::ir::{JsonType, SchemaId};

use super::branch::{Branch, branches};
use super::place::{Argument, Place, Wire};
use crate::contract::Contract;
use crate::schema::Direction;

/// A value for a place, and what it is to show.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Candidate {
    /// The rule, as in case ids: `too-long`.
    pub(super) rule: String,
    /// The value.
    pub(super) value: Value,
    /// What is special about it, for a person: `has 5001 characters, and 5000 are the most`.
    pub(super) words: String,
}

impl Candidate {
    pub(super) fn new(rule: impl Into<String>, value: Value, words: impl Into<String>) -> Self {
        Self {
            rule: rule.into(),
            value,
            words: words.into(),
        }
    }
}

/// Text of no meaning: no number, no boolean, no date.
pub(super) const TEXT: &str = "trueline";

/// Lengths beyond this are not sent in a URL or header: many servers cap those for reasons of their own.
const LONGEST_IN_HEAD: u64 = 6_000;
/// Lengths beyond this are not sent at all.
const LONGEST: u64 = 1_000_000;

/// Whether no reading of the value is valid: a text on the wire may also be a number or a boolean.
pub(super) fn is_invalid(contract: &Contract, place: &Place, value: &Value) -> bool {
    let mut readings = vec![value.clone()];
    if let (Wire::Text { .. }, Some(text)) = (place.wire, as_text(value)) {
        if text.is_empty() {
            readings.push(Value::Null);
        }
        readings.extend(serde_json::from_str::<Value>(&text).ok());
        readings.push(Value::String(text));
        // One value is how a list of one is written, or often may be.
        let lists: Vec<Value> = readings.iter().map(|it| json!([it])).collect();
        readings.extend(lists);
    }
    !readings
        .iter()
        .any(|reading| is_valid(contract, place.schema, reading))
}

/// A scalar as text; lists and maps are none.
fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        Value::String(text) => Some(text.clone()),
        Value::Array(_) | Value::Object(_) => None,
    }
}

pub(super) fn is_valid(contract: &Contract, schema: SchemaId, value: &Value) -> bool {
    let schemas = &contract.api.schemas;
    contract
        .judge
        .is_valid(schemas, schema, Direction::Request, value)
}

/// Whether the schema takes any text: nothing is said of it but its length.
pub(super) fn is_free_text(contract: &Contract, id: SchemaId) -> bool {
    let ways = branches(&contract.api.schemas, id);
    !ways.is_empty() && ways.iter().all(|way| takes_free_text(contract, way))
}

fn takes_free_text(contract: &Contract, way: &Branch) -> bool {
    let schemas = &contract.api.schemas;
    way.takes(schemas, JsonType::String)
        && way.values(schemas).is_none()
        && way.format(schemas).is_none()
        && !way.has_pattern(schemas)
}

pub(super) fn text_of(length: u64) -> Value {
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    Value::from("a".repeat(length))
}

pub(super) fn longest(place: &Place) -> u64 {
    match place.argument {
        Argument::Parameter(_) => LONGEST_IN_HEAD,
        Argument::Body(_) => LONGEST,
    }
}

//! Values for a place: those that break one rule of its schema, and those that its schema alone makes
//! valid.

use serde_json::{Value, json};
use trueline_spec::ir::{JsonType, SchemaId};

use super::branch::{Branch, branches};
use super::place::{Argument, Key, Place, Wire};
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
    fn new(rule: impl Into<String>, value: Value, words: impl Into<String>) -> Self {
        Self {
            rule: rule.into(),
            value,
            words: words.into(),
        }
    }
}

/// Text of no meaning: no number, no boolean, no date.
const TEXT: &str = "trueline";

/// Lengths beyond this are not sent in a URL or header: many servers cap those for reasons of their own.
const LONGEST_IN_HEAD: u64 = 6_000;
/// Lengths beyond this are not sent at all.
const LONGEST: u64 = 1_000_000;

/// Values that are invalid here however they are read, one for each rule.
pub(super) fn invalid(contract: &Contract, place: &Place) -> Vec<Candidate> {
    let schemas = &contract.api.schemas;
    let ways = branches(schemas, place.schema);
    let takes = |one| ways.iter().any(|way| way.takes(schemas, one));
    let described: Vec<String> = ways.iter().map(|way| way.describe(schemas)).collect();
    let described = described.join(" or ");
    let but = |is: &str| format!("{is}, and takes {described}");
    let mut candidates = Vec::new();
    let mut add = |rule: &str, value: Value, words: String| {
        candidates.push(Candidate::new(rule, value, words));
    };

    let has_list = ways.iter().any(|way| way.values(schemas).is_some());
    if has_list && ways.iter().all(|way| way.values(schemas).is_some()) {
        add("unknown-value", json!(TEXT), but(&format!("is \"{TEXT}\"")));
    } else if !ways.iter().any(|way| takes_free_text(contract, way)) {
        add("wrong-type", json!(TEXT), but(&format!("is \"{TEXT}\"")));
    } else if place.wire == Wire::Json && !takes(JsonType::Integer) {
        add("wrong-type", json!(12345), but("is the number 12345"));
    }
    if takes(JsonType::Integer) && !takes(JsonType::Number) {
        let value = match place.wire {
            Wire::Json => json!(1.5),
            Wire::Text { .. } => json!("1.5"),
        };
        add("not-integer", value, but("is 1.5"));
    }
    match place.wire {
        Wire::Json => {
            add("null", Value::Null, but("is null"));
            let scalars = [JsonType::String, JsonType::Integer, JsonType::Boolean];
            let kind = if scalars.into_iter().any(takes) {
                "scalar"
            } else if takes(JsonType::Array) {
                "list"
            } else {
                "map"
            };
            if !takes(JsonType::Array) {
                let rule = format!("list-for-{kind}");
                add(&rule, json!([TEXT]), but("is a list"));
            }
            if !takes(JsonType::Object) {
                let rule = format!("map-for-{kind}");
                add(&rule, json!({TEXT: TEXT}), but("is a map"));
            }
        }
        Wire::Text { brackets } => {
            add("empty", json!(""), but("is empty"));
            // Without brackets a list is written as a repeated name or with commas, which are other
            // texts and not other shapes. A map in place of a list may be one with odd indexes, a list in
            // a list one list.
            if brackets && !takes(JsonType::Array) && !takes(JsonType::Object) {
                if place.path.last() != Some(&Key::Item) {
                    add("list-for-scalar", json!([TEXT]), but("is a list"));
                }
                add("map-for-scalar", json!({TEXT: TEXT}), but("is a map"));
            }
        }
    }
    for way in &ways {
        out_of_bounds(contract, place, way, &mut candidates);
    }
    let mut kept: Vec<Candidate> = Vec::new();
    for candidate in candidates {
        let known = kept.iter().any(|it| it.rule == candidate.rule);
        if !known && is_invalid(contract, place, &candidate.value) {
            kept.push(candidate);
        }
    }
    kept
}

/// Values beyond the bounds that one way to be valid states.
fn out_of_bounds(
    contract: &Contract,
    place: &Place,
    way: &Branch,
    candidates: &mut Vec<Candidate>,
) {
    let schemas = &contract.api.schemas;
    let mut add = |rule: &str, value: Value, words: String| {
        candidates.push(Candidate::new(rule, value, words));
    };
    if way.takes(schemas, JsonType::String) && way.values(schemas).is_none() {
        if let Some(most) = way.max_length(schemas)
            && most < longest(place)
        {
            let words = format!("has {} characters, and {most} are the most", most + 1);
            add("too-long", text_of(most + 1), words);
        }
        if let Some(least) = way.min_length(schemas)
            && least > 0
            && least < longest(place)
        {
            let words = format!("has {} characters, and {least} are the least", least - 1);
            add("too-short", text_of(least - 1), words);
        }
        if way.has_pattern(schemas) {
            for text in ["!", TEXT, "0", " "] {
                if is_invalid(contract, place, &json!(text)) {
                    let words = format!("is \"{text}\", which does not match the pattern");
                    add("pattern", json!(text), words);
                    break;
                }
            }
        }
        if let Some(format @ ("date" | "date-time" | "uuid")) = way.format(schemas) {
            let words = format!("is \"{TEXT}\", which is no {format}");
            add("format", json!(TEXT), words);
        }
    }
    if way.takes(schemas, JsonType::Integer) && way.values(schemas).is_none() {
        if let Some(lowest) = way.lowest(schemas).and_then(|it| it.checked_sub(1)) {
            let words = format!("is {lowest}, which is below the minimum");
            add("below-minimum", json!(lowest), words);
        }
        if let Some(highest) = way.highest(schemas).and_then(|it| it.checked_add(1)) {
            let words = format!("is {highest}, which is above the maximum");
            add("above-maximum", json!(highest), words);
        }
    }
    let lists_are_visible = place.wire != (Wire::Text { brackets: false });
    if way.takes(schemas, JsonType::Array) && lists_are_visible {
        let item = |n: u64| json!(format!("{TEXT}{n}"));
        let takes_texts = way
            .items(schemas)
            .is_none_or(|id| is_valid(contract, id, &item(0)));
        if let Some(most) = way.max_items(schemas)
            && takes_texts
            && most < 1_000
        {
            let words = format!("has {} items, and {most} are the most", most + 1);
            let items: Vec<Value> = (0..=most).map(item).collect();
            add("too-many-items", json!(items), words);
        }
        if let Some(least @ 1..) = way.min_items(schemas)
            && takes_texts
            && least < 1_000
            // No items cannot be written in brackets.
            && (least > 1 || place.wire == Wire::Json)
        {
            let words = format!("has {} items, and {least} are the least", least - 1);
            let items: Vec<Value> = (1..least).map(item).collect();
            add("too-few-items", json!(items), words);
        }
    }
}

/// Values that the schema alone makes valid: listed ones, booleans, both ends of a closed range, free maps.
/// Nothing else is: a text may be an id that must exist, a number a time that must lie ahead.
pub(super) fn valid(contract: &Contract, place: &Place) -> Vec<Candidate> {
    let schemas = &contract.api.schemas;
    let ways = branches(schemas, place.schema);
    let is_union = ways.len() > 1;
    let mut candidates = Vec::new();
    for (index, way) in ways.iter().enumerate() {
        let before = candidates.len();
        let mut add = |rule: String, value: Value, words: String| {
            candidates.push(Candidate::new(rule, value, words));
        };
        if let Some(values) = way.values(schemas) {
            for value in values.iter().take(20) {
                let shown = value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned);
                add(
                    format!("value-{shown}"),
                    value.clone(),
                    format!("is {value}, which is listed"),
                );
            }
        } else if way.types(schemas).single() == Some(JsonType::Boolean) {
            for value in [true, false] {
                add(
                    format!("value-{value}"),
                    json!(value),
                    format!("is {value}"),
                );
            }
        } else if way.types(schemas).single() == Some(JsonType::Integer)
            && let (Some(lowest), Some(highest)) = (way.lowest(schemas), way.highest(schemas))
        {
            add(
                "minimum".to_owned(),
                json!(lowest),
                format!("is {lowest}, the minimum"),
            );
            add(
                "maximum".to_owned(),
                json!(highest),
                format!("is {highest}, the maximum"),
            );
        } else if way.takes(schemas, JsonType::Object)
            && way.members(schemas).is_empty()
            && let Some(values) = way.map_values(schemas)
            && is_free_text(contract, values)
        {
            add(
                "map".to_owned(),
                json!({TEXT: TEXT}),
                "is a map with one entry".to_owned(),
            );
            let most = branches(schemas, values)
                .iter()
                .filter_map(|it| it.max_length(schemas))
                .min();
            if let Some(most) = most
                && most <= longest(place)
            {
                add(
                    "longest-value".to_owned(),
                    json!({TEXT: text_of(most)}),
                    format!("is a map with a value of {most} characters, which are allowed"),
                );
            }
        }
        if is_union && candidates.len() == before + 1 {
            candidates[before].rule = format!("each-branch-{}", index + 1);
        }
    }
    // In a form or query an empty text may also be no value at all.
    candidates.retain(|it| {
        is_valid(contract, place.schema, &it.value)
            && !(it.value == json!("") && matches!(place.wire, Wire::Text { .. }) && place.required)
    });
    let mut kept: Vec<Candidate> = Vec::new();
    for candidate in candidates {
        if !kept.iter().any(|it| it.rule == candidate.rule) {
            kept.push(candidate);
        }
    }
    kept
}

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

fn is_valid(contract: &Contract, schema: SchemaId, value: &Value) -> bool {
    let schemas = &contract.api.schemas;
    contract
        .judge
        .is_valid(schemas, schema, Direction::Request, value)
}

/// Whether the schema takes any text: nothing is said of it but its length.
fn is_free_text(contract: &Contract, id: SchemaId) -> bool {
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

fn text_of(length: u64) -> Value {
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    Value::from("a".repeat(length))
}

fn longest(place: &Place) -> u64 {
    match place.argument {
        Argument::Parameter(_) => LONGEST_IN_HEAD,
        Argument::Body(_) => LONGEST,
    }
}

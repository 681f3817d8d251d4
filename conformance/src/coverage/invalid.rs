//! Values that break one rule of a place's schema.

use serde_json::{Value, json};
use trueline_spec::ir::JsonType;

use super::branch::{Branch, branches};
use super::place::{Key, Place, Wire};
use super::value::{Candidate, TEXT, is_invalid, is_valid, longest, text_of};
use crate::contract::Contract;

/// Values that are invalid here however they are read, one for each rule.
pub(super) fn candidates(contract: &Contract, place: &Place) -> Vec<Candidate> {
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
    } else if !ways
        .iter()
        .any(|way| way.takes(schemas, JsonType::String) && way.values(schemas).is_none())
        // A single text is also how a list of one is written.
        && (place.wire == Wire::Json || !takes(JsonType::Array))
    {
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
            let words = format!(
                "has {}, more than the {most} allowed",
                count(most + 1, "character")
            );
            add("too-long", text_of(most + 1), words);
        }
        if let Some(least) = way.min_length(schemas)
            && least > 0
            && least < longest(place)
        {
            let words = format!(
                "has {}, fewer than the {least} demanded",
                count(least - 1, "character")
            );
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
            let words = format!(
                "has {}, more than the {most} allowed",
                count(most + 1, "item")
            );
            let items: Vec<Value> = (0..=most).map(item).collect();
            add("too-many-items", json!(items), words);
        }
        if let Some(least @ 1..) = way.min_items(schemas)
            && takes_texts
            && least < 1_000
            // No items cannot be written in brackets.
            && (least > 1 || place.wire == Wire::Json)
        {
            let words = format!(
                "has {}, fewer than the {least} demanded",
                count(least - 1, "item")
            );
            let items: Vec<Value> = (1..least).map(item).collect();
            add("too-few-items", json!(items), words);
        }
    }
}

/// `1 item`, `2 items`.
fn count(number: u64, what: &str) -> String {
    if number == 1 {
        format!("1 {what}")
    } else {
        format!("{number} {what}s")
    }
}

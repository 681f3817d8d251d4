//! Values that a place's schema alone makes valid.

use serde_json::{Value, json};
use trueline_spec::ir::JsonType;

use super::branch::branches;
use super::place::{Place, Wire};
use super::value::{Candidate, TEXT, is_free_text, is_valid, longest, text_of};
use crate::contract::Contract;

/// Values that the schema alone makes valid: listed ones, booleans, both ends of a closed range, free maps.
/// Nothing else is: a text may be an id that must exist, a number a time that must lie ahead.
pub(super) fn candidates(contract: &Contract, place: &Place) -> Vec<Candidate> {
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

//! Are the documented headers there, and valid?

use serde_json::{Map, Value};
use trueline_spec::ir::{Additional, Header, JsonType, ParameterForm, Response, SchemaId, Schemas};

use crate::check;
use crate::contract::Contract;
use crate::exchange::Answer;
use crate::verdict::Failure;

/// What is wrong with the answer's headers by those that the response documents. A header that is
/// nowhere documented is no fault.
pub fn headers(contract: &Contract, response: &Response, answer: &Answer) -> Vec<Failure> {
    let mut failures = Vec::new();
    for header in &response.headers {
        // OpenAPI 3.0.4 §4.17: a response header named Content-Type shall be ignored.
        if header.name.eq_ignore_ascii_case("content-type") {
            continue;
        }
        match answer.header_value(&header.name) {
            None if header.required => failures.push(
                Failure::new(
                    check::HEADER,
                    format!("a header `{}`", header.name),
                    "no such header",
                )
                .at(&header.at),
            ),
            None => {}
            Some(text) => failures.extend(value(contract, header, text)),
        }
    }
    failures
}

fn value(contract: &Contract, header: &Header, text: &str) -> Vec<Failure> {
    let schemas = &contract.api.schemas;
    let (schema, value) = match &header.form {
        ParameterForm::Style {
            schema, explode, ..
        } => (*schema, read(schemas, *schema, *explode, text)),
        ParameterForm::Content(media_type) => match (media_type.schema, serde_json::from_str(text))
        {
            (Some(schema), Ok(value)) => (schema, value),
            (_, Err(error)) => {
                let expected = format!("a JSON document in the header `{}`", header.name);
                let received = format!("{text}: {error}");
                return vec![Failure::new(check::HEADER, expected, received).at(&header.at)];
            }
            (None, Ok(_)) => return Vec::new(),
        },
    };
    contract
        .response_violations(schema, value)
        .into_iter()
        .map(|violation| {
            let expected = format!("in the header `{}`, {}", header.name, violation.expected);
            let at = violation.at.unwrap_or_else(|| header.at.clone());
            Failure::new(check::HEADER, expected, violation.received).at(&at)
        })
        .collect()
}

/// Reads a header's text as what its schema describes: style `simple` (OpenAPI 3.0.4 §4.12.4).
fn read(schemas: &Schemas, id: SchemaId, explode: bool, text: &str) -> Value {
    let schema = schemas.get(schemas.resolve(id));
    let parts = || {
        text.split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty())
    };
    match schema.types.single() {
        Some(JsonType::Array) => {
            let items = schema.array.as_ref().and_then(|rules| rules.items);
            parts().map(|part| scalar(schemas, items, part)).collect()
        }
        Some(JsonType::Object) => {
            let rules = schema.object.as_deref();
            let member = |name: &str| {
                rules.and_then(
                    |rules| match (rules.properties.get(name), rules.additional) {
                        (Some(id), _) => Some(*id),
                        (None, Additional::Schema(id)) => Some(id),
                        (None, _) => None,
                    },
                )
            };
            let mut members = Map::new();
            if explode {
                for (name, text) in parts().filter_map(|part| part.split_once('=')) {
                    members.insert(name.to_owned(), scalar(schemas, member(name), text));
                }
            } else {
                let all: Vec<_> = parts().collect();
                for pair in all.chunks_exact(2) {
                    if let [name, text] = pair {
                        members.insert((*name).to_owned(), scalar(schemas, member(name), text));
                    }
                }
            }
            Value::Object(members)
        }
        _ => scalar(schemas, Some(id), text),
    }
}

/// Reads a text as the scalar that the schema asks for; as a string where it is none.
fn scalar(schemas: &Schemas, id: Option<SchemaId>, text: &str) -> Value {
    let string = || Value::String(text.to_owned());
    let Some(id) = id else { return string() };
    let types = schemas.get(schemas.resolve(id)).types;
    if types.has(JsonType::String) {
        return string();
    }
    // Only a scalar: a header that is to be a number and says `[1]` says no number.
    match serde_json::from_str(text) {
        Ok(value @ (Value::Number(_) | Value::Bool(_) | Value::Null)) => value,
        _ => string(),
    }
}

//! The typed shell: `openapiv3`'s types, used for one object at a time.
//!
//! `openapiv3` models OpenAPI 3.0 and gives up on a whole document for one odd member. So each object
//! is handed to it alone: schemas are hoisted out (a `$ref` to their own place stands for them), the
//! objects inside are read on their own turn, extensions and whatever the type would lose are read
//! from the raw value. One odd object then costs no other, and 3.1 fits as well as 3.0.

mod objects;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::source::At;

/// An `openapiv3` type and how a raw object is cut to fit it.
pub(crate) trait Shell: DeserializeOwned {
    /// The members that the type is given as they are.
    const KEPT: &'static [&'static str];
    /// Those of [`Shell::KEPT`] that only speak to people: a fault in one costs only that member.
    const PROSE: &'static [&'static str] = &["description", "summary"];
    /// A member that decides how the others are read, so it comes first.
    const TAG: Option<&'static str> = None;
    /// Members that the type demands and that lowering can do without, and what to give it then.
    const DEMANDED: &'static [(&'static str, Demand)] = &[];
}

/// What is given to a type for a member that it demands and the object lacks.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Demand {
    /// An empty string.
    Text,
    /// An empty object.
    Object,
    /// A `$ref` to the object's own member `schema`, or the names of its `content`.
    SchemaOrContent,
}

/// What came of reading an object.
#[derive(Debug)]
pub(crate) struct Read<T> {
    /// The typed object; `None` when a fault touches more than prose.
    pub(crate) typed: Option<T>,
    /// What the type refused.
    pub(crate) faults: Vec<Fault>,
}

/// Something that the type refused.
#[derive(Debug)]
pub(crate) struct Fault {
    /// The member that is to blame; `None` when it is the object as a whole.
    pub(crate) member: Option<&'static str>,
    /// What the type said of it.
    pub(crate) message: String,
}

/// Reads one raw object as `T`.
pub(crate) fn read<T: Shell>(raw: &Map<String, Value>, at: &At) -> Read<T> {
    let demanded = demanded::<T>(raw, at);
    let mut whole = demanded.clone();
    for name in T::KEPT {
        if let Some(value) = raw.get(*name) {
            whole.insert((*name).to_owned(), value.clone());
        }
    }
    match serde_json::from_value(Value::Object(whole)) {
        Ok(typed) => Read {
            typed: Some(typed),
            faults: Vec::new(),
        },
        Err(error) => without_faults(raw, demanded, &error),
    }
}

/// Adds one member after the other and leaves out each one that the type refuses.
fn without_faults<T: Shell>(
    raw: &Map<String, Value>,
    demanded: Map<String, Value>,
    error: &serde_json::Error,
) -> Read<T> {
    let mut accepted = demanded;
    let mut faults = Vec::new();
    // A type that cannot be had from its demanded members alone becomes readable on the way.
    let mut readable = serde_json::from_value::<T>(Value::Object(accepted.clone())).is_ok();
    let tag_first = T::TAG.into_iter();
    let rest = T::KEPT.iter().copied().filter(|name| Some(*name) != T::TAG);
    for name in tag_first.chain(rest) {
        let Some(value) = raw.get(name) else { continue };
        let mut attempt = accepted.clone();
        attempt.insert(name.to_owned(), value.clone());
        match serde_json::from_value::<T>(Value::Object(attempt.clone())) {
            Ok(_) => {
                readable = true;
                accepted = attempt;
            }
            Err(_) if !readable => accepted = attempt,
            Err(error) => faults.push(Fault {
                member: Some(name),
                message: error.to_string(),
            }),
        }
    }
    let only_prose = !faults.is_empty()
        && faults
            .iter()
            .all(|fault| fault.member.is_some_and(|name| T::PROSE.contains(&name)));
    if faults.is_empty() {
        faults.push(Fault {
            member: None,
            message: error.to_string(),
        });
    }
    let typed = if only_prose {
        serde_json::from_value(Value::Object(accepted)).ok()
    } else {
        None
    };
    Read { typed, faults }
}

fn demanded<T: Shell>(raw: &Map<String, Value>, at: &At) -> Map<String, Value> {
    let mut object = Map::new();
    for (name, demand) in T::DEMANDED {
        let value = match demand {
            Demand::Text => Value::String(String::new()),
            Demand::Object => Value::Object(Map::new()),
            Demand::SchemaOrContent => {
                let (name, value) = schema_or_content(raw, at);
                object.insert(name.to_owned(), value);
                continue;
            }
        };
        object.insert((*name).to_owned(), value);
    }
    object
}

/// The hoisted schema, or the media types with nothing in them: each is read on its own turn.
fn schema_or_content(raw: &Map<String, Value>, at: &At) -> (&'static str, Value) {
    match raw.get("content") {
        Some(Value::Object(content)) if !raw.contains_key("schema") => {
            let names = content
                .keys()
                .map(|name| (name.clone(), Value::Object(Map::new())));
            ("content", Value::Object(names.collect()))
        }
        _ => {
            let mut reference = Map::new();
            let pointer = format!("#{}", at.pointer.child("schema"));
            reference.insert("$ref".to_owned(), Value::String(pointer));
            ("schema", Value::Object(reference))
        }
    }
}

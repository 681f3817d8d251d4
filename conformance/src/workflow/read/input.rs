//! `inputs` of a workflow: a JSON Schema of which names, defaults and generators matter here.

use indexmap::IndexMap;
use serde_json::{Map, Value};
use trueline_spec::At;
use trueline_spec::diagnostic::codes;

use super::{Reader, closest};
use crate::workflow::document::Input;
use crate::workflow::generate::{Generator, NONCE_LENGTH};

/// How much a generator may make: enough for any limit worth testing, and no danger to memory.
const LARGEST: u64 = 10_000_000;

impl Reader<'_> {
    pub(super) fn inputs(&mut self, map: &Map<String, Value>, at: &At) -> IndexMap<String, Input> {
        let mut inputs = IndexMap::new();
        if let Some(schema) = map.get("inputs") {
            self.input_schema(schema, &at.child("inputs"), 0, &mut inputs);
        }
        inputs
    }

    fn input_schema(
        &mut self,
        schema: &Value,
        at: &At,
        depth: usize,
        inputs: &mut IndexMap<String, Input>,
    ) {
        let Value::Object(schema) = schema else {
            self.wrong_type(at, "a JSON Schema", schema);
            return;
        };
        if depth > 16 {
            self.fault(codes::ARAZZO_UNRESOLVED, at, "the schema refers to itself");
            return;
        }
        if let Some(Value::String(reference)) = schema.get("$ref") {
            let target = reference
                .strip_prefix("#/components/inputs/")
                .and_then(|name| self.component("inputs", name));
            match target {
                Some((schema, at)) => self.input_schema(&schema, &at, depth + 1, inputs),
                None => {
                    let message = format!("`{reference}` leads nowhere");
                    self.fault(codes::ARAZZO_UNRESOLVED, &at.child("$ref"), message)
                        .help = Some("refer to `#/components/inputs/<name>`".to_owned());
                }
            }
        }
        for (index, part) in schema
            .get("allOf")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .enumerate()
        {
            self.input_schema(part, &at.child("allOf").index(index), depth + 1, inputs);
        }
        let at = at.child("properties");
        for (name, property) in schema
            .get("properties")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            let at = at.child(name);
            let generator = property
                .get("x-generate")
                .and_then(|it| self.generator(it, &at.child("x-generate")));
            let types = property.get("type");
            inputs.insert(
                name.clone(),
                Input {
                    default: property.get("default").cloned(),
                    generator,
                    is_text: types.is_none_or(|it| it.to_string().contains("string")),
                    at,
                },
            );
        }
    }

    fn generator(&mut self, value: &Value, at: &At) -> Option<Generator> {
        let kinds = ["unix-time", "date-time", "unique", "text", "map"];
        let Some((kind, options)) = value
            .as_object()
            .filter(|map| map.len() == 1)
            .and_then(|map| map.iter().next())
        else {
            let message = "`x-generate` must name one way to make a value";
            self.fault(codes::ARAZZO_VALUE, at, message).help =
                Some(format!("the ways are {}", kinds.join(", ")));
            return None;
        };
        let at = at.child(kind);
        let known: &[&str] = match kind.as_str() {
            "unix-time" | "date-time" => &["offset"],
            "unique" => &["prefix", "length"],
            "text" => &["length", "of"],
            "map" => &["size"],
            other => {
                let message = format!("`{other}` is no way to make a value");
                let help = closest(other, kinds.into_iter())
                    .unwrap_or_else(|| format!("the ways are {}", kinds.join(", ")));
                self.fault(codes::ARAZZO_VALUE, &at, message).help = Some(help);
                return None;
            }
        };
        let map = self.object(options, &at, &format!("`{kind}`"), known, &[])?;
        match kind.as_str() {
            "unix-time" => Some(Generator::UnixTime {
                offset: self.offset(map, &at)?,
            }),
            "date-time" => Some(Generator::DateTime {
                offset: self.offset(map, &at)?,
            }),
            "unique" => {
                let prefix = self.text(map, &at, "prefix").unwrap_or_default();
                let length = self.size(map, &at, "length");
                let least = prefix.chars().count() + NONCE_LENGTH;
                if length.is_some_and(|length| length < least) {
                    let message =
                        format!("unique text with this prefix needs at least {least} characters");
                    self.fault(codes::ARAZZO_VALUE, &at.child("length"), message);
                }
                Some(Generator::Unique { prefix, length })
            }
            "text" => {
                self.required(map, &at, "length")?;
                let length = self.size(map, &at, "length")?;
                let of = self.text(map, &at, "of").unwrap_or_else(|| "a".to_owned());
                let mut characters = of.chars();
                match (characters.next(), characters.next()) {
                    (Some(of), None) => Some(Generator::Text { length, of }),
                    _ => {
                        let message = "`of` must be one character";
                        self.fault(codes::ARAZZO_VALUE, &at.child("of"), message);
                        None
                    }
                }
            }
            _ => {
                self.required(map, &at, "size")?;
                Some(Generator::Map {
                    size: self.size(map, &at, "size")?,
                })
            }
        }
    }

    fn offset(&mut self, map: &Map<String, Value>, at: &At) -> Option<i64> {
        let value = self.required(map, at, "offset")?;
        if value.as_i64().is_none() {
            self.wrong_type(&at.child("offset"), "a whole number of seconds", value);
        }
        value.as_i64()
    }

    fn size(&mut self, map: &Map<String, Value>, at: &At, name: &str) -> Option<usize> {
        let size = self.count(map, at, name)?;
        if size > LARGEST {
            let message = format!("`{name}` may be {LARGEST} at most");
            self.fault(codes::ARAZZO_VALUE, &at.child(name), message);
            return None;
        }
        usize::try_from(size).ok()
    }
}

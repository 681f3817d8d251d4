//! When two inline schemas are the same type: a key for what a place says.
//!
//! Whether null is allowed belongs to the place and not to the type, so keys leave it out of account.
//! Components, and other schemas that a `$ref` leads to, are told apart by where they stand; inline
//! schemas by what they say, titles included and all other prose left out.

use std::collections::HashMap;
use std::fmt::Write;

use serde_json::Value;
use trueline_spec::ir::{Additional, Api, JsonType, Schema, SchemaId, TypeSet};

use super::shape::{Part, has_logic};

/// Names what a place says; equal keys get one type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Key(u32);

/// All keys so far. Every text holds the keys of its children, so its length is that of one schema.
#[derive(Debug, Default)]
pub(super) struct Keys {
    texts: HashMap<String, Key>,
    schemas: HashMap<SchemaId, Key>,
}

impl Keys {
    /// The key of a place.
    pub(super) fn of_parts(&mut self, api: &Api, parts: &[Part]) -> Key {
        if let [Part { id, bare: false }] = parts {
            return self.of_schema(api, *id);
        }
        let mut text = String::from("all");
        for part in parts {
            let key = self.of_schema(api, part.id);
            let _ = write!(text, " {}{}", key.0, if part.bare { "b" } else { "" });
        }
        self.intern(text)
    }

    /// The key of something made out of the place `key`.
    pub(super) fn derived(&mut self, key: Key, what: &str) -> Key {
        self.intern(format!("{what} of {}", key.0))
    }

    /// The key of a union of these branches.
    pub(super) fn union(&mut self, branches: &[Key], by: Option<&str>) -> Key {
        self.intern(format!("union of {branches:?} by {by:?}"))
    }

    fn of_schema(&mut self, api: &Api, id: SchemaId) -> Key {
        if let Some(key) = self.schemas.get(&id) {
            return *key;
        }
        let schema = api.schemas.get(id);
        let text = match (&schema.component, schema.reference) {
            (Some(_), _) => format!("@{:?}", schema.at),
            (None, Some(target)) if schema.is_plain_reference() => {
                let target = api.schemas.get(api.schemas.resolve(target));
                format!("@{:?}", target.at)
            }
            _ => self.text(api, schema),
        };
        let key = self.intern(text);
        self.schemas.insert(id, key);
        key
    }

    fn intern(&mut self, text: String) -> Key {
        let next = Key(u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
        *self.texts.entry(text).or_insert(next)
    }

    fn text(&mut self, api: &Api, schema: &Schema) -> String {
        let values: Option<Vec<&Value>> = schema
            .values
            .as_ref()
            .map(|values| values.iter().filter(|value| !value.is_null()).collect());
        let mut text = format!(
            "{:?}|{:?}|{values:?}|{:?}|{:?}|{:?}",
            schema.prose.title,
            schema.types.without(JsonType::Null),
            schema.format,
            schema.string,
            schema.number,
        );
        if let Some(target) = schema.reference {
            let target = api.schemas.get(api.schemas.resolve(target));
            let _ = write!(text, "|ref @{:?}", target.at);
        }
        if let Some(array) = &schema.array {
            let prefix: Vec<String> = self.all(api, &array.prefix_items);
            let items = array.items.map(|id| self.child(api, id));
            let _ = write!(
                text,
                "|array {prefix:?} {items:?} {:?} {:?} {}",
                array.min_items, array.max_items, array.unique
            );
        }
        if let Some(object) = &schema.object {
            text.push_str("|object");
            for (name, id) in &object.properties {
                let key = self.child(api, *id);
                let child = api.schemas.get(*id);
                let _ = write!(
                    text,
                    " {name:?}:{key}{}{}{:?}",
                    if child.read_only { "r" } else { "" },
                    if child.write_only { "w" } else { "" },
                    child.prose.default,
                );
            }
            for (pattern, id) in &object.pattern_properties {
                let _ = write!(text, " /{pattern:?}/:{}", self.child(api, *id));
            }
            let rest = match object.additional {
                Additional::Schema(id) => self.child(api, id),
                other => format!("{other:?}"),
            };
            let _ = write!(
                text,
                " {:?} {rest} {:?} {:?}",
                object.required, object.min_properties, object.max_properties
            );
        }
        for (word, list) in [
            ("allOf", &schema.all_of),
            ("anyOf", &schema.any_of),
            ("oneOf", &schema.one_of),
        ] {
            if !list.is_empty() {
                let keys = self.all(api, list);
                let _ = write!(text, "|{word} {keys:?}");
            }
        }
        if let Some(discriminator) = &schema.discriminator {
            let _ = write!(text, "|by {}", discriminator.property);
            for (value, id) in &discriminator.mapping {
                let _ = write!(text, " {value:?}:{}", self.of_schema(api, *id).0);
            }
        }
        // What only a validator can judge is compared by place: it is rare, and long.
        if has_logic(schema) {
            let _ = write!(text, "|logic of {:?}", schema.at);
        }
        // Extensions that can change a type: markers, and lists of schemas.
        for (name, value) in &schema.extensions {
            if value == &Value::Bool(true) || value.get("oneOf").is_some() {
                let _ = write!(text, "|{name}");
            }
        }
        text
    }

    fn all(&mut self, api: &Api, ids: &[SchemaId]) -> Vec<String> {
        ids.iter().map(|id| self.child(api, *id)).collect()
    }

    /// The key of a schema in its place: with what the place adds, null.
    fn child(&mut self, api: &Api, id: SchemaId) -> String {
        let schema = api.schemas.get(id);
        let null = schema.types != TypeSet::ALL && schema.types.has(JsonType::Null);
        format!(
            "{}{}",
            self.of_schema(api, id).0,
            if null { "n" } else { "" }
        )
    }
}

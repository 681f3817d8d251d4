//! Keywords that limit an instance by themselves, without schemas inside.

use serde_json::Value;

use super::draft::Draft;
use crate::ir::{JsonType, TypeSet};
use crate::lower::node::Node;

impl Draft {
    /// Reads a keyword that limits an instance by itself. Whether it was one, of the right kind.
    pub(super) fn assertion(&mut self, name: &str, node: &Node<'_>) -> bool {
        match name {
            "type" => self.types(node.value),
            "enum" => self.values(node.value),
            "format" => set_text(&mut self.schema.format, node.value),
            "pattern" => set_text(&mut self.schema.string.pattern, node.value),
            "contentEncoding" => set_text(&mut self.schema.string.content_encoding, node.value),
            "contentMediaType" => set_text(&mut self.schema.string.content_media_type, node.value),
            "minLength" => set_count(&mut self.schema.string.min_length, node.value),
            "maxLength" => set_count(&mut self.schema.string.max_length, node.value),
            "minimum" => set_number(&mut self.schema.number.minimum, node.value),
            "maximum" => set_number(&mut self.schema.number.maximum, node.value),
            "multipleOf" => set_number(&mut self.schema.number.multiple_of, node.value),
            "minItems" | "maxItems" | "uniqueItems" => self.item_rule(name, node.value),
            "minProperties" | "maxProperties" | "required" => self.member_rule(name, node.value),
            "minContains" | "maxContains" | "dependentRequired" => self.logic_rule(name, node),
            _ => false,
        }
    }

    fn types(&mut self, value: &Value) -> bool {
        let types = match value {
            Value::String(name) => type_named(name).map(TypeSet::only),
            Value::Array(names) => names.iter().try_fold(TypeSet::NONE, |types, name| {
                Some(types.with(type_named(name.as_str()?)?))
            }),
            _ => None,
        };
        let Some(types) = types else { return false };
        self.schema.types = types;
        self.has_type = true;
        true
    }

    fn values(&mut self, value: &Value) -> bool {
        let Value::Array(values) = value else {
            return false;
        };
        self.schema.values = Some(values.clone());
        true
    }

    fn item_rule(&mut self, name: &str, value: &Value) -> bool {
        match (name, count(value), value) {
            ("minItems", Some(count), _) => self.array().min_items = Some(count),
            ("maxItems", Some(count), _) => self.array().max_items = Some(count),
            ("uniqueItems", _, Value::Bool(flag)) => self.array().unique = *flag,
            _ => return false,
        }
        true
    }

    fn member_rule(&mut self, name: &str, value: &Value) -> bool {
        match (name, count(value)) {
            ("minProperties", Some(count)) => self.object().min_properties = Some(count),
            ("maxProperties", Some(count)) => self.object().max_properties = Some(count),
            ("required", _) => match names(value) {
                Some(names) => self.object().required = names,
                None => return false,
            },
            _ => return false,
        }
        true
    }

    fn logic_rule(&mut self, name: &str, node: &Node<'_>) -> bool {
        match (name, count(node.value)) {
            ("minContains", Some(count)) => self.logic().min_contains = Some(count),
            ("maxContains", Some(count)) => self.logic().max_contains = Some(count),
            ("dependentRequired", _) => {
                let Some(members) = node.object() else {
                    return false;
                };
                let read = members
                    .iter()
                    .map(|(name, value)| Some((name.clone(), names(value)?)))
                    .collect::<Option<_>>();
                match read {
                    Some(read) => self.logic().dependent_required = read,
                    None => return false,
                }
            }
            _ => return false,
        }
        true
    }
}

/// The type with this name (JSON Schema 2020-12 validation §6.1.1).
fn type_named(name: &str) -> Option<JsonType> {
    JsonType::ALL.into_iter().find(|one| one.as_str() == name)
}

fn set_text(slot: &mut Option<String>, value: &Value) -> bool {
    *slot = value.as_str().map(str::to_owned);
    slot.is_some()
}

fn set_number(slot: &mut Option<serde_json::Number>, value: &Value) -> bool {
    *slot = value.as_number().cloned();
    slot.is_some()
}

fn set_count(slot: &mut Option<u64>, value: &Value) -> bool {
    *slot = count(value);
    slot.is_some()
}

/// A whole number that is not negative; `3.0` is one.
fn count(value: &Value) -> Option<u64> {
    if let Some(count) = value.as_u64() {
        return Some(count);
    }
    let float = value.as_f64()?;
    let whole = float.fract() == 0.0 && (0.0..=9_007_199_254_740_992.0).contains(&float);
    whole.then_some(float as u64)
}

/// A list of names without repeats.
fn names(value: &Value) -> Option<Vec<String>> {
    let mut names: Vec<String> = Vec::new();
    for item in value.as_array()? {
        let name = item.as_str()?;
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    Some(names)
}

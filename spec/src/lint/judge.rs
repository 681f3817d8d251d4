//! Whether a value obviously does not fit a schema.
//!
//! This is no validator: patterns, formats, `not`, `if` and the like are not looked at, and a value
//! that fits several branches of a `oneOf` is let pass. What it finds is wrong by any reading.

use serde_json::{Number, Value};

use crate::Pointer;
use crate::ir::{
    Additional, ArrayRules, JsonType, ObjectRules, Schema, SchemaId, Schemas, TypeSet,
};

/// Which way a value travels: `readOnly` members need not be in a request, `writeOnly` ones not in a
/// response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Request,
    Response,
    Either,
}

/// Why a value does not fit.
#[derive(Debug)]
pub(super) struct Misfit {
    /// Where in the value.
    pub(super) path: Pointer,
    /// What is wrong there, as the end of a sentence.
    pub(super) reason: String,
}

/// How many schemas may be asked about one and the same value; only circles of references get there.
const PATIENCE: usize = 64;

/// The first thing about `value` that obviously does not fit.
pub(super) fn misfit(schemas: &Schemas, id: SchemaId, value: &Value, way: Way) -> Option<Misfit> {
    let judge = Judge { schemas, way };
    judge.value(id, value, &Pointer::root(), PATIENCE)
}

struct Judge<'a> {
    schemas: &'a Schemas,
    way: Way,
}

impl Judge<'_> {
    fn value(
        &self,
        id: SchemaId,
        value: &Value,
        path: &Pointer,
        patience: usize,
    ) -> Option<Misfit> {
        let patience = patience.checked_sub(1)?;
        let schema = self.schemas.get(id);
        let here = |reason: String| {
            let path = path.clone();
            Some(Misfit { path, reason })
        };
        if let Some(reason) = own_reason(schema, value) {
            return here(reason);
        }
        if let Some(target) = schema.reference
            && let Some(misfit) = self.value(target, value, path, patience)
        {
            return Some(misfit);
        }
        for branch in &schema.all_of {
            if let Some(misfit) = self.value(*branch, value, path, patience) {
                return Some(misfit);
            }
        }
        for branches in [&schema.any_of, &schema.one_of] {
            if let Some(misfit) = self.branches(branches, value, path, patience) {
                return Some(misfit);
            }
        }
        match value {
            Value::Array(items) => self.items(schema.array.as_deref()?, items, path),
            Value::Object(members) => self.members(schema.object.as_deref()?, members, path),
            _ => None,
        }
    }

    /// A value fits none of the branches. Where only one is of its type, that one says why.
    fn branches(
        &self,
        branches: &[SchemaId],
        value: &Value,
        path: &Pointer,
        patience: usize,
    ) -> Option<Misfit> {
        let mut deeper = Vec::new();
        for branch in branches {
            let misfit = self.value(*branch, value, path, patience)?;
            if misfit.path != *path {
                deeper.push(misfit);
            }
        }
        if branches.is_empty() {
            return None;
        }
        if deeper.len() == 1 {
            return deeper.pop();
        }
        Some(Misfit {
            path: path.clone(),
            reason: format!("fits none of the {} branches", branches.len()),
        })
    }

    fn items(&self, rules: &ArrayRules, items: &[Value], path: &Pointer) -> Option<Misfit> {
        for (index, item) in items.iter().enumerate() {
            let schema = rules.prefix_items.get(index).copied().or(rules.items);
            let Some(schema) = schema else { continue };
            if let Some(misfit) = self.value(schema, item, &path.index(index), PATIENCE) {
                return Some(misfit);
            }
        }
        None
    }

    fn members(
        &self,
        rules: &ObjectRules,
        members: &serde_json::Map<String, Value>,
        path: &Pointer,
    ) -> Option<Misfit> {
        let lacking = rules
            .required
            .iter()
            .find(|name| !members.contains_key(*name) && self.is_needed(rules, name));
        if let Some(name) = lacking {
            return Some(Misfit {
                path: path.clone(),
                reason: format!("lacks the required member `{name}`"),
            });
        }
        for (name, member) in members {
            let schema = match (rules.properties.get(name), rules.additional) {
                (Some(schema), _) => *schema,
                (None, _) if !rules.pattern_properties.is_empty() => continue,
                (None, Additional::Schema(schema)) => schema,
                (None, Additional::Closed) => {
                    return Some(Misfit {
                        path: path.clone(),
                        reason: format!("has the member `{name}`, which is not declared"),
                    });
                }
                (None, Additional::Free | Additional::Unstated) => continue,
            };
            if let Some(misfit) = self.value(schema, member, &path.child(name), PATIENCE) {
                return Some(misfit);
            }
        }
        None
    }

    fn is_needed(&self, rules: &ObjectRules, name: &str) -> bool {
        let Some(id) = rules.properties.get(name) else {
            return true;
        };
        let (own, target) = (
            self.schemas.get(*id),
            self.schemas.get(self.schemas.resolve(*id)),
        );
        match self.way {
            Way::Request => !(own.read_only || target.read_only),
            Way::Response => !(own.write_only || target.write_only),
            Way::Either => {
                !(own.read_only || target.read_only || own.write_only || target.write_only)
            }
        }
    }
}

/// What a schema itself has against a value, its inner schemas aside.
fn own_reason(schema: &Schema, value: &Value) -> Option<String> {
    if !has_type(schema.types, value) {
        let wanted: Vec<&str> = schema.types.iter().map(JsonType::as_str).collect();
        return Some(match wanted.as_slice() {
            [] => "stands where no value is allowed".to_owned(),
            _ => format!("is {}, not {}", kind(value), wanted.join(" or ")),
        });
    }
    if let Some(values) = &schema.values
        && !values.iter().any(|allowed| same(allowed, value))
    {
        return Some("is none of the values of `enum`".to_owned());
    }
    match value {
        Value::String(text) => {
            let length = text.chars().count() as u64;
            let rules = &schema.string;
            range_reason("character", length, rules.min_length, rules.max_length)
        }
        Value::Number(number) => number_reason(schema, number),
        Value::Array(items) => {
            let rules = schema.array.as_deref()?;
            range_reason("item", items.len() as u64, rules.min_items, rules.max_items)
        }
        Value::Object(members) => {
            let rules = schema.object.as_deref()?;
            let count = members.len() as u64;
            range_reason("member", count, rules.min_properties, rules.max_properties)
        }
        _ => None,
    }
}

fn range_reason(what: &str, count: u64, least: Option<u64>, most: Option<u64>) -> Option<String> {
    let plural = if count == 1 { "" } else { "s" };
    if let Some(least) = least
        && count < least
    {
        return Some(format!(
            "has {count} {what}{plural}, and {least} are the least"
        ));
    }
    if let Some(most) = most
        && count > most
    {
        return Some(format!(
            "has {count} {what}{plural}, and {most} are the most"
        ));
    }
    None
}

fn number_reason(schema: &Schema, number: &Number) -> Option<String> {
    let value = number.as_f64()?;
    let rules = &schema.number;
    let beyond = |bound: &Option<Number>, is_beyond: fn(f64, f64) -> bool| {
        let bound = bound.as_ref()?;
        is_beyond(value, bound.as_f64()?).then(|| bound.clone())
    };
    if let Some(bound) = beyond(&rules.minimum, |value, bound| value < bound) {
        return Some(format!("is less than the minimum, {bound}"));
    }
    if let Some(bound) = beyond(&rules.exclusive_minimum, |value, bound| value <= bound) {
        return Some(format!("is not greater than {bound}"));
    }
    if let Some(bound) = beyond(&rules.maximum, |value, bound| value > bound) {
        return Some(format!("is greater than the maximum, {bound}"));
    }
    if let Some(bound) = beyond(&rules.exclusive_maximum, |value, bound| value >= bound) {
        return Some(format!("is not less than {bound}"));
    }
    None
}

fn has_type(types: TypeSet, value: &Value) -> bool {
    match value {
        Value::Null => types.has(JsonType::Null),
        Value::Bool(_) => types.has(JsonType::Boolean),
        Value::Number(number) => {
            types.has(JsonType::Number)
                || types.has(JsonType::Integer)
                    && number.as_f64().is_some_and(|value| value.fract() == 0.0)
        }
        Value::String(_) => types.has(JsonType::String),
        Value::Array(_) => types.has(JsonType::Array),
        Value::Object(_) => types.has(JsonType::Object),
    }
}

/// Equal as JSON Schema compares: `1` and `1.0` are the same number.
pub(super) fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        _ => a == b,
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Number(number) if number.is_f64() => "a number",
        Value::Number(_) => "an integer",
        other => crate::lower::kind_of(other),
    }
}

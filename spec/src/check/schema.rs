//! Schema Objects: OpenAPI 3.0.4 §4.24 (a dialect of its own) and 3.1.1 §4.8.24 (JSON Schema
//! 2020-12 with OpenAPI's additions).

mod keywords;
mod values;

use serde_json::{Number, Value};

use super::table::{self, Object};
use super::walk::{Place, Walk, cut, listed};
use crate::diagnostic::codes;
use crate::ir::OpenApiVersion;
use crate::reference;
use keywords::{Dialect, Form, KEYWORDS, Keyword};

/// Holds the current node to what a schema may be.
pub(super) fn check<'a>(walk: &mut Walk<'a>, value: &'a Value) {
    let is_30 = walk.version == OpenApiVersion::V30;
    let members = match value {
        Value::Object(members) => members,
        Value::Bool(_) if !is_30 => return,
        Value::Bool(_) => {
            walk.wrong_kind("an object (OpenAPI 3.0 has no boolean schemas)", value);
            return;
        }
        _ => {
            walk.wrong_kind("an object", value);
            return;
        }
    };
    if is_30 && let Some(target) = members.get("$ref") {
        for name in members.keys().filter(|name| *name != "$ref") {
            walk.inside(name, |walk| walk.beside_reference(name));
        }
        if !target.is_string() {
            walk.inside("$ref", |walk| walk.wrong_kind("text", target));
        }
        return;
    }
    for (name, value) in members {
        match KEYWORDS.iter().find(|keyword| keyword.name == name) {
            Some(keyword) => walk.inside(name, |walk| known(walk, keyword, value)),
            None if name.starts_with("x-") => {}
            None => walk.inside(name, |walk| unknown(walk, name)),
        }
    }
    let is_array = members.get("type").and_then(Value::as_str) == Some("array");
    if is_30 && is_array && !members.contains_key("items") {
        walk.missing("Schema Object of type `array`", "items");
    }
    values::check(walk, members);
}

/// A keyword of either dialect.
fn known<'a>(walk: &mut Walk<'a>, keyword: &'static Keyword, value: &'a Value) {
    let is_30 = walk.version == OpenApiVersion::V30;
    match keyword.dialect {
        Dialect::From31 if is_30 => {
            walk.of_other_version(keyword.name, "3.1");
            return;
        }
        Dialect::Only30 if !is_30 => {
            walk.report(
                codes::OTHER_VERSION,
                Place::Name,
                format!(
                    "`{}` belongs to OpenAPI 3.0 and means nothing in 3.1",
                    keyword.name
                ),
                Some("write `type: [string, 'null']`, with the type that is meant"),
            );
            return;
        }
        _ => {}
    }
    match keyword.form {
        Form::Kind(ref kind) => walk.kind(kind, value),
        Form::Count => {
            if !value.as_number().is_some_and(is_count) {
                walk.wrong_kind("a whole number, zero or more", value);
            }
        }
        Form::Number => {
            if !value.is_number() {
                walk.wrong_kind("a number", value);
            }
        }
        Form::Positive => {
            if !value.as_f64().is_some_and(|number| number > 0.0) {
                walk.wrong_kind("a number greater than zero", value);
            }
        }
        Form::ExclusiveBound => {
            if is_30 && !value.is_boolean() {
                walk.wrong_kind(
                    "a boolean beside the bound (a number only from 3.1 on)",
                    value,
                );
            } else if !is_30 && !value.is_number() {
                walk.wrong_kind("a number (a boolean only in 3.0)", value);
            }
        }
        Form::SchemaOrBool => {
            if !value.is_boolean() {
                check(walk, value);
            }
        }
        Form::Schemas => match value {
            Value::Array(items) => {
                if items.is_empty() {
                    walk.wrong_kind("a list of at least one schema", value);
                }
                for (index, item) in items.iter().enumerate() {
                    walk.item(index, |walk| check(walk, item));
                }
            }
            _ => walk.wrong_kind("a list", value),
        },
        Form::SchemaMap => match value {
            Value::Object(members) => {
                for (name, member) in members {
                    walk.inside(name, |walk| check(walk, member));
                }
            }
            _ => walk.wrong_kind("an object", value),
        },
        Form::Items => match value {
            Value::Array(_) => {
                walk.wrong_kind(
                    "one schema (for items by position, `prefixItems` of 3.1)",
                    value,
                );
            }
            _ => check(walk, value),
        },
        Form::Names => names(walk, value),
        Form::NameLists => match value {
            Value::Object(members) => {
                for (name, member) in members {
                    walk.inside(name, |walk| names(walk, member));
                }
            }
            _ => walk.wrong_kind("an object", value),
        },
        Form::Type => types(walk, value),
    }
}

/// `required` and the like: a list of names.
fn names<'a>(walk: &mut Walk<'a>, value: &'a Value) {
    match value {
        Value::Array(_) => walk.kind(&keywords::TEXTS, value),
        Value::Bool(_) => {
            walk.report(
                codes::WRONG_KIND,
                Place::Value,
                "`required` of a schema must be a list of names, but is a boolean".to_owned(),
                Some("write the property's name into `required` of the object that has it"),
            );
        }
        _ => walk.wrong_kind("a list", value),
    }
}

const TYPES: [&str; 7] = [
    "array", "boolean", "integer", "number", "object", "string", "null",
];

fn types<'a>(walk: &mut Walk<'a>, value: &'a Value) {
    let is_30 = walk.version == OpenApiVersion::V30;
    match value {
        Value::String(name) => type_name(walk, name),
        Value::Array(names) if !is_30 => {
            for (index, name) in names.iter().enumerate() {
                walk.item(index, |walk| match name.as_str() {
                    Some(name) => type_name(walk, name),
                    None => walk.wrong_kind("text", name),
                });
            }
        }
        Value::Array(_) => {
            walk.report(
                codes::WRONG_KIND,
                Place::Value,
                "`type` must be one type in OpenAPI 3.0, but is a list".to_owned(),
                Some("write one type, with `nullable: true` for null and `anyOf` for others"),
            );
        }
        _ => walk.wrong_kind("text", value),
    }
}

fn type_name(walk: &mut Walk<'_>, name: &str) {
    let is_30 = walk.version == OpenApiVersion::V30;
    let known = if is_30 { &TYPES[..6] } else { &TYPES[..] };
    if known.contains(&name) {
        return;
    }
    let help = match name {
        "null" => "in OpenAPI 3.0 null is allowed by `nullable: true`".to_owned(),
        "file" => "write `type: string` with `format: binary`".to_owned(),
        "any" => "leave `type` out: without it any type is allowed".to_owned(),
        "date" | "datetime" | "date-time" | "uuid" => {
            "write `type: string` with a `format`".to_owned()
        }
        "float" | "double" => "write `type: number` with a `format`".to_owned(),
        "int" | "long" | "int32" | "int64" => {
            "write `type: integer`, with a `format` if it matters".to_owned()
        }
        _ => match reference::nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write one of {}", listed(known)),
        },
    };
    walk.report(
        codes::NOT_PERMITTED,
        Place::Value,
        format!("`{}` is no type", cut(name)),
        Some(&help),
    );
}

fn unknown(walk: &mut Walk<'_>, name: &str) {
    let is_30 = walk.version == OpenApiVersion::V30;
    let known = KEYWORDS
        .iter()
        .filter(|keyword| match keyword.dialect {
            Dialect::Both => true,
            Dialect::Only30 => is_30,
            Dialect::From31 => !is_30,
        })
        .map(|keyword| keyword.name);
    let help = match reference::nearest(name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "remove it; a keyword of your own needs a name that begins with `x-`".to_owned(),
    };
    let message = format!("`{}` is no keyword of a schema", cut(name));
    let severity = if is_30 {
        crate::Severity::Warning
    } else {
        // JSON Schema 2020-12 takes unknown keywords for annotations.
        crate::Severity::Note
    };
    if let Some(diagnostic) = walk.report(codes::UNKNOWN_KEYWORD, Place::Name, message, Some(&help))
    {
        diagnostic.severity = severity;
    }
}

/// A whole number, zero or more; `3.0` is one.
fn is_count(number: &Number) -> bool {
    number.is_u64()
        || number
            .as_f64()
            .is_some_and(|number| number >= 0.0 && number.fract() == 0.0)
}

//! Keywords against each other: bounds that leave nothing, values of another type.

use serde_json::Value;

use super::Object;
use crate::check::walk::{Place, Walk, cut, kind_of};
use crate::diagnostic::codes;
use crate::ir::OpenApiVersion;

/// Looks at one schema's own keywords; what `$ref`s and `allOf`s add is not known here.
pub(super) fn check<'a>(walk: &mut Walk<'a>, members: &'a Object) {
    for (low, high) in [
        ("minimum", "maximum"),
        ("minLength", "maxLength"),
        ("minItems", "maxItems"),
        ("minProperties", "maxProperties"),
        ("minContains", "maxContains"),
    ] {
        let number = |name: &str| members.get(name).and_then(Value::as_f64);
        if let (Some(least), Some(most)) = (number(low), number(high))
            && least > most
        {
            walk.inside(low, |walk| {
                walk.report(
                    codes::CONTRADICTION,
                    Place::Name,
                    format!("`{low}` is greater than `{high}`: no value fits"),
                    Some("exchange the two, or mend one of them"),
                );
            });
        }
    }
    let types: Vec<&str> = match members.get("type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => return,
    };
    let nullable =
        walk.version == OpenApiVersion::V30 && members.get("nullable") == Some(&Value::Bool(true));
    let fits = |value: &Value| (nullable && value.is_null()) || is_of(value, &types);
    if let Some(values) = members.get("enum").and_then(Value::as_array) {
        for (index, value) in values.iter().enumerate() {
            if !fits(value) {
                walk.inside("enum", |walk| {
                    walk.item(index, |walk| {
                        mismatch(walk, "value of `enum`", &types, value)
                    });
                });
            }
        }
    }
    if let Some(value) = members.get("default")
        && !fits(value)
    {
        walk.inside("default", |walk| mismatch(walk, "default", &types, value));
    }
}

fn mismatch(walk: &mut Walk<'_>, what: &str, types: &[&str], value: &Value) {
    let help = match value {
        Value::Number(_) | Value::Bool(_) if types.contains(&"string") => "put it in quotes",
        Value::String(_) => "write it without quotes if the type is right",
        Value::Null if walk.version == OpenApiVersion::V30 => "add `nullable: true`, or remove it",
        Value::Null => "add 'null' to `type`, or remove it",
        _ => "mend the value or the type",
    };
    walk.report(
        codes::VALUE_OF_OTHER_TYPE,
        Place::Value,
        format!(
            "this {what} is {}, but the type is {}",
            kind_of(value),
            cut(&types.join(" or "))
        ),
        Some(help),
    );
}

/// Whether the value is of one of the types; of an unknown type (reported elsewhere) any value is.
fn is_of(value: &Value, types: &[&str]) -> bool {
    types.iter().any(|name| match *name {
        "array" => value.is_array(),
        "boolean" => value.is_boolean(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "number" => value.is_number(),
        "object" => value.is_object(),
        "string" => value.is_string(),
        "null" => value.is_null(),
        _ => true,
    })
}

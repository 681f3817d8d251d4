//! Scalars: strings, numbers and booleans, and the constraints that hold where they stand.

// The generator says what the runtime cannot match, so it asks the runtime's own code.
#[path = "../../runtime/src/pattern/around.rs"]
mod around;

use trueline_spec::ir::{JsonType, TypeSet};

use super::draft::Planned;
use super::shape::Shape;
use crate::plan::{BytesForm, Rules, Type};

/// The scalar that a shape of this JSON type is.
pub(super) fn plan(shape: &Shape<'_>, kind: JsonType) -> Planned {
    let format = shape.format.unwrap_or_default();
    let ty = match kind {
        JsonType::Boolean => Type::Boolean,
        JsonType::Integer => integer(shape, format),
        JsonType::Number if format == "unix-time" => Type::UnixTime,
        JsonType::Number if matches!(format, "int32" | "int64") => integer(shape, format),
        JsonType::Number => Type::Number,
        JsonType::String => string(shape, format),
        _ => Type::Any,
    };
    let rules = match (&ty, kind) {
        (Type::Boolean | Type::Any | Type::Bytes(_), _) => Rules::default(),
        (_, JsonType::String) => string_rules(shape),
        _ => number_rules(shape),
    };
    Planned {
        nullable: shape.allows_null(),
        rules,
        ..Planned::plain(ty)
    }
}

fn integer(shape: &Shape<'_>, format: &str) -> Type {
    let beyond = shape
        .number
        .maximum
        .as_ref()
        .is_some_and(|most| most.as_i64().is_none() && most.as_u64().is_some());
    match format {
        "unix-time" => Type::UnixTime,
        "int32" => Type::Int32,
        "uint64" => Type::Unsigned,
        _ if beyond => Type::Unsigned,
        _ => Type::Integer,
    }
}

fn string(shape: &Shape<'_>, format: &str) -> Type {
    if shape.string.content_encoding.as_deref() == Some("base64") {
        // The keyword is a note, constraints are not, and they are about the text (JSON Schema 2020-12 validation §8.3):
        // where there are both the text stays one.
        return match string_rules(shape) == Rules::default() {
            true => Type::Bytes(BytesForm::Base64),
            false => Type::String,
        };
    }
    match format {
        "date-time" => Type::DateTime,
        "date" => Type::Date,
        "byte" | "base64" => Type::Bytes(BytesForm::Base64),
        "binary" => Type::Bytes(BytesForm::Raw),
        _ => Type::String,
    }
}

/// Constraints on text.
pub(super) fn string_rules(shape: &Shape<'_>) -> Rules {
    Rules {
        min_length: shape.string.min_length.filter(|least| *least > 0),
        max_length: shape.string.max_length,
        pattern: shape.string.pattern.clone(),
        ..Rules::default()
    }
}

fn number_rules(shape: &Shape<'_>) -> Rules {
    Rules {
        minimum: shape.number.minimum.clone(),
        maximum: shape.number.maximum.clone(),
        exclusive_minimum: shape.number.exclusive_minimum.clone(),
        exclusive_maximum: shape.number.exclusive_maximum.clone(),
        multiple_of: shape.number.multiple_of.clone(),
        ..Rules::default()
    }
}

/// Whether the stated types are scalars only, null left out.
pub(super) fn is_scalar_set(types: TypeSet) -> bool {
    types != TypeSet::ALL
        && !types.has(JsonType::Array)
        && !types.has(JsonType::Object)
        && types.without(JsonType::Null) != TypeSet::NONE
}

/// Whether a pattern has what generated code cannot match: look-around other than at its start and end, or back
/// references.
pub(super) fn is_beyond_regular(pattern: &str) -> bool {
    const MARKS: [&str; 5] = ["(?=", "(?!", "(?<=", "(?<!", "\\k<"];
    let has_marks = |pattern: &str| {
        let mut escaped = false;
        let back_reference = pattern.chars().any(|c| {
            let found = escaped && ('1'..='9').contains(&c);
            escaped = !escaped && c == '\\';
            found
        });
        back_reference || MARKS.iter().any(|mark| pattern.contains(mark))
    };
    if !has_marks(pattern) {
        return false;
    }
    let parts = around::parts(pattern);
    let conditions = parts.conditions.iter().map(|(_, condition)| condition);
    conditions.chain([&parts.rest]).any(|part| has_marks(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn look_around_and_back_references() {
        for pattern in [
            "(?!a)b",
            "(?<=a)b",
            "^(?!a)b|c",
            "^(a(?!b))$",
            r"(a)\1",
            r"\k<x>",
        ] {
            assert!(is_beyond_regular(pattern), "{pattern}");
        }
        for pattern in [
            "^a$",
            r"\\1",
            r"\d{2}",
            "(?:a|b)",
            "(?<year>[0-9])",
            "^(?!a)b",
            "^(?=.*a)(?!.*b)c$",
            "^a(?<!b)$",
        ] {
            assert!(!is_beyond_regular(pattern), "{pattern}");
        }
    }
}

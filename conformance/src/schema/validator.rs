//! The only module that knows the JSON Schema library.

use std::collections::BTreeSet;

use base64::Engine as _;
use jsonschema::error::ValidationErrorKind as Kind;
use jsonschema::{Draft, PatternOptions, ValidationError, Validator};
use serde_json::{Value, json};
use trueline_spec::ir::{SchemaId, Schemas};

use super::lower::{Lowering, lower, name, named};
use super::many::{MOST_WRONG_PARTS, Thinned, is_large, parts};
use super::violation::{MISSING, Violation, shown};

/// Schemas, compiled together.
pub(super) struct Compiled {
    validator: Option<Validator>,
    /// What could not be used, for people.
    pub(super) unusable: Vec<String>,
}

impl Compiled {
    /// Compiles the schemas `roots` and what they reach.
    pub(super) fn new(lowering: &Lowering<'_>, roots: &BTreeSet<SchemaId>) -> Self {
        let mut unusable = Vec::new();
        let document = lower(lowering, roots, &mut |owner, pattern| {
            let refused = options().build(&json!({ "pattern": pattern })).err();
            if let Some(error) = &refused {
                let pointer = &lowering.schemas.get(owner).at.pointer;
                unusable.push(format!("{pointer}/pattern: `{pattern}`: {error}"));
            }
            refused.is_none()
        });
        let validator = match options().build(&document) {
            Ok(validator) => Some(validator),
            Err(error) => {
                for root in roots {
                    let pointer = &lowering.schemas.get(*root).at.pointer;
                    unusable.push(format!("{pointer}: {error}"));
                }
                None
            }
        };
        Self {
            validator,
            unusable,
        }
    }

    /// Whether the library took the schemas. If not, everything is valid, and `unusable` says so.
    pub(super) fn is_usable(&self) -> bool {
        self.validator.is_some()
    }

    /// Whether `value` is valid by `root`, one of the roots that were compiled.
    pub(super) fn is_valid(&self, root: SchemaId, value: &Value) -> bool {
        self.validator
            .as_ref()
            .is_none_or(|validator| validator.is_valid(&json!({ name(root): value })))
    }

    /// What is wrong with `value` by `root`, one of the roots that were compiled.
    pub(super) fn violations(
        &self,
        schemas: &Schemas,
        root: SchemaId,
        value: Value,
    ) -> Vec<Violation> {
        let Some(validator) = &self.validator else {
            return Vec::new();
        };
        let value = Value::Object([(name(root), value)].into_iter().collect());
        let mut found = Thinned::default();
        if !is_large(&value) {
            for violation in judged(schemas, validator, &value) {
                found.push(violation);
            }
        } else if let Err(first) = validator.validate(&value) {
            // What is wrong with a container as a whole shows in the whole value only.
            let mut violations = Vec::new();
            explain(schemas, &first, &mut violations);
            let mut wrong_parts = 0;
            for part in parts(&value) {
                // To say that a part is wrong takes no time; to say all that is wrong with it does.
                if wrong_parts == MOST_WRONG_PARTS {
                    break;
                }
                if validator.is_valid(&part.value) {
                    continue;
                }
                let before = found.len();
                for mut violation in judged(schemas, validator, &part.value) {
                    let is_in_doubt = part.is_in_doubt(&violation);
                    violation.pointer = part.whole_pointer(&violation.pointer);
                    let is_first = violations.iter().any(|it| {
                        it.pointer == violation.pointer && it.keyword == violation.keyword
                    });
                    if !is_in_doubt && !is_first {
                        found.push(violation);
                    }
                }
                wrong_parts += usize::from(found.len() > before);
            }
            let mut whole = Thinned::default();
            violations.extend(found.into_violations());
            for violation in violations {
                whole.push(violation);
            }
            found = whole;
        }
        let mut violations = found.into_violations();
        // The pointers begin with the root's own member.
        for violation in &mut violations {
            let rest = violation.pointer.get(1..).unwrap_or_default();
            violation.pointer = rest.find('/').map_or("", |at| &rest[at..]).to_owned();
        }
        violations
    }
}

/// All that is wrong with a value, however much it is.
fn judged(schemas: &Schemas, validator: &Validator, value: &Value) -> Vec<Violation> {
    let mut violations = Vec::new();
    for error in validator.iter_errors(value) {
        explain(schemas, &error, &mut violations);
    }
    violations
}

fn options() -> jsonschema::ValidationOptions<'static> {
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .offline()
        .should_validate_formats(true)
        // OpenAPI format registry: base64 with padding (RFC 4648 §4).
        .with_format("byte", |text: &str| {
            base64::engine::general_purpose::STANDARD
                .decode(text)
                .is_ok()
        })
        .with_pattern_options(PatternOptions::fancy_regex().backtrack_limit(1_000_000))
}

/// Turns an error into violations. For a union, those of the branch that was evidently meant.
fn explain(schemas: &Schemas, error: &ValidationError<'_>, violations: &mut Vec<Violation>) {
    if let Kind::AnyOf { context } | Kind::OneOfNotValid { context } = error.kind()
        && let Some(branch) = meant(error, context)
    {
        for inner in branch {
            explain(schemas, inner, violations);
        }
        return;
    }
    violations.push(violation(schemas, error));
}

/// The branch of a union that a value was evidently meant for: the only one that does not already fail
/// at the value's own type or at one of its constants.
fn meant<'e>(
    error: &ValidationError<'_>,
    branches: &'e [Vec<ValidationError<'static>>],
) -> Option<&'e [ValidationError<'static>]> {
    let here = error.instance_path().as_str();
    let is_ruled_out = |inner: &ValidationError<'_>| match inner.kind() {
        Kind::Type { .. } | Kind::FalseSchema => inner.instance_path().as_str() == here,
        Kind::Enum { .. } | Kind::Constant { .. } => {
            let below = inner.instance_path().as_str().strip_prefix(here);
            below.is_some_and(|rest| rest.matches('/').count() <= 1)
        }
        _ => false,
    };
    let mut possible = branches
        .iter()
        .filter(|errors| !errors.is_empty() && !errors.iter().any(is_ruled_out));
    match (possible.next(), possible.next()) {
        (Some(one), None) => Some(one),
        _ => None,
    }
}

fn violation(schemas: &Schemas, error: &ValidationError<'_>) -> Violation {
    let keyword = error.kind().keyword().to_owned();
    let schema = schema_of(error.schema_path().as_str());
    let at = schema.map(|id| schemas.get(id).at.clone());
    let instance: &Value = error.instance();
    let mut pointer = error.instance_path().as_str().to_owned();
    let (expected, received) = match error.kind() {
        Kind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            // The place where it should stand, so that each missing member is a finding of its own.
            pointer.push('/');
            pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
            (format!("a member `{name}`"), MISSING.to_owned())
        }
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => (
            "no undeclared members".to_owned(),
            format!("`{}`", unexpected.join("`, `")),
        ),
        Kind::Enum { options } => (listed(options), shown(instance)),
        Kind::Constant { expected_value } => (shown(expected_value), shown(instance)),
        Kind::Type { .. } => (of_type(error), typed(instance)),
        Kind::Format { format } => (format!("a string of format `{format}`"), shown(instance)),
        Kind::Pattern { pattern } => {
            let stated = schema.and_then(|id| schemas.get(id).string.pattern.as_deref());
            let stated = stated.unwrap_or(pattern);
            (format!("a match of `{stated}`"), shown(instance))
        }
        Kind::AnyOf { .. } | Kind::OneOfNotValid { .. } => {
            ("one of the documented forms".to_owned(), shown(instance))
        }
        Kind::OneOfMultipleValid { .. } => (
            "exactly one of the documented forms".to_owned(),
            format!("{}, which is valid by several", shown(instance)),
        ),
        _ => (error.to_string(), shown(instance)),
    };
    Violation {
        keyword,
        pointer,
        schema,
        at,
        expected,
        received,
        times: 1,
    }
}

/// The schema that the place of an error names: the last `$defs` of its path.
fn schema_of(path: &str) -> Option<SchemaId> {
    let start = path.rfind("/$defs/")? + "/$defs/".len();
    named(path.get(start..)?.split('/').next()?)
}

fn of_type(error: &ValidationError<'_>) -> String {
    let text = error.to_string();
    // The library says `1 is not of type "string"` or `… not of types "null", "string"`.
    let Some((_, types)) = text.rsplit_once("not of type") else {
        return text;
    };
    let types: Vec<_> = types
        .trim_start_matches('s')
        .split(',')
        .map(|name| name.trim().trim_matches('"'))
        .collect();
    format!("a value of type {}", types.join(" or "))
}

fn listed(options: &Value) -> String {
    match options.as_array().map(Vec::as_slice) {
        Some([only]) => shown(only),
        Some(several) => {
            let shown: Vec<_> = several.iter().map(shown).collect();
            format!("one of {}", shown.join(", "))
        }
        None => shown(options),
    }
}

/// A value with its type, where the type does not show: `1 (integer)`, `null`.
fn typed(value: &Value) -> String {
    match value {
        Value::Null => shown(value),
        value => format!("{} ({})", shown(value), word(value)),
    }
}

fn word(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

#[cfg(test)]
mod tests {
    use super::super::lower::as_ecma;
    use super::*;

    #[test]
    fn the_engine_reads_dots_as_ecma_262_does() {
        let held = options()
            .build(&json!({ "pattern": as_ecma("^.$") }))
            .unwrap();
        for text in ["a", "é", "\u{85}"] {
            assert!(held.is_valid(&text.into()), "{text:?}");
        }
        for text in ["\n", "\r", "\u{2028}", "\u{2029}"] {
            assert!(!held.is_valid(&text.into()), "{text:?}");
        }
    }
}

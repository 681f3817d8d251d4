//! Enums: `enum` and `const`.

use serde_json::Value;
use trueline_spec::ir::JsonType;

use super::draft::{Place, Planned};
use super::key::Key;
use super::planner::Planner;
use super::scalar;
use super::shape::Shape;
use crate::plan::{IntegerEnum, Logic, Rules, StringEnum, Type, TypeKind, Variant};
use crate::refusal::RefusalKind;

/// The extension that marks an enum whose values may grow without notice.
const EXTENSIBLE: &str = "x-extensible-enum";

impl<'a> Planner<'a> {
    /// The type of a shape with a list of values.
    pub(super) fn plan_values(
        &mut self,
        shape: &Shape<'a>,
        values: &[&'a Value],
        key: Key,
        place: &Place,
    ) -> Planned {
        let nullable = shape.allows_null();
        let present: Vec<&Value> = values
            .iter()
            .copied()
            .filter(|value| !value.is_null() && shape.types.has(type_of(value)))
            .collect();
        let strings: Option<Vec<String>> = collect(&present, |v| v.as_str().map(str::to_owned));
        let integers: Option<Vec<i64>> = collect(&present, Value::as_i64);
        let kind = match (strings, integers) {
            _ if present.is_empty() => {
                if !nullable {
                    self.refuse(
                        RefusalKind::Contradiction,
                        shape.at,
                        "none of the values listed is of the type stated".to_owned(),
                    );
                }
                return Planned {
                    nullable,
                    ..Planned::plain(Type::Any)
                };
            }
            (Some(strings), _) => TypeKind::StringEnum(self.string_enum(shape, strings)),
            (_, Some(integers)) => TypeKind::IntegerEnum(IntegerEnum {
                variants: variants(integers),
                other: None,
                extensible: self.is_extensible(shape),
            }),
            _ => {
                let ty = self.plan_mixed_values(shape, &present);
                let null = nullable.then(|| "null".to_owned());
                let values = present.iter().map(ToString::to_string).chain(null);
                let logic = Logic {
                    values: values.collect(),
                    ..Logic::default()
                };
                // Both booleans are all there are.
                let says_all = ty == Type::Boolean && present.len() > 1;
                return Planned {
                    ty,
                    nullable,
                    rules: Rules {
                        logic: (!says_all).then(|| Box::new(logic)),
                        ..Rules::default()
                    },
                };
            }
        };
        let id = self.reserve_for(key, shape.title, place);
        self.define(id, shape, place, kind);
        Planned {
            nullable,
            ..Planned::plain(Type::Named(id))
        }
    }

    /// Values that no enum can have: all of one other type, or mixed.
    fn plan_mixed_values(&mut self, shape: &Shape<'a>, values: &[&Value]) -> Type {
        if values.iter().all(|value| value.is_boolean()) {
            return Type::Boolean;
        }
        if values.iter().all(|value| value.is_number()) {
            return scalar::plan(shape, JsonType::Number).ty;
        }
        self.refuse(
            RefusalKind::MixedEnum,
            shape.at,
            "the values of this enum are of different types: it is any value, held to the list"
                .to_owned(),
        );
        Type::Any
    }

    pub(super) fn string_enum(&self, shape: &Shape<'a>, values: Vec<String>) -> StringEnum {
        StringEnum {
            variants: variants(values),
            other: None,
            extensible: self.is_extensible(shape),
        }
    }

    /// Whether the values of an enum may grow without notice.
    pub(super) fn is_extensible(&self, shape: &Shape<'a>) -> bool {
        shape.parts.iter().any(|part| {
            let extensions = &self.schema(part.id).extensions;
            extensions
                .get(EXTENSIBLE)
                .is_some_and(|mark| mark != &Value::Bool(false))
                || self
                    .options
                    .extensible_markers
                    .iter()
                    .any(|name| extensions.get(name) == Some(&Value::Bool(true)))
        })
    }
}

/// Unnamed variants, each value once.
pub(super) fn variants<T: PartialEq>(values: Vec<T>) -> Vec<Variant<T>> {
    let mut variants: Vec<Variant<T>> = Vec::with_capacity(values.len());
    for value in values {
        if !variants.iter().any(|variant| variant.value == value) {
            variants.push(Variant {
                value,
                name: String::new(),
            });
        }
    }
    variants
}

fn collect<T>(values: &[&Value], read: impl Fn(&Value) -> Option<T>) -> Option<Vec<T>> {
    values.iter().map(|value| read(value)).collect()
}

/// The JSON type of a value, integers told from other numbers.
pub(super) fn type_of(value: &Value) -> JsonType {
    match value {
        Value::Null => JsonType::Null,
        Value::Bool(_) => JsonType::Boolean,
        Value::Number(number) if number.is_f64() => JsonType::Number,
        Value::Number(_) => JsonType::Integer,
        Value::String(_) => JsonType::String,
        Value::Array(_) => JsonType::Array,
        Value::Object(_) => JsonType::Object,
    }
}

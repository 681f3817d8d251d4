//! Which kind of type a shape is.

use trueline_spec::ir::{JsonType, TypeSet};

use super::draft::{Place, Planned};
use super::key::Key;
use super::planner::Planner;
use super::scalar;
use super::shape::Shape;
use crate::plan::Type;
use crate::refusal::RefusalKind;

impl<'a> Planner<'a> {
    /// The type of a shape. `key` names the place, so that types that can contain themselves reserve
    /// their id before they go down.
    pub(super) fn plan_shape(&mut self, shape: &Shape<'a>, key: Key, place: &Place) -> Planned {
        if shape.types.without(JsonType::Null) == TypeSet::NONE {
            return self.plan_nothing(shape);
        }
        if let Some(values) = &shape.values {
            return self.plan_values(shape, values, key, place);
        }
        if let Some(planned) = self.plan_alternatives(shape, key, place) {
            return planned;
        }
        match shape.types.single() {
            Some(JsonType::Object) => self.plan_object(shape, key, place),
            Some(JsonType::Array) => self.plan_list(shape, key, place),
            Some(kind) => scalar::plan(shape, kind),
            None if shape.types == TypeSet::ALL => self.plan_untyped(shape, key, place),
            None => self.plan_type_list(shape, key, place),
        }
    }

    /// A place where only null can stand, or nothing at all.
    fn plan_nothing(&mut self, shape: &Shape<'a>) -> Planned {
        if shape.types == TypeSet::NONE {
            self.refuse(
                RefusalKind::Contradiction,
                shape.at,
                "no value satisfies this schema".to_owned(),
            );
        }
        if shape.types == TypeSet::NONE {
            return Planned::plain(Type::Any);
        }
        Planned {
            nullable: true,
            ..Planned::plain(Type::Never)
        }
    }

    /// Says, once, that a type was taken for granted.
    pub(super) fn say_what_has_no_type(&mut self) {
        let Some(first) = self.untyped.first() else {
            return;
        };
        let at = &self.schema(*first).at;
        let message = match self.untyped.len() {
            1 => "one schema states members or items and no type: it is an object or a list"
                .to_owned(),
            several => format!(
                "{several} schemas state members or items and no type: they are objects or lists; this is the first"
            ),
        };
        self.refuse(RefusalKind::Untyped, at, message);
    }

    /// A place whose type is not stated: what the other keywords are about, or anything.
    fn plan_untyped(&mut self, shape: &Shape<'a>, key: Key, place: &Place) -> Planned {
        let is_list = !shape.items.is_empty() || !shape.prefix_items.is_empty();
        if shape.describes_object() || is_list {
            self.untyped.extend(shape.parts.first().map(|part| part.id));
        }
        if shape.describes_object() {
            self.plan_object(shape, key, place)
        } else if is_list {
            self.plan_list(shape, key, place)
        } else if shape.format.is_some_and(is_text_format)
            || shape.string.pattern.is_some()
            || shape.string.max_length.is_some()
        {
            scalar::plan(shape, JsonType::String)
        } else {
            Planned::plain(Type::Any)
        }
    }
}

/// Formats that speak of strings (JSON Schema 2020-12 validation §7.3, OpenAPI format registry).
fn is_text_format(format: &str) -> bool {
    matches!(
        format,
        "date-time" | "date" | "time" | "byte" | "binary" | "uuid" | "uri" | "email" | "hostname"
    )
}

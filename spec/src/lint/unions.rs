//! Unions whose branches cannot be told apart.

use serde_json::Value;

use super::Lint;
use super::judge::same;
use crate::Severity;
use crate::diagnostic::codes;
use crate::ir::{
    Additional, JsonType, NumberRules, Schema, SchemaId, Schemas, StringRules, TypeSet,
};

impl Lint<'_> {
    /// Reports at most one pair of branches of each union. A discriminator tells them apart.
    pub(super) fn unions(&mut self) {
        for (_, schema) in self.api.schemas.iter() {
            if schema.discriminator.is_some() {
                continue;
            }
            self.union(schema, "oneOf", &schema.one_of);
            self.union(schema, "anyOf", &schema.any_of);
        }
    }

    fn union(&mut self, schema: &Schema, keyword: &str, branches: &[SchemaId]) {
        let schemas = &self.api.schemas;
        for (later, b) in branches.iter().enumerate() {
            for (earlier, a) in branches.iter().take(later).enumerate() {
                let Some(reason) = confusion(schemas, *a, *b) else {
                    continue;
                };
                let place = schema.at.child(keyword);
                let mut diagnostic = self
                    .about(
                        codes::AMBIGUOUS_UNION,
                        &place.index(later),
                        format!("branches {earlier} and {later} of this `{keyword}` cannot be told apart: {reason}"),
                    )
                    .with_labelled(self.sources.span(&place.index(earlier)), "the other branch");
                if keyword == "oneOf" {
                    diagnostic =
                        diagnostic.with_note("`oneOf` forbids what fits more than one branch");
                } else {
                    diagnostic = diagnostic.with_severity(Severity::Note);
                }
                diagnostic = diagnostic.with_help(
                    "add a `discriminator`, a constant, or a required member that only one has",
                );
                self.found.push(diagnostic);
                return;
            }
        }
    }
}

/// Why a value that fits one branch fits the other as well, where that is plain to see.
fn confusion(schemas: &Schemas, a: SchemaId, b: SchemaId) -> Option<&'static str> {
    let (a, b) = (schemas.resolve(a), schemas.resolve(b));
    if a == b {
        return Some("they are the same schema");
    }
    let (a, b) = (schemas.get(a), schemas.get(b));
    if values_differ(a, b) {
        return None;
    }
    let common = a.types.and(b.types);
    if common == TypeSet::only(JsonType::Object) {
        return objects(schemas, a, b);
    }
    let scalar = common.single()?;
    let unlimited = |schema: &Schema| says_only_type(schema) && schema.types != TypeSet::ALL;
    match scalar {
        JsonType::String | JsonType::Number | JsonType::Integer | JsonType::Boolean
            if unlimited(a) && unlimited(b) =>
        {
            Some("both allow any value of the same type")
        }
        _ => None,
    }
}

/// Two objects: neither requires a member that the other does not know, and no common member differs.
fn objects(schemas: &Schemas, a: &Schema, b: &Schema) -> Option<&'static str> {
    let plain = |schema: &Schema| {
        schema.all_of.is_empty()
            && schema.any_of.is_empty()
            && schema.one_of.is_empty()
            && schema.logic.is_none()
            && schema.reference.is_none()
    };
    if !plain(a) || !plain(b) {
        return None;
    }
    let (Some(a), Some(b)) = (a.object.as_deref(), b.object.as_deref()) else {
        return Some("an object without rules fits both");
    };
    if a.additional == Additional::Closed || b.additional == Additional::Closed {
        return None;
    }
    let known = |name: &String, rules: &crate::ir::ObjectRules| rules.properties.contains_key(name);
    let marks = a.required.iter().any(|name| !known(name, b))
        || b.required.iter().any(|name| !known(name, a));
    let differs = a.properties.iter().any(|(name, own)| {
        let needed = a.required.contains(name) || b.required.contains(name);
        b.properties.get(name).is_some_and(|other| {
            let (own, other) = (
                schemas.get(schemas.resolve(*own)),
                schemas.get(schemas.resolve(*other)),
            );
            needed && (values_differ(own, other) || own.types.and(other.types) == TypeSet::NONE)
        })
    });
    let maps = matches!(a.additional, Additional::Schema(_))
        || matches!(b.additional, Additional::Schema(_));
    (!marks && !differs && !maps).then_some("no required member belongs to one of them only")
}

/// Whether both list their values and have none in common.
fn values_differ(a: &Schema, b: &Schema) -> bool {
    match (&a.values, &b.values) {
        (Some(a), Some(b)) => {
            let found = |value: &Value| b.iter().any(|other| same(value, other));
            !a.iter().any(found)
        }
        _ => false,
    }
}

/// Whether nothing but `type` limits an instance.
fn says_only_type(schema: &Schema) -> bool {
    schema.reference.is_none()
        && schema.values.is_none()
        && schema.format.is_none()
        && schema.string == StringRules::default()
        && schema.number == NumberRules::default()
        && schema.all_of.is_empty()
        && schema.any_of.is_empty()
        && schema.one_of.is_empty()
        && schema.logic.is_none()
}

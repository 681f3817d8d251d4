//! What a schema takes: unions laid open, references followed, conjunctions joined.

use serde_json::{Number, Value};
use trueline_spec::ir::{Additional, JsonType, Schema, SchemaId, Schemas, TypeSet};

/// One way to be valid by a schema: all of these schemas must hold, none of them a union any more.
#[derive(Debug, Clone)]
pub(super) struct Branch {
    parts: Vec<SchemaId>,
}

/// Ways of one schema that are looked at; the rest of a larger union is left to other phases.
const MOST: usize = 32;

/// The ways to be valid by the schema `id`, in document order.
pub(super) fn branches(schemas: &Schemas, id: SchemaId) -> Vec<Branch> {
    let mut ways = expand(schemas, id, 0);
    ways.retain(|branch| branch.types(schemas) != TypeSet::NONE);
    ways
}

fn expand(schemas: &Schemas, id: SchemaId, depth: usize) -> Vec<Branch> {
    let schema = schemas.get(id);
    let mut ways = vec![Branch { parts: vec![id] }];
    // A cycle of `$ref`s or `allOf`s says nothing new the second time round.
    if depth > 16 {
        return ways;
    }
    let within = |id: &SchemaId| expand(schemas, *id, depth + 1);
    for part in schema.reference.iter().chain(&schema.all_of) {
        ways = join(ways, &within(part));
    }
    for union in [&schema.any_of, &schema.one_of] {
        if !union.is_empty() {
            let alternatives: Vec<Branch> = union.iter().flat_map(within).collect();
            ways = join(ways, &alternatives);
        }
    }
    ways
}

fn join(ways: Vec<Branch>, others: &[Branch]) -> Vec<Branch> {
    ways.iter()
        .flat_map(|way| {
            others.iter().map(|other| Branch {
                parts: way.parts.iter().chain(&other.parts).copied().collect(),
            })
        })
        .take(MOST)
        .collect()
}

impl Branch {
    fn schemas<'a>(&'a self, schemas: &'a Schemas) -> impl Iterator<Item = &'a Schema> {
        self.parts.iter().map(|id| schemas.get(*id))
    }

    /// The types that it takes. `integer` is in it beside `number`.
    pub(super) fn types(&self, schemas: &Schemas) -> TypeSet {
        self.schemas(schemas)
            .fold(TypeSet::ALL, |types, schema| types.and(schema.types))
    }

    /// Whether it takes values of this type.
    pub(super) fn takes(&self, schemas: &Schemas, one: JsonType) -> bool {
        self.types(schemas).has(one)
    }

    /// The only values that it takes, where it lists them.
    pub(super) fn values<'a>(&'a self, schemas: &'a Schemas) -> Option<&'a [Value]> {
        self.schemas(schemas)
            .find_map(|schema| schema.values.as_deref())
    }

    /// `format`.
    pub(super) fn format<'a>(&'a self, schemas: &'a Schemas) -> Option<&'a str> {
        self.schemas(schemas)
            .find_map(|schema| schema.format.as_deref())
    }

    /// Whether it states a `pattern`.
    pub(super) fn has_pattern(&self, schemas: &Schemas) -> bool {
        self.schemas(schemas).any(|it| it.string.pattern.is_some())
    }

    /// Characters at most.
    pub(super) fn max_length(&self, schemas: &Schemas) -> Option<u64> {
        self.schemas(schemas)
            .filter_map(|it| it.string.max_length)
            .min()
    }

    /// Characters at least.
    pub(super) fn min_length(&self, schemas: &Schemas) -> Option<u64> {
        self.schemas(schemas)
            .filter_map(|it| it.string.min_length)
            .max()
    }

    /// The lowest whole number that it takes, where a bound says so.
    pub(super) fn lowest(&self, schemas: &Schemas) -> Option<i64> {
        self.schemas(schemas)
            .flat_map(|it| {
                let inclusive = it.number.minimum.as_ref().and_then(rounded_up);
                let exclusive = it.number.exclusive_minimum.as_ref();
                let above = exclusive.and_then(rounded_down).map(|it| it + 1);
                [inclusive, above]
            })
            .flatten()
            .max()
    }

    /// The highest whole number that it takes, where a bound says so.
    pub(super) fn highest(&self, schemas: &Schemas) -> Option<i64> {
        self.schemas(schemas)
            .flat_map(|it| {
                let inclusive = it.number.maximum.as_ref().and_then(rounded_down);
                let exclusive = it.number.exclusive_maximum.as_ref();
                let below = exclusive.and_then(rounded_up).map(|it| it - 1);
                [inclusive, below]
            })
            .flatten()
            .min()
    }

    /// The schema of a list's further items.
    pub(super) fn items(&self, schemas: &Schemas) -> Option<SchemaId> {
        self.schemas(schemas)
            .find_map(|it| it.array.as_ref()?.items)
    }

    /// Items at most.
    pub(super) fn max_items(&self, schemas: &Schemas) -> Option<u64> {
        self.schemas(schemas)
            .filter_map(|it| it.array.as_ref()?.max_items)
            .min()
    }

    /// Items at least.
    pub(super) fn min_items(&self, schemas: &Schemas) -> Option<u64> {
        self.schemas(schemas)
            .filter_map(|it| it.array.as_ref()?.min_items)
            .max()
    }

    /// Declared members with whether they are required, in document order, each once.
    pub(super) fn members<'a>(&'a self, schemas: &'a Schemas) -> Vec<(&'a str, SchemaId, bool)> {
        let objects = || self.schemas(schemas).filter_map(|it| it.object.as_ref());
        let mut members: Vec<(&str, SchemaId, bool)> = Vec::new();
        for (name, id) in objects().flat_map(|object| &object.properties) {
            if !members.iter().any(|(known, _, _)| known == name) {
                let required = objects().any(|object| object.required.contains(name));
                members.push((name, *id, required));
            }
        }
        members
    }

    /// Whether undeclared members are forbidden.
    pub(super) fn is_closed(&self, schemas: &Schemas) -> bool {
        self.schemas(schemas)
            .filter_map(|it| it.object.as_ref())
            .any(|it| it.additional == Additional::Closed && it.pattern_properties.is_empty())
    }

    /// The schema of undeclared members, where it is a map.
    pub(super) fn map_values(&self, schemas: &Schemas) -> Option<SchemaId> {
        self.schemas(schemas)
            .filter_map(|it| it.object.as_ref())
            .find_map(|it| match it.additional {
                Additional::Schema(id) => Some(id),
                _ => None,
            })
    }

    /// What it takes, for a person: `an integer (unix-time)`, `"now"`.
    pub(super) fn describe(&self, schemas: &Schemas) -> String {
        if let Some(values) = self.values(schemas) {
            let values: Vec<String> = values.iter().map(Value::to_string).collect();
            return values.join(" or ");
        }
        let types = self.types(schemas);
        let shown = types.iter().filter(|one| {
            // `number` says it all.
            !(*one == JsonType::Integer && types.has(JsonType::Number))
        });
        let names: Vec<&str> = shown
            .map(|one| match one {
                JsonType::Null => "null",
                JsonType::Boolean => "a boolean",
                JsonType::Integer => "an integer",
                JsonType::Number => "a number",
                JsonType::String => "a text",
                JsonType::Array => "a list",
                JsonType::Object => "an object",
            })
            .collect();
        match self.format(schemas) {
            Some(format) => format!("{} ({format})", names.join(" or ")),
            None => names.join(" or "),
        }
    }
}

fn rounded_up(number: &Number) -> Option<i64> {
    whole(number, f64::ceil)
}

fn rounded_down(number: &Number) -> Option<i64> {
    whole(number, f64::floor)
}

/// A bound as a whole number; `None` beyond what a double holds exactly.
fn whole(number: &Number, round: fn(f64) -> f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    number.as_i64().or_else(|| {
        let rounded = round(number.as_f64()?);
        #[expect(clippy::cast_possible_truncation, reason = "within the exact range")]
        (rounded.abs() <= EXACT).then_some(rounded as i64)
    })
}

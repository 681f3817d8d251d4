//! From schemas to a shape.

use std::collections::HashSet;

use indexmap::IndexMap;
use serde_json::Value;
use trueline_spec::ir::{Additional, JsonType, Schema, SchemaId, Schemas, TypeSet};

use super::rules;
use super::shape::{Member, Shape, Stated, Union};

/// The shape of what satisfies all of `ids`. A schema that leads back to itself is taken once.
pub(super) fn shape(schemas: &Schemas, ids: &[SchemaId]) -> Shape {
    let main = ids.first().copied().unwrap_or(SchemaId(0));
    let mut shape = Shape {
        main,
        parts: Vec::new(),
        types: TypeSet::ALL,
        types_from: None,
        null: false,
        values: None,
        format: None,
        bounds: IndexMap::new(),
        patterns: Vec::new(),
        step: None,
        unique: None,
        content: None,
        first_items: Vec::new(),
        items: Vec::new(),
        members: IndexMap::new(),
        required: IndexMap::new(),
        closed: None,
        additional: Vec::new(),
        patterned: IndexMap::new(),
        unions: Vec::new(),
        discriminator: None,
        logic: Vec::new(),
    };
    let mut seen = HashSet::new();
    // The last is taken first. With each goes whether `null` is allowed beside what it says.
    let mut waiting: Vec<(SchemaId, bool)> = ids.iter().rev().map(|id| (*id, false)).collect();
    while let Some((id, null)) = waiting.pop() {
        let id = schemas.resolve(id);
        if !seen.insert(id) {
            continue;
        }
        let schema = schemas.get(id);
        shape.parts.push(id);
        state(&mut shape, schemas, id, schema, null);
        let mut inner = Vec::new();
        for (keyword, branches) in [("anyOf", &schema.any_of), ("oneOf", &schema.one_of)] {
            let (rest, with_null) = without_null(schemas, branches);
            match rest.as_slice() {
                [] if branches.is_empty() => {}
                [] => {
                    shape.types = shape.types.and(TypeSet::only(JsonType::Null));
                    shape.types_from.get_or_insert(id);
                }
                [only] => inner.push((*only, null || with_null)),
                _ => {
                    shape.null |= with_null || null;
                    shape.unions.push(Union {
                        from: id,
                        keyword,
                        branches: rest,
                    });
                }
            }
        }
        waiting.extend(inner.into_iter().rev());
        waiting.extend(schema.all_of.iter().rev().map(|id| (*id, null)));
        if let Some(target) = schema.reference {
            waiting.push((target, null));
        }
    }
    settle(&mut shape);
    shape
}

/// The branches that say more than `null`, and whether one says just that.
pub(super) fn without_null(schemas: &Schemas, branches: &[SchemaId]) -> (Vec<SchemaId>, bool) {
    let is_null = |id: &SchemaId| {
        let schema = schemas.get(schemas.resolve(*id));
        schema.types.is(JsonType::Null)
            || matches!(schema.values.as_deref(), Some([Value::Null]))
                && schema.types.has(JsonType::Null)
    };
    let rest: Vec<SchemaId> = branches.iter().copied().filter(|id| !is_null(id)).collect();
    let with_null = rest.len() < branches.len();
    (rest, with_null)
}

/// Adds what one schema states by itself.
fn state(shape: &mut Shape, schemas: &Schemas, id: SchemaId, schema: &Schema, null: bool) {
    if schema.types != TypeSet::ALL {
        let types = if null {
            schema.types.with(JsonType::Null)
        } else {
            schema.types
        };
        shape.types = match shape.types_from {
            None => types,
            Some(_) => shape.types.and(types),
        };
        shape.types_from.get_or_insert(id);
    }
    if let Some(values) = &schema.values {
        let allowed = |value: &&Value| {
            shape
                .values
                .as_ref()
                .is_none_or(|known: &Stated<Vec<Value>>| known.value.contains(value))
        };
        let mut both: Vec<Value> = values.iter().filter(allowed).cloned().collect();
        if null && !both.contains(&Value::Null) {
            both.push(Value::Null);
        }
        let from = shape.values.as_ref().map_or(id, |known| known.from);
        shape.values = Some(Stated { value: both, from });
    }
    if let (Some(format), None) = (&schema.format, &shape.format) {
        shape.format = Some(Stated {
            value: format.clone(),
            from: id,
        });
    }
    for bound in rules::bounds(schema) {
        let known = shape.bounds.get(bound.kind.keyword);
        if known.is_none_or(|known| bound.is_tighter_than(&known.value)) {
            let keyword = bound.kind.keyword;
            let stated = Stated {
                value: bound,
                from: id,
            };
            shape.bounds.insert(keyword, stated);
        }
    }
    if let Some(pattern) = &schema.string.pattern
        && !shape.patterns.iter().any(|known| known.value == *pattern)
    {
        shape.patterns.push(Stated {
            value: pattern.clone(),
            from: id,
        });
    }
    let content = [
        &schema.string.content_encoding,
        &schema.string.content_media_type,
    ];
    if shape.content.is_none() && content.iter().any(|one| one.is_some()) {
        let words: Vec<&str> = content.iter().filter_map(|one| one.as_deref()).collect();
        shape.content = Some(Stated {
            value: words.join(" of "),
            from: id,
        });
    }
    if let (Some(step), None) = (&schema.number.multiple_of, &shape.step) {
        shape.step = Some(Stated {
            value: step.clone(),
            from: id,
        });
    }
    if let Some(array) = &schema.array {
        if array.unique {
            shape.unique.get_or_insert(id);
        }
        if shape.first_items.is_empty() {
            shape.first_items.clone_from(&array.prefix_items);
        }
        shape.items.extend(array.items);
    }
    if let Some(object) = &schema.object {
        for (name, member) in &object.properties {
            declare(&mut shape.members, name, *member, id);
        }
        for (pattern, member) in &object.pattern_properties {
            declare(&mut shape.patterned, pattern, *member, id);
        }
        for name in &object.required {
            shape.required.entry(name.clone()).or_insert(id);
        }
        match object.additional {
            Additional::Closed => {
                shape.closed.get_or_insert(id);
            }
            Additional::Schema(additional) if !says_nothing(schemas, additional) => {
                shape.additional.push(additional);
            }
            Additional::Schema(_) | Additional::Free | Additional::Unstated => {}
        }
    }
    if schema.discriminator.is_some() {
        shape.discriminator.get_or_insert(id);
    }
    let names = schema.object.as_ref().and_then(|it| it.property_names);
    if schema.logic.is_some() || names.is_some() {
        shape.logic.push(id);
    }
}

fn declare(members: &mut IndexMap<String, Member>, name: &str, schema: SchemaId, from: SchemaId) {
    match members.get_mut(name) {
        Some(member) => member.schemas.push(schema),
        None => {
            let schemas = vec![schema];
            members.insert(name.to_owned(), Member { schemas, from });
        }
    }
}

/// Whether every instance is valid: `{}` or `true`.
fn says_nothing(schemas: &Schemas, id: SchemaId) -> bool {
    let schema = schemas.get(schemas.resolve(id));
    schema.reference.is_none()
        && schema.types == TypeSet::ALL
        && schema.values.is_none()
        && schema.format.is_none()
        && schema.array.is_none()
        && schema.object.is_none()
        && schema.logic.is_none()
        && schema.all_of.is_empty()
        && schema.any_of.is_empty()
        && schema.one_of.is_empty()
        && rules::bounds(schema).is_empty()
        && schema.string.pattern.is_none()
}

/// Settles types and null, once all parts are known.
fn settle(shape: &mut Shape) {
    let stated = shape.types_from.is_some();
    let mut null = if stated {
        shape.types.has(JsonType::Null)
    } else {
        shape.null
    };
    let implied = implied_types(shape);
    if !stated {
        match implied {
            Some(types) => shape.types = types,
            None => null |= shape.unions.is_empty() && shape.values.is_none(),
        }
    }
    if let Some(values) = &mut shape.values {
        let before = values.value.len();
        values.value.retain(|value| !value.is_null());
        let listed = values.value.len() < before;
        null = listed && (null || !stated);
    }
    if shape.types.has(JsonType::Number) {
        shape.types = shape.types.with(JsonType::Integer);
    }
    shape.types = shape.types.without(JsonType::Null);
    shape.null = null;
}

/// The types that the keywords speak of, where the document does not state any.
fn implied_types(shape: &Shape) -> Option<TypeSet> {
    if let Some(values) = &shape.values {
        let types = values.value.iter().map(type_of);
        return Some(types.fold(TypeSet::NONE, TypeSet::with));
    }
    if !shape.unions.is_empty() {
        return None;
    }
    let bounded = |words: [&str; 2]| words.iter().any(|word| shape.bounds.contains_key(word));
    let object = !shape.members.is_empty()
        || !shape.required.is_empty()
        || !shape.additional.is_empty()
        || !shape.patterned.is_empty()
        || shape.closed.is_some()
        || bounded(["minProperties", "maxProperties"]);
    let array = !shape.items.is_empty()
        || !shape.first_items.is_empty()
        || shape.unique.is_some()
        || bounded(["minItems", "maxItems"]);
    let string = !shape.patterns.is_empty() || bounded(["minLength", "maxLength"]);
    let number = shape.step.is_some() || bounded(["minimum", "maximum"]);
    let found: Vec<JsonType> = [
        (object, JsonType::Object),
        (array, JsonType::Array),
        (string, JsonType::String),
        (number, JsonType::Number),
    ]
    .into_iter()
    .filter_map(|(is, one)| is.then_some(one))
    .collect();
    match found.as_slice() {
        [] => None,
        some => Some(some.iter().copied().fold(TypeSet::NONE, TypeSet::with)),
    }
}

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

//! Random values of a schema, near its borders. They are meant to be valid; whether they are is the validator's to say.

mod number;

use serde_json::{Map, Value, json};
use trueline_conformance::schema::Direction;
use trueline_spec::ir::{Additional, JsonType, ObjectRules, Schema, SchemaId, Schemas, TypeSet};

use crate::dice::Dice;
use crate::text::{Letters, text, word};

/// Levels below which only what must be there is made, and below which nothing is.
const DEEP: usize = 6;
const DEEPEST: usize = 24;

/// How values are drawn.
pub(crate) struct Draw<'a> {
    pub(crate) schemas: &'a Schemas,
    /// Members that travel the other way are left out.
    pub(crate) way: Direction,
    /// Characters of texts.
    pub(crate) letters: Letters,
    /// Whether the wire has no types: what cannot be said there is not made.
    pub(crate) untyped: bool,
    /// How many values may still be made that nothing demands.
    pub(crate) left: usize,
    pub(crate) dice: &'a mut Dice,
}

impl Draw<'_> {
    /// A value of the schema; `None` where none was found.
    pub(crate) fn value(&mut self, id: SchemaId) -> Option<Value> {
        self.at(id, 0)
    }

    fn at(&mut self, id: SchemaId, depth: usize) -> Option<Value> {
        if depth > DEEPEST {
            return None;
        }
        self.left = self.left.saturating_sub(1);
        let schemas = self.schemas;
        let schema = schemas.get(schemas.resolve(id));
        if schema.types == TypeSet::NONE {
            return None;
        }
        if let Some(values) = &schema.values {
            return self.dice.pick(values).cloned();
        }
        let mut parts: Vec<Value> = Vec::new();
        if let Some(target) = schema.reference {
            parts.push(self.at(target, depth + 1)?);
        }
        // A part that says nothing of the value, such as a note of its direction, adds nothing to it.
        for part in schema
            .all_of
            .iter()
            .filter(|part| !is_silent(schemas, **part))
        {
            parts.push(self.at(*part, depth + 1)?);
        }
        for branches in [&schema.any_of, &schema.one_of] {
            if !branches.is_empty() {
                parts.push(self.branch(schema, branches, depth)?);
            }
        }
        if parts.is_empty() {
            return self.own(schema, depth);
        }
        if let Some(rules) = &schema.object
            && parts.iter().all(Value::is_object)
        {
            parts.push(self.object(rules, depth)?);
        }
        Some(merge(parts))
    }

    /// One of several, with the discriminator's word for it.
    fn branch(&mut self, schema: &Schema, branches: &[SchemaId], depth: usize) -> Option<Value> {
        let schemas = self.schemas;
        let takes_value = |id: &&SchemaId| {
            let schema = schemas.get(schemas.resolve(**id));
            !schema.types.is(JsonType::Null)
        };
        let spoken: Vec<SchemaId> = match self.untyped || self.dice.chance(80) {
            true => branches.iter().filter(takes_value).copied().collect(),
            false => branches.to_vec(),
        };
        // Towards the end the branches of values that hold nothing.
        let is_flat = |id: &SchemaId| {
            let schema = schemas.get(schemas.resolve(*id));
            schema.object.is_none() && schema.all_of.is_empty() && schema.reference.is_none()
        };
        let flat: Vec<SchemaId> = spoken.iter().copied().filter(|id| is_flat(id)).collect();
        let pool = match self.is_tired(depth) && !flat.is_empty() {
            true => flat,
            false => spoken,
        };
        let chosen = *self.dice.pick(&pool)?;
        let mut value = self.at(chosen, depth + 1)?;
        if let Some(discriminator) = &schema.discriminator
            && let Value::Object(members) = &mut value
        {
            let target = schemas.resolve(chosen);
            let word = discriminator
                .mapping
                .iter()
                .find(|(_, id)| schemas.resolve(**id) == target)
                .map(|(word, _)| word.clone())
                .or_else(|| schemas.get(target).component.clone());
            if let Some(word) = word {
                members.insert(discriminator.property.clone(), Value::from(word));
            }
        }
        Some(value)
    }

    fn is_tired(&self, depth: usize) -> bool {
        depth > DEEP || self.left == 0
    }

    fn own(&mut self, schema: &Schema, depth: usize) -> Option<Value> {
        if schema.types == TypeSet::ALL && schema.object.is_none() {
            if schema.array.is_some() {
                return self.list(schema, depth);
            }
            return Some(self.anything());
        }
        let kinds: Vec<JsonType> = schema
            .types
            .iter()
            .filter(|kind| schema.types != TypeSet::ALL || *kind == JsonType::Object)
            .filter(|kind| *kind != JsonType::Null)
            .collect();
        let may_be_null =
            schema.types != TypeSet::ALL && schema.types.has(JsonType::Null) && !self.untyped;
        if may_be_null && (kinds.is_empty() || self.dice.chance(12)) {
            return Some(Value::Null);
        }
        match *self.dice.pick(&kinds)? {
            JsonType::Null => Some(Value::Null),
            JsonType::Boolean => Some(Value::from(self.dice.chance(50))),
            JsonType::Integer => Some(self.integer(schema)),
            JsonType::Number => Some(self.number(schema)),
            JsonType::String => Some(Value::from(text(schema, self.letters, self.dice))),
            JsonType::Array => self.list(schema, depth),
            JsonType::Object => match &schema.object {
                Some(rules) => self.object(rules, depth),
                None => Some(json!({})),
            },
        }
    }

    fn anything(&mut self) -> Value {
        let word = word(self.letters, self.dice);
        let all = [
            json!(word),
            json!(true),
            json!(1600000000),
            json!(-1.5),
            json!(null),
            json!([word, 1]),
            json!({ "a": word }),
            json!([]),
        ];
        let few = if self.untyped { 1 } else { all.len() };
        self.dice.pick(&all[..few]).cloned().unwrap_or_default()
    }

    fn list(&mut self, schema: &Schema, depth: usize) -> Option<Value> {
        let rules = schema.array.as_deref().cloned().unwrap_or_default();
        let least = usize::try_from(rules.min_items.unwrap_or(0)).unwrap_or(usize::MAX);
        let least = least.max(usize::from(self.untyped));
        let most = rules
            .max_items
            .map_or(usize::MAX, |most| {
                usize::try_from(most).unwrap_or(usize::MAX)
            })
            .min(least.saturating_add(2));
        let count = match self.is_tired(depth) {
            true => least,
            false => self.dice.between(least, most),
        };
        if count > 200 {
            return None;
        }
        let mut items: Vec<Value> = Vec::new();
        for place in 0..count {
            let of = rules.prefix_items.get(place).copied().or(rules.items);
            let item = match of {
                Some(id) => self.at(id, depth + 1)?,
                None => self.anything(),
            };
            // Where nothing has a type, a list of one empty text is no list.
            let is_lost = self.untyped && matches!(&item, Value::String(text) if text.is_empty());
            let is_repeated = rules.unique && items.contains(&item);
            if !is_lost && !is_repeated {
                items.push(item);
            }
        }
        Some(Value::from(items))
    }

    fn object(&mut self, rules: &ObjectRules, depth: usize) -> Option<Value> {
        let schemas = self.schemas;
        let mut members = Map::new();
        let optional = rules.properties.len().saturating_sub(rules.required.len());
        // A handful of many, most of few.
        let often = (600 / optional.max(1)).clamp(4, 60);
        for (name, id) in &rules.properties {
            let is_required = rules.required.contains(name);
            let other_way = travels_other_way(schemas, *id, self.way, 0);
            // What tells the branches of a union apart is said both ways: else nothing would.
            let is_told = is_required && schemas.get(schemas.resolve(*id)).constant().is_some();
            if (other_way && !is_told)
                || (!is_required && (self.is_tired(depth) || !self.dice.chance(often)))
            {
                continue;
            }
            match self.at(*id, depth + 1) {
                Some(value) if self.untyped && is_unsaid(&value) && !is_required => {}
                Some(value) => {
                    members.insert(name.clone(), value);
                }
                None if is_required => return None,
                None => {}
            }
        }
        for name in &rules.required {
            if !rules.properties.contains_key(name) {
                let value = match rules.additional {
                    Additional::Schema(id) => self.at(id, depth + 1)?,
                    _ => self.anything(),
                };
                members.insert(name.clone(), value);
            }
        }
        let least = usize::try_from(rules.min_properties.unwrap_or(0)).unwrap_or(usize::MAX);
        let others = match rules.additional {
            Additional::Schema(_) | Additional::Free if !self.is_tired(depth) => {
                self.dice.between(0, 2)
            }
            _ => 0,
        };
        let others = others.max(least.saturating_sub(members.len()).min(20));
        for place in 0..others {
            let letters = match self.untyped {
                true => Letters::Plain,
                false => self.letters,
            };
            let name = match rules.property_names {
                Some(id) => match self.at(id, depth + 1)? {
                    Value::String(name) => name,
                    _ => return None,
                },
                // By place, so that no two are one.
                None => format!("{}{place}", word(letters, self.dice)),
            };
            if rules.properties.contains_key(&name) {
                continue;
            }
            let value = match rules.additional {
                Additional::Schema(id) => self.at(id, depth + 1)?,
                Additional::Free => self.anything(),
                _ => break,
            };
            if !(self.untyped && is_unsaid(&value)) {
                members.insert(name, value);
            }
        }
        Some(Value::Object(members))
    }
}

/// Whether a wire without types has no way to say it: null, and a list or object with nothing in it.
pub(crate) fn is_unsaid(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty() || items.iter().any(is_unsaid),
        Value::Object(members) => members.is_empty() || members.values().any(is_unsaid),
        _ => false,
    }
}

/// Whether the schema says nothing of what a value is.
fn is_silent(schemas: &Schemas, id: SchemaId) -> bool {
    let schema = schemas.get(schemas.resolve(id));
    schema.types == TypeSet::ALL
        && schema.object.is_none()
        && schema.array.is_none()
        && schema.values.is_none()
        && schema.reference.is_none()
        && schema.subschemas().is_empty()
}

/// Whether a member of this schema is left out on this way: it says so itself, or what it refers to, or a part of it.
fn travels_other_way(schemas: &Schemas, id: SchemaId, way: Direction, depth: usize) -> bool {
    let (own, target) = (schemas.get(id), schemas.get(schemas.resolve(id)));
    let says = |schema: &Schema| match way {
        Direction::Request => schema.read_only,
        Direction::Response => schema.write_only,
    };
    let parts = || target.reference.iter().chain(&target.all_of);
    says(own)
        || says(target)
        || (depth < DEEP && parts().any(|it| travels_other_way(schemas, *it, way, depth + 1)))
}

/// The members of all, those of later ones on top.
fn merge(parts: Vec<Value>) -> Value {
    let mut whole = Map::new();
    for part in parts {
        match part {
            Value::Object(members) => whole.extend(members),
            other => return other,
        }
    }
    Value::Object(whole)
}

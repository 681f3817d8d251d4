//! Bodies that the description and its examples surely allow.

use serde_json::{Map, Value, json};
use trueline_spec::ir::{Operation, SchemaId};

use super::marker::Marker;
use super::scene::{Halt, Scene};
use crate::case::CaseContext;
use crate::resource::{body_media, body_schema, listed_values, members, required, specimen};
use crate::schema::Direction;

impl Scene<'_> {
    /// The map of strings that create takes and the thing shows again, where there is one.
    pub(super) fn marker(&self) -> Option<Marker> {
        Marker::find(self)
    }

    /// An update that surely is allowed and shows: a text of ours in the map of strings. Gives the
    /// body and the members that it names.
    pub(super) fn harmless_update(&self) -> Result<(Value, Vec<String>), Halt> {
        let api = &self.cx.contract().api;
        let operation = self.operation(self.resource.update.as_deref())?;
        let taken = body_schema(operation).map(|schema| members(api, schema));
        match (self.marker(), taken) {
            (Some(marker), Some(taken)) if taken.contains_key(marker.member.as_str()) => {
                let body = marker.body(&self.tag());
                Ok((body, vec![marker.member]))
            }
            _ => self.documented_update().ok_or_else(|| {
                Halt::Untested("no member is known that an update may surely change".to_owned())
            }),
        }
    }

    /// A create body with other fixtures: where `x` stands in the example, the fixture `other_x`.
    pub(super) fn other_fixture(&self) -> Option<Value> {
        let operation = self.operation(self.resource.create.as_deref()).ok()?;
        let media = body_media(operation)?;
        let example = media
            .examples
            .iter()
            .find_map(|example| example.value.as_ref())?;
        let fixtures = &self.cx.contract().requirements.fixtures;
        let mut other = Map::new();
        for (member, value) in example.as_object()? {
            let stands_for = fixtures
                .iter()
                .find(|(_, fixture)| fixture.example.as_ref() == Some(value));
            if let Some((name, _)) = stands_for
                && let Some(given) = self.cx.fixture(&format!("other_{name}"))
            {
                other.insert(member.clone(), json!(given));
            }
        }
        (!other.is_empty()).then_some(Value::Object(other))
    }

    /// Create bodies that differ from the example in one listed value of `member`: one for each other value
    /// that the description lists, as far as they are few.
    pub(super) fn other_values(&self, member: &str) -> Vec<Value> {
        const MOST: usize = 3;
        let api = &self.cx.contract().api;
        let Ok(operation) = self.operation(self.resource.create.as_deref()) else {
            return Vec::new();
        };
        let taken = body_schema(operation).map(|schema| members(api, schema));
        let Some(schema) = taken.and_then(|taken| taken.get(member).copied()) else {
            return Vec::new();
        };
        let usual = self.example_body(operation).unwrap_or_default();
        listed_values(api, schema)
            .into_iter()
            .filter(|value| usual.get(member) != Some(value))
            .take(MOST)
            .map(|value| json!({ member: value }))
            .collect()
    }

    /// The body of the operation's first documented example, fixtures put in.
    pub(super) fn example_body(&self, operation: &Operation) -> Result<Value, Halt> {
        let media = body_media(operation);
        let Some(media) = media else {
            return Ok(json!({}));
        };
        let example = media
            .examples
            .iter()
            .find_map(|example| example.value.clone());
        let mut body = match example {
            Some(value) => value,
            None if requires_nothing(self.cx, operation) => json!({}),
            None => self.made_body(media.schema).ok_or_else(|| {
                Halt::Untested(format!(
                    "{} has required members and no documented example to start from",
                    operation.id
                ))
            })?,
        };
        self.put_fixtures(&mut body)?;
        Ok(body)
    }

    /// A body made of what its schema says, where that gives a valid one.
    fn made_body(&self, schema: Option<SchemaId>) -> Option<Value> {
        let contract = self.cx.contract();
        let made = specimen(&contract.api, schema?)?;
        let schemas = &contract.api.schemas;
        let is_valid = contract
            .judge
            .is_valid(schemas, schema?, Direction::Request, &made);
        is_valid.then_some(made)
    }

    /// An update that is documented: the example's body, and the members of the thing that it names.
    fn documented_update(&self) -> Option<(Value, Vec<String>)> {
        let api = &self.cx.contract().api;
        let operation = self.operation(self.resource.update.as_deref()).ok()?;
        let media = body_media(operation)?;
        media
            .examples
            .iter()
            .find(|example| example.value.is_some())?;
        let body = self.example_body(operation).ok()?;
        let shown = members(api, self.resource.schema);
        let named: Vec<String> = body
            .as_object()?
            .iter()
            .filter(|(name, value)| !value.is_null() && shown.contains_key(name.as_str()))
            .map(|(name, _)| name.clone())
            .collect();
        (!named.is_empty()).then_some((body, named))
    }

    fn put_fixtures(&self, value: &mut Value) -> Result<(), Halt> {
        match value {
            Value::Array(items) => items
                .iter_mut()
                .try_for_each(|item| self.put_fixtures(item)),
            Value::Object(members) => members
                .values_mut()
                .try_for_each(|member| self.put_fixtures(member)),
            scalar => {
                let fixtures = &self.cx.contract().requirements.fixtures;
                let stands_for = fixtures
                    .iter()
                    .find(|(_, fixture)| fixture.example.as_ref() == Some(scalar));
                let Some((name, _)) = stands_for else {
                    return Ok(());
                };
                match self.cx.fixture(name) {
                    Some(given) => {
                        *scalar = json!(given);
                        Ok(())
                    }
                    None => Err(Halt::Untested(format!(
                        "the target's `{name}` is not known; give --fixture {name}=ID"
                    ))),
                }
            }
        }
    }
}

fn requires_nothing(cx: &CaseContext, operation: &Operation) -> bool {
    body_schema(operation).is_none_or(|schema| required(&cx.contract().api, schema).is_empty())
}

/// Puts the members of `over` into `body`.
pub(super) fn merge(body: &mut Value, over: Value) {
    if let (Value::Object(body), Value::Object(over)) = (body, over) {
        body.extend(over);
    }
}

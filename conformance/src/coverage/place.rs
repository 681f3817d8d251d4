//! The places of a request where a value stands: parameters, members of the body, items, map values.

use serde_json::{Map, Value};
use trueline_spec::ir::{
    Api, JsonType, Operation, ParameterForm, ParameterLocation, SchemaId, Style,
};

use super::branch::branches;
use crate::encode::{essence, is_json};
use crate::examples::ExampleRequest;

/// A place of a request.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// As in case ids: `body.metadata[*]`, `query.limit`.
    pub(super) name: String,
    /// The parameter or body that it is in.
    pub(super) argument: Argument,
    /// The way from there.
    pub(super) path: Vec<Key>,
    /// What must stand there.
    pub(super) schema: SchemaId,
    /// Whether what holds it requires it.
    pub(super) required: bool,
    /// How it travels.
    pub(super) wire: Wire,
}

/// An argument of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Argument {
    /// The parameter with this index.
    Parameter(usize),
    /// The body, in the media type with this index.
    Body(usize),
}

/// A step into a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Key {
    /// To a member.
    Member(String),
    /// To the only item of a list.
    Item,
}

/// How a value travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wire {
    /// As JSON: types are visible.
    Json,
    /// As text: `1` may be a number or a text. In brackets, lists and maps are visible.
    Text {
        /// Whether lists and maps are written with brackets here.
        brackets: bool,
    },
}

/// The key of a map entry that the tester makes up.
pub(super) const MAP_KEY: &str = "trueline";

/// Members inside members that are looked at: deeper ones are rarely reached by a valid example.
const DEPTH: usize = 3;

/// The places of an operation, in document order. `media_type` is the body's that valid requests use.
pub(super) fn places(api: &Api, operation: &Operation, media_type: Option<usize>) -> Vec<Place> {
    let mut places = Vec::new();
    for (index, parameter) in operation.parameters.iter().enumerate() {
        let ParameterForm::Style { schema, style, .. } = &parameter.form else {
            continue;
        };
        // OpenAPI 3.0.4 §4.12.2.1: such definitions are ignored.
        let is_ignored = ["accept", "content-type", "authorization"]
            .contains(&parameter.name.to_ascii_lowercase().as_str());
        if parameter.location == ParameterLocation::Header && is_ignored {
            continue;
        }
        let place = Place {
            name: format!("{}.{}", word(parameter.location), parameter.name),
            argument: Argument::Parameter(index),
            path: Vec::new(),
            schema: *schema,
            required: parameter.required,
            wire: Wire::Text {
                brackets: *style == Style::DeepObject,
            },
        };
        walk(api, place, &mut Vec::new(), &mut places);
    }
    let body = media_type.and_then(|index| Some((index, operation.body.as_ref()?)));
    let body = body.and_then(|(index, body)| Some((index, body.content.get(index)?)));
    if let Some((index, media)) = body
        && let Some(schema) = media.schema
    {
        let name = essence(&media.name);
        let is_form = name == "application/x-www-form-urlencoded";
        if is_json(&name) || is_form {
            for way in branches(&api.schemas, schema) {
                for (member, id, required) in way.members(&api.schemas) {
                    if is_read_only(api, id) {
                        continue;
                    }
                    let encoding = media.encoding.get(member);
                    let in_brackets =
                        encoding.is_some_and(|it| it.style == Some(Style::DeepObject));
                    let place = Place {
                        name: format!("body.{member}"),
                        argument: Argument::Body(index),
                        path: vec![Key::Member(member.to_owned())],
                        schema: id,
                        required,
                        wire: if is_form {
                            Wire::Text {
                                brackets: in_brackets,
                            }
                        } else {
                            Wire::Json
                        },
                    };
                    if !places.iter().any(|known: &Place| known.name == place.name) {
                        walk(api, place, &mut Vec::new(), &mut places);
                    }
                }
            }
        }
    }
    places
}

/// The place and those inside it.
fn walk(api: &Api, place: Place, around: &mut Vec<SchemaId>, places: &mut Vec<Place>) {
    let schemas = &api.schemas;
    let schema = schemas.resolve(place.schema);
    // A schema inside itself asks nothing new.
    let is_repeated = around.contains(&schema);
    let mut inner = Vec::new();
    let is_written_whole = place.wire == (Wire::Text { brackets: false });
    if around.len() < DEPTH && !is_repeated && !is_written_whole {
        for way in branches(schemas, place.schema) {
            if way.takes(schemas, JsonType::Array)
                && let Some(items) = way.items(schemas)
            {
                inner.push(place.inside("[]", Key::Item, items, false));
            }
            if !way.takes(schemas, JsonType::Object) {
                continue;
            }
            for (name, id, required) in way.members(schemas) {
                if is_read_only(api, id) {
                    continue;
                }
                let key = Key::Member(name.to_owned());
                inner.push(place.inside(&format!(".{name}"), key, id, required));
            }
            if let Some(values) = way.map_values(schemas) {
                let key = Key::Member(MAP_KEY.to_owned());
                inner.push(place.inside("[*]", key, values, false));
            }
        }
    }
    places.push(place);
    around.push(schema);
    for place in inner {
        // Branches of a union may have a member in common; the first one speaks.
        if !places.iter().any(|known| known.name == place.name) {
            walk(api, place, around, places);
        }
    }
    around.pop();
}

/// Whether only the server sets it: no matter of requests.
fn is_read_only(api: &Api, id: SchemaId) -> bool {
    let schemas = &api.schemas;
    schemas.get(id).read_only || schemas.get(schemas.resolve(id)).read_only
}

impl Place {
    fn inside(&self, suffix: &str, key: Key, schema: SchemaId, required: bool) -> Self {
        let mut path = self.path.clone();
        path.push(key);
        Self {
            name: format!("{}{suffix}", self.name),
            path,
            schema,
            required,
            ..self.clone()
        }
    }

    /// The value that stands here in a request.
    pub(super) fn get<'a>(&self, request: &'a ExampleRequest) -> Option<&'a Value> {
        let whole = match self.argument {
            Argument::Parameter(index) => request
                .parameters
                .iter()
                .find(|(other, _)| *other == index)
                .map(|(_, value)| value),
            Argument::Body(_) => request.body.as_ref().map(|(_, value)| value),
        };
        self.path.iter().try_fold(whole?, |value, key| match key {
            Key::Member(name) => value.get(name),
            Key::Item => value.get(0),
        })
    }

    /// Puts a value here; what must hold it is made where it is not there.
    pub(super) fn put(&self, request: &mut ExampleRequest, value: Value) {
        let mut whole = self.take(request).unwrap_or(Value::Null);
        descend(&mut whole, &self.path, Some(value));
        self.restore(request, whole);
    }

    /// Takes away what stands here.
    pub(super) fn remove(&self, request: &mut ExampleRequest) {
        if let Some(mut whole) = self.take(request)
            && !self.path.is_empty()
        {
            descend(&mut whole, &self.path, None);
            self.restore(request, whole);
        }
    }

    fn take(&self, request: &mut ExampleRequest) -> Option<Value> {
        match self.argument {
            Argument::Parameter(index) => {
                let at = request
                    .parameters
                    .iter()
                    .position(|(other, _)| *other == index)?;
                Some(request.parameters.remove(at).1)
            }
            Argument::Body(_) => request.body.take().map(|(_, value)| value),
        }
    }

    fn restore(&self, request: &mut ExampleRequest, whole: Value) {
        match self.argument {
            Argument::Parameter(index) => request.parameters.push((index, whole)),
            Argument::Body(index) => request.body = Some((index, whole)),
        }
    }
}

/// Follows the path and sets or removes what it leads to.
fn descend(value: &mut Value, path: &[Key], new: Option<Value>) {
    let Some((key, rest)) = path.split_first() else {
        if let Some(new) = new {
            *value = new;
        }
        return;
    };
    match key {
        Key::Member(name) => {
            if !value.is_object() {
                *value = Value::Object(Map::new());
            }
            let Value::Object(members) = value else {
                return;
            };
            if rest.is_empty() && new.is_none() {
                members.shift_remove(name);
            } else {
                let member = members.entry(name.clone()).or_insert(Value::Null);
                descend(member, rest, new);
            }
        }
        Key::Item => {
            let mut item = value.get(0).cloned().unwrap_or(Value::Null);
            descend(&mut item, rest, new);
            *value = Value::Array(vec![item]);
        }
    }
}

/// The word of a location in case ids.
pub(super) fn word(location: ParameterLocation) -> &'static str {
    match location {
        ParameterLocation::Path => "path",
        ParameterLocation::Query => "query",
        ParameterLocation::Header => "header",
        ParameterLocation::Cookie => "cookie",
    }
}

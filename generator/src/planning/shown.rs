//! Types that only examples show.
//!
//! A schema with members and no `type` speaks of objects and lets any other value pass (JSON Schema 2020-12 core §10.3.2;
//! likewise one with `items`, of lists). It nearly always means objects, so it becomes a struct. Where an example or a
//! default of the document itself is of another type, both are meant.

use serde_json::Value;
use trueline_spec::ir::{Additional, Api, JsonType, MediaType, Schema, SchemaId, TypeSet};

use super::enumeration::type_of;

/// How deep examples are followed; schemas may lead back to themselves without a step in the value.
const DEEPEST: usize = 64;

/// The description with the types that its examples show of schemas which state members or items and no type; `None`
/// where they show no other types than these keywords.
pub(super) fn with_shown_types(api: &Api) -> Option<Api> {
    let mut shown = Shown {
        api,
        types: Vec::new(),
    };
    for (id, schema) in api.schemas.iter() {
        let values = schema.prose.examples.iter().chain(&schema.prose.default);
        values.for_each(|value| shown.visit(id, value, 0));
    }
    for operation in &api.operations {
        let requests = operation.body.iter().flat_map(|body| &body.content);
        let responses = operation
            .responses
            .iter()
            .flat_map(|response| &response.content);
        for media in requests.chain(responses) {
            shown.visit_media(media);
        }
    }
    if shown.types.is_empty() {
        return None;
    }
    let found = shown.types;
    let mut api = api.clone();
    for (id, types) in found {
        api.schemas.get_mut(id).types = types;
    }
    Some(api)
}

struct Shown<'a> {
    api: &'a Api,
    /// What examples of a schema are of, with what its keywords speak of.
    types: Vec<(SchemaId, TypeSet)>,
}

impl Shown<'_> {
    fn visit_media(&mut self, media: &MediaType) {
        let Some(schema) = media.schema else { return };
        for value in media.examples.iter().filter_map(|one| one.value.as_ref()) {
            match value {
                // Content that was escaped into a text (OpenAPI 3.0.4 §4.14) is no text.
                Value::String(text) => {
                    if let Ok(value) = serde_json::from_str(text) {
                        self.visit(schema, &value, 0);
                    }
                }
                value => self.visit(schema, value, 0),
            }
        }
    }

    fn visit(&mut self, id: SchemaId, value: &Value, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        let schema = self.api.schemas.get(id);
        let shown = type_of(value);
        if let Some(stated) = speaks_of(schema)
            && shown != JsonType::Null
            && shown != stated
        {
            self.add(id, TypeSet::only(stated).with(shown));
        }
        for all in schema.reference.iter().chain(&schema.all_of) {
            self.visit(*all, value, depth + 1);
        }
        match (value, &schema.object, &schema.array) {
            (Value::Object(members), Some(object), _) => {
                for (name, value) in members {
                    let declared = object.properties.get(name).copied();
                    let id = declared.or(match object.additional {
                        Additional::Schema(id) => Some(id),
                        _ => None,
                    });
                    if let Some(id) = id {
                        self.visit(id, value, depth + 1);
                    }
                }
            }
            (Value::Array(items), _, Some(array)) => {
                let further = items.iter().skip(array.prefix_items.len());
                for (id, item) in array.prefix_items.iter().copied().zip(items).chain(
                    array
                        .items
                        .into_iter()
                        .flat_map(|id| further.clone().map(move |item| (id, item))),
                ) {
                    self.visit(id, item, depth + 1);
                }
            }
            _ => {}
        }
    }

    fn add(&mut self, id: SchemaId, types: TypeSet) {
        match self.types.iter_mut().find(|(known, _)| *known == id) {
            Some((_, known)) => types.iter().for_each(|one| *known = known.with(one)),
            None => self.types.push((id, types)),
        }
    }
}

/// The type that the keywords of a schema speak of which states none.
fn speaks_of(schema: &Schema) -> Option<JsonType> {
    let is_sole = schema.types == TypeSet::ALL
        && schema.values.is_none()
        && schema.any_of.is_empty()
        && schema.one_of.is_empty();
    match (is_sole, &schema.object, &schema.array) {
        (false, ..) | (true, None, None) => None,
        (true, Some(_), _) => Some(JsonType::Object),
        (true, None, Some(_)) => Some(JsonType::Array),
    }
}

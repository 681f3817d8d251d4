//! Which operations make, read, change, list and remove one kind of thing, read off the description.
//!
//! A resource is inferred from the shapes of paths and answers alone: a collection path, the item path
//! one parameter below it, and a component schema that their answers carry. What an API's files say
//! under `laws` corrects the inference; no API is known by name.

mod convention;
mod list;

use indexmap::IndexMap;
use trueline_spec::ir::{
    Api, JsonType, MediaType, Method, Operation, PathPiece, Schema, SchemaId, StatusPattern,
};

pub use list::{Cursor, Filter, FilterKind, Listing};

/// One kind of thing that the API keeps.
#[derive(Debug, Clone)]
pub struct Resource {
    /// The component's name, such as `file_link`.
    pub name: String,
    /// The component's schema.
    pub schema: SchemaId,
    /// The member that identifies a thing: what stands in the item path.
    pub id: String,
    /// The collection's path template, as written.
    pub path: String,
    /// Name of the path parameter that takes the id, where there is an item path.
    pub parameter: Option<String>,
    /// Id of the operation that makes one.
    pub create: Option<String>,
    /// Id of the operation that reads one.
    pub retrieve: Option<String>,
    /// Id of the operation that changes one.
    pub update: Option<String>,
    /// Id of the operation that removes one.
    pub delete: Option<String>,
    /// How they are listed.
    pub list: Option<Listing>,
}

impl Resource {
    /// Names of all members of the thing, in document order.
    pub fn members<'a>(&self, api: &'a Api) -> Vec<&'a str> {
        members(api, self.schema).into_keys().collect()
    }

    /// The members that both the update's body and the thing have: what a caller may change.
    pub fn changeable(&self, api: &Api) -> Vec<String> {
        let own = members(api, self.schema);
        self.update
            .as_deref()
            .and_then(|id| api.operation(id))
            .and_then(body_schema)
            .map(|schema| {
                members(api, schema)
                    .into_keys()
                    .filter(|name| own.contains_key(name))
                    .map(str::to_owned)
                    .collect()
            })
            .unwrap_or_default()
    }
}

/// All resources of the API, in the order of their collections in the document.
pub fn infer(api: &Api) -> Vec<Resource> {
    let mut resources: IndexMap<(String, SchemaId), Resource> = IndexMap::new();
    for operation in &api.operations {
        let Some(role) = Role::of(api, operation) else {
            continue;
        };
        let (collection, parameter) = split(operation);
        let entry = resources
            .entry((collection.clone(), role.schema))
            .or_insert_with(|| Resource {
                name: api
                    .schemas
                    .get(role.schema)
                    .component
                    .clone()
                    .unwrap_or_default(),
                schema: role.schema,
                id: String::new(),
                path: collection,
                parameter: None,
                create: None,
                retrieve: None,
                update: None,
                delete: None,
                list: None,
            });
        if entry.parameter.is_none() {
            entry.parameter = parameter;
        }
        let id = Some(operation.id.clone());
        match role.kind {
            RoleKind::Create => entry.create = entry.create.take().or(id),
            RoleKind::Retrieve => entry.retrieve = entry.retrieve.take().or(id),
            RoleKind::Update => entry.update = entry.update.take().or(id),
            RoleKind::List => {
                if entry.list.is_none() {
                    entry.list = list::read(api, operation, role.schema);
                }
            }
        }
    }
    let mut found: Vec<Resource> = resources.into_values().collect();
    for resource in &mut found {
        resource.delete = api
            .operations
            .iter()
            .find(|operation| {
                operation.method == Method::Delete
                    && split(operation) == (resource.path.clone(), resource.parameter.clone())
                    && resource.parameter.is_some()
            })
            .map(|operation| operation.id.clone());
        resource.id = convention::identifier(api, resource);
    }
    // Something that is only ever listed, or whose things have no id, has no law to keep.
    found.retain(|resource| {
        !resource.id.is_empty() && (resource.create.is_some() || resource.retrieve.is_some())
    });
    found
}

struct Role {
    kind: RoleKind,
    schema: SchemaId,
}

enum RoleKind {
    Create,
    Retrieve,
    Update,
    List,
}

impl Role {
    fn of(api: &Api, operation: &Operation) -> Option<Role> {
        let schema = success_schema(operation)?;
        let on_item = matches!(operation.path.pieces.last(), Some(PathPiece::Parameter(_)));
        if operation.method == Method::Get && !on_item {
            let (_, item) = list::envelope(api, schema)?;
            return Some(Role {
                kind: RoleKind::List,
                schema: item,
            });
        }
        let schema = component(api, schema)?;
        let kind = match (operation.method, on_item) {
            (Method::Post, false) => RoleKind::Create,
            (Method::Get, true) => RoleKind::Retrieve,
            (Method::Post | Method::Patch | Method::Put, true) => RoleKind::Update,
            _ => return None,
        };
        Some(Role { kind, schema })
    }
}

/// The collection path, and the parameter after it where the operation is on an item.
fn split(operation: &Operation) -> (String, Option<String>) {
    match operation.path.pieces.last() {
        Some(PathPiece::Parameter(name)) => {
            let end = operation.path.text.rfind('/').unwrap_or(0);
            (operation.path.text[..end].to_owned(), Some(name.clone()))
        }
        _ => (operation.path.text.trim_end_matches('/').to_owned(), None),
    }
}

/// The schema of the first JSON body of the first 2XX response.
pub fn success_schema(operation: &Operation) -> Option<SchemaId> {
    operation
        .responses
        .iter()
        .filter(|response| {
            matches!(
                response.status,
                StatusPattern::Code(200..=299) | StatusPattern::Class(2)
            )
        })
        .flat_map(|response| &response.content)
        .find(|media| is_json(media))
        .and_then(|media| media.schema)
}

/// The schema of the request body: its first media type that has one.
pub fn body_schema(operation: &Operation) -> Option<SchemaId> {
    operation
        .body
        .as_ref()?
        .content
        .iter()
        .find_map(|media| media.schema)
}

/// Whether a media type is JSON (RFC 8259, RFC 6839 §3.1).
pub fn is_json(media: &MediaType) -> bool {
    let name = media
        .name
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    name == "application/json" || name.ends_with("+json")
}

fn component(api: &Api, schema: SchemaId) -> Option<SchemaId> {
    let resolved = api.schemas.resolve(schema);
    let found = api.schemas.get(resolved);
    (found.component.is_some() && found.types.has(JsonType::Object)).then_some(resolved)
}

/// The members of an object schema, `allOf` parts included, in document order.
pub fn members(api: &Api, schema: SchemaId) -> IndexMap<&str, SchemaId> {
    let mut found = IndexMap::new();
    let mut open = vec![api.schemas.resolve(schema)];
    let mut seen = Vec::new();
    while let Some(id) = open.pop() {
        if seen.contains(&id) {
            continue;
        }
        seen.push(id);
        let schema: &Schema = api.schemas.get(id);
        if let Some(object) = &schema.object {
            for (name, member) in &object.properties {
                found.entry(name.as_str()).or_insert(*member);
            }
        }
        open.extend(
            schema
                .all_of
                .iter()
                .rev()
                .map(|part| api.schemas.resolve(*part)),
        );
        open.extend(schema.reference.map(|target| api.schemas.resolve(target)));
    }
    found
}

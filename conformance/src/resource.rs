//! Which operations make, read, change, list and remove one kind of thing, read off the description.
//!
//! A resource is inferred from the shapes of paths and answers alone: a collection path, the item path
//! one parameter below it, and a component schema that their answers carry. What an API's files say
//! under `laws` corrects the inference; no API is known by name.

mod body;
mod convention;
mod job;
mod list;
mod removal;
mod settled;
mod shape;
mod specimen;

use indexmap::IndexMap;
use trueline_spec::ir::{Api, JsonType, Method, Operation, PathPiece, SchemaId};

pub use body::{Put, body_media, body_schema, is_json, success_schema, takes_merge_patch};
pub use convention::tells_of_changes;
pub use job::Job;
pub use list::{Cursor, Filter, FilterKind, Listing, Offset, OffsetUnit};
pub use removal::SoftDelete;
pub use settled::settled;
pub use shape::{is_nullable, listed_values, members, required};
pub use specimen::specimen;

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
    /// Id of the operation that changes what its request names.
    pub update: Option<String>,
    /// Id of the operation that puts one in place of what was there.
    pub replace: Option<String>,
    /// What a PUT does with what it does not name, where that is known.
    pub put: Option<Put>,
    /// Id of the operation that removes one.
    pub delete: Option<String>,
    /// How those that were removed can still be seen, if they can.
    pub soft_delete: Option<SoftDelete>,
    /// How they are listed.
    pub list: Option<Listing>,
    /// How they are begun, where they are pieces of work that end later.
    pub job: Option<Job>,
}

impl Resource {
    /// Decides what the PUT is: `told`, else what its body tells. One that changes what it names is the
    /// update where there is no other; one of which nothing is known is neither.
    fn settle_put(&mut self, api: &Api, told: Option<Put>) {
        let Some(operation) = self.replace.as_deref().and_then(|id| api.operation(id)) else {
            return;
        };
        let create = self.create.as_deref().and_then(|id| api.operation(id));
        self.put = told.or_else(|| body::put(api, create, operation));
        if self.put == Some(Put::Updates) && self.update.is_none() {
            self.update.clone_from(&self.replace);
        }
    }

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
                replace: None,
                put: None,
                delete: None,
                soft_delete: None,
                list: None,
                job: None,
            });
        if entry.parameter.is_none() {
            entry.parameter = parameter;
        }
        let id = Some(operation.id.clone());
        match role.kind {
            RoleKind::Create => entry.create = entry.create.take().or(id),
            RoleKind::Retrieve => entry.retrieve = entry.retrieve.take().or(id),
            RoleKind::Update => entry.update = entry.update.take().or(id),
            RoleKind::Put => entry.replace = entry.replace.take().or(id),
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
        resource.settle_put(api, None);
        let delete = resource.delete.as_deref().and_then(|id| api.operation(id));
        resource.soft_delete = delete.and_then(|it| removal::soft_delete(api, resource, it));
    }
    job::attach(api, &mut found);
    // Something that is only ever listed, or whose things have no id, has no law to keep.
    found.retain(|resource| {
        !resource.id.is_empty() && (resource.create.is_some() || resource.retrieve.is_some())
    });
    found
}

/// For each resource the members of it that no request sets: they differ from server to server.
pub fn unset_members(api: &Api) -> IndexMap<String, Vec<String>> {
    let mut found: IndexMap<String, Vec<String>> = IndexMap::new();
    for resource in infer(api) {
        let written: Vec<&str> = [&resource.create, &resource.update, &resource.replace]
            .into_iter()
            .filter_map(|id| body_schema(api.operation(id.as_deref()?)?))
            .flat_map(|schema| members(api, schema).into_keys())
            .collect();
        let own = members(api, resource.schema).into_keys();
        let is_unset = |name: &&str| **name == *resource.id || !written.contains(name);
        let names: Vec<String> = own.filter(is_unset).map(str::to_owned).collect();
        found.entry(resource.name).or_insert(names);
    }
    found.retain(|_, names| !names.is_empty());
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
    Put,
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
            (Method::Post | Method::Patch, true) => RoleKind::Update,
            (Method::Put, true) => RoleKind::Put,
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

fn component(api: &Api, schema: SchemaId) -> Option<SchemaId> {
    let resolved = api.schemas.resolve(schema);
    let found = api.schemas.get(resolved);
    (found.component.is_some() && found.types.has(JsonType::Object)).then_some(resolved)
}

//! How a collection is listed: its envelope, pages, filters and expansion.

use trueline_spec::ir::{
    Api, JsonType, Operation, Parameter, ParameterForm, ParameterLocation, SchemaId,
};

use super::convention::{Purpose, counts_all, purpose, says_more, speaks_of_pages};
use super::{members, success_schema};

/// How things are listed.
#[derive(Debug, Clone)]
pub struct Listing {
    /// Id of the operation.
    pub operation: String,
    /// The envelope's member that holds the items; `None` when the answer is the array itself.
    pub items: Option<String>,
    /// The envelope's boolean that says whether there is more.
    pub more: Option<String>,
    /// The envelope's number of items of all pages.
    pub total: Option<String>,
    /// The parameter that limits a page.
    pub limit: Option<String>,
    /// The largest value that the limit may have, where the description says.
    pub largest: Option<usize>,
    /// What the limit is when a request does not say, where the description says.
    pub default_limit: Option<usize>,
    /// The cursors by id.
    pub cursor: Option<Cursor>,
    /// The parameter that says where a page starts.
    pub offset: Option<Offset>,
    /// Whether nothing in it speaks of pages: one answer is the whole list.
    pub is_whole: bool,
    /// Filters, in document order.
    pub filters: Vec<Filter>,
    /// The parameter that asks for members in full.
    pub expand: Option<String>,
}

/// Cursors that name the item at the edge of a page.
#[derive(Debug, Clone)]
pub struct Cursor {
    /// The page starts behind this item.
    pub after: String,
    /// The page ends before this item.
    pub before: Option<String>,
}

/// A parameter that counts from the start of the list.
#[derive(Debug, Clone)]
pub struct Offset {
    /// The parameter.
    pub parameter: String,
    /// What it counts.
    pub unit: OffsetUnit,
}

/// What an offset counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OffsetUnit {
    /// Items to leave out.
    Items,
    /// Pages, the first of which has this number.
    Pages {
        /// 0 or 1.
        first: usize,
    },
}

impl Offset {
    /// The value that makes a page of `size` start at item `position`, where there is one: page numbers
    /// reach only multiples of the size.
    pub fn at(&self, position: usize, size: usize) -> Option<usize> {
        match self.unit {
            OffsetUnit::Items => Some(position),
            OffsetUnit::Pages { first } if size > 0 && position.is_multiple_of(size) => {
                first.checked_add(position / size)
            }
            OffsetUnit::Pages { .. } => None,
        }
    }
}

/// A parameter that keeps only some things.
#[derive(Debug, Clone)]
pub struct Filter {
    /// The parameter.
    pub parameter: String,
    /// The member that it looks at.
    pub member: String,
    /// How it compares.
    pub kind: FilterKind,
}

/// How a filter compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilterKind {
    /// The member equals the value.
    Equal,
    /// The member lies in a range of `gt`, `gte`, `lt`, `lte`.
    Range {
        /// Whether a plain value is taken, too, for equality.
        or_equal: bool,
    },
}

/// Reads how `operation` lists things of schema `item`.
pub(super) fn read(api: &Api, operation: &Operation, item: SchemaId) -> Option<Listing> {
    let envelope_schema = success_schema(operation)?;
    let (items, _) = envelope(api, envelope_schema)?;
    let query = || {
        operation
            .parameters
            .iter()
            .filter(|parameter| parameter.location == ParameterLocation::Query)
    };
    let find = |wanted: Purpose| query().find(|parameter| purpose(&parameter.name) == Some(wanted));
    let named = |wanted: Purpose| find(wanted).map(|parameter| parameter.name.clone());
    let around = members(api, envelope_schema);
    let told = |one: JsonType, says: fn(&str) -> bool| {
        around
            .iter()
            .filter(|(_, schema)| {
                let types = api.schemas.get(api.schemas.resolve(**schema)).types;
                types.single() == Some(one)
            })
            .map(|(name, _)| (*name).to_owned())
            .find(|name| says(name))
    };
    let own = members(api, item);
    let filters = query()
        .filter(|parameter| purpose(&parameter.name).is_none())
        .filter(|parameter| own.contains_key(parameter.name.as_str()))
        .filter_map(|parameter| {
            Some(Filter {
                parameter: parameter.name.clone(),
                member: parameter.name.clone(),
                kind: filter_kind(api, parameter)?,
            })
        })
        .collect();
    let limit = find(Purpose::Limit);
    let items_offset = find(Purpose::Offset).map(|parameter| Offset {
        parameter: parameter.name.clone(),
        unit: OffsetUnit::Items,
    });
    let offset = items_offset.or_else(|| {
        find(Purpose::Page).map(|parameter| Offset {
            parameter: parameter.name.clone(),
            unit: OffsetUnit::Pages {
                first: first_page(api, parameter),
            },
        })
    });
    Some(Listing {
        operation: operation.id.clone(),
        items,
        more: told(JsonType::Boolean, says_more),
        total: told(JsonType::Integer, counts_all),
        largest: limit.and_then(|parameter| most(api, parameter)),
        default_limit: limit.and_then(|parameter| default(api, parameter)),
        limit: limit.map(|parameter| parameter.name.clone()),
        cursor: named(Purpose::After).map(|after| Cursor {
            after,
            before: named(Purpose::Before),
        }),
        offset,
        is_whole: !query().any(|parameter| speaks_of_pages(&parameter.name)),
        filters,
        expand: named(Purpose::Expand),
    })
}

/// The member that holds the items (or `None` for a bare array) and the component that they are.
pub(super) fn envelope(api: &Api, schema: SchemaId) -> Option<(Option<String>, SchemaId)> {
    if let Some(item) = item_component(api, schema) {
        return Some((None, item));
    }
    let mut lists = members(api, schema)
        .into_iter()
        .filter_map(|(name, member)| Some((name.to_owned(), item_component(api, member)?)));
    let (name, item) = lists.next()?;
    // Two lists in one answer: which of them pages is anyone's guess.
    lists.next().is_none().then_some((Some(name), item))
}

fn item_component(api: &Api, schema: SchemaId) -> Option<SchemaId> {
    let schema = api.schemas.get(api.schemas.resolve(schema));
    let item = schema.array.as_ref()?.items?;
    super::component(api, item)
}

fn filter_kind(api: &Api, parameter: &Parameter) -> Option<FilterKind> {
    let ParameterForm::Style { schema, .. } = parameter.form else {
        return None;
    };
    let resolved = api.schemas.resolve(schema);
    let schema = api.schemas.get(resolved);
    let is_range = |id: SchemaId| {
        let names = members(api, id);
        names.contains_key("gt") || names.contains_key("gte")
    };
    if is_range(resolved) {
        return Some(FilterKind::Range { or_equal: false });
    }
    let branches = || schema.any_of.iter().chain(&schema.one_of).copied();
    if branches().any(is_range) {
        let or_equal = branches().any(|id| {
            !is_range(id)
                && api
                    .schemas
                    .get(api.schemas.resolve(id))
                    .types
                    .single()
                    .is_some()
        });
        return Some(FilterKind::Range { or_equal });
    }
    match schema.types.single() {
        Some(JsonType::String | JsonType::Integer | JsonType::Number | JsonType::Boolean) => {
            Some(FilterKind::Equal)
        }
        _ => None,
    }
}

fn schema_of(parameter: &Parameter) -> Option<SchemaId> {
    match parameter.form {
        ParameterForm::Style { schema, .. } => Some(schema),
        ParameterForm::Content(_) => None,
    }
}

/// The number of the first page: what the description has as default or least value, else 1.
fn first_page(api: &Api, parameter: &Parameter) -> usize {
    let least = schema_of(parameter).and_then(|schema| {
        let minimum = &api.schemas.get(api.schemas.resolve(schema)).number.minimum;
        minimum.as_ref()?.as_u64()
    });
    let first = default(api, parameter).or(least.and_then(|least| usize::try_from(least).ok()));
    first.filter(|first| *first <= 1).unwrap_or(1)
}

fn most(api: &Api, parameter: &Parameter) -> Option<usize> {
    let schema = api.schemas.get(api.schemas.resolve(schema_of(parameter)?));
    let most = schema.number.maximum.as_ref()?.as_f64()?;
    // A whole number of items that fits.
    (1.0..1e9).contains(&most).then_some(most as usize)
}

fn default(api: &Api, parameter: &Parameter) -> Option<usize> {
    let written = schema_of(parameter)?;
    let schemas = [written, api.schemas.resolve(written)];
    let default = schemas
        .into_iter()
        .find_map(|schema| api.schemas.get(schema).prose.default.clone())?;
    usize::try_from(default.as_u64()?).ok()
}

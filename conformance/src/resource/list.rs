//! How a collection is listed: its envelope, pages, filters and expansion.

use trueline_spec::ir::{
    Api, JsonType, Operation, Parameter, ParameterForm, ParameterLocation, SchemaId,
};

use super::convention::{Purpose, purpose, says_more};
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
    /// The parameter that limits a page.
    pub limit: Option<String>,
    /// The cursors by id.
    pub cursor: Option<Cursor>,
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
    let named = |wanted: Purpose| {
        query()
            .find(|parameter| purpose(&parameter.name) == Some(wanted))
            .map(|parameter| parameter.name.clone())
    };
    let more = members(api, envelope_schema)
        .into_iter()
        .filter(|(_, schema)| {
            api.schemas
                .get(api.schemas.resolve(*schema))
                .types
                .is(JsonType::Boolean)
        })
        .map(|(name, _)| name.to_owned())
        .find(|name| says_more(name));
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
    Some(Listing {
        operation: operation.id.clone(),
        items,
        more,
        limit: named(Purpose::Limit),
        cursor: named(Purpose::After).map(|after| Cursor {
            after,
            before: named(Purpose::Before),
        }),
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

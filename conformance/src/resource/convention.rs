//! Words by which APIs commonly name the same thing, whatever their case.

use trueline_spec::ir::{Api, JsonType};

use super::{Resource, members};

/// What a query parameter of a list does, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// How many items a page may hold.
    Limit,
    /// The page starts behind the item with this id.
    After,
    /// The page ends before the item with this id.
    Before,
    /// Which members to give in full.
    Expand,
}

/// `startingAfter`, `starting-after` and `starting_after` are one word.
pub(super) fn fold(name: &str) -> String {
    let mut folded = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !folded.is_empty() && !folded.ends_with('_') {
            folded.push('_');
        }
        match c {
            '-' | '.' | ' ' => folded.push('_'),
            c => folded.extend(c.to_lowercase()),
        }
    }
    folded
}

/// The purpose of a list's query parameter, where its name says it.
pub(super) fn purpose(name: &str) -> Option<Purpose> {
    match fold(name).as_str() {
        "limit" | "page_size" | "per_page" | "max_results" | "count" | "page_limit" => {
            Some(Purpose::Limit)
        }
        "starting_after" => Some(Purpose::After),
        "ending_before" => Some(Purpose::Before),
        "expand" => Some(Purpose::Expand),
        _ => None,
    }
}

/// Whether an envelope's boolean says that there is more, by its name.
pub(super) fn says_more(name: &str) -> bool {
    matches!(
        fold(name).as_str(),
        "has_more" | "more" | "has_next" | "has_next_page"
    )
}

/// The member that identifies a thing: `id`, or the one that the item path's parameter is named after.
pub(super) fn identifier(api: &Api, resource: &Resource) -> String {
    let own = members(api, resource.schema);
    let parameter = resource.parameter.as_deref();
    ["id"]
        .into_iter()
        .chain(parameter)
        .find(|name| {
            own.get(name).is_some_and(|schema| {
                let types = api.schemas.get(api.schemas.resolve(*schema)).types;
                types.has(JsonType::String) || types.has(JsonType::Integer)
            })
        })
        .unwrap_or_default()
        .to_owned()
}

//! Words by which APIs commonly name the same thing, whatever their case.

use trueline_spec::ir::{Api, JsonType};
use trueline_spec::spelling::fold;

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
    /// How many items to leave out.
    Offset,
    /// Which page, counted.
    Page,
    /// Which members to give in full.
    Expand,
}

/// The purpose of a list's query parameter, where its name says it.
pub(super) fn purpose(name: &str) -> Option<Purpose> {
    match fold(name).as_str() {
        "limit" | "page_size" | "per_page" | "max_results" | "count" | "page_limit" => {
            Some(Purpose::Limit)
        }
        "offset" | "skip" | "start_index" | "first_result" => Some(Purpose::Offset),
        "page" | "page_number" | "page_index" | "page_no" | "page_num" => Some(Purpose::Page),
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

/// Whether a parameter's name speaks of pages, so that a list which has it may be given in parts.
pub(super) fn speaks_of_pages(name: &str) -> bool {
    const WORDS: [&str; 10] = [
        "page", "cursor", "token", "marker", "after", "before", "next", "continue", "start", "from",
    ];
    let name = fold(name);
    purpose(&name).is_some_and(|purpose| purpose != Purpose::Expand)
        || name.split('_').any(|word| WORDS.contains(&word))
}

/// Whether an envelope's integer counts the items of all pages, by its name.
pub(super) fn counts_all(name: &str) -> bool {
    matches!(
        fold(name).as_str(),
        "total"
            | "total_count"
            | "total_items"
            | "total_results"
            | "total_size"
            | "total_elements"
            | "total_records"
            | "total_number"
    )
}

/// Whether a member changes with every change of its thing, by its name.
pub fn tells_of_changes(name: &str) -> bool {
    let name = fold(name);
    let words: Vec<&str> = name.split('_').collect();
    let told = |word: &&str| {
        word.starts_with("updat")
            || word.starts_with("modif")
            || *word == "etag"
            || *word == "changed"
    };
    words.iter().any(told) || matches!(name.as_str(), "version" | "revision" | "generation")
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

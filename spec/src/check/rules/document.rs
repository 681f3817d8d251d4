//! Rules of the document as a whole.

use std::collections::BTreeSet;

use crate::check::table::Object;
use crate::check::walk::{Place, Walk, cut};
use crate::diagnostic::codes;
use crate::ir::OpenApiVersion;

/// From 3.1 on one of `paths`, `components` and `webhooks` must be there (3.1.1 §4.8.1); tags are
/// declared once (§4.8.1).
pub(crate) fn check<'a>(walk: &mut Walk<'a>, members: &'a Object) {
    let some = ["paths", "components", "webhooks"];
    if walk.version >= OpenApiVersion::V31 && !some.iter().any(|name| members.contains_key(*name)) {
        walk.report(
            codes::MISSING_MEMBER,
            Place::Name,
            "the OpenAPI Object has none of `paths`, `components` and `webhooks`".to_owned(),
            Some("write at least one of them"),
        );
    }
    let Some(tags) = members.get("tags").and_then(|tags| tags.as_array()) else {
        return;
    };
    let mut seen = BTreeSet::new();
    for (index, tag) in tags.iter().enumerate() {
        let Some(name) = tag.get("name").and_then(|name| name.as_str()) else {
            continue;
        };
        if !seen.insert(name) {
            walk.inside("tags", |walk| {
                walk.item(index, |walk| {
                    walk.inside("name", |walk| {
                        walk.report(
                            codes::TAG_TWICE,
                            Place::Value,
                            format!("the tag `{}` is declared twice", cut(name)),
                            Some("keep one of the two"),
                        );
                    });
                });
            });
        }
    }
}

/// A component's name is made of letters, digits, `.`, `-` and `_` (OpenAPI 3.0.4 §4.7.1).
pub(crate) fn check_component_name(walk: &mut Walk<'_>, name: &str) {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    if name.is_empty() || !name.chars().all(fits) {
        walk.report(
            codes::COMPONENT_NAME,
            Place::Name,
            format!("`{}` cannot be the name of a component", cut(name)),
            Some("use only letters of ASCII, digits, `.`, `-` and `_`"),
        );
    }
}

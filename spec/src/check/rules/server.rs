//! Server URLs and their variables (OpenAPI 3.0.4 §4.5, §4.6).

use serde_json::Value;

use super::path;
use crate::check::table::Object;
use crate::check::walk::{Place, Walk, cut};
use crate::diagnostic::codes;

/// Each `{variable}` of the URL is declared, and each declared one stands in the URL.
pub(crate) fn check<'a>(walk: &mut Walk<'a>, members: &'a Object) {
    let Some(url) = members.get("url").and_then(Value::as_str) else {
        return;
    };
    let variables = members.get("variables").and_then(Value::as_object);
    let used = match path::names_in(url) {
        Ok(used) => used,
        Err(fault) => {
            walk.inside("url", |walk| {
                walk.report(
                    codes::SERVER_VARIABLE,
                    Place::Value,
                    format!("the server's URL is no template: {fault}"),
                    Some("write each variable as `{name}`"),
                );
            });
            return;
        }
    };
    for name in &used {
        if !variables.is_some_and(|variables| variables.contains_key(*name)) {
            walk.inside("url", |walk| {
                walk.report(
                    codes::SERVER_VARIABLE,
                    Place::Value,
                    format!(
                        "the variable `{}` of the server's URL is not declared",
                        cut(name)
                    ),
                    Some("declare it under `variables`, with a `default`"),
                );
            });
        }
    }
    for name in variables.into_iter().flat_map(|variables| variables.keys()) {
        if !used.contains(&name.as_str()) {
            walk.inside("variables", |walk| {
                walk.inside(name, |walk| {
                    walk.report(
                        codes::SERVER_VARIABLE,
                        Place::Name,
                        format!(
                            "the variable `{}` does not stand in the server's URL",
                            cut(name)
                        ),
                        Some("remove it, or write it into `url` in braces"),
                    );
                });
            });
        }
    }
}

/// The default is one of the values, where values are listed.
pub(crate) fn check_variable<'a>(walk: &mut Walk<'a>, members: &'a Object) {
    let (Some(values), Some(default)) = (
        members.get("enum").and_then(Value::as_array),
        members.get("default").filter(|default| default.is_string()),
    ) else {
        return;
    };
    if !values.contains(default) {
        walk.inside("default", |walk| {
            walk.report(
                codes::SERVER_VARIABLE,
                Place::Value,
                "the variable's default is not among its values".to_owned(),
                Some("add it to `enum`, or choose one of those values"),
            );
        });
    }
}

//! Parameters and headers (OpenAPI 3.0.4 §4.12, §4.21).

use std::collections::BTreeSet;

use serde_json::Value;

use super::exclusive;
use crate::check::table::{Object, STYLES};
use crate::check::walk::{Place, Walk, cut, listed};
use crate::diagnostic::codes;

/// A Parameter Object.
pub(crate) fn check<'a>(walk: &mut Walk<'a>, members: &'a Object) {
    check_form(walk, members);
    let text = |name: &str| members.get(name).and_then(Value::as_str);
    let (Some(name), Some(location)) = (text("name"), text("in")) else {
        return;
    };
    let styles: &[&str] = match location {
        "path" => &["matrix", "label", "simple"],
        "query" => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
        "header" => &["simple"],
        "cookie" => &["form"],
        _ => return,
    };
    if let Some(style) = text("style")
        && STYLES.contains(&style)
        && !styles.contains(&style)
    {
        walk.inside("style", |walk| {
            walk.report(
                codes::STYLE,
                Place::Value,
                format!(
                    "a {location} parameter cannot have the style `{}`",
                    cut(style)
                ),
                Some(&format!("write {}", listed(styles))),
            );
        });
    }
    if location == "path" && members.get("required") != Some(&Value::Bool(true)) {
        walk.report(
            codes::PATH_PARAMETER_OPTIONAL,
            Place::Name,
            format!(
                "the path parameter `{}` is not marked as required",
                cut(name)
            ),
            Some("add `required: true`: a path cannot do without a part of it"),
        );
    }
    let ignored = ["accept", "content-type", "authorization"];
    if location == "header" && ignored.iter().any(|other| name.eq_ignore_ascii_case(other)) {
        walk.report(
            codes::IGNORED_HEADER,
            Place::Name,
            format!("a header parameter called `{name}` is ignored"),
            Some("describe it by `content` of the body or responses, or by a security scheme"),
        );
    }
}

/// What parameters and headers have in common: a schema or content, never both, one example.
pub(crate) fn check_form<'a>(walk: &mut Walk<'a>, members: &'a Object) {
    exclusive::examples(walk, members);
    let content = members.get("content");
    match (members.contains_key("schema"), content) {
        (true, Some(_)) => exclusive::not_both(walk, members, "schema", "content"),
        (false, None) => {
            walk.report(
                codes::PARAMETER_FORM,
                Place::Name,
                "this parameter or header has neither `schema` nor `content`".to_owned(),
                Some("add a `schema`"),
            );
        }
        _ => {}
    }
    if let Some(content) = content.and_then(Value::as_object)
        && content.len() != 1
    {
        walk.inside("content", |walk| {
            walk.report(
                codes::PARAMETER_FORM,
                Place::Value,
                format!(
                    "`content` of a parameter or header has {} media types; it must have one",
                    content.len()
                ),
                None,
            );
        });
    }
}

/// No two parameters of one list have the same name and location.
pub(crate) fn check_list<'a>(walk: &mut Walk<'a>, members: &'a Object) {
    let Some(list) = members.get("parameters").and_then(Value::as_array) else {
        return;
    };
    let mut seen = BTreeSet::new();
    for (index, parameter) in list.iter().enumerate() {
        let Some((name, location)) = identity(walk, parameter) else {
            continue;
        };
        let key = if location == "header" {
            name.to_ascii_lowercase()
        } else {
            name.to_owned()
        };
        if !seen.insert((key, location)) {
            walk.inside("parameters", |walk| {
                walk.item(index, |walk| {
                    walk.report(
                        codes::PARAMETER_TWICE,
                        Place::Name,
                        format!(
                            "the {location} parameter `{}` stands twice in this list",
                            cut(name)
                        ),
                        Some("keep one of the two"),
                    );
                });
            });
        }
    }
}

/// A parameter's name and location, through `$ref`s.
pub(crate) fn identity<'a>(walk: &Walk<'a>, parameter: &'a Value) -> Option<(&'a str, &'a str)> {
    let parameter = walk.resolve(parameter)?;
    Some((
        parameter.get("name")?.as_str()?,
        parameter.get("in")?.as_str()?,
    ))
}

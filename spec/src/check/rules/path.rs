//! Path templates and path parameters (OpenAPI 3.0.4 §4.8, §3.5).

use std::collections::BTreeMap;

use serde_json::Value;

use super::parameter;
use crate::check::table::Object;
use crate::check::walk::{Place, Walk, cut};
use crate::diagnostic::codes;
use crate::source::At;

/// The methods of a path item.
pub(crate) const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// A Path Item Object, wherever it stands.
pub(crate) fn check_item<'a>(walk: &mut Walk<'a>, members: &'a Object) {
    parameter::check_list(walk, members);
}

/// The keys of `paths`, and the parameters that they name.
pub(crate) fn check_templates<'a>(walk: &mut Walk<'a>, paths: &'a Object) {
    let mut shapes: BTreeMap<String, (At, &'a Value)> = BTreeMap::new();
    for (path, item) in paths {
        if path.starts_with("x-") {
            continue;
        }
        walk.inside(path, |walk| {
            if !path.starts_with('/') {
                walk.report(
                    codes::PATH_START,
                    Place::Name,
                    format!("the path `{}` does not begin with `/`", cut(path)),
                    Some("put a `/` before it: a path is appended to the server's URL"),
                );
            }
            let names = match names_in(path) {
                Ok(names) => names,
                Err(fault) => {
                    walk.report(
                        codes::PATH_TEMPLATE,
                        Place::Name,
                        format!("the path is no template: {fault}"),
                        Some("write each parameter as `{name}`, and none twice"),
                    );
                    return;
                }
            };
            if path.contains(['?', '#']) {
                let diagnostic = walk.report(
                    codes::PATH_TEMPLATE,
                    Place::Name,
                    "the path holds a `?` or `#`; a query or fragment cannot be part of it"
                        .to_owned(),
                    Some("describe query parameters as parameters with `in: query`"),
                );
                // Some descriptions tell operations apart so, and the rest of them is sound.
                if let Some(diagnostic) = diagnostic {
                    diagnostic.severity = crate::Severity::Warning;
                }
            }
            check_shape(walk, &mut shapes, path, item);
            if let Some(item) = item.as_object()
                && !item.contains_key("$ref")
            {
                check_parameters(walk, path, &names, item);
            }
        });
    }
}

/// Two paths that differ only in the names of their parameters are the same path.
fn check_shape<'a>(
    walk: &mut Walk<'a>,
    shapes: &mut BTreeMap<String, (At, &'a Value)>,
    path: &str,
    item: &'a Value,
) {
    let mut shape = String::new();
    let mut inside = false;
    for c in path.chars() {
        inside = (inside || c == '{') && c != '}';
        if !inside || c == '{' {
            shape.push(c);
        }
    }
    let at = walk.at();
    let Some((first, earlier)) = shapes.get(&shape).cloned() else {
        shapes.insert(shape, (at, item));
        return;
    };
    let first = walk.name_span(&first);
    let clash = METHODS
        .iter()
        .any(|method| item.get(method).is_some() && earlier.get(method).is_some());
    if let Some(diagnostic) = walk.report(
        codes::SAME_PATH,
        Place::Name,
        format!(
            "the path `{}` matches the same requests as an earlier one",
            cut(path)
        ),
        Some("join the two; the names of path parameters do not tell paths apart"),
    ) {
        if !clash {
            // The methods still tell the operations apart.
            diagnostic.severity = crate::Severity::Warning;
        }
        diagnostic.labels.push(crate::Label {
            span: first,
            text: "the earlier one".to_owned(),
        });
    }
}

/// Each name of the template is declared, and each declared path parameter stands in it.
fn check_parameters<'a>(walk: &mut Walk<'a>, path: &str, names: &[&str], item: &'a Object) {
    let path_part = path.split(['?', '#']).next().unwrap_or_default();
    let Some(shared) = declared(walk, names, item) else {
        return;
    };
    for method in METHODS {
        let Some(operation) = item.get(method).and_then(Value::as_object) else {
            continue;
        };
        walk.inside(method, |walk| {
            let Some(own) = declared(walk, names, operation) else {
                return;
            };
            for name in names {
                // What stands behind a `?` is no part of the path; that was said already.
                let in_path = path_part.contains(&format!("{{{name}}}"));
                if in_path && !own.contains(name) && !shared.contains(name) {
                    walk.report(
                        codes::PATH_PARAMETER_UNDECLARED,
                        Place::Name,
                        format!("the path parameter `{}` is not declared", cut(name)),
                        Some("add it to `parameters`, with `in: path` and `required: true`"),
                    );
                }
            }
        });
    }
}

/// The path parameters that the object's list declares, those not in the template reported. `None`
/// when one of them cannot be found here: it may be any of the names.
fn declared<'a>(walk: &mut Walk<'a>, names: &[&str], members: &'a Object) -> Option<Vec<&'a str>> {
    let mut found = Vec::new();
    let mut all_known = true;
    let list = members.get("parameters").and_then(Value::as_array);
    for (index, value) in list.into_iter().flatten().enumerate() {
        match parameter::identity(walk, value) {
            Some((name, "path")) => {
                found.push(name);
                if !names.contains(&name) {
                    walk.inside("parameters", |walk| {
                        walk.item(index, |walk| {
                            walk.report(
                                codes::PATH_PARAMETER_UNUSED,
                                Place::Name,
                                format!("the path has no `{{{}}}` for this parameter", cut(name)),
                                Some("write it into the path, or change the parameter's `in`"),
                            );
                        });
                    });
                }
            }
            Some(_) => {}
            None => all_known = false,
        }
    }
    all_known.then_some(found)
}

/// The names in the braces of a template, or what is wrong with it.
pub(crate) fn names_in(template: &str) -> Result<Vec<&str>, String> {
    let mut names = Vec::new();
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        let (_, brace) = rest.split_at(at);
        let Some(after) = brace.strip_prefix('{') else {
            return Err("a `}` has no `{` before it".to_owned());
        };
        let Some(end) = after.find(['{', '}']) else {
            return Err("a `{` is never closed".to_owned());
        };
        let (name, close) = after.split_at(end);
        let Some(next) = close.strip_prefix('}') else {
            return Err("a `{` stands inside braces".to_owned());
        };
        if name.is_empty() {
            return Err("the braces hold no name".to_owned());
        }
        if names.contains(&name) {
            return Err(format!("`{{{}}}` stands twice", cut(name)));
        }
        names.push(name);
        rest = next;
    }
    Ok(names)
}

//! Operations, callbacks and links (OpenAPI 3.0.4 §4.10, §4.18, §4.20).

use serde_json::Value;

use super::{exclusive, parameter};
use crate::check::table::{self, Object};
use crate::check::walk::{Place, Walk, cut};
use crate::diagnostic::codes;

/// An Operation Object.
pub(crate) fn check<'a>(walk: &mut Walk<'a>, members: &'a Object) {
    parameter::check_list(walk, members);
    if let Some(id) = members.get("operationId").and_then(Value::as_str) {
        walk.inside("operationId", |walk| check_id(walk, id));
    }
    if let Some(responses) = members.get("responses").and_then(Value::as_object)
        && !responses.keys().any(|key| !key.starts_with("x-"))
    {
        walk.inside("responses", |walk| {
            walk.report(
                codes::NO_RESPONSES,
                Place::Name,
                "the operation has no response".to_owned(),
                Some("describe at least the response of a successful call, or `default`"),
            );
        });
    }
    if let (Some(method @ ("get" | "head" | "delete")), Some(body)) =
        (walk.key_above(0), members.get("requestBody"))
        && says_something(walk, body)
    {
        walk.inside("requestBody", |walk| {
            walk.report(
                codes::BODY_WITHOUT_MEANING,
                Place::Name,
                format!(
                    "HTTP gives the body of a {} request no meaning",
                    method.to_uppercase()
                ),
                Some("use query parameters, or another method"),
            );
        });
    }
}

/// Whether a request body is required or has any member; some documents give each operation an
/// empty one.
fn says_something<'a>(walk: &Walk<'a>, body: &'a Value) -> bool {
    let Some(body) = walk.resolve(body) else {
        return true;
    };
    if body.get("required") == Some(&Value::Bool(true)) {
        return true;
    }
    let content = body.get("content").and_then(Value::as_object);
    content
        .into_iter()
        .flat_map(|content| content.values())
        .any(|media| {
            media.get("schema").is_some_and(|schema| {
                schema
                    .get("properties")
                    .and_then(Value::as_object)
                    .is_none_or(|properties| !properties.is_empty())
            })
        })
}

/// An `operationId` stands once in the description, exactly written.
fn check_id<'a>(walk: &mut Walk<'a>, id: &'a str) {
    let at = walk.at();
    let Some(first) = walk.operation_ids.get(id).cloned() else {
        walk.operation_ids.insert(id, at);
        return;
    };
    let span = walk.sources.span(&first);
    if let Some(diagnostic) = walk.report(
        codes::OPERATION_ID_TWICE,
        Place::Value,
        format!("the operationId `{}` stands twice", cut(id)),
        Some("give each operation an id of its own"),
    ) {
        diagnostic.labels.push(crate::Label {
            span,
            text: "it stands here first".to_owned(),
        });
    }
}

/// A Callback Object: path items under runtime expressions.
pub(crate) fn check_callback<'a>(walk: &mut Walk<'a>, members: &'a Object) {
    for (expression, item) in members {
        if !expression.starts_with("x-") {
            walk.inside(expression, |walk| walk.kind(&table::CALLBACK_ITEM, item));
        }
    }
}

/// A Link Object names its operation in one of two ways.
pub(crate) fn check_link<'a>(walk: &mut Walk<'a>, members: &'a Object) {
    exclusive::not_both(walk, members, "operationRef", "operationId");
    if !members.contains_key("operationRef") && !members.contains_key("operationId") {
        walk.report(
            codes::MISSING_MEMBER,
            Place::Name,
            "the Link Object has neither `operationRef` nor `operationId`".to_owned(),
            Some("name the operation that the link leads to"),
        );
    }
    if let Some(id) = members.get("operationId").and_then(Value::as_str) {
        let at = walk.at().child("operationId");
        walk.linked.push((id, at));
    }
}

/// The operations that links name are there. To be called when the whole document was walked.
pub(crate) fn check_linked(walk: &mut Walk<'_>) {
    if paths_elsewhere(walk) {
        return;
    }
    for (id, at) in std::mem::take(&mut walk.linked) {
        if walk.operation_ids.contains_key(id) {
            continue;
        }
        let near = crate::reference::nearest(id, walk.operation_ids.keys().copied());
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write the `operationId` of an operation of this description".to_owned(),
        };
        let span = walk.sources.span(&at);
        walk.diagnostics.push(
            crate::Diagnostic::new(
                codes::UNKNOWN_OPERATION,
                format!("no operation has the operationId `{}`", cut(id)),
            )
            .with_label(span)
            .with_help(help),
        );
    }
}

/// Whether some path item stands in another document, and with it perhaps the operation.
fn paths_elsewhere(walk: &Walk<'_>) -> bool {
    let paths = walk.root.get("paths").and_then(Value::as_object);
    paths
        .into_iter()
        .flat_map(|paths| paths.values())
        .any(|item| {
            let target = item.get("$ref").and_then(Value::as_str);
            target.is_some_and(|target| !target.starts_with('#'))
        })
}

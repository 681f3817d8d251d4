//! What of an operation only its query can say.

use trueline_spec::ir::{Additional, Api, Method, Operation};

use super::content::kind;
use crate::plan::MediaKind;

/// Whether a body of this method means anything (RFC 9110 §9.3.1, §9.3.2, §9.3.8).
pub(super) fn may_have_body(method: Method) -> bool {
    !matches!(method, Method::Get | Method::Head | Method::Trace)
}

/// Whether undeclared query parameters are refused. OpenAPI leaves that open. `x-unknown-query` of the
/// operation or the document says it (`refuse`, or anything else for not); so does a closed form without
/// members as the body of a method that has none, which can only speak of the query.
pub(super) fn refuses_unknown(api: &Api, operation: &Operation) -> bool {
    const EXTENSION: &str = "x-unknown-query";
    let said = operation
        .extensions
        .get(EXTENSION)
        .or_else(|| api.extensions.get(EXTENSION));
    match said {
        Some(said) => said == "refuse",
        None => !may_have_body(operation.method) && has_closed_empty_form(api, operation),
    }
}

fn has_closed_empty_form(api: &Api, operation: &Operation) -> bool {
    let content = operation.body.iter().flat_map(|body| &body.content);
    content
        .filter(|media| kind(&media.name) == MediaKind::Form)
        .filter_map(|media| media.schema)
        .any(|id| {
            let schema = api.schemas.get(api.schemas.resolve(id));
            schema.object.as_ref().is_some_and(|object| {
                object.properties.is_empty() && object.additional == Additional::Closed
            })
        })
}

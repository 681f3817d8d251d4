//! Which OpenAPI a document declares.

use serde_json::Value;

use crate::Diagnostic;
use crate::diagnostic::codes;
use crate::ir::OpenApiVersion;
use crate::source::{At, DocumentId, Sources};

/// Reads `openapi` (OpenAPI 3.0.4 §4.1). `None`, with an error, when it is not a 3.x description;
/// `None` without one when the document could not be read at all.
pub(crate) fn detect(
    sources: &Sources,
    document: DocumentId,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<OpenApiVersion> {
    let value = sources.document(document).value()?;
    let root = At::root(document);
    let Some(members) = value.as_object() else {
        diagnostics.push(
            Diagnostic::new(
                codes::NOT_OPENAPI,
                "the document is not an object, so it is no OpenAPI description",
            )
            .with_label(sources.span(&root))
            .with_help("an OpenAPI description begins with `openapi: 3.0.4` or `openapi: 3.1.1`"),
        );
        return None;
    };
    let Some(declared) = members.get("openapi") else {
        diagnostics.push(absent(sources, &root, members));
        return None;
    };
    let at = root.child("openapi");
    let span = sources.span(&at);
    let text = match declared {
        Value::String(text) => text.clone(),
        Value::Number(_) => {
            // The written digits, since 3.10 and 3.1 are the same number.
            let text = sources
                .document(document)
                .text
                .get(span.start..span.end)
                .unwrap_or_default()
                .to_owned();
            diagnostics.push(
                Diagnostic::new(
                    codes::VERSION_NUMBER,
                    format!("the version {text} is written as a number; it must be text"),
                )
                .with_label(span)
                .with_help(format!("write `openapi: \"{text}.0\"`, in quotes")),
            );
            text
        }
        _ => String::new(),
    };
    let mut parts = text.split('.');
    let version = match (parts.next(), parts.next()) {
        (Some("3"), Some("0")) => Some(OpenApiVersion::V30),
        (Some("3"), Some("1")) => Some(OpenApiVersion::V31),
        (Some("3"), Some("2")) => {
            diagnostics.push(
                Diagnostic::new(
                    codes::NEWER_VERSION,
                    "OpenAPI 3.2 is read as 3.1; what is new in it is refused by name",
                )
                .with_label(span),
            );
            Some(OpenApiVersion::V32)
        }
        _ => None,
    };
    if version.is_none() {
        let shown = if text.is_empty() { "this" } else { &text };
        diagnostics.push(
            Diagnostic::new(
                codes::UNKNOWN_VERSION,
                format!("`{shown}` is not a version of OpenAPI that can be read"),
            )
            .with_label(span)
            .with_help("use 3.0.x or 3.1.x"),
        );
    }
    version
}

/// What to say of a document without `openapi`.
fn absent(sources: &Sources, root: &At, members: &serde_json::Map<String, Value>) -> Diagnostic {
    if let Some(version) = members.get("swagger") {
        let version = version.as_str().unwrap_or("2.0");
        let at = root.child("swagger");
        return Diagnostic::new(
            codes::SWAGGER_2,
            format!("this is Swagger {version}, the predecessor of OpenAPI 3"),
        )
        .with_label(sources.key_span(&at).unwrap_or_else(|| sources.span(&at)))
        .with_help("convert it to OpenAPI 3 with a converter, then load the result");
    }
    Diagnostic::new(
        codes::NOT_OPENAPI,
        "the document has no `openapi` member, so it is no OpenAPI description",
    )
    .with_label(first_line(sources, root))
    .with_help("an OpenAPI description begins with `openapi: 3.0.4` or `openapi: 3.1.1`")
}

/// The first line's place: the whole document would be too much to show.
fn first_line(sources: &Sources, root: &At) -> crate::Span {
    let mut span = sources.span(root);
    span.end = span.start;
    span
}

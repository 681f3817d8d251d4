//! What stands at an address, in words and as file, line and column.

use trueline_spec::{At, Pointer, Sources};

use crate::change::Place;

/// File, line and column of a node: of its key where it has one.
pub(crate) fn place(sources: &Sources, at: &At) -> Place {
    let span = sources.key_span(at).unwrap_or_else(|| sources.span(at));
    Place {
        file: sources.name(at.document).to_owned(),
        line: span.line,
        column: span.column,
        pointer: at.pointer.to_string(),
    }
}

/// What stands there, for people: `file.purpose`, `query parameter limit of GET /files`.
pub(crate) fn subject(sources: &Sources, at: &At) -> String {
    let tokens: Vec<String> = at.pointer.tokens().collect();
    let words: Vec<&str> = tokens.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] => "the description".to_owned(),
        ["components", "schemas", name, rest @ ..] => inside(name, rest),
        ["components", kind, name, rest @ ..] => {
            let whole = Pointer::root().child("components").child(kind).child(name);
            let at = At {
                document: at.document,
                pointer: whole,
            };
            let kind = match *kind {
                "parameters" => return part(&parameter(sources, &at), rest),
                "requestBodies" => "request body",
                "responses" => "response",
                "headers" => "header",
                "securitySchemes" => "security scheme",
                "examples" => "example",
                "links" => "link",
                other => other,
            };
            part(&format!("{kind} {name}"), rest)
        }
        ["paths", path, "parameters", index, rest @ ..] => {
            let list = Pointer::root().child("paths").child(path);
            let whole = list.child("parameters").child(index);
            let at = At {
                document: at.document,
                pointer: whole,
            };
            part(&format!("{} of {path}", parameter(sources, &at)), rest)
        }
        ["paths", path, method, rest @ ..] => {
            let operation = format!("{} {path}", method.to_ascii_uppercase());
            let base = Pointer::root().child("paths").child(path).child(method);
            of_operation(sources, at, &base, &operation, rest)
        }
        ["paths", path] => (*path).to_owned(),
        ["webhooks", name, method, rest @ ..] => {
            let operation = format!("webhook {name}");
            let base = Pointer::root().child("webhooks").child(name).child(method);
            of_operation(sources, at, &base, &operation, rest)
        }
        ["info", member] => format!("info.{member}"),
        ["security", ..] => "security of the description".to_owned(),
        ["servers", ..] => "servers of the description".to_owned(),
        ["tags", index, ..] => {
            let tag = Pointer::root().child("tags").child(index).child("name");
            let at = At {
                document: at.document,
                pointer: tag,
            };
            let name = sources.value(&at).and_then(|name| name.as_str());
            format!("tag {}", name.unwrap_or(index))
        }
        words => words.join("."),
    }
}

fn of_operation(
    sources: &Sources,
    at: &At,
    base: &Pointer,
    operation: &str,
    rest: &[&str],
) -> String {
    match rest {
        ["parameters", index, rest @ ..] => {
            let at = At {
                document: at.document,
                pointer: base.child("parameters").child(index),
            };
            part(&format!("{} of {operation}", parameter(sources, &at)), rest)
        }
        ["requestBody", rest @ ..] => part(&format!("request body of {operation}"), rest),
        ["responses", status, "headers", name, rest @ ..] => part(
            &format!("header {name} of response {status} of {operation}"),
            rest,
        ),
        ["responses", status, rest @ ..] => {
            part(&format!("response {status} of {operation}"), rest)
        }
        ["callbacks", name, ..] => format!("callback {name} of {operation}"),
        ["security", ..] => format!("security of {operation}"),
        ["servers", ..] => format!("servers of {operation}"),
        _ => operation.to_owned(),
    }
}

/// `query parameter limit`, read from the document.
fn parameter(sources: &Sources, at: &At) -> String {
    let text = |name: &str| {
        sources
            .value(&at.child(name))
            .and_then(|value| value.as_str())
    };
    match (text("in"), text("name")) {
        (Some(location), Some(name)) => format!("{location} parameter {name}"),
        _ => format!("parameter {}", at.pointer.last().unwrap_or_default()),
    }
}

/// A thing with content or a schema, and what is meant inside of it.
fn part(whole: &str, rest: &[&str]) -> String {
    match rest {
        ["schema", rest @ ..] | ["content", _, "schema", rest @ ..] => {
            let members = inside("", rest);
            let members = members.trim_start_matches('.');
            if members.is_empty() {
                whole.to_owned()
            } else {
                format!("{members} in {whole}")
            }
        }
        ["content", media_type, "encoding", name, ..] => {
            format!("encoding of {name} in {whole} ({media_type})")
        }
        ["content", media_type, ..] => format!("{whole} ({media_type})"),
        ["links", name, ..] => format!("link {name} of {whole}"),
        _ => whole.to_owned(),
    }
}

/// A place inside a schema, as one would write it in code: `file.links.data[].id`.
fn inside(name: &str, rest: &[&str]) -> String {
    let mut text = name.to_owned();
    let mut rest = rest;
    loop {
        rest = match rest {
            ["properties", member, more @ ..] => {
                text.push('.');
                text.push_str(member);
                more
            }
            ["patternProperties", pattern, more @ ..] => {
                text.push_str(&format!(".<{pattern}>"));
                more
            }
            ["additionalProperties", more @ ..] => {
                text.push_str(".*");
                more
            }
            ["items", more @ ..] => {
                text.push_str("[]");
                more
            }
            ["prefixItems", index, more @ ..] => {
                text.push_str(&format!("[{index}]"));
                more
            }
            ["anyOf" | "oneOf" | "allOf", _, more @ ..] => more,
            _ => return text,
        };
    }
}

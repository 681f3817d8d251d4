//! Path templates, split at their braces.

use crate::ir::{PathPiece, PathTemplate};

/// Splits a path template (OpenAPI 3.0.4 §4.8.2). A brace without a partner is text.
pub(crate) fn path_template(text: &str) -> PathTemplate {
    let mut pieces = Vec::new();
    let mut literal = String::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let (before, from_brace) = rest.split_at(open);
        literal.push_str(before);
        match from_brace.find('}') {
            Some(close) if close > 1 && !from_brace[1..close].contains(['{', '/']) => {
                if !literal.is_empty() {
                    pieces.push(PathPiece::Literal(std::mem::take(&mut literal)));
                }
                pieces.push(PathPiece::Parameter(from_brace[1..close].to_owned()));
                rest = &from_brace[close + 1..];
            }
            _ => {
                literal.push('{');
                rest = &from_brace[1..];
            }
        }
    }
    literal.push_str(rest);
    if !literal.is_empty() {
        pieces.push(PathPiece::Literal(literal));
    }
    PathTemplate {
        text: text.to_owned(),
        pieces,
    }
}

/// A path that is no template: the runtime expression of a callback, the name of a webhook.
pub(crate) fn opaque_path(text: &str) -> PathTemplate {
    PathTemplate {
        text: text.to_owned(),
        pieces: vec![PathPiece::Literal(text.to_owned())],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_and_text_agree() {
        let show = |text: &str| {
            path_template(text)
                .pieces
                .into_iter()
                .map(|piece| match piece {
                    PathPiece::Literal(text) => text,
                    PathPiece::Parameter(name) => format!("<{name}>"),
                })
                .collect::<Vec<_>>()
                .join("|")
        };
        assert_eq!(show("/a/{id}.json"), "/a/|<id>|.json");
        assert_eq!(show("/{a}{b}"), "/|<a>|<b>");
        assert_eq!(show("/a/{}/b"), "/a/{}/b");
        assert_eq!(show("/a/{id"), "/a/{id");
        assert_eq!(show("/a/{{id}}"), "/a/{|<id>|}");
    }
}

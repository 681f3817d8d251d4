//! From text to a [`Test`].

use regex::Regex;
use serde_json::Value;
use serde_json_path::JsonPath;

use super::{Compiled, Pattern, Test};
use crate::workflow::condition;
use crate::workflow::expression::{Expression, ExpressionFault, Piece, Template, as_text};

/// In which language a condition is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Literals, operators and expressions.
    Simple,
    /// A regular expression.
    Regex,
    /// JSONPath (RFC 9535).
    JsonPath,
}

impl Test {
    /// Reads a condition. `context` is what a pattern is applied to; a simple condition has none.
    ///
    /// # Errors
    ///
    /// All faults of the condition.
    pub fn compile(kind: Kind, context: Option<Expression>, text: &str) -> Compiled {
        let missing = || {
            vec![
                ExpressionFault::new(
                    0..text.len(),
                    "there is no context to apply this pattern to",
                )
                .help("add `context: $response.body`"),
            ]
        };
        match kind {
            Kind::Simple => condition::parse(text).map(Test::Simple),
            Kind::Regex => Ok(Test::Regex {
                context: context.ok_or_else(missing)?,
                pattern: pattern(text, regex)?,
            }),
            Kind::JsonPath => Ok(Test::JsonPath {
                context: context.ok_or_else(missing)?,
                query: pattern(text, json_path)?,
            }),
        }
    }
}

/// A pattern with expressions is tried out with `0` in their places: most of what is wrong with it
/// shows before the first request.
fn pattern<T>(
    text: &str,
    compile: fn(&str) -> Result<T, String>,
) -> Result<Pattern<T>, Vec<ExpressionFault>> {
    let whole = |message: String| vec![ExpressionFault::new(0..text.len(), message)];
    // A JSONPath query begins with `$` as an expression does: only `{$…}` is one here.
    let template = Template::embedded(text).map_err(|fault| vec![fault])?;
    match &template {
        Template::Text(pieces) => {
            let sample: String = pieces
                .iter()
                .map(|piece| match piece {
                    Piece::Literal(text) => text.as_str(),
                    Piece::Expression(_) => "0",
                })
                .collect();
            compile(&sample).map_err(whole)?;
            Ok(Pattern::Open(template))
        }
        _ => compile(text).map(Pattern::Fixed).map_err(whole),
    }
}

pub(super) fn regex(text: &str) -> Result<Regex, String> {
    Regex::new(text).map_err(|error| {
        let said = error.to_string();
        let last = said.lines().last().unwrap_or_default();
        format!(
            "this is not a regular expression: {}",
            last.trim_start_matches("error: ")
        )
    })
}

pub(super) fn json_path(text: &str) -> Result<JsonPath, String> {
    JsonPath::parse(text).map_err(|error| {
        format!(
            "this is not a JSONPath query (RFC 9535): {} at character {}",
            error.message(),
            error.position() + 1
        )
    })
}

/// A value as it may stand in a regular expression: matched literally.
pub(super) fn in_regex(value: &Value) -> String {
    regex::escape(&as_text(value))
}

/// A value as it may stand in a JSONPath query, inside quotes of either kind where it is text.
pub(super) fn in_json_path(value: &Value) -> String {
    let Value::String(text) = value else {
        return value.to_string();
    };
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\'' => escaped.push_str("\\u0027"),
            '"' => escaped.push_str("\\u0022"),
            '\\' => escaped.push_str("\\\\"),
            c if c.is_control() => escaped.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => escaped.push(c),
        }
    }
    escaped
}

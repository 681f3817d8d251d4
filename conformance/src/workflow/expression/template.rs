//! Values with expressions in them: whole strings, and `{$…}` inside a string.

use serde_json::Value;

use super::{Expression, ExpressionFault, Scope, parse};

/// A value in which expressions stand (Arazzo 1.0.1 §4.7): a string that is one expression becomes
/// the value of that expression, type and all; `{$…}` inside a longer string is written as text.
#[derive(Debug, Clone, PartialEq)]
pub enum Template {
    /// A value without expressions.
    Constant(Value),
    /// A string that is one expression.
    Expression(Expression),
    /// A string with expressions inside.
    Text(Vec<Piece>),
    /// A list with expressions somewhere in it.
    List(Vec<Template>),
    /// An object with expressions somewhere in it.
    Object(Vec<(String, Template)>),
}

/// A piece of a string with expressions inside.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// Text as written.
    Literal(String),
    /// An expression, in `{}`.
    Expression(Expression),
}

impl Template {
    /// Reads a value. The path of a fault is the JSON pointer from the value to the string.
    pub fn read(value: &Value) -> (Self, Vec<(String, ExpressionFault)>) {
        let mut faults = Vec::new();
        let template = read(value, "", &mut faults);
        (template, faults)
    }

    /// Reads a string in which only `{$…}` is an expression: a pattern that may itself begin with `$`.
    ///
    /// # Errors
    ///
    /// When what stands in the braces is no expression.
    pub fn embedded(text: &str) -> Result<Self, ExpressionFault> {
        let pieces = pieces(text)?;
        Ok(if pieces.iter().all(|it| matches!(it, Piece::Literal(_))) {
            Self::Constant(Value::String(text.to_owned()))
        } else {
            Self::Text(pieces)
        })
    }

    /// All expressions in it, in order.
    pub fn expressions(&self) -> Vec<&Expression> {
        match self {
            Self::Constant(_) => Vec::new(),
            Self::Expression(expression) => vec![expression],
            Self::Text(pieces) => pieces
                .iter()
                .filter_map(|piece| match piece {
                    Piece::Literal(_) => None,
                    Piece::Expression(expression) => Some(expression),
                })
                .collect(),
            Self::List(items) => items.iter().flat_map(Self::expressions).collect(),
            Self::Object(members) => members
                .iter()
                .flat_map(|(_, value)| value.expressions())
                .collect(),
        }
    }

    /// The value with every expression replaced.
    ///
    /// # Errors
    ///
    /// The first expression that finds nothing.
    pub fn fill<'a>(&'a self, scope: &Scope) -> Result<Value, &'a Expression> {
        let found = |expression: &'a Expression| expression.evaluate(scope).ok_or(expression);
        Ok(match self {
            Self::Constant(value) => value.clone(),
            Self::Expression(expression) => found(expression)?.value,
            Self::Text(pieces) => {
                let mut text = String::new();
                for piece in pieces {
                    match piece {
                        Piece::Literal(literal) => text.push_str(literal),
                        Piece::Expression(expression) => {
                            text.push_str(&as_text(&found(expression)?.value));
                        }
                    }
                }
                Value::String(text)
            }
            Self::List(items) => Value::Array(
                items
                    .iter()
                    .map(|item| item.fill(scope))
                    .collect::<Result<_, _>>()?,
            ),
            Self::Object(members) => Value::Object(
                members
                    .iter()
                    .map(|(name, value)| Ok((name.clone(), value.fill(scope)?)))
                    .collect::<Result<_, _>>()?,
            ),
        })
    }
}

/// A value as text: strings as they are, everything else as JSON.
pub(in crate::workflow) fn as_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn read(value: &Value, path: &str, faults: &mut Vec<(String, ExpressionFault)>) -> Template {
    match value {
        Value::String(text) => string(text).unwrap_or_else(|fault| {
            faults.push((path.to_owned(), fault));
            Template::Constant(value.clone())
        }),
        Value::Array(items) => {
            let items: Vec<_> = items
                .iter()
                .enumerate()
                .map(|(index, item)| read(item, &format!("{path}/{index}"), faults))
                .collect();
            if items.iter().all(|it| matches!(it, Template::Constant(_))) {
                Template::Constant(value.clone())
            } else {
                Template::List(items)
            }
        }
        Value::Object(members) => {
            let members: Vec<_> = members
                .iter()
                .map(|(name, member)| {
                    let token = name.replace('~', "~0").replace('/', "~1");
                    let member = read(member, &format!("{path}/{token}"), faults);
                    (name.clone(), member)
                })
                .collect();
            if members
                .iter()
                .all(|(_, it)| matches!(it, Template::Constant(_)))
            {
                Template::Constant(value.clone())
            } else {
                Template::Object(members)
            }
        }
        other => Template::Constant(other.clone()),
    }
}

fn string(text: &str) -> Result<Template, ExpressionFault> {
    // `$5` is money and not an expression: those begin with a word.
    if text.starts_with('$') && text[1..].starts_with(|c: char| c.is_ascii_alphabetic()) {
        return parse(text).map(Template::Expression);
    }
    let pieces = pieces(text)?;
    match pieces.as_slice() {
        // `"{$inputs.x}"` alone keeps the type of what it refers to, as `"$inputs.x"` does.
        [Piece::Expression(only)] => Ok(Template::Expression(only.clone())),
        [] | [Piece::Literal(_)] => Ok(Template::Constant(Value::String(text.to_owned()))),
        _ => Ok(Template::Text(pieces)),
    }
}

fn pieces(text: &str) -> Result<Vec<Piece>, ExpressionFault> {
    let mut pieces = Vec::new();
    let mut from = 0;
    while let Some(open) = text[from..].find("{$").map(|at| from + at) {
        let Some(close) = text[open..].find('}').map(|at| open + at) else {
            return Err(ExpressionFault::new(
                open..text.len(),
                "`{$` opens an expression that never ends",
            )
            .help("close it with `}`"));
        };
        if open > from {
            pieces.push(Piece::Literal(text[from..open].to_owned()));
        }
        let expression = parse(&text[open + 1..close]).map_err(|mut fault| {
            fault.range = fault.range.start + open + 1..fault.range.end + open + 1;
            fault
        })?;
        pieces.push(Piece::Expression(expression));
        from = close + 1;
    }
    if from < text.len() {
        pieces.push(Piece::Literal(text[from..].to_owned()));
    }
    Ok(pieces)
}

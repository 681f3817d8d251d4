//! The words of a simple condition.

use std::ops::Range;

use serde_json::{Number, Value};

use crate::workflow::expression::{Expression, ExpressionFault, parse};

/// A word and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub(super) word: Word,
    pub(super) range: Range<usize>,
}

/// A word of a condition.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Word {
    /// An operator or bracket, as written.
    Sign(&'static str),
    Literal(Value),
    Expression(Expression),
    /// `.name` after a term.
    Member(String),
    /// Something that could not be read; its fault is already recorded.
    Faulty,
}

/// Two-character signs come first: the longest match wins.
const SIGNS: [&str; 13] = [
    "==", "!=", "<=", ">=", "&&", "||", "<", ">", "!", "(", ")", "[", "]",
];

/// Splits a condition into words. What cannot be read becomes a [`Word::Faulty`] and a fault, so that
/// the parser can go on and report further faults.
pub(super) fn lex(text: &str) -> (Vec<Token>, Vec<ExpressionFault>) {
    let mut tokens = Vec::new();
    let mut faults = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        let rest = &text[at..];
        let (word, length) = match c {
            '$' => expression(rest, at, &mut faults),
            '\'' => string(rest, at, &mut faults),
            '.' if rest[1..].starts_with(|c: char| c.is_alphabetic() || c == '_') => {
                let length = 1 + name_length(&rest[1..]);
                (Word::Member(rest[1..length].to_owned()), length)
            }
            '0'..='9' | '-' => number(rest, at, &mut faults),
            _ => match SIGNS.into_iter().find(|sign| rest.starts_with(sign)) {
                Some(sign) => (Word::Sign(sign), sign.len()),
                None => other(rest, at, &mut faults),
            },
        };
        tokens.push(Token {
            word,
            range: at..at + length,
        });
        at += length;
    }
    (tokens, faults)
}

/// A runtime expression. `.` and `[]` after a body lead into it, as the operators of a condition do.
fn expression(rest: &str, at: usize, faults: &mut Vec<ExpressionFault>) -> (Word, usize) {
    let mut length = expression_length(rest);
    for body in ["$response.body.", "$request.body."] {
        if rest.starts_with(body) {
            length = body.len() - 1;
        }
    }
    let word = match parse(&rest[..length]) {
        Ok(expression) => Word::Expression(expression),
        Err(mut fault) => {
            fault.range = fault.range.start + at..fault.range.end + at;
            faults.push(fault);
            Word::Faulty
        }
    };
    (word, length)
}

/// Where an expression ends: at white space or an operator. In a JSON pointer brackets are text.
fn expression_length(rest: &str) -> usize {
    let mut in_pointer = false;
    for (at, c) in rest.char_indices() {
        let ends = match c {
            '[' | ']' => !in_pointer,
            '(' | ')' | '=' | '!' | '<' | '>' | '&' | '|' | ',' | '\'' | '"' => true,
            c => c.is_whitespace(),
        };
        if ends {
            return at;
        }
        in_pointer |= c == '#';
    }
    rest.len()
}

fn name_length(rest: &str) -> usize {
    rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'))
        .unwrap_or(rest.len())
}

fn string(rest: &str, at: usize, faults: &mut Vec<ExpressionFault>) -> (Word, usize) {
    let mut value = String::new();
    let mut from = 1;
    while let Some(quote) = rest[from..].find('\'').map(|it| from + it) {
        value.push_str(&rest[from..quote]);
        if !rest[quote + 1..].starts_with('\'') {
            return (Word::Literal(Value::String(value)), quote + 1);
        }
        value.push('\'');
        from = quote + 2;
    }
    faults.push(
        ExpressionFault::new(at..at + rest.len(), "this text never ends")
            .help("close it with `'`; a `'` inside is written twice"),
    );
    (Word::Faulty, rest.len())
}

fn number(rest: &str, at: usize, faults: &mut Vec<ExpressionFault>) -> (Word, usize) {
    let length = rest
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+')))
        .unwrap_or(rest.len());
    match rest[..length].parse::<Number>() {
        Ok(number) => (Word::Literal(Value::Number(number)), length),
        Err(_) => {
            faults.push(ExpressionFault::new(
                at..at + length,
                format!("`{}` is not a number", &rest[..length]),
            ));
            (Word::Faulty, length)
        }
    }
}

/// `true`, `false`, `null`, or something that is not of this language, with advice.
fn other(rest: &str, at: usize, faults: &mut Vec<ExpressionFault>) -> (Word, usize) {
    let first = rest.chars().next().map_or(1, char::len_utf8);
    let length = name_length(rest).max(first);
    let word = &rest[..length];
    let (message, help) = match word {
        "true" => return (Word::Literal(Value::Bool(true)), length),
        "false" => return (Word::Literal(Value::Bool(false)), length),
        "null" => return (Word::Literal(Value::Null), length),
        "=" => ("`=` is no operator", "compare with `==`"),
        "&" => ("`&` is no operator", "write `&&`"),
        "|" => ("`|` is no operator", "write `||`"),
        "\"" => ("text stands in single quotes", "write `'text'`"),
        "and" | "AND" => ("`and` is no operator", "write `&&`"),
        "or" | "OR" => ("`or` is no operator", "write `||`"),
        "not" | "NOT" => ("`not` is no operator", "write `!`"),
        "{" | "}" => (
            "braces have no meaning in a simple condition",
            "write the expression without them",
        ),
        _ => (
            "this is no literal, operator or expression",
            "literals are true, false, null, numbers and 'text'; expressions begin with `$`",
        ),
    };
    let mut end = length;
    if word == "\"" {
        end = rest[1..].find('"').map_or(rest.len(), |close| close + 2);
    }
    let message = match message {
        "this is no literal, operator or expression" => {
            format!("`{word}` is no literal, operator or expression")
        }
        message => message.to_owned(),
    };
    faults.push(ExpressionFault::new(at..at + end, message).help(help));
    // A misspelt operator still is one: the rest of the condition can be read.
    let word = match word {
        "=" => Word::Sign("=="),
        "&" | "and" | "AND" => Word::Sign("&&"),
        "|" | "or" | "OR" => Word::Sign("||"),
        "not" | "NOT" => Word::Sign("!"),
        "{" => Word::Sign("("),
        "}" => Word::Sign(")"),
        _ => Word::Faulty,
    };
    (word, end)
}

//! From text to [`Condition`], with recovery: every fault is reported, not only the first.

use serde_json::Value;

use super::lex::{Token, Word, lex};
use super::{Comparison, Condition, Term};
use crate::workflow::expression::ExpressionFault;

/// How deep brackets and `!` may nest: a guard for the parser's own stack.
const DEPTH: usize = 64;

/// Reads a simple condition.
///
/// # Errors
///
/// All faults of the text, in order.
pub fn parse(text: &str) -> Result<Condition, Vec<ExpressionFault>> {
    let (tokens, faults) = lex(text);
    let mut parser = Parser {
        text,
        tokens,
        next: 0,
        depth: 0,
        faults,
    };
    let term = parser.either();
    if let Some(token) = parser.tokens.get(parser.next) {
        let range = token.range.clone();
        let rest = &text[range.clone()];
        parser.faults.push(
            ExpressionFault::new(range, format!("`{rest}` cannot follow here"))
                .help("join conditions with `&&` or `||`"),
        );
    }
    if parser.faults.is_empty() {
        return Ok(Condition {
            text: text.to_owned(),
            term,
        });
    }
    parser.faults.sort_by_key(|fault| fault.range.start);
    Err(parser.faults)
}

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    next: usize,
    depth: usize,
    faults: Vec<ExpressionFault>,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Word> {
        self.tokens.get(self.next).map(|token| &token.word)
    }

    fn take_sign(&mut self, sign: &str) -> bool {
        let is = matches!(self.peek(), Some(Word::Sign(it)) if *it == sign);
        self.next += usize::from(is);
        is
    }

    fn either(&mut self) -> Term {
        let mut term = self.both();
        while self.take_sign("||") {
            term = Term::Or(Box::new(term), Box::new(self.both()));
        }
        term
    }

    fn both(&mut self) -> Term {
        let mut term = self.comparison();
        while self.take_sign("&&") {
            term = Term::And(Box::new(term), Box::new(self.comparison()));
        }
        term
    }

    fn comparison(&mut self) -> Term {
        let left = self.negation();
        let Some(comparison) = self.comparison_sign() else {
            return left;
        };
        let right = self.negation();
        let from = self.next;
        if self.comparison_sign().is_some() {
            let range = self.tokens[from].range.clone();
            self.faults.push(
                ExpressionFault::new(range, "comparisons cannot be chained")
                    .help("write `a < b && b < c`"),
            );
            self.negation();
        }
        Term::Compare(Box::new(left), comparison, Box::new(right))
    }

    fn comparison_sign(&mut self) -> Option<Comparison> {
        let Some(Word::Sign(sign)) = self.peek() else {
            return None;
        };
        let comparison = match *sign {
            "==" => Comparison::Equal,
            "!=" => Comparison::Different,
            "<" => Comparison::Less,
            "<=" => Comparison::AtMost,
            ">" => Comparison::Greater,
            ">=" => Comparison::AtLeast,
            _ => return None,
        };
        self.next += 1;
        Some(comparison)
    }

    fn negation(&mut self) -> Term {
        if self.take_sign("!") {
            return match self.deeper() {
                true => {
                    let term = self.negation();
                    self.depth -= 1;
                    Term::Not(Box::new(term))
                }
                false => Term::Literal(Value::Null),
            };
        }
        self.access()
    }

    fn access(&mut self) -> Term {
        let mut term = self.primary();
        loop {
            if let Some(Word::Member(name)) = self.peek() {
                term = Term::Member(Box::new(term), name.clone());
                self.next += 1;
            } else if self.take_sign("[") {
                let open = self.next - 1;
                if !self.deeper() {
                    return term;
                }
                let index = self.either();
                self.depth -= 1;
                self.close("]", open);
                term = Term::Index(Box::new(term), Box::new(index));
            } else {
                return term;
            }
        }
    }

    fn primary(&mut self) -> Term {
        let Some(token) = self.tokens.get(self.next).cloned() else {
            let end = self.text.len();
            let message = if self.tokens.is_empty() {
                "the condition is empty"
            } else {
                "the condition ends where a value is expected"
            };
            self.faults.push(ExpressionFault::new(end..end, message));
            return Term::Literal(Value::Null);
        };
        match token.word {
            Word::Literal(value) => {
                self.next += 1;
                Term::Literal(value)
            }
            Word::Expression(expression) => {
                self.next += 1;
                Term::Expression(expression)
            }
            Word::Faulty => {
                self.next += 1;
                Term::Literal(Value::Null)
            }
            Word::Sign("(") => {
                let open = self.next;
                self.next += 1;
                if !self.deeper() {
                    return Term::Literal(Value::Null);
                }
                let term = self.either();
                self.depth -= 1;
                self.close(")", open);
                term
            }
            Word::Sign(_) | Word::Member(_) => {
                let sign = &self.text[token.range.clone()];
                let message = format!("`{sign}` stands where a value is expected");
                self.faults.push(ExpressionFault::new(token.range, message));
                // An operator is left to the caller, so that the value after it is still read.
                if matches!(token.word, Word::Sign(")" | "]" | "!") | Word::Member(_)) {
                    self.next += 1;
                }
                Term::Literal(Value::Null)
            }
        }
    }

    fn close(&mut self, sign: &str, open: usize) {
        if !self.take_sign(sign) {
            let range = self.tokens[open].range.clone();
            let opened = &self.text[range.clone()];
            self.faults.push(ExpressionFault::new(
                range,
                format!("`{opened}` is never closed"),
            ));
        }
    }

    /// Goes one level down, or gives up on the rest of the condition.
    fn deeper(&mut self) -> bool {
        if self.depth < DEPTH {
            self.depth += 1;
            return true;
        }
        self.faults.push(ExpressionFault::new(
            0..self.text.len(),
            format!("the condition nests deeper than {DEPTH} levels"),
        ));
        self.next = self.tokens.len();
        false
    }
}

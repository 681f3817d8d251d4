//! Simple conditions (Arazzo 1.0.1 §4.6.11): literals, comparisons and logic over expressions.

mod evaluate;
mod lex;
mod parse;

pub use evaluate::Operand;
pub use parse::parse;

use serde_json::Value;

use super::expression::Expression;

/// A parsed simple condition, such as `$statusCode == 200 && $response.body#/expired == true`.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// As written.
    pub text: String,
    /// What it says.
    pub term: Term,
}

/// A term of a condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Term {
    /// `true`, `null`, `12.5`, `'text'`.
    Literal(Value),
    /// A runtime expression.
    Expression(Expression),
    /// `.name` after a term: a member of an object.
    Member(Box<Term>, String),
    /// `[…]` after a term: an item of a list (from 0) or a member of an object.
    Index(Box<Term>, Box<Term>),
    /// `!` before a term.
    Not(Box<Term>),
    /// Both.
    And(Box<Term>, Box<Term>),
    /// At least one.
    Or(Box<Term>, Box<Term>),
    /// Two terms compared.
    Compare(Box<Term>, Comparison, Box<Term>),
}

/// How two terms are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    Different,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

impl Comparison {
    /// As written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Equal => "==",
            Self::Different => "!=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
        }
    }
}

impl Condition {
    /// All expressions in it, in order.
    pub fn expressions(&self) -> Vec<&Expression> {
        let mut all = Vec::new();
        self.term.visit(&mut all);
        all
    }
}

impl Term {
    fn visit<'a>(&'a self, all: &mut Vec<&'a Expression>) {
        match self {
            Self::Literal(_) => {}
            Self::Expression(expression) => all.push(expression),
            Self::Member(term, _) | Self::Not(term) => term.visit(all),
            Self::Index(left, right)
            | Self::And(left, right)
            | Self::Or(left, right)
            | Self::Compare(left, _, right) => {
                left.visit(all);
                right.visit(all);
            }
        }
    }
}

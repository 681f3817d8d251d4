//! Criteria (Arazzo 1.0.1 §4.6.11): what must hold of an exchange.

mod compile;
mod evaluate;

use regex::Regex;
use serde_json_path::JsonPath;
use trueline_spec::At;

use super::condition::Condition;
use super::expression::{Expression, ExpressionFault, Template};

pub use compile::Kind;

/// One thing that must hold.
#[derive(Debug, Clone)]
pub struct Criterion {
    /// Where it stands.
    pub at: At,
    /// Its condition as written.
    pub text: String,
    /// What it asks.
    pub test: Test,
    /// `x-says`: the same for people who read a finding, such as `the list holds the link`.
    pub says: Option<String>,
    /// `x-requirement`: what it judges; empty where its step speaks for it.
    pub requirements: Vec<String>,
}

/// What a criterion asks.
#[derive(Debug, Clone)]
pub enum Test {
    /// A simple condition.
    Simple(Condition),
    /// A text that must contain a match.
    Regex {
        /// Where the text comes from.
        context: Expression,
        /// The pattern, unanchored.
        pattern: Pattern<Regex>,
    },
    /// A JSONPath query (RFC 9535) that must select something.
    JsonPath {
        /// Where the document comes from.
        context: Expression,
        /// The query.
        query: Pattern<JsonPath>,
    },
}

/// A pattern that is known beforehand, or one with expressions in it.
#[derive(Debug, Clone)]
pub enum Pattern<T> {
    /// Ready to use.
    Fixed(T),
    /// To be filled in and compiled at each use.
    Open(Template),
}

impl Criterion {
    /// What it asks, for people: in words where it has some, and as it is written.
    pub fn in_words(&self) -> String {
        let text = &self.text;
        match (&self.says, &self.test) {
            (Some(says), _) => format!("{says} (`{text}`)"),
            (None, Test::Simple(_)) => format!("`{text}`"),
            (None, Test::Regex { context, .. }) => format!("`{}` matches `{text}`", context.text),
            (None, Test::JsonPath { context, .. }) => {
                format!("`{text}` finds something in `{}`", context.text)
            }
        }
    }

    /// All expressions in it, in order.
    pub fn expressions(&self) -> Vec<&Expression> {
        match &self.test {
            Test::Simple(condition) => condition.expressions(),
            Test::Regex { context, pattern } => with_context(context, pattern),
            Test::JsonPath { context, query } => with_context(context, query),
        }
    }
}

fn with_context<'a, T>(context: &'a Expression, pattern: &'a Pattern<T>) -> Vec<&'a Expression> {
    let mut all = vec![context];
    if let Pattern::Open(template) = pattern {
        all.extend(template.expressions());
    }
    all
}

type Compiled = Result<Test, Vec<ExpressionFault>>;

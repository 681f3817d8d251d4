//! Whether a criterion holds, and what was there when it does not.

use serde_json::Value;

use super::compile::{in_json_path, in_regex, json_path, regex};
use super::{Criterion, Pattern, Test};
use crate::workflow::condition::Operand;
use crate::workflow::expression::{Expression, Piece, Scope, Template, as_text};

impl Criterion {
    /// Whether it holds.
    ///
    /// # Errors
    ///
    /// What was there instead, for a person.
    pub fn judge(&self, scope: &Scope) -> Result<(), String> {
        let holds = match &self.test {
            Test::Simple(condition) => condition.holds(scope),
            Test::Regex { context, pattern } => {
                let text = context.evaluate(scope).map(|found| as_text(&found.value));
                let filled;
                let pattern = match pattern {
                    Pattern::Fixed(pattern) => pattern,
                    Pattern::Open(template) => {
                        filled = regex(&fill(template, scope, in_regex)?)?;
                        &filled
                    }
                };
                text.is_some_and(|text| pattern.is_match(&text))
            }
            Test::JsonPath { context, query } => {
                let filled;
                let query = match query {
                    Pattern::Fixed(query) => query,
                    Pattern::Open(template) => {
                        filled = json_path(&fill(template, scope, in_json_path)?)?;
                        &filled
                    }
                };
                let matches = |document: &Value| !query.query(document).is_empty();
                match context.in_content(scope) {
                    Some(document) => matches(document),
                    None => context
                        .evaluate(scope)
                        .is_some_and(|found| matches(&found.value)),
                }
            }
        };
        if holds {
            Ok(())
        } else {
            Err(self.evidence(scope))
        }
    }

    fn evidence(&self, scope: &Scope) -> String {
        let operands = match &self.test {
            Test::Simple(condition) => condition.operands(scope),
            _ => self
                .expressions()
                .into_iter()
                .map(|expression| Operand {
                    text: expression.text.clone(),
                    value: expression.evaluate(scope).map(|found| found.value),
                })
                .collect(),
        };
        let mut said: Vec<String> = Vec::new();
        for operand in operands {
            let text = operand.describe();
            if !said.contains(&text) {
                said.push(text);
            }
        }
        said.join(", ")
    }
}

fn fill(template: &Template, scope: &Scope, write: fn(&Value) -> String) -> Result<String, String> {
    let Template::Text(pieces) = template else {
        return Ok(String::new());
    };
    let value = |expression: &Expression| match expression.evaluate(scope) {
        Some(found) => Ok(write(&found.value)),
        None => Err(format!("{} is not there", expression.text)),
    };
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Literal(text) => Ok(text.clone()),
            Piece::Expression(expression) => value(expression),
        })
        .collect()
}

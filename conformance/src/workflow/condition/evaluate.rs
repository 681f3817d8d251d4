//! Whether a condition holds.

use std::cmp::Ordering;

use serde_json::{Number, Value};

use super::{Comparison, Condition, Term};
use crate::workflow::expression::{Found, Scope, as_text};

/// A side of a comparison that did not hold: what it stands for, and its value at that moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Operand {
    /// The expression as written.
    pub text: String,
    /// Its value; `None` when there was nothing.
    pub value: Option<Value>,
}

impl Condition {
    /// Whether it holds.
    ///
    /// An expression that finds nothing is neither true nor equal to anything, `null` included; it
    /// differs from everything. Text is compared without regard to case, as Arazzo 1.0.1 §4.6.11
    /// demands; text inside lists and objects is compared exactly. A header, address or parameter is
    /// text by nature, and is read as a number beside one; a JSON string never is.
    pub fn holds(&self, scope: &Scope) -> bool {
        truth(value(&self.term, scope).as_ref())
    }

    /// What its expressions stand for now, in order: the evidence when it does not hold.
    pub fn operands(&self, scope: &Scope) -> Vec<Operand> {
        self.expressions()
            .into_iter()
            .map(|expression| Operand {
                text: expression.text.clone(),
                value: expression.evaluate(scope).map(|found| found.value),
            })
            .collect()
    }
}

impl Operand {
    /// `$statusCode = 404`, values cut to a readable length.
    pub fn describe(&self) -> String {
        const LENGTH: usize = 200;
        let Some(value) = &self.value else {
            return format!("{} is not there", self.text);
        };
        let text = value.to_string();
        match text.char_indices().nth(LENGTH) {
            Some((end, _)) => format!("{} = {}…", self.text, &text[..end]),
            None => format!("{} = {text}", self.text),
        }
    }
}

fn value(term: &Term, scope: &Scope) -> Option<Found> {
    let json = |value: Value| {
        Some(Found {
            value,
            is_text: false,
        })
    };
    let logic = |holds: bool| json(Value::Bool(holds));
    match term {
        Term::Literal(literal) => json(literal.clone()),
        Term::Expression(expression) => expression.evaluate(scope),
        Term::Member(of, name) => json(value(of, scope)?.value.get(name)?.clone()),
        Term::Index(of, index) => {
            let of = value(of, scope)?.value;
            let index = value(index, scope)?.value;
            let item = match &index {
                Value::Number(number) => of.get(usize::try_from(number.as_u64()?).ok()?)?,
                Value::String(name) => of.get(name)?,
                _ => return None,
            };
            json(item.clone())
        }
        Term::Not(term) => logic(!truth(value(term, scope).as_ref())),
        Term::And(left, right) => {
            logic(truth(value(left, scope).as_ref()) && truth(value(right, scope).as_ref()))
        }
        Term::Or(left, right) => {
            logic(truth(value(left, scope).as_ref()) || truth(value(right, scope).as_ref()))
        }
        Term::Compare(left, comparison, right) => logic(compare(
            value(left, scope),
            *comparison,
            value(right, scope),
        )),
    }
}

/// Whether a value counts as true: everything but nothing, `null`, `false`, zero and empty text.
fn truth(found: Option<&Found>) -> bool {
    match found.map(|found| &found.value) {
        None | Some(Value::Null) => false,
        Some(Value::Bool(truth)) => *truth,
        Some(Value::Number(number)) => number.as_f64() != Some(0.0),
        Some(Value::String(text)) => !text.is_empty(),
        Some(Value::Array(_) | Value::Object(_)) => true,
    }
}

fn compare(left: Option<Found>, comparison: Comparison, right: Option<Found>) -> bool {
    let (Some(left), Some(right)) = (left, right) else {
        return comparison == Comparison::Different;
    };
    if let Some(order) = order(&left, &right) {
        return match comparison {
            Comparison::Equal => order.is_eq(),
            Comparison::Different => order.is_ne(),
            Comparison::Less => order.is_lt(),
            Comparison::AtMost => order.is_le(),
            Comparison::Greater => order.is_gt(),
            Comparison::AtLeast => order.is_ge(),
        };
    }
    let equal = left.value == right.value || text_is(&left, &right) || text_is(&right, &left);
    match comparison {
        Comparison::Equal => equal,
        Comparison::Different => !equal,
        _ => false,
    }
}

/// How two numbers or two texts stand to each other; `None` for everything else.
fn order(left: &Found, right: &Found) -> Option<Ordering> {
    match (&left.value, &right.value) {
        (Value::Number(a), Value::Number(b)) => numbers(a, b),
        (Value::String(a), Value::String(b)) => Some(a.to_lowercase().cmp(&b.to_lowercase())),
        (Value::String(text), Value::Number(b)) if left.is_text => numbers(&in_text(text)?, b),
        (Value::Number(a), Value::String(text)) if right.is_text => numbers(a, &in_text(text)?),
        _ => None,
    }
}

/// A number as headers and parameters write it: leading zeros and signs are no matter there.
fn in_text(text: &str) -> Option<Number> {
    let text = text.trim();
    let whole = text.parse::<i64>().ok().map(Number::from);
    whole.or_else(|| Number::from_f64(text.parse().ok()?))
}

/// Whole numbers are compared exactly: a double cannot tell large ones apart.
fn numbers(a: &Number, b: &Number) -> Option<Ordering> {
    let whole = |number: &Number| {
        number
            .as_i64()
            .map(i128::from)
            .or_else(|| number.as_u64().map(i128::from))
    };
    match (whole(a), whole(b)) {
        (Some(a), Some(b)) => Some(a.cmp(&b)),
        _ => a.as_f64()?.partial_cmp(&b.as_f64()?),
    }
}

/// Whether `left` is text by nature that reads as the value of `right`: `true` in a query.
fn text_is(left: &Found, right: &Found) -> bool {
    left.is_text
        && matches!(right.value, Value::Bool(_) | Value::Null)
        && left
            .value
            .as_str()
            .is_some_and(|text| text == as_text(&right.value))
}

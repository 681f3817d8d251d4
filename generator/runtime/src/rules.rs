//! Constraints of inline schemas, as static data, checked at the border where a request comes in.

mod distinct;
mod evaluated;
mod logic;

use std::cmp::Ordering;
use std::collections::HashSet;

use super::decode::Decoder;
use super::fault::{FaultKind, Path};
use super::items::peek_items;
use super::node::Node;
use super::{number, pattern};
pub use logic::Logic;

/// The constraints of one place (JSON Schema 2020-12 validation §6). A generated crate has them as
/// statics: data compiles faster than code. They are checked on requests only.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    /// Characters at least.
    pub min_length: Option<u64>,
    /// Characters at most.
    pub max_length: Option<u64>,
    /// The pattern, as written in the description.
    pub pattern: Option<&'static str>,
    /// Inclusive lower bound.
    pub minimum: Option<f64>,
    /// Inclusive upper bound.
    pub maximum: Option<f64>,
    /// Exclusive lower bound.
    pub exclusive_minimum: Option<f64>,
    /// Exclusive upper bound.
    pub exclusive_maximum: Option<f64>,
    /// Greater than zero.
    pub multiple_of: Option<f64>,
    /// Items at least.
    pub min_items: Option<u64>,
    /// Items at most.
    pub max_items: Option<u64>,
    /// Whether items must differ.
    pub unique_items: bool,
    /// Members at least.
    pub min_properties: Option<u64>,
    /// Members at most.
    pub max_properties: Option<u64>,
    /// Rules of each item of a list.
    pub items: Option<&'static Rules>,
    /// Rules of each value of a map.
    pub values: Option<&'static Rules>,
    /// What only a validator can judge.
    pub logic: Option<&'static Logic>,
}

impl Rules {
    /// No constraint; the base of every generated static.
    pub const NONE: Rules = Rules {
        min_length: None,
        max_length: None,
        pattern: None,
        minimum: None,
        maximum: None,
        exclusive_minimum: None,
        exclusive_maximum: None,
        multiple_of: None,
        min_items: None,
        max_items: None,
        unique_items: false,
        min_properties: None,
        max_properties: None,
        items: None,
        values: None,
        logic: None,
    };

    /// Checks `node` against these rules when a request is read; faults go to `cx`. A rule for
    /// another type than the node's says nothing, as in JSON Schema.
    pub fn check(&self, node: &Node<'_>, cx: &mut Decoder, at: &Path<'_>) {
        if cx.is_strict() {
            self.check_strictly(node, cx, at);
        }
    }

    /// Whether nothing is said against `node` where it is read: for a union that has no better way to tell.
    pub fn allow(&self, node: &Node<'_>, cx: &Decoder) -> bool {
        !cx.is_strict() || self.hold(node)
    }

    fn check_strictly(&self, node: &Node<'_>, cx: &mut Decoder, at: &Path<'_>) {
        if let Some(text) = node.as_text() {
            self.check_text(text, cx, at);
        }
        if self.has_bounds()
            && let Some(number) = Number::of(node)
        {
            self.check_number(number, cx, at);
        }
        if self.has_list_rules()
            && let Some(items) = peek_items(node)
        {
            self.check_list(&items, cx, at);
        }
        if self.has_map_rules()
            && let Node::Map(entries) | Node::Branch(entries) = node
        {
            let count = entries.len() as u64;
            check_count(
                count,
                self.min_properties,
                self.max_properties,
                "members",
                cx,
                at,
            );
            if let Some(rules) = self.values {
                for (name, value) in entries {
                    rules.check_strictly(value, cx, &at.member(name));
                }
            }
        }
        if let Some(logic) = self.logic {
            logic.check(node, cx, at);
        }
    }

    fn has_bounds(&self) -> bool {
        self.minimum.is_some()
            || self.maximum.is_some()
            || self.exclusive_minimum.is_some()
            || self.exclusive_maximum.is_some()
            || self.multiple_of.is_some()
    }

    fn has_list_rules(&self) -> bool {
        self.min_items.is_some()
            || self.max_items.is_some()
            || self.unique_items
            || self.items.is_some()
    }

    fn has_map_rules(&self) -> bool {
        self.min_properties.is_some() || self.max_properties.is_some() || self.values.is_some()
    }

    fn check_text(&self, text: &str, cx: &mut Decoder, at: &Path<'_>) {
        // Counting characters is due only where the bytes do not settle it.
        if let Some(most) = self.max_length
            && text.len() as u64 > most
            && text.chars().count() as u64 > most
        {
            cx.fault::<()>(at, FaultKind::TooLong { most });
        }
        if let Some(least) = self.min_length
            && (text.chars().count() as u64) < least
        {
            let kind = if text.is_empty() {
                FaultKind::Empty
            } else {
                FaultKind::TooShort { least }
            };
            cx.fault::<()>(at, kind);
            if text.is_empty() {
                return;
            }
        }
        if let Some(pattern) = self.pattern
            && !pattern::matches(pattern, text)
        {
            cx.fault::<()>(at, FaultKind::Pattern { pattern });
        }
    }

    fn check_number(&self, number: Number, cx: &mut Decoder, at: &Path<'_>) {
        let mut broken = |rule: String| {
            cx.fault::<()>(at, FaultKind::Bound { rule });
        };
        if let Some(bound) = self.minimum
            && number.compare(bound) == Some(Ordering::Less)
        {
            broken(format!("at least {}", spelled(bound)));
        }
        if let Some(bound) = self.exclusive_minimum
            && number.compare(bound) != Some(Ordering::Greater)
        {
            broken(format!("greater than {}", spelled(bound)));
        }
        if let Some(bound) = self.maximum
            && number.compare(bound) == Some(Ordering::Greater)
        {
            broken(format!("at most {}", spelled(bound)));
        }
        if let Some(bound) = self.exclusive_maximum
            && number.compare(bound) != Some(Ordering::Less)
        {
            broken(format!("less than {}", spelled(bound)));
        }
        if let Some(divisor) = self.multiple_of
            && !number.is_multiple_of(divisor)
        {
            broken(format!("a multiple of {}", spelled(divisor)));
        }
    }

    fn check_list(&self, items: &[&Node<'_>], cx: &mut Decoder, at: &Path<'_>) {
        check_count(
            items.len() as u64,
            self.min_items,
            self.max_items,
            "items",
            cx,
            at,
        );
        if self.unique_items {
            let mut seen = HashSet::with_capacity(items.len());
            if !items.iter().all(|item| seen.insert(distinct::key(item))) {
                cx.fault::<()>(
                    at,
                    FaultKind::Count {
                        rule: "items that all differ".to_owned(),
                    },
                );
            }
        }
        if let Some(rules) = self.items {
            for (index, item) in items.iter().enumerate() {
                rules.check_strictly(item, cx, &at.index(index));
            }
        }
    }
}

/// A bound as a person writes it: digits, where it is whole.
fn spelled(bound: f64) -> String {
    match number::whole(bound) {
        Some(bound) => bound.to_string(),
        None => bound.to_string(),
    }
}

fn check_count(
    count: u64,
    least: Option<u64>,
    most: Option<u64>,
    what: &str,
    cx: &mut Decoder,
    at: &Path<'_>,
) {
    if let Some(least) = least
        && count < least
    {
        let rule = format!("at least {least} {what}");
        cx.fault::<()>(at, FaultKind::Count { rule });
    }
    if let Some(most) = most
        && count > most
    {
        let rule = format!("at most {most} {what}");
        cx.fault::<()>(at, FaultKind::Count { rule });
    }
}

/// A number to be held to bounds: whole where it is whole, so that no digit is lost beyond 2^53.
#[derive(Clone, Copy)]
enum Number {
    Whole(i128),
    Real(f64),
}

impl Number {
    fn of(node: &Node<'_>) -> Option<Self> {
        match node {
            Node::Int(value) => Some(Number::Whole(i128::from(*value))),
            Node::Uint(value) => Some(Number::Whole(i128::from(*value))),
            Node::Float(value) => Some(Number::from_real(*value)),
            Node::Raw(text) if number::is_integer(text) => match text.parse() {
                Ok(value) => Some(Number::Whole(value)),
                Err(_) => number::parse_number(text).map(Number::Real),
            },
            Node::Raw(text) => number::parse_number(text).map(Number::from_real),
            Node::Repeated(nodes) => Number::of(nodes.last()?),
            _ => None,
        }
    }

    fn from_real(value: f64) -> Self {
        number::whole(value).map_or(Number::Real(value), Number::Whole)
    }

    fn as_real(self) -> f64 {
        match self {
            Number::Whole(value) => value as f64,
            Number::Real(value) => value,
        }
    }

    fn compare(self, bound: f64) -> Option<Ordering> {
        match (self, number::whole(bound)) {
            (Number::Whole(value), Some(bound)) => Some(value.cmp(&bound)),
            (value, _) => value.as_real().partial_cmp(&bound),
        }
    }

    fn is_multiple_of(self, divisor: f64) -> bool {
        if let (Number::Whole(value), Some(divisor)) = (self, number::whole(divisor)) {
            return divisor == 0 || value % divisor == 0;
        }
        // Decimal fractions are not exact in binary: 0.07 / 0.01 is 7.000000000000001.
        let quotient = self.as_real() / divisor;
        (quotient - quotient.round()).abs() <= 1e-9 * quotient.abs().max(1.0)
    }
}

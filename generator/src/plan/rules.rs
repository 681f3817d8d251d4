//! Constraints as data: the mirror of the runtime's `Rules`.

use serde_json::Number;

/// The constraints of one place (JSON Schema 2020-12 validation §6). Emitted once per distinct set,
/// as a static.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Rules {
    /// Characters at least.
    pub min_length: Option<u64>,
    /// Characters at most.
    pub max_length: Option<u64>,
    /// An ECMA-262 pattern, unanchored.
    pub pattern: Option<String>,
    /// Inclusive lower bound.
    pub minimum: Option<Number>,
    /// Inclusive upper bound.
    pub maximum: Option<Number>,
    /// Exclusive lower bound.
    pub exclusive_minimum: Option<Number>,
    /// Exclusive upper bound.
    pub exclusive_maximum: Option<Number>,
    /// Greater than zero.
    pub multiple_of: Option<Number>,
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
    /// Constraints of each item of a list.
    pub items: Option<Box<Rules>>,
    /// Constraints of each value of a map.
    pub values: Option<Box<Rules>>,
}

impl Rules {
    /// Whether nothing is constrained.
    pub fn is_none(&self) -> bool {
        *self == Rules::default()
    }
}

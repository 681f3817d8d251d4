//! Constraints as data: the mirror of the runtime's `Rules`.

use serde_json::Number;

use super::Kind;

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
    /// What only a validator can judge.
    pub logic: Option<Box<Logic>>,
}

/// Keywords that only a validator can judge, and, for the schemas inside them, all others: the mirror of the
/// runtime's `Logic`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Logic {
    /// Whether nothing is valid.
    pub never: bool,
    /// The JSON types beside null; none for any.
    pub kinds: Vec<Kind>,
    /// Whether null is one of the types.
    pub null: bool,
    /// The values allowed, as JSON texts.
    pub values: Vec<String>,
    /// Members that must be there.
    pub required: Vec<String>,
    /// Members by name.
    pub members: Vec<(String, Rules)>,
    /// Members by patterns of their names.
    pub patterns: Vec<(String, Rules)>,
    /// Members that are neither.
    pub others: Option<Rules>,
    /// Names of members.
    pub names: Option<Rules>,
    /// The first items.
    pub first: Vec<Rules>,
    /// The items behind those.
    pub further: Option<Rules>,
    /// `allOf`.
    pub all: Vec<Rules>,
    /// `anyOf`.
    pub any: Vec<Rules>,
    /// `oneOf`.
    pub one: Vec<Rules>,
    /// `not`.
    pub not: Option<Rules>,
    /// `if`.
    pub condition: Option<Rules>,
    /// `then`.
    pub then: Option<Rules>,
    /// `else`.
    pub otherwise: Option<Rules>,
    /// `contains`.
    pub contains: Option<Rules>,
    /// `minContains`.
    pub min_contains: Option<u64>,
    /// `maxContains`.
    pub max_contains: Option<u64>,
    /// `dependentRequired`.
    pub together: Vec<(String, Vec<String>)>,
    /// `dependentSchemas`.
    pub with: Vec<(String, Rules)>,
    /// `unevaluatedProperties`.
    pub unevaluated: Option<Rules>,
    /// `unevaluatedItems`.
    pub unevaluated_items: Option<Rules>,
}

impl Logic {
    /// Whether nothing is said.
    pub fn is_none(&self) -> bool {
        *self == Logic::default()
    }
}

impl Rules {
    /// Whether nothing is constrained.
    pub fn is_none(&self) -> bool {
        *self == Rules::default()
    }
}

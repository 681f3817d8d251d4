//! Constraints of inline schemas, as static data, checked at the border where a request comes in.

use super::decode::Decoder;
use super::fault::{FaultKind, Path};
use super::node::Node;

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
    };

    /// Checks `node` against these rules when a request is read; faults go to `cx`. A rule for
    /// another type than the node's says nothing, as in JSON Schema.
    pub fn check(&self, node: &Node<'_>, cx: &mut Decoder, at: &Path<'_>) {
        if !cx.is_strict() {
            return;
        }
        if let Some(text) = node.as_text() {
            self.check_text(text, cx, at);
        }
    }

    fn check_text(&self, text: &str, cx: &mut Decoder, at: &Path<'_>) {
        if let Some(most) = self.max_length
            && text.len() as u64 > most
            && text.chars().count() as u64 > most
        {
            cx.fault::<()>(at, FaultKind::TooLong { most });
        }
        if let Some(least) = self.min_length
            && (text.chars().count() as u64) < least
        {
            cx.fault::<()>(at, FaultKind::TooShort { least });
        }
    }
}

/// The items of a node that a list reads: a JSON array, `a[]=1`, `a[0]=1`, a repeated key, or a lone
/// form value (`ids=a` is a list of one, OpenAPI 3.0.4 §4.12.3). Gives the node back if it is no list.
pub(super) fn items_of(node: Node<'_>) -> Result<Vec<Node<'_>>, Node<'_>> {
    match node {
        Node::List(items) | Node::Repeated(items) => Ok(items),
        other => Err(other),
    }
}

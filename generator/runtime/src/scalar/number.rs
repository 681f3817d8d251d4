//! Integers and numbers.
//!
//! An integer in a form has one spelling (FORM-07, FORM-08): `5`, not `+5`, `5.0`, `05` or ` 5`. In
//! JSON `5.0` is an integer (JSON Schema 2020-12 core §4.2.3).

use super::super::decode::{Decode, Decoder};
use super::super::encode::{Encode, Sink};
use super::super::fault::{FaultKind, Path};
use super::super::node::Node;
use super::super::number::{is_integer, parse_number, whole};

/// An integer of any type, or the fault that says why not. `i128` holds them all.
fn integer(node: Node<'_>, cx: &mut Decoder, at: &Path<'_>, range: (i128, i128)) -> Option<i128> {
    let value = match node.single() {
        Node::Int(value) => i128::from(value),
        Node::Uint(value) => i128::from(value),
        // The lowest i64 comes as an integer; a float of that value stands for a lower one.
        Node::Float(value) if value == i64::MIN as f64 => i128::MIN,
        Node::Float(value) if value.fract() == 0.0 => match whole(value) {
            Some(value) => value,
            None if value > 0.0 => i128::MAX,
            None => i128::MIN,
        },
        Node::Raw(text) if is_integer(&text) => match text.parse() {
            Ok(value) => value,
            Err(_) if text.starts_with('-') => i128::MIN,
            Err(_) => i128::MAX,
        },
        other => return cx.mismatch(at, "an integer", &other),
    };
    let (least, most) = range;
    if value < least {
        return cx.fault(
            at,
            FaultKind::Bound {
                rule: format!("at least {least}"),
            },
        );
    }
    if value > most {
        return cx.fault(
            at,
            FaultKind::Bound {
                rule: format!("at most {most}"),
            },
        );
    }
    Some(value)
}

impl Decode for i64 {
    fn decode(node: Node<'_>, cx: &mut Decoder, at: &Path<'_>) -> Option<Self> {
        let range = (i128::from(i64::MIN), i128::from(i64::MAX));
        integer(node, cx, at, range).and_then(|value| i64::try_from(value).ok())
    }
}

impl Encode for i64 {
    fn encode(&self, out: &mut dyn Sink) {
        out.integer(*self);
    }
}

impl Decode for i32 {
    fn decode(node: Node<'_>, cx: &mut Decoder, at: &Path<'_>) -> Option<Self> {
        let range = (i128::from(i32::MIN), i128::from(i32::MAX));
        integer(node, cx, at, range).and_then(|value| i32::try_from(value).ok())
    }
}

impl Encode for i32 {
    fn encode(&self, out: &mut dyn Sink) {
        out.integer(i64::from(*self));
    }
}

impl Decode for u64 {
    fn decode(node: Node<'_>, cx: &mut Decoder, at: &Path<'_>) -> Option<Self> {
        let range = (0, i128::from(u64::MAX));
        integer(node, cx, at, range).and_then(|value| u64::try_from(value).ok())
    }
}

impl Encode for u64 {
    fn encode(&self, out: &mut dyn Sink) {
        out.unsigned(*self);
    }
}

impl Decode for f64 {
    fn decode(node: Node<'_>, cx: &mut Decoder, at: &Path<'_>) -> Option<Self> {
        match node.single() {
            Node::Int(value) => Some(value as f64),
            Node::Uint(value) => Some(value as f64),
            Node::Float(value) => Some(value),
            Node::Raw(text) => match parse_number(&text) {
                Some(value) => Some(value),
                None => cx.mismatch(at, "a number", &Node::Raw(text)),
            },
            other => cx.mismatch(at, "a number", &other),
        }
    }
}

impl Encode for f64 {
    fn encode(&self, out: &mut dyn Sink) {
        // A whole number is written as people write it, `100` and not `100.0`: the two are the same
        // number (JSON Schema 2020-12 core §4.2.2), and what was read as `100` comes back so. Up to
        // 2⁵³ each whole number is a float.
        let is_whole = self.fract() == 0.0 && self.abs() <= 9_007_199_254_740_992.0;
        match is_whole && !(*self == 0.0 && self.is_sign_negative()) {
            true => out.integer(*self as i64),
            false => out.float(*self),
        }
    }
}

impl Decode for f32 {
    fn decode(node: Node<'_>, cx: &mut Decoder, at: &Path<'_>) -> Option<Self> {
        let value = f64::decode(node, cx, at)? as f32;
        if value.is_finite() {
            Some(value)
        } else {
            cx.fault(
                at,
                FaultKind::Bound {
                    rule: "a number of single precision".to_owned(),
                },
            )
        }
    }
}

impl Encode for f32 {
    fn encode(&self, out: &mut dyn Sink) {
        // The shortest decimal of the single, not the digits of the double that it widens to.
        let shortest = self.to_string().parse().unwrap_or(f64::from(*self));
        out.float(shortest);
    }
}

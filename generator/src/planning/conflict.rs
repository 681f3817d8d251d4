//! What the parts of an `allOf` say against each other though their types agree.

use std::cmp::Ordering;

use serde_json::Number;
use trueline_spec::ir::{Additional, Api};

use super::shape::Shape;

/// The conflicts of a shape, each in one sentence without a full stop. A schema alone is linted where it is read.
pub(super) fn of(api: &Api, shape: &Shape<'_>) -> Vec<String> {
    let mut said = Vec::new();
    if shape.parts.len() < 2 {
        return said;
    }
    let counts = [
        ("length", shape.string.min_length, shape.string.max_length),
        ("number of items", shape.min_items, shape.max_items),
        (
            "number of members",
            shape.min_properties,
            shape.max_properties,
        ),
    ];
    for (what, least, most) in counts {
        if let (Some(least), Some(most)) = (least, most)
            && least > most
        {
            said.push(format!(
                "these schemas together ask for a {what} of {least} to {most}"
            ));
        }
    }
    let number = &shape.number;
    let lower = [(&number.minimum, false), (&number.exclusive_minimum, true)];
    let upper = [(&number.maximum, false), (&number.exclusive_maximum, true)];
    for (least, from_beyond) in lower {
        for (most, up_to_below) in upper {
            let (Some(least), Some(most)) = (least, most) else {
                continue;
            };
            let is_empty = match compare(least, most) {
                Some(Ordering::Greater) => true,
                Some(Ordering::Equal) => from_beyond || up_to_below,
                _ => false,
            };
            if is_empty {
                said.push(format!(
                    "these schemas together ask for a number from {least} to {most}"
                ));
            }
        }
    }
    said.extend(formats(api, shape));
    said.extend(closed(api, shape));
    said
}

fn compare(a: &Number, b: &Number) -> Option<Ordering> {
    a.as_f64()?.partial_cmp(&b.as_f64()?)
}

/// Formats that become different types.
fn formats(api: &Api, shape: &Shape<'_>) -> Option<String> {
    const TYPED: [&str; 9] = [
        "date",
        "date-time",
        "byte",
        "binary",
        "unix-time",
        "int32",
        "int64",
        "uint64",
        "double",
    ];
    let mut formats = shape
        .parts
        .iter()
        .filter_map(|part| api.schemas.get(part.id).format.as_deref())
        .filter(|format| TYPED.contains(format));
    let first = formats.next()?;
    let other = formats.find(|format| *format != first)?;
    Some(format!(
        "these schemas together ask for `{first}` and `{other}`; the first is taken"
    ))
}

/// A part that takes no other members than its own, beside one that declares others.
fn closed(api: &Api, shape: &Shape<'_>) -> Option<String> {
    shape.parts.iter().find_map(|part| {
        let object = api.schemas.get(part.id).object.as_deref()?;
        if object.additional != Additional::Closed || !object.pattern_properties.is_empty() {
            return None;
        }
        let refused = shape
            .properties
            .keys()
            .find(|name| !object.properties.contains_key(**name))?;
        Some(format!(
            "`additionalProperties: false` of one of these schemas refuses `{refused}` of another; it is taken"
        ))
    })
}

//! An answer against its documented example.

use serde_json::Value;

use super::bindings::Bindings;
use super::varying::{Speaking, VaryingMembers, escaped};
use crate::schema::{MISSING, shown};

/// One place where an answer differs from its example.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Difference {
    /// JSON pointer, the same in the example and in the answer.
    pub(super) pointer: String,
    pub(super) expected: String,
    pub(super) received: String,
}

/// A comparison under way.
pub(super) struct Comparison<'a> {
    pub(super) varying: &'a VaryingMembers<'a>,
    pub(super) bindings: &'a Bindings,
    pub(super) differences: Vec<Difference>,
    /// Pointers of members that the example does not show: no fault, but worth a note.
    pub(super) further: Vec<String>,
}

impl Comparison<'_> {
    /// Compares a value with its example. Numbers are equal when they are the same number, however
    /// written. Varying members are compared only where it is known what they are at this target.
    pub(super) fn compare(
        &mut self,
        example: &Value,
        actual: &Value,
        speaking: &Speaking,
        pointer: &str,
    ) {
        match (example, actual) {
            (Value::Object(expected), Value::Object(members)) => {
                for (name, example) in expected {
                    let pointer = format!("{pointer}/{}", escaped(name));
                    let varies = self.varying.varies(speaking, is_top(&pointer), name);
                    if varies && self.bindings.actual(example).is_none() {
                        continue;
                    }
                    match members.get(name) {
                        Some(actual) => {
                            let speaking = self.varying.of_member(speaking, name);
                            self.compare(example, actual, &speaking, &pointer);
                        }
                        None => self.differ(pointer, example, MISSING.to_owned()),
                    }
                }
                for name in members.keys().filter(|name| !expected.contains_key(*name)) {
                    self.further.push(format!("{pointer}/{}", escaped(name)));
                }
            }
            (Value::Array(expected), Value::Array(items)) if expected.len() == items.len() => {
                let speaking = self.varying.of_items(speaking);
                for (index, (example, actual)) in expected.iter().zip(items).enumerate() {
                    self.compare(example, actual, &speaking, &format!("{pointer}/{index}"));
                }
            }
            (example, actual) => {
                if !equal(&self.bindings.replace(example), actual) {
                    self.differ(pointer.to_owned(), example, shown(actual));
                }
            }
        }
    }

    fn differ(&mut self, pointer: String, example: &Value, received: String) {
        self.differences.push(Difference {
            pointer,
            expected: shown(&self.bindings.replace(example)),
            received,
        });
    }
}

/// Whether the holder of this member is the whole answer.
fn is_top(pointer: &str) -> bool {
    pointer.matches('/').count() == 1
}

fn equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            one == other || one.as_f64().is_some_and(|it| other.as_f64() == Some(it))
        }
        (one, other) => one == other,
    }
}

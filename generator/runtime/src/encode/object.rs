//! Objects on their way out: a table of their members, and one function for all of them.

use super::super::container::Map;
use super::{Encode, Sink};

/// Members whose names are data.
pub trait WriteMembers {
    /// Writes each name and value.
    fn write_members(&self, out: &mut dyn Sink);
}

impl<T: Encode> WriteMembers for Map<T> {
    fn write_members(&self, out: &mut dyn Sink) {
        for (name, value) in self {
            out.name(name);
            value.encode(out);
        }
    }
}

/// Writes an object.
///
/// A constant (number, name, value) goes before the member with its number. A member is its name, and
/// whether it is written though its value is absent; `values` are those of `members`. What stands in
/// `rest` comes last.
pub fn write_object(
    out: &mut dyn Sink,
    constants: &[(usize, &'static str, &'static str)],
    members: &[(&'static str, bool)],
    values: &[&dyn Encode],
    rest: &[&dyn WriteMembers],
) {
    let mut constants = constants.iter().peekable();
    out.begin_object();
    for (index, ((name, always), value)) in members.iter().zip(values).enumerate() {
        while let Some((_, name, value)) = constants.next_if(|(place, _, _)| *place <= index) {
            out.name(name);
            out.text(value);
        }
        if *always || !value.is_absent() {
            out.name(name);
            value.encode(out);
        }
    }
    for (_, name, value) in constants {
        out.name(name);
        out.text(value);
    }
    for members in rest {
        members.write_members(out);
    }
    out.end_object();
}

//! Members that exclude each other.

use crate::check::table::Object;
use crate::check::walk::{Place, Walk};
use crate::diagnostic::codes;
use crate::ir::OpenApiVersion;

/// `example` and `examples` of a parameter, header or media type.
pub(crate) fn examples<'a>(walk: &mut Walk<'a>, members: &'a Object) {
    not_both(walk, members, "example", "examples");
}

/// `value` and `externalValue` of an Example Object.
pub(crate) fn example_value<'a>(walk: &mut Walk<'a>, members: &'a Object) {
    not_both(walk, members, "value", "externalValue");
}

/// `identifier` and `url` of a License Object (3.1).
pub(crate) fn license<'a>(walk: &mut Walk<'a>, members: &'a Object) {
    if walk.version >= OpenApiVersion::V31 {
        not_both(walk, members, "identifier", "url");
    }
}

/// Reports the second of two members that may not both be there.
pub(crate) fn not_both<'a>(
    walk: &mut Walk<'a>,
    members: &'a Object,
    one: &'static str,
    other: &'static str,
) {
    if members.contains_key(one) && members.contains_key(other) {
        walk.inside(other, |walk| {
            walk.report(
                codes::EXCLUSIVE_MEMBERS,
                Place::Name,
                format!("`{one}` and `{other}` exclude each other"),
                Some("keep one of the two"),
            );
        });
    }
}

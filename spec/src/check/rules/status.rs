//! Keys of `responses` (OpenAPI 3.0.4 §4.16).

use crate::check::walk::{Place, Walk, cut};
use crate::diagnostic::codes;

/// Holds the key to a status code, a range such as `4XX`, or `default`.
pub(crate) fn check(walk: &mut Walk<'_>, key: &str) {
    let fits = match key.as_bytes() {
        [b'1'..=b'5', b'0'..=b'9', b'0'..=b'9'] | [b'1'..=b'5', b'X', b'X'] => true,
        _ => key == "default",
    };
    if fits {
        return;
    }
    let help = match key.as_bytes() {
        [first @ b'1'..=b'5', b'x' | b'X', b'x' | b'X'] => {
            format!("write `{}XX`, with capital letters", *first as char)
        }
        _ => "write a code from 100 to 599, a range such as `4XX`, or `default`".to_owned(),
    };
    walk.report(
        codes::STATUS_CODE,
        Place::Name,
        format!("`{}` is no status code", cut(key)),
        Some(&help),
    );
}

//! Percent-encoding (RFC 3986 §2.1) and that of HTML forms.

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but the unreserved characters of RFC 3986 §2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// For `allowReserved`: reserved characters stay, except those that would end the value.
const STRUCTURAL: &AsciiSet = &RESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// What cannot stand in a path at all; literal pieces are otherwise sent as written.
const NOT_IN_PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}');

/// `text` with all but the unreserved characters of RFC 3986 §2.3 escaped.
pub fn percent_encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// `text` as a name or value of `application/x-www-form-urlencoded`: as [`percent_encode`], with `+`
/// for a space.
pub fn form_text(text: &str) -> String {
    percent_encode(text).replace("%20", "+")
}

/// As [`percent_encode`], with reserved characters as they are where `reserved` allows it.
pub(super) fn value(text: &str, reserved: bool) -> String {
    let set = if reserved { STRUCTURAL } else { RESERVED };
    utf8_percent_encode(text, set).to_string()
}

/// A literal piece of a path template.
pub(super) fn path_literal(text: &str) -> String {
    utf8_percent_encode(text, NOT_IN_PATH).to_string()
}

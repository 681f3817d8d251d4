//! Percent-decoding, checked.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// Decodes `%XX`, and `+` to a space where `plus` says so (forms do, paths do not).
///
/// # Errors
///
/// In words: an escape that is cut off or not hexadecimal, or bytes that are no UTF-8.
pub(in super::super) fn decode(text: &str, plus: bool) -> Result<Cow<'_, str>, &'static str> {
    // Names and values are short: a plain loop over their bytes is quicker than a search.
    let has_plus = plus && text.bytes().any(|byte| byte == b'+');
    if !has_plus && !text.bytes().any(|byte| byte == b'%') {
        return Ok(Cow::Borrowed(text));
    }
    let mut rest = text.as_bytes();
    while let Some(index) = rest.iter().position(|byte| *byte == b'%') {
        match rest.get(index + 1..index + 3) {
            Some(digits) if digits.iter().all(u8::is_ascii_hexdigit) => rest = &rest[index + 3..],
            _ => return Err("has a percent sign that no two hexadecimal digits follow"),
        }
    }
    let spaced = if has_plus {
        Cow::Owned(text.replace('+', " "))
    } else {
        Cow::Borrowed(text)
    };
    match percent_decode_str(&spaced).decode_utf8() {
        Ok(decoded) => Ok(Cow::Owned(decoded.into_owned())),
        Err(_) => Err("has percent escapes that are not UTF-8"),
    }
}

//! How numbers are spelled in text that has no types: one spelling each, that of JSON (RFC 8259 §6).

/// Whether `text` is `-?(0|[1-9][0-9]*)`: no sign but minus, no leading zero, no space.
pub(super) fn is_integer(text: &str) -> bool {
    is_natural(text.strip_prefix('-').unwrap_or(text))
}

/// Whether `text` is `0|[1-9][0-9]*`.
pub(super) fn is_natural(text: &str) -> bool {
    text == "0" || (!text.starts_with('0') && is_digits(text))
}

/// Whether `text` may be the index of a list item in brackets.
pub(super) fn is_index(text: &str) -> bool {
    is_natural(text)
}

/// Whether `text` is a JSON number.
pub(super) fn is_number(text: &str) -> bool {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    is_integer(whole)
        && fraction.is_none_or(is_digits)
        && exponent
            .is_none_or(|exponent| is_digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)))
}

/// The number that `text` spells, if it spells one that is finite.
pub(super) fn parse_number(text: &str) -> Option<f64> {
    if !is_number(text) {
        return None;
    }
    text.parse().ok().filter(|value: &f64| value.is_finite())
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The integer that a JSON number without a fraction is (`5.0`), where it is exact.
pub(super) fn whole(value: f64) -> Option<i128> {
    /// 2^100: far beyond any integer type here, and `as` is exact below it.
    const LIMIT: f64 = 1_267_650_600_228_229_401_496_703_205_376.0;
    (value.fract() == 0.0 && value.abs() < LIMIT).then_some(value as i128)
}

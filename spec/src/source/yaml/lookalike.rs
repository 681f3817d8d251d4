//! Scalars that YAML 1.1 and YAML 1.2 read differently.

/// Why this plain scalar is dangerous, or `None`. `listed` says that it is an item of a list or the
/// value of `default`, `const` or `example`, where a word's kind decides; elsewhere `no` is a word.
pub(crate) fn suspicion(text: &str, listed: bool) -> Option<String> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit()) {
        return Some(format!(
            "`{text}` is text in YAML 1.2 and an octal number in YAML 1.1"
        ));
    }
    let word = matches!(
        text,
        "yes" | "Yes" | "YES" | "no" | "No" | "NO" | "on" | "On" | "ON" | "off" | "Off" | "OFF"
    );
    (word && listed).then(|| format!("`{text}` is text in YAML 1.2 and a boolean in YAML 1.1"))
}

/// Whether this plain scalar is a number that JSON cannot write.
pub(crate) fn is_not_finite(text: &str) -> bool {
    matches!(
        text.strip_prefix(['-', '+']).unwrap_or(text),
        ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN"
    )
}

/// Whether this plain scalar is a decimal integer beyond 64 bits.
pub(crate) fn is_huge_integer(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    digits.len() > 18
        && !digits.starts_with('0')
        && digits.bytes().all(|b| b.is_ascii_digit())
        && text.parse::<i64>().is_err()
        && text.parse::<u64>().is_err()
}

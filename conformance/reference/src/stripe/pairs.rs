//! The parameters of a request as plain pairs, for comparing requests with one idempotency key.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What stays as it is when a pair is written (the URL standard's form set, plus brackets).
const WRITTEN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'*')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'[')
    .remove(b']');

/// Names and values of `application/x-www-form-urlencoded` text, decoded, in order. A name without `=` has
/// an empty value (FORM-11).
pub(crate) fn read(text: &str) -> Vec<(String, String)> {
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        })
        .collect()
}

/// The text of pairs.
pub(crate) fn write(pairs: &[(String, String)]) -> String {
    let pairs = pairs.iter().map(|(name, value)| {
        let name = utf8_percent_encode(name, WRITTEN);
        let value = utf8_percent_encode(value, WRITTEN);
        format!("{name}={value}")
    });
    pairs.collect::<Vec<_>>().join("&")
}

fn decode(text: &str) -> String {
    let spaced = text.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    #[test]
    fn form_05_and_06_and_11_pairs_are_decoded() {
        let pairs = super::read("metadata%5Bk%5D=a+b%20%C3%A9&&flag&metadata[k]=%2B");
        let expected = [("metadata[k]", "a b é"), ("flag", ""), ("metadata[k]", "+")];
        let expected: Vec<_> = expected
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        assert_eq!(pairs, expected);
        assert_eq!(super::read(&super::write(&pairs)), pairs);
    }
}

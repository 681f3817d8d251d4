//! The text of a `$ref`: a URI reference (RFC 3986), cut into resource and fragment.

use crate::Pointer;

/// Cuts a `$ref` at its `#`: the resource (empty for the document itself) and the fragment.
pub(crate) fn split(text: &str) -> (&str, Option<&str>) {
    match text.split_once('#') {
        Some((resource, fragment)) => (resource, Some(fragment)),
        None => (text, None),
    }
}

/// Whether it names something on the network.
pub(crate) fn is_remote(text: &str) -> bool {
    let scheme = |prefix: &str| {
        text.get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    scheme("http://") || scheme("https://")
}

/// Decodes `%41` and the like. What is no valid escape, or not UTF-8 when decoded, stays as it is.
pub(crate) fn percent_decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut index = 0;
    while let Some(&byte) = bytes.get(index) {
        let digit = |offset: usize| {
            let c = *bytes.get(index + offset)?;
            (c as char).to_digit(16)
        };
        match (byte, digit(1), digit(2)) {
            (b'%', Some(high), Some(low)) => {
                decoded.push((high * 16 + low) as u8);
                index += 3;
            }
            _ => {
                decoded.push(byte);
                index += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

/// The pointer that a fragment is (RFC 6901 §6), or `None` when it is the name of an anchor.
pub(crate) fn fragment_pointer(fragment: &str) -> Option<Pointer> {
    let decoded = percent_decode(fragment);
    if !decoded.is_empty() && !decoded.starts_with('/') {
        return None;
    }
    // Written anew, so that one place has one text.
    let root = Pointer::root();
    Some(
        Pointer::from_escaped(&decoded)
            .tokens()
            .fold(root, |pointer, token| pointer.child(&token)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_what_is_an_escape() {
        assert_eq!(percent_decode("a%7Bb%7d"), "a{b}");
        assert_eq!(percent_decode("100%"), "100%");
        assert_eq!(percent_decode("%zz%C3%A9"), "%zzé");
        assert_eq!(percent_decode("%FF"), "%FF");
    }

    #[test]
    fn a_fragment_is_a_pointer_or_an_anchor() {
        let text = |fragment| fragment_pointer(fragment).map(|pointer| pointer.to_string());
        assert_eq!(
            text("/paths/~1a~1%7Bid%7D"),
            Some("/paths/~1a~1{id}".into())
        );
        assert_eq!(text(""), Some(String::new()));
        assert_eq!(text("node"), None);
    }
}

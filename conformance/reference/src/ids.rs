//! Identifiers and tokens, from a cryptographic generator.

use rand::distr::{Alphanumeric, SampleString};

/// Characters of the opaque part of an object's id (OBJ-03).
const OBJECT: usize = 24;
/// Characters of a link's token: 43 of 62 letters and digits carry 256 bits, so that none can be guessed (URL-05).
const TOKEN: usize = 43;
/// Characters of the opaque part of an id where 95 bits are plenty.
const SHORT: usize = 16;
/// Characters of the opaque part of a request's id.
const REQUEST: usize = 14;

/// A fresh link id: `link_` and 24 letters and digits (OBJ-02, OBJ-03).
pub fn link() -> String {
    with_prefix("link_", OBJECT)
}

/// A fresh file id: `file_` and 24 letters and digits.
pub fn file() -> String {
    with_prefix("file_", OBJECT)
}

/// A fresh link id of the other kind: `link_` and a random UUID (DR-OBJ-02; RFC 9562 section 5.4).
pub fn link_with_uuid() -> String {
    format!("link_{}", uuid())
}

/// A random UUID.
pub fn uuid() -> String {
    let random: u128 = rand::random();
    // Version 4, and the variant of the RFC.
    let bits = random & !(0xf << 76) & !(0b11 << 62) | 4 << 76 | 0b10 << 62;
    let digits = format!("{bits:032x}");
    [
        &digits[..8],
        &digits[8..12],
        &digits[12..16],
        &digits[16..20],
        &digits[20..],
    ]
    .join("-")
}

/// A fresh plot id: `plot_` and 16 letters and digits.
pub fn plot() -> String {
    with_prefix("plot_", SHORT)
}

/// A fresh id of a soil test: `test_` and 16 letters and digits.
pub fn soil_test() -> String {
    with_prefix("test_", SHORT)
}

/// A fresh request id: `req_` and 14 letters and digits (HDR-01).
pub fn request() -> String {
    with_prefix("req_", REQUEST)
}

/// A fresh token for a link's public url: letters and digits only (URL-05).
pub fn token() -> String {
    Alphanumeric.sample_string(&mut rand::rng(), TOKEN)
}

fn with_prefix(prefix: &str, length: usize) -> String {
    let mut id = String::with_capacity(prefix.len() + length);
    id.push_str(prefix);
    Alphanumeric.append_string(&mut rand::rng(), &mut id, length);
    id
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    #[test]
    fn obj_03_a_link_id_is_the_prefix_and_24_letters_or_digits() {
        let id = super::link();
        let opaque = id.strip_prefix("link_").unwrap();
        assert_eq!(opaque.len(), 24);
        assert!(opaque.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    }

    #[test]
    fn dr_obj_02_the_other_kind_is_the_prefix_and_a_uuid() {
        let id = super::link_with_uuid();
        let uuid = id.strip_prefix("link_").unwrap();
        let parts: Vec<usize> = uuid.split('-').map(str::len).collect();
        assert_eq!(parts, [8, 4, 4, 4, 12]);
        assert!(
            uuid.bytes()
                .all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
        );
        assert_eq!(uuid.as_bytes()[14], b'4');
        assert!(b"89ab".contains(&uuid.as_bytes()[19]));
    }

    #[test]
    fn url_05_tokens_differ_and_are_long() {
        let tokens: HashSet<String> = (0..1_000).map(|_| super::token()).collect();
        assert_eq!(tokens.len(), 1_000);
        assert!(tokens.iter().all(|token| token.len() == 43));
    }
}

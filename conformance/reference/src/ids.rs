//! Identifiers and tokens, from a cryptographic generator.

use rand::distr::{Alphanumeric, SampleString};

/// Characters of the opaque part of an object's id (OBJ-03).
const OBJECT: usize = 24;
/// Characters of a link's token: 43 of 62 letters and digits carry 256 bits, so that none can be guessed (URL-05).
const TOKEN: usize = 43;
/// Characters of the opaque part of a request's id.
const REQUEST: usize = 14;

/// A fresh link id: `link_` and 24 letters and digits (OBJ-02, OBJ-03).
pub fn link() -> String {
    with_prefix("link_", OBJECT)
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
    fn url_05_tokens_differ_and_are_long() {
        let tokens: HashSet<String> = (0..1_000).map(|_| super::token()).collect();
        assert_eq!(tokens.len(), 1_000);
        assert!(tokens.iter().all(|token| token.len() == 43));
    }
}

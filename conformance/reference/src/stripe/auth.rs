//! From the `Authorization` header to a mode (AUTH-01 to AUTH-05).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, Method, header};

use crate::fault::{Fault, Planted};
use crate::keys::{Keys, Mode, mode_of};
use crate::refusal::Answer;

/// What a refused client is told to send (AUTH-04).
pub(super) const CHALLENGE: &str = r#"Basic realm="Stripe""#;

/// A key, and how it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Credentials {
    key: String,
    scheme: Scheme,
    password: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scheme {
    Basic,
    Bearer,
}

impl Credentials {
    /// The key in the header, whether it is valid or not. With Basic it is the user name (RFC 7617); Bearer is
    /// RFC 6750. The name of a scheme has no case (RFC 9110 section 11.1).
    pub(super) fn of(headers: &HeaderMap) -> Option<Self> {
        let text = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
        let (scheme, rest) = text.split_once(' ')?;
        let rest = rest.trim();
        if scheme.eq_ignore_ascii_case("bearer") {
            return Some(Self {
                key: rest.to_owned(),
                scheme: Scheme::Bearer,
                password: false,
            });
        }
        if !scheme.eq_ignore_ascii_case("basic") {
            return None;
        }
        let decoded = String::from_utf8(STANDARD.decode(rest).ok()?).ok()?;
        let (key, password) = decoded.split_once(':')?;
        Some(Self {
            key: key.to_owned(),
            scheme: Scheme::Basic,
            password: !password.is_empty(),
        })
    }
}

/// Whether the key is shown as a token.
pub(super) fn is_bearer(headers: &HeaderMap) -> bool {
    Credentials::of(headers).is_some_and(|it| it.scheme == Scheme::Bearer)
}

/// The mode that a request opens with its key.
pub(super) fn mode(
    keys: &Keys,
    method: &Method,
    headers: &HeaderMap,
    fault: Planted,
) -> Option<Mode> {
    let credentials = Credentials::of(headers)?;
    if credentials.key == NOBODY && is_open(method, fault) {
        return Some(Mode::Test);
    }
    match credentials.scheme {
        Scheme::Basic if fault.is(Fault::BasicRefused) => return None,
        Scheme::Basic if fault.is(Fault::BasicNeedsPassword) && !credentials.password => {
            return None;
        }
        Scheme::Bearer if fault.is(Fault::BearerRefused) => return None,
        Scheme::Basic | Scheme::Bearer => {}
    }
    if fault.is(Fault::RestrictedKeysRefused) && credentials.key.starts_with("rk_") {
        return None;
    }
    match keys.mode(&credentials.key) {
        None if fault.is(Fault::AnyKeyAccepted) => Some(Mode::Test),
        None if fault.is(Fault::KeyPrefixEnough) => mode_of(&credentials.key),
        mode => mode,
    }
}

/// The key of a request that came without one, to a server whose planted fault lets it in.
pub(super) const NOBODY: &str = "nobody";

/// Whether a planted fault lets requests without a key in.
pub(super) fn is_open(method: &Method, fault: Planted) -> bool {
    fault.is(Fault::AnonymousAccepted)
        || fault.is(Fault::UploadIsPublic) && method == Method::POST
        || fault.is(Fault::ReadingIsPublic) && method == Method::GET
}

/// What a request without a valid key is told.
pub(super) fn refusal(headers: &HeaderMap) -> Answer {
    Answer::invalid(
        401,
        if headers.contains_key(header::AUTHORIZATION) {
            "This API key is not valid. Check the key, and that it is the user name (Basic) or the token (Bearer)."
        } else {
            "No API key was given. Send your secret key as the user name of Basic authentication with an empty password, or as a Bearer token."
        },
    )
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use http::{HeaderMap, HeaderValue, Method, header};

    use crate::fault::Planted;
    use crate::keys::{Keys, Mode};

    fn mode(authorization: &str) -> Option<Mode> {
        let mut headers = HeaderMap::new();
        let value = HeaderValue::from_str(authorization).unwrap();
        headers.insert(header::AUTHORIZATION, value);
        super::mode(&Keys::default(), &Method::GET, &headers, Planted::NONE)
    }

    fn basic(text: &str) -> String {
        format!("Basic {}", STANDARD.encode(text))
    }

    #[test]
    fn auth_01_and_02_basic_and_bearer() {
        assert_eq!(mode(&basic("sk_test_123:")), Some(Mode::Test));
        assert_eq!(mode("Bearer sk_live_123"), Some(Mode::Live));
        assert_eq!(mode("bearer rk_test_123"), Some(Mode::Test));
    }

    #[test]
    fn auth_03_anything_else_opens_nothing() {
        for wrong in [
            "",
            "Basic",
            "Basic %%%",
            "Basic c2tfdGVzdF8xMjM=",
            "Bearer",
            "Bearer ",
            "Bearer sk_test_nobody",
            "Digest sk_test_123",
            "sk_test_123",
        ] {
            assert_eq!(mode(wrong), None, "{wrong}");
        }
        assert_eq!(mode(&basic(":sk_test_123")), None);
    }
}

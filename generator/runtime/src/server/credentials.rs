//! Credentials, as a request presents them for the schemes that its operation asks for.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::AUTHORIZATION;

use super::super::form::decode;
use super::super::operation::{OperationInfo, SchemeKind, SchemeUse};
use super::context::Context;
use super::rejection::Rejection;

/// The credentials of a request: those of the first alternative that it satisfies in form. Whether they
/// are anyone's is for [`super::Service::authenticate`] to say.
#[derive(Debug, Default)]
pub struct Credentials {
    presented: Vec<Presented>,
}

/// A credential, with the scheme that it is for.
#[derive(Debug)]
pub struct Presented {
    /// Name of the scheme in the description.
    pub scheme: &'static str,
    /// The scopes that the operation asks for.
    pub scopes: &'static [&'static str],
    /// The credential.
    pub credential: Credential,
}

/// A credential. Its `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub enum Credential {
    /// User name and password (RFC 7617).
    Basic {
        /// The user name.
        user: String,
        /// The password; may be empty.
        password: String,
    },
    /// A bearer token (RFC 6750).
    Token(String),
    /// An API key.
    Key(String),
    /// What follows the name of another HTTP scheme.
    Other(String),
    /// A client certificate: not seen here.
    Certificate,
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Credential::Basic { .. } => "Basic(…)",
            Credential::Token(_) => "Token(…)",
            Credential::Key(_) => "Key(…)",
            Credential::Other(_) => "Other(…)",
            Credential::Certificate => "Certificate",
        })
    }
}

impl Credentials {
    /// Whether there are none: the operation asks for none, or allows anonymous access.
    pub fn is_empty(&self) -> bool {
        self.presented.is_empty()
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Presented> {
        self.presented.iter()
    }

    /// The one secret that tells who calls: the user name of Basic, a token, or a key; the first of
    /// several. An API that knows its callers by one key, whatever the scheme, needs no more.
    pub fn secret(&self) -> Option<&str> {
        self.presented
            .iter()
            .find_map(|presented| match &presented.credential {
                Credential::Basic { user, .. } => Some(user.as_str()),
                Credential::Token(text) | Credential::Key(text) | Credential::Other(text) => {
                    Some(text.as_str())
                }
                Credential::Certificate => None,
            })
    }

    /// Reads the credentials that the operation asks for.
    pub(super) fn of(
        context: &Context,
        operation: &'static OperationInfo,
    ) -> Result<Self, Rejection> {
        let mut malformed = None;
        for alternative in operation.security.iter().filter(|all| !all.is_empty()) {
            match present(context, alternative) {
                Ok(Some(presented)) => return Ok(Self { presented }),
                Ok(None) => {}
                Err(rejection) => malformed = malformed.or(Some(rejection)),
            }
        }
        if let Some(rejection) = malformed {
            return Err(rejection);
        }
        let anonymous = operation.security.iter().any(|all| all.is_empty());
        if anonymous || operation.security.is_empty() {
            return Ok(Self::default());
        }
        Err(Rejection::CredentialsMissing)
    }
}

/// The credentials of one alternative, if all of its schemes have theirs.
fn present(
    context: &Context,
    alternative: &'static [SchemeUse],
) -> Result<Option<Vec<Presented>>, Rejection> {
    let mut presented = Vec::with_capacity(alternative.len());
    for asked in alternative {
        let credential = match asked.scheme.kind {
            SchemeKind::Basic => match authorization(context, "basic") {
                Some(text) => {
                    Some(
                        basic(text).map_err(|detail| Rejection::CredentialsMalformed {
                            scheme: asked.scheme.name,
                            detail,
                        })?,
                    )
                }
                None => None,
            },
            SchemeKind::Bearer => match authorization(context, "bearer") {
                Some(text) => {
                    Some(
                        token(text).map_err(|detail| Rejection::CredentialsMalformed {
                            scheme: asked.scheme.name,
                            detail,
                        })?,
                    )
                }
                None => None,
            },
            SchemeKind::Http(name) => {
                authorization(context, name).map(|text| Credential::Other(text.to_owned()))
            }
            SchemeKind::Header(name) => context.header(name).and_then(key),
            SchemeKind::Query(name) => query(context, name).and_then(|text| key(&text)),
            SchemeKind::Cookie(name) => context.cookie(name).and_then(key),
            SchemeKind::MutualTls => Some(Credential::Certificate),
        };
        let Some(credential) = credential else {
            return Ok(None);
        };
        presented.push(Presented {
            scheme: asked.scheme.name,
            scopes: asked.scopes,
            credential,
        });
    }
    Ok(Some(presented))
}

/// What follows the scheme in `Authorization`, if it is this scheme (names match in any case, RFC 9110
/// §11.1).
fn authorization<'a>(context: &'a Context, scheme: &str) -> Option<&'a str> {
    let value = context.parts.headers.get(AUTHORIZATION)?;
    let value = std::str::from_utf8(value.as_bytes()).ok()?.trim_ascii();
    let (name, rest) = match value.bytes().position(|byte| byte == b' ') {
        Some(space) => value.split_at(space),
        None => (value, ""),
    };
    name.eq_ignore_ascii_case(scheme)
        .then_some(rest.trim_ascii())
}

fn basic(text: &str) -> Result<Credential, &'static str> {
    let bytes = STANDARD
        .decode(text)
        .map_err(|_| "the text behind `Basic` is not base64")?;
    let text = String::from_utf8(bytes).map_err(|_| "the user name or password is not UTF-8")?;
    let (user, password) = text
        .split_once(':')
        .ok_or("there is no colon between user name and password")?;
    Ok(Credential::Basic {
        user: user.to_owned(),
        password: password.to_owned(),
    })
}

fn token(text: &str) -> Result<Credential, &'static str> {
    if text.is_empty() {
        return Err("there is no token behind `Bearer`");
    }
    if text.contains(char::is_whitespace) {
        return Err("the token has white space in it");
    }
    Ok(Credential::Token(text.to_owned()))
}

fn key(text: &str) -> Option<Credential> {
    (!text.is_empty()).then(|| Credential::Key(text.to_owned()))
}

fn query(context: &Context, wanted: &str) -> Option<String> {
    let query = context.parts.uri.query()?;
    query
        .split('&')
        .find_map(|pair| {
            let (name, value) = pair.split_once('=')?;
            (decode(name, true).ok()? == wanted).then(|| decode(value, true).ok())?
        })
        .map(std::borrow::Cow::into_owned)
}

//! Credentials: what a caller shows, for one scheme of the description.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::super::operation::{Scheme, SchemeKind};
use super::error::RequestError;
use super::outgoing::Outgoing;

/// Text that `Debug` does not show.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The text.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl<T: Into<String>> From<T> for Secret {
    fn from(text: T) -> Self {
        Secret(text.into())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// A credential for a scheme. The generated client has a function for each scheme of its description, which makes
/// one; `Debug` does not show it.
#[derive(Debug, Clone)]
pub struct Credential {
    scheme: &'static Scheme,
    /// What is shown: with Basic already joined and encoded.
    shown: Secret,
}

impl Credential {
    /// User name and password (RFC 7617).
    pub fn basic(scheme: &'static Scheme, user: &str, password: &str) -> Self {
        let shown = STANDARD.encode(format!("{user}:{password}")).into();
        Self { scheme, shown }
    }

    /// A token, a key, or what follows the name of another HTTP scheme.
    pub fn key(scheme: &'static Scheme, key: impl Into<Secret>) -> Self {
        let shown = key.into();
        Self { scheme, shown }
    }

    /// The scheme that it is for.
    pub fn scheme(&self) -> &'static Scheme {
        self.scheme
    }

    /// Puts it where its scheme wants it.
    pub(super) fn show(&self, out: &mut Outgoing) -> Result<(), RequestError> {
        let shown = self.shown.reveal();
        match self.scheme.kind {
            SchemeKind::Basic => out.secret("authorization", &format!("Basic {shown}")),
            SchemeKind::Bearer => out.secret("authorization", &format!("Bearer {shown}")),
            SchemeKind::Http(name) => out.secret("authorization", &format!("{name} {shown}")),
            SchemeKind::Header(name) => out.secret(name, shown),
            SchemeKind::Query(name) => {
                out.add_query(name, shown);
                Ok(())
            }
            SchemeKind::Cookie(name) => {
                out.add_cookie(name, shown);
                Ok(())
            }
            // Shown before the request, when the connection was made.
            SchemeKind::MutualTls => Ok(()),
        }
    }
}

/// Shows the credentials of the first alternative that is satisfied by `known`. Without any credentials at all the
/// request goes without: whether that will do is the server's to say.
///
/// # Errors
///
/// [`RequestError::Credentials`]: there are some, and none fits this operation.
pub(super) fn show(known: &[Credential], out: &mut Outgoing) -> Result<(), RequestError> {
    let alternatives = out.info.security;
    if alternatives.is_empty() || known.is_empty() {
        return Ok(());
    }
    let of = |scheme: &Scheme| {
        known
            .iter()
            .find(|credential| credential.scheme.name == scheme.name)
    };
    let mut anonymous = false;
    for alternative in alternatives {
        anonymous |= alternative.is_empty();
        let fits = !alternative.is_empty()
            && alternative.iter().all(|asked| {
                of(asked.scheme).is_some() || asked.scheme.kind == SchemeKind::MutualTls
            });
        if fits {
            return alternative
                .iter()
                .filter_map(|asked| of(asked.scheme))
                .try_for_each(|credential| credential.show(out));
        }
    }
    match anonymous {
        true => Ok(()),
        false => Err(RequestError::Credentials {
            operation: out.info.id,
            wanted: alternatives
                .iter()
                .map(|all| {
                    let names: Vec<&str> = all.iter().map(|asked| asked.scheme.name).collect();
                    names.join(" and ")
                })
                .collect(),
        }),
    }
}

//! Where the server under test is and how to be let in.

use std::time::Duration;

use base64::Engine as _;
use indexmap::IndexMap;
use thiserror::Error;

/// Where the server under test is, and what every request to it carries.
#[derive(Debug, Clone)]
pub struct Target {
    /// `http` or `https`, authority, and a path prefix without a slash at its end.
    pub base: String,
    /// Credentials of every request that is not about authentication.
    pub credential: Option<Credential>,
    /// Further credentials, by the names under which the requirements file speaks of them.
    pub further: IndexMap<String, Credential>,
    /// Header fields of every request, names and values.
    pub headers: Vec<(String, String)>,
    /// How long a complete answer may take.
    pub timeout: Duration,
    /// Requests per second at most, over all cases; `None` for no limit.
    pub rate: Option<f64>,
    /// Bytes of an answer's content at most.
    pub answer_limit: usize,
}

impl Target {
    /// A target at `base` without credentials, with ten seconds for an answer of at most 4 MiB.
    ///
    /// # Errors
    ///
    /// When `base` is not an absolute `http` or `https` URL, or has a query or fragment.
    pub fn new(base: &str) -> Result<Self, TargetError> {
        let target = Self {
            base: base.trim_end_matches('/').to_owned(),
            credential: None,
            further: IndexMap::new(),
            headers: Vec::new(),
            timeout: Duration::from_secs(10),
            rate: None,
            answer_limit: 4 << 20,
        };
        target.uri()?;
        Ok(target)
    }

    /// The base, read.
    ///
    /// # Errors
    ///
    /// As for [`Target::new`].
    pub(crate) fn uri(&self) -> Result<http::Uri, TargetError> {
        let invalid = |reason| TargetError::Base {
            base: self.base.clone(),
            reason,
        };
        let uri: http::Uri = self.base.parse().map_err(|_| invalid("it is not a URL"))?;
        if !matches!(uri.scheme_str(), Some("http" | "https")) {
            return Err(invalid("it must begin with http:// or https://"));
        }
        match uri.authority() {
            Some(authority) if authority.as_str().contains('@') => Err(invalid(
                "credentials are given on their own, not in the URL",
            )),
            Some(authority) if !authority.host().is_empty() => {
                if uri.query().is_some() || self.base.contains('#') {
                    return Err(invalid("it must not have a query or fragment"));
                }
                Ok(uri)
            }
            _ => Err(invalid("it names no host")),
        }
    }
}

impl Target {
    /// All credentials, each with what stands for it in commands behind a `$`: `TRUELINE_KEY` for the run's
    /// own, `TRUELINE_KEY_LIVE` for the one named `live`, and what a shell makes of the run's own where a
    /// request shows it altered.
    pub fn secrets(&self) -> Vec<(String, Credential)> {
        let own = self.credential.iter().flat_map(|own| {
            let altered = Alteration::ALL.iter().filter_map(|alteration| {
                Some((
                    alteration.in_a_shell().to_owned(),
                    own.altered(*alteration)?,
                ))
            });
            std::iter::once(("TRUELINE_KEY".to_owned(), own.clone())).chain(altered)
        });
        let further = self.further.iter().map(|(name, credential)| {
            let word: String = name
                .chars()
                .map(|c| {
                    if c.is_ascii_alphanumeric() {
                        c.to_ascii_uppercase()
                    } else {
                        '_'
                    }
                })
                .collect();
            (format!("TRUELINE_KEY_{word}"), credential.clone())
        });
        own.chain(further).collect()
    }
}

/// What makes the server let a request in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credential {
    /// `Authorization: Basic` with the key as user name and an empty password (RFC 7617), or
    /// `user:password`.
    Basic(String),
    /// `Authorization: Bearer` (RFC 6750).
    Bearer(String),
    /// A header field of its own.
    Header {
        /// Its name.
        name: String,
        /// Its value.
        value: String,
    },
}

/// How a key is altered so that it is nearly the right one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alteration {
    /// One character more.
    Longer,
    /// Without its last character.
    Shorter,
    /// Lower case letters for upper case ones and the other way round.
    OtherCase,
    /// The key as the password of Basic, with no user name.
    AsPassword,
    /// The key behind the word `Basic`, not in Base64.
    Unencoded,
}

impl Alteration {
    const ALL: [Self; 5] = [
        Self::Longer,
        Self::Shorter,
        Self::OtherCase,
        Self::AsPassword,
        Self::Unencoded,
    ];

    /// The key altered, as a shell writes it behind a `$`.
    fn in_a_shell(self) -> &'static str {
        match self {
            Self::Longer => "{TRUELINE_KEY}x",
            Self::Shorter => "{TRUELINE_KEY%?}",
            Self::OtherCase => "(printf %s \"$TRUELINE_KEY\" | tr a-zA-Z A-Za-z)",
            Self::AsPassword => "(printf :%s \"$TRUELINE_KEY\")",
            Self::Unencoded => "(printf 'Basic %s' \"$TRUELINE_KEY\")",
        }
    }

    fn of(self, key: &str) -> String {
        match self {
            Self::Longer => format!("{key}x"),
            Self::Shorter => {
                let mut key = key.to_owned();
                key.pop();
                key
            }
            Self::OtherCase => key
                .chars()
                .map(|c| match c {
                    'a'..='z' => c.to_ascii_uppercase(),
                    _ => c.to_ascii_lowercase(),
                })
                .collect(),
            Self::AsPassword => format!(":{key}"),
            Self::Unencoded => format!("Basic {key}"),
        }
    }
}

impl Credential {
    /// The key, however it travels; with a user name and a password, both.
    pub fn key(&self) -> &str {
        match self {
            Credential::Basic(key) | Credential::Bearer(key) => key,
            Credential::Header { value, .. } => value,
        }
    }

    /// The credential with its key altered; `None` where it has no such form: a header of its own is no
    /// Basic, and a user with a password is no lone key.
    pub fn altered(&self, alteration: Alteration) -> Option<Self> {
        let is_of_basic = [Alteration::AsPassword, Alteration::Unencoded].contains(&alteration);
        match self {
            Self::Basic(key) | Self::Bearer(key) if is_of_basic => {
                let key = key.trim_end_matches(':');
                let altered = alteration.of(key);
                (!key.contains(':')).then(|| match alteration {
                    Alteration::Unencoded => Self::Header {
                        name: "Authorization".to_owned(),
                        value: altered,
                    },
                    _ => Self::Basic(altered),
                })
            }
            Self::Basic(key) => Some(Self::Basic(alteration.of(key))),
            Self::Bearer(key) => Some(Self::Bearer(alteration.of(key))),
            Self::Header { .. } if is_of_basic => None,
            Self::Header { name, value } => Some(Self::Header {
                name: name.clone(),
                value: alteration.of(value),
            }),
        }
    }

    /// Reads `basic:KEY`, `bearer:KEY` or `header:NAME=VALUE`.
    ///
    /// # Errors
    ///
    /// When the text has none of these forms, or holds characters that no header can.
    pub fn parse(text: &str) -> Result<Self, TargetError> {
        let form = || TargetError::Credential;
        let (kind, rest) = text.split_once(':').ok_or_else(form)?;
        if rest.is_empty() || rest.contains(char::is_control) {
            return Err(form());
        }
        match kind {
            "basic" => Ok(Self::Basic(rest.to_owned())),
            "bearer" => Ok(Self::Bearer(rest.to_owned())),
            "header" => {
                let (name, value) = rest.split_once('=').ok_or_else(form)?;
                http::HeaderName::try_from(name).map_err(|_| form())?;
                Ok(Self::Header {
                    name: name.to_owned(),
                    value: value.to_owned(),
                })
            }
            _ => Err(form()),
        }
    }

    /// The header field that carries it.
    pub fn header(&self) -> (String, String) {
        match self {
            Self::Basic(key) => {
                let user = if key.contains(':') {
                    key.clone()
                } else {
                    format!("{key}:")
                };
                let encoded = base64::engine::general_purpose::STANDARD.encode(user);
                ("Authorization".to_owned(), format!("Basic {encoded}"))
            }
            Self::Bearer(key) => ("Authorization".to_owned(), format!("Bearer {key}")),
            Self::Header { name, value } => (name.clone(), value.clone()),
        }
    }

    /// What must not be shown: the secret, plain and as sent. A key too short to be a secret is left: it would
    /// take syllables out of the middle of words.
    pub(crate) fn hidden(&self) -> impl Iterator<Item = String> {
        const SHORTEST: usize = 8;
        let secret = match self {
            Self::Basic(key) | Self::Bearer(key) => key,
            Self::Header { value, .. } => value,
        };
        let (_, sent) = self.header();
        let sent = sent.rsplit(' ').next().unwrap_or_default().to_owned();
        [secret.clone(), sent]
            .into_iter()
            .filter(|hidden| hidden.len() >= SHORTEST)
    }

    /// Whether the header field `name` with this value is how it travels.
    pub(crate) fn is_sent_as(&self, name: &str, value: &str) -> bool {
        let carrier = match self {
            Self::Basic(_) | Self::Bearer(_) => "Authorization",
            Self::Header { name, .. } => name,
        };
        carrier.eq_ignore_ascii_case(name) && self.header().1 == value
    }
}

/// Why a target cannot be used. Says nothing about the server.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TargetError {
    /// The base URL is not one.
    #[error("`{base}` cannot be the base URL of a target: {reason}")]
    Base {
        /// As given.
        base: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// Credentials have none of the known forms. The text is not repeated: it may be a secret.
    #[error("credentials are written `basic:KEY`, `bearer:KEY` or `header:NAME=VALUE`")]
    Credential,
    /// The HTTP client could not be set up.
    #[error("no HTTP client: {reason}")]
    Client {
        /// Why not.
        reason: String,
    },
}

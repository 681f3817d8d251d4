//! From a configuration to a client.

use std::fmt;
use std::sync::Arc;

use reqwest::Url;

use super::HeaderMap;
use super::config::Config;
use super::credential::Credential;
use super::outgoing::set;
use super::retry::Retry;
use super::server::ServerInfo;
use super::transport::Transport;

/// A client: connections, credentials and patience, shared by all its copies.
#[derive(Clone)]
pub struct Client(pub(super) Arc<Inner>);

pub(super) struct Inner {
    /// Where the API is: scheme, host and a path without a slash at its end, or with nothing but one.
    pub(super) base: Url,
    /// Whether the base is the caller's own, so that operations with a server of their own go there, too.
    pub(super) is_told: bool,
    pub(super) credentials: Vec<Credential>,
    pub(super) headers: HeaderMap,
    pub(super) timeout: Option<std::time::Duration>,
    pub(super) retry: Retry,
    pub(super) idempotency_header: Option<String>,
    pub(super) answer_limit: usize,
    pub(super) transport: Arc<dyn Transport>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base", &self.0.base.as_str())
            .field("credentials", &self.0.credentials)
            .finish_non_exhaustive()
    }
}

/// Why a configuration makes no client.
#[derive(Debug)]
#[non_exhaustive]
pub enum ConfigError {
    /// The address is no absolute URL of `http` or `https`.
    BaseUrl {
        /// The address.
        url: String,
        /// What is wrong with it.
        detail: String,
    },
    /// A server variable that there is not, or that may not be so.
    Variable {
        /// Its name.
        name: String,
        /// What is wrong with it.
        detail: String,
    },
    /// A header that HTTP cannot carry.
    Header {
        /// Its name.
        name: String,
    },
    /// Requests cannot be sent at all.
    Transport(Box<dyn std::error::Error + Send + Sync>),
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ConfigError::BaseUrl { url, detail } => {
                write!(
                    f,
                    "`{url}` is no address of an API: {detail}; say where it is with `base_url`"
                )
            }
            ConfigError::Variable { name, detail } => {
                write!(f, "the server variable `{name}`: {detail}")
            }
            ConfigError::Header { name } => {
                write!(
                    f,
                    "the header {name} has a name or a value that HTTP cannot carry"
                )
            }
            ConfigError::Transport(error) => write!(f, "no client can be made: {error}"),
        }
    }
}

impl std::error::Error for ConfigError {}

impl Client {
    /// Makes a client; `servers` are those of the description, the first of which is meant when nothing is said.
    ///
    /// # Errors
    ///
    /// What makes no sense in the configuration.
    pub fn connect(config: Config, servers: &[ServerInfo]) -> Result<Self, ConfigError> {
        let is_told = config.base_url.is_some();
        let base = match config.base_url {
            Some(url) => url,
            None => match config.server.as_ref().or(servers.first()) {
                Some(server) => server.address(&config.variables)?,
                None => String::new(),
            },
        };
        let base = address(base)?;
        let mut headers = HeaderMap::new();
        for (name, value) in &config.headers {
            set(&mut headers, name, value.reveal(), true)
                .map_err(|_| ConfigError::Header { name: name.clone() })?;
        }
        let mut transport = match config.transport {
            Some(transport) => transport,
            None => Arc::new(ordinary(config.connect_timeout)?),
        };
        for wrap in config.wraps {
            transport = wrap(transport);
        }
        Ok(Self(Arc::new(Inner {
            base,
            is_told,
            credentials: config.credentials,
            headers,
            timeout: config.timeout,
            retry: config.retry,
            idempotency_header: config.idempotency_header,
            answer_limit: config.answer_limit,
            transport,
        })))
    }
}

/// Where an API is, without the slashes at the end of its path.
fn address(text: String) -> Result<Url, ConfigError> {
    let detail = match Url::parse(&text) {
        Ok(mut url) if matches!(url.scheme(), "http" | "https") && url.query().is_none() => {
            url.set_fragment(None);
            let path = url.path().trim_end_matches('/').to_owned();
            url.set_path(&path);
            return Ok(url);
        }
        Ok(_) => "it must begin with http or https and have no query".to_owned(),
        Err(error) => error.to_string(),
    };
    Err(ConfigError::BaseUrl { url: text, detail })
}

/// A `reqwest` client: pooled, with TLS by `rustls`, and without redirects, which would take the credentials along.
fn ordinary(connect_timeout: std::time::Duration) -> Result<reqwest::Client, ConfigError> {
    // A second call finds the provider installed, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .tcp_nodelay(true)
        .connect_timeout(connect_timeout)
        .build()
        .map_err(|error| ConfigError::Transport(error.into()))
}

//! How a client is set up.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::credential::{Credential, Secret};
use super::retry::Retry;
use super::server::ServerInfo;
use super::transport::Transport;

type Wrap = Box<dyn FnOnce(Arc<dyn Transport>) -> Arc<dyn Transport> + Send>;

/// How a client is set up: where the API is, who calls, and how patient to be. What is not said is as the
/// description has it.
#[must_use = "a configuration does nothing until a client is made of it"]
pub struct Config {
    pub(super) base_url: Option<String>,
    pub(super) server: Option<ServerInfo>,
    pub(super) variables: Vec<(String, String)>,
    pub(super) credentials: Vec<Credential>,
    pub(super) headers: Vec<(String, Secret)>,
    pub(super) timeout: Option<Duration>,
    pub(super) connect_timeout: Duration,
    pub(super) retry: Retry,
    pub(super) idempotency_header: Option<String>,
    pub(super) answer_limit: usize,
    pub(super) transport: Option<Arc<dyn Transport>>,
    pub(super) wraps: Vec<Wrap>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            base_url: None,
            server: None,
            variables: Vec::new(),
            credentials: Vec::new(),
            headers: Vec::new(),
            timeout: Some(Duration::from_secs(80)),
            connect_timeout: Duration::from_secs(10),
            retry: Retry::default(),
            idempotency_header: None,
            answer_limit: 64 << 20,
            transport: None,
            wraps: Vec::new(),
        }
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("base_url", &self.base_url)
            .field("server", &self.server)
            .field("variables", &self.variables)
            .field("credentials", &self.credentials)
            .field("headers", &self.headers)
            .field("timeout", &self.timeout)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}

impl Config {
    /// As the description has it, without credentials.
    pub fn new() -> Self {
        Self::default()
    }

    /// The address below which all operations are, in place of the description's servers.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// One of the description's servers, in place of its first.
    pub fn server(mut self, server: ServerInfo) -> Self {
        self.server = Some(server);
        self
    }

    /// A variable of the server's URL.
    pub fn variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.variables.push((name.into(), value.into()));
        self
    }

    /// What is shown to operations that ask for it. Several may be given, for different schemes.
    pub fn credential(mut self, credential: Credential) -> Self {
        self.credentials.push(credential);
        self
    }

    /// A header of every request, such as the version of the API that is spoken. What an operation declares itself
    /// comes before it.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<Secret>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// How long a request may take until its answer is there, each attempt by itself. 80 s when nothing is said.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// How long it may take to make a connection. 10 s when nothing is said.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// When and how often to try again.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// The header in which POST requests carry an idempotency key, for APIs whose description does not declare it.
    /// Where an operation declares `Idempotency-Key`, that is used without being told. A request without a key gets
    /// a random one, so that it can be tried again.
    pub fn idempotency_header(mut self, name: impl Into<String>) -> Self {
        self.idempotency_header = Some(name.into());
        self
    }

    /// How many bytes of an answer are read into memory; more is an error. 64 MiB when nothing is said. What comes bit
    /// by bit has no limit.
    pub fn answer_limit(mut self, bytes: usize) -> Self {
        self.answer_limit = bytes;
        self
    }

    /// What sends requests, in place of a `reqwest` client of our making.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Puts something around what sends requests: it sees every attempt of every call. The last one is the outermost.
    pub fn wrap<T: Transport>(
        mut self,
        wrap: impl FnOnce(Arc<dyn Transport>) -> T + Send + 'static,
    ) -> Self {
        self.wraps.push(Box::new(move |inner| {
            Arc::new(wrap(inner)) as Arc<dyn Transport>
        }));
        self
    }
}

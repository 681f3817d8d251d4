//! The way to a target: a client that keeps its connections.

mod backoff;
mod diagnosis;
mod exact;
mod ordinary;
mod pace;
mod patience;

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use crate::exchange::{Answer, Exchange, Request, TransportError};
use crate::standing::Ledger;
use crate::target::{Target, TargetError};
use backoff::Backoff;
use exact::Exact;
use ordinary::Ordinary;
use pace::Pace;
use patience::Patience;

/// What is said of content codings: answers are judged as they come, and not decoded.
const NO_CODING: http::HeaderValue = http::HeaderValue::from_static("identity");

/// Bytes with which an answer is large.
const LARGE: usize = 512 << 10;

/// The way to one target, shared by all cases of a run.
///
/// Redirects are not followed and content codings not undone: what the server said is what is judged.
/// A request goes through the ordinary client unless that would change its target (`/a/../b`), in
/// which case it goes over a connection of its own, byte for byte.
pub struct Session {
    target: Target,
    uri: http::Uri,
    ordinary: Ordinary,
    exact: Exact,
    pace: Option<Pace>,
    backoff: Backoff,
    ledger: Ledger,
    patience: Patience,
    /// What one case has taken upon itself, so that no other does it again.
    taken: Mutex<HashSet<String>>,
    /// Whether an answer was large.
    is_heavy: AtomicBool,
}

impl Session {
    /// Sets up the client; connects to nothing yet.
    ///
    /// # Errors
    ///
    /// When the base is not a URL or the client cannot be set up.
    pub fn open(target: Target) -> Result<Self, TargetError> {
        let uri = target.uri()?;
        Ok(Self {
            ordinary: Ordinary::open(&target, &uri)?,
            exact: Exact::open(&target, &uri),
            pace: target.rate.map(Pace::new),
            backoff: Backoff::default(),
            ledger: Ledger::default(),
            patience: Patience::default(),
            taken: Mutex::default(),
            is_heavy: AtomicBool::new(false),
            uri,
            target,
        })
    }

    /// What became of the rules that hold of every answer.
    pub(crate) fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Whether nobody has taken this upon itself in this run so far; from now on somebody has.
    pub(crate) fn take(&self, what: String) -> bool {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.insert(what)
    }

    /// Whether the target has given an answer so large that few should be read at a time: a list of a million numbers
    /// takes a hundred times its length in memory.
    pub(crate) fn is_heavy(&self) -> bool {
        self.is_heavy.load(Ordering::Relaxed)
    }

    /// Takes note of how large an answer is.
    pub(crate) fn weigh(&self, exchange: &Exchange) {
        if exchange.answer().is_some_and(|it| it.body.len() > LARGE) {
            self.is_heavy.store(true, Ordering::Relaxed);
        }
    }

    /// The target.
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// The request with the target's credentials, unless it has that header already.
    #[must_use]
    pub fn with_credentials(&self, request: Request) -> Request {
        match self.target.credential.as_ref().map(|it| it.header()) {
            Some((name, value)) if request.header_value(&name).is_none() => {
                request.header(name, value)
            }
            _ => request,
        }
    }

    /// The request with the target's own headers, unless it has them already. They are nobody else's
    /// business: a request that goes elsewhere stays as it is.
    #[must_use]
    pub fn with_headers(&self, mut request: Request) -> Request {
        if request.origin.is_some() {
            return request;
        }
        for (name, value) in &self.target.headers {
            if request.header_value(name).is_none() {
                request = request.header(name, value);
            }
        }
        request
    }

    /// Sends the request and reads the answer to its end, within the target's time limit. A target that says that
    /// it is too much (429) is left alone for as long as it asks, and then gets the request again.
    ///
    /// # Errors
    ///
    /// When no complete answer came, or none but 429; see [`TransportError`].
    pub async fn send(&self, request: &Request) -> Result<Answer, TransportError> {
        let mut tries = 0;
        loop {
            self.backoff.wait().await;
            let answer = self.send_once(request).await?;
            tries += 1;
            if !self.backoff.is_asked_for(&answer, tries) {
                return match answer.status {
                    429 => Err(TransportError::Busy { tries }),
                    _ => Ok(answer),
                };
            }
        }
    }

    async fn send_once(&self, request: &Request) -> Result<Answer, TransportError> {
        self.patience.check()?;
        if let Some(pace) = &self.pace {
            pace.wait().await;
        }
        if let Some(origin) = &request.origin {
            return self.send_elsewhere(request, origin).await;
        }
        let target = format!("{}{}", self.prefix(), request.target);
        let started = Instant::now();
        let limit = self.target.timeout;
        let sending = async {
            match self.ordinary.url(&target) {
                Some(url) => self.ordinary.send(request, url).await,
                None => self.exact.send(request, &target).await,
            }
        };
        let outcome = tokio::time::timeout(limit, sending)
            .await
            .unwrap_or(Err(TransportError::TimedOut { limit }));
        self.patience.note(&outcome);
        let mut answer = outcome?;
        answer.elapsed = started.elapsed();
        Ok(answer)
    }

    /// Sends a request to another origin than the target's, in a connection of its own.
    async fn send_elsewhere(
        &self,
        request: &Request,
        origin: &str,
    ) -> Result<Answer, TransportError> {
        let unsendable = |error: TargetError| TransportError::Unsendable {
            reason: error.to_string(),
        };
        let target = Target {
            timeout: self.target.timeout,
            answer_limit: self.target.answer_limit,
            ..Target::new(origin).map_err(unsendable)?
        };
        let there = Self::open(target).map_err(unsendable)?;
        let request = Request {
            origin: None,
            ..request.clone()
        };
        Box::pin(there.send(&request)).await
    }

    /// Makes a connection and sends nothing; over HTTPS one request is needed to see that TLS works.
    ///
    /// # Errors
    ///
    /// When no connection came about in the target's time.
    pub async fn connect(&self) -> Result<(), TransportError> {
        if self.uri.scheme_str() == Some("https") {
            return self.send(&Request::new("OPTIONS", "/")).await.map(drop);
        }
        let limit = self.target.timeout;
        tokio::time::timeout(limit, self.exact.connect())
            .await
            .map_err(|_| TransportError::TimedOut { limit })?
            .map(drop)
    }

    /// The path prefix of the base, without a slash at its end.
    fn prefix(&self) -> &str {
        self.uri.path().trim_end_matches('/')
    }
}

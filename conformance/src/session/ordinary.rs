//! The ordinary transport: `reqwest`, with pooled connections and TLS.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::BytesMut;
use http::Uri;
use http::header::ACCEPT_ENCODING;
use reqwest::Url;

use super::diagnosis;
use crate::exchange::{Answer, Request, TransportError};
use crate::target::{Target, TargetError};

/// The pooled client.
pub(super) struct Ordinary {
    pooled: reqwest::Client,
    /// A connection for each request; set up when it is needed.
    fresh: OnceLock<reqwest::Client>,
    is_loopback: bool,
    /// Whether no connection to the target is encrypted.
    is_plain: bool,
    /// Whether the target answered anything yet.
    has_answered: AtomicBool,
    /// Whether the target hung up in place of an answer: from then on no connection is used twice.
    hangs_up: AtomicBool,
    /// Scheme and authority, to which a target is added; read once, which takes longer than all the rest of a URL.
    origin: Option<Url>,
    authority: String,
    answer_limit: usize,
}

impl Ordinary {
    /// Sets up the client.
    pub(super) fn open(target: &Target, uri: &Uri) -> Result<Self, TargetError> {
        let authority = uri.authority().map(ToString::to_string).unwrap_or_default();
        let scheme = uri.scheme_str().unwrap_or("http");
        // A second call finds the provider installed, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let is_loopback = uri.host().is_some_and(is_loopback);
        let is_plain = scheme == "http";
        Ok(Self {
            pooled: client(usize::MAX, is_loopback, is_plain)?,
            is_loopback,
            is_plain,
            fresh: OnceLock::new(),
            has_answered: AtomicBool::new(false),
            hangs_up: AtomicBool::new(false),
            origin: Url::parse(&format!("{scheme}://{authority}")).ok(),
            authority,
            answer_limit: target.answer_limit,
        })
    }

    /// The URL of `target`, if this transport sends it exactly as it stands: the URL standard removes
    /// dot segments and escapes some characters, which a test may have meant.
    pub(super) fn url(&self, target: &str) -> Option<Url> {
        let mut url = self.origin.clone()?;
        let (path, query) = match target.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (target, None),
        };
        url.set_path(path);
        url.set_query(query);
        (url.path() == path && url.query() == query).then_some(url)
    }

    fn fresh(&self) -> &reqwest::Client {
        self.fresh.get_or_init(|| {
            let fresh = client(0, self.is_loopback, self.is_plain);
            fresh.unwrap_or_else(|_| self.pooled.clone())
        })
    }

    /// Sends the request and reads the whole answer.
    pub(super) async fn send(&self, request: &Request, url: Url) -> Result<Answer, TransportError> {
        let method = reqwest::Method::from_bytes(request.method.as_bytes()).map_err(|_| {
            TransportError::Unsendable {
                reason: format!("`{}` cannot be a method", request.method),
            }
        })?;
        let mut headers = http::HeaderMap::with_capacity(request.headers.len());
        for (name, value) in &request.headers {
            let (name, value) = diagnosis::field(name, value)?;
            headers.append(name, value);
        }
        if !headers.contains_key(ACCEPT_ENCODING) {
            headers.insert(ACCEPT_ENCODING, super::NO_CODING);
        }
        let fault = |error: reqwest::Error| diagnosis::classify(&error, &self.authority);
        let send = |client: &reqwest::Client| {
            let mut builder = client.request(method.clone(), url.clone());
            builder = builder.headers(headers.clone());
            if let Some(body) = &request.body {
                builder = builder.body(body.clone());
            }
            builder.send()
        };
        let may_be_reused = !self.hangs_up.load(Ordering::Relaxed);
        let client = if may_be_reused {
            &self.pooled
        } else {
            self.fresh()
        };
        let mut sent = send(client).await.map_err(fault);
        // A server may close a connection that it has answered on before, without a word (RFC 9112 §9.5), and a
        // request that crosses that was never read. Once, then, it is sent again in a connection of its own; who
        // hangs up on that, too, does so on the request.
        if matches!(sent, Err(TransportError::ClosedEarly))
            && may_be_reused
            && self.has_answered.load(Ordering::Relaxed)
        {
            self.hangs_up.store(true, Ordering::Relaxed);
            sent = send(self.fresh()).await.map_err(fault);
        }
        let mut response = sent?;
        self.has_answered.store(true, Ordering::Relaxed);
        let too_large = TransportError::TooLarge {
            limit: self.answer_limit,
        };
        let announced = response.content_length().unwrap_or(0);
        if usize::try_from(announced).map_or(true, |length| length > self.answer_limit) {
            return Err(too_large);
        }
        let announced = usize::try_from(announced).unwrap_or(0);
        let mut body = BytesMut::with_capacity(announced);
        while let Some(chunk) = response.chunk().await.map_err(fault)? {
            if body.len() + chunk.len() > self.answer_limit {
                return Err(too_large);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer {
            status: response.status().as_u16(),
            headers: diagnosis::fields(response.headers()),
            body: body.freeze(),
            version: format!("{:?}", response.version()),
            elapsed: std::time::Duration::ZERO,
        })
    }
}

/// A client that keeps `idle` connections at most.
fn client(idle: usize, is_loopback: bool, is_plain: bool) -> Result<reqwest::Client, TargetError> {
    let mut builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        // A server may close a connection that rests at the very moment of the next request: Node does so after
        // five seconds, Apache after five, others after two. None of them is to blame for that.
        .pool_idle_timeout(std::time::Duration::from_secs(1))
        .pool_max_idle_per_host(idle)
        .tcp_nodelay(true);
    if is_loopback {
        builder = builder.no_proxy();
        if is_plain {
            // No proxy, no redirect, no TLS: to read the machine's certificates would only take time.
            builder = builder.tls_certs_only([]);
        }
    }
    builder.build().map_err(|error| TargetError::Client {
        reason: diagnosis::chain(&error),
    })
}

/// Whether a proxy set for the machine can have nothing to do with this host.
fn is_loopback(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

//! What is different about one call.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use futures_util::Stream;

use super::super::multipart::PartInfo;
use super::credential::Secret;
use super::retry::Retry;

/// What is different about one call.
#[derive(Debug, Default)]
#[must_use = "options do nothing until they are given to a call"]
pub struct Options {
    pub(super) idempotency_key: Option<String>,
    pub(super) headers: Vec<(String, Secret)>,
    pub(super) timeout: Option<Duration>,
    pub(super) retry: Option<Retry>,
    pub(super) parts: Vec<PartInfo>,
    pub(super) uploads: Vec<(Option<String>, Upload)>,
}

impl Options {
    /// Nothing is different.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same for another request of the same kind, such as the next page. A body that comes bit by bit is not
    /// there a second time.
    pub(super) fn again(&self) -> Self {
        Self {
            idempotency_key: self.idempotency_key.clone(),
            headers: self.headers.clone(),
            timeout: self.timeout,
            retry: self.retry.clone(),
            parts: self.parts.clone(),
            uploads: Vec::new(),
        }
    }

    /// The key by which the server knows this request when it comes again, in place of a random one.
    pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        self.idempotency_key = Some(key.into());
        self
    }

    /// One more header, in place of the client's own of this name.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<Secret>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// How long each attempt may take.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// When and how often to try again.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = Some(retry);
        self
    }

    /// What the part `name` of a multipart body says of itself: the name of its file, its media type.
    pub fn part(mut self, part: PartInfo) -> Self {
        self.parts.push(part);
        self
    }

    /// The body as it comes, in place of the one that the request has. Such a request is sent once.
    pub fn body(mut self, upload: Upload) -> Self {
        self.uploads.push((None, upload));
        self
    }

    /// The content of the part `name` of a multipart body as it comes, in place of the one that the request has. Such
    /// a request is sent once.
    pub fn upload(mut self, name: impl Into<String>, upload: Upload) -> Self {
        self.uploads.push((Some(name.into()), upload));
        self
    }
}

/// Content that is sent as it comes.
pub struct Upload {
    pub(super) body: reqwest::Body,
}

impl Upload {
    /// Content out of a stream. An error breaks the request off.
    pub fn stream<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<Box<dyn std::error::Error + Send + Sync>> + 'static,
    {
        Self {
            body: reqwest::Body::wrap_stream(stream),
        }
    }
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Upload(…)")
    }
}

//! What sends requests: the seam for whatever should see them on their way.

use std::error::Error as StdError;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tower_service::Service;

use super::error::Transported;
use super::{Request, Response};

/// What comes of sending a request.
pub type Exchanged = Result<Response, Box<dyn StdError + Send + Sync>>;

/// An answer on its way.
pub type Transporting<'a> = Pin<Box<dyn Future<Output = Exchanged> + Send + 'a>>;

/// What sends requests. A `reqwest` client does, and so does whatever is put around one
/// ([`Config::wrap`](super::Config::wrap)) to see, change, count or answer requests itself: each attempt of each call
/// passes through it once. A tower service does in a [`Pass`].
pub trait Transport: Send + Sync + 'static {
    /// Sends a request. Dropped, the future lets it go.
    fn send(&self, request: Request) -> Transporting<'_>;
}

impl Transport for reqwest::Client {
    fn send(&self, request: Request) -> Transporting<'_> {
        let sent = self.execute(request);
        Box::pin(async move { sent.await.map_err(Into::into) })
    }
}

impl Transport for Arc<dyn Transport> {
    fn send(&self, request: Request) -> Transporting<'_> {
        (**self).send(request)
    }
}

/// A tower service as a [`Transport`]. It is cloned for each request, as tower's clients are, and asked whether it is
/// ready.
#[derive(Debug, Clone)]
pub struct Pass<S>(pub S);

impl<S> Transport for Pass<S>
where
    S: Service<Request, Response = Response> + Clone + Send + Sync + 'static,
    S::Future: Send,
    S::Error: Into<Box<dyn StdError + Send + Sync>>,
{
    fn send(&self, request: Request) -> Transporting<'_> {
        let mut service = self.0.clone();
        Box::pin(async move {
            std::future::poll_fn(|cx| service.poll_ready(cx))
                .await
                .map_err(Into::into)?;
            service.call(request).await.map_err(Into::into)
        })
    }
}

/// What a transport's error is, and whether it is one of time. The URL is taken out of it: a key may stand there.
pub(super) fn transported(
    error: Box<dyn StdError + Send + Sync>,
    limit: Option<Duration>,
) -> (Transported, bool) {
    let error = match error.downcast::<reqwest::Error>() {
        Ok(error) => {
            let (is_connect, is_timeout) = (error.is_connect(), error.is_timeout());
            let error = Transported {
                source: Box::new(error.without_url()),
                is_connect,
                waited: limit.filter(|_| is_timeout),
            };
            return (error, is_timeout);
        }
        Err(error) => error,
    };
    let error = Transported {
        source: error,
        is_connect: false,
        waited: None,
    };
    (error, false)
}

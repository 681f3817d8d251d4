//! An API as the server sees it: any request in, its answer out.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use http::Request;
use tower_service::Service as _;

/// An answer on its way.
pub(crate) type Coming = Pin<Box<dyn Future<Output = Response> + Send>>;

/// An API. To clone it costs next to nothing.
#[derive(Clone)]
pub(crate) struct Door(Arc<dyn Fn(Request<Body>) -> Coming + Send + Sync>);

impl Door {
    /// The API that answers so.
    pub(crate) fn new(answer: impl Fn(Request<Body>) -> Coming + Send + Sync + 'static) -> Self {
        Self(Arc::new(answer))
    }

    /// Answers a request.
    pub(super) fn answer(&self, request: Request<Body>) -> Coming {
        (self.0)(request)
    }
}

impl From<Router> for Door {
    fn from(router: Router) -> Self {
        Self::new(move |request| {
            let mut router = router.clone();
            Box::pin(async move {
                let Ok(response) = router.call(request).await;
                response
            })
        })
    }
}

impl fmt::Debug for Door {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Door").finish_non_exhaustive()
    }
}

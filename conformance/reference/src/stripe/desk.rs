//! Where a request goes once the front has read it: to the generated operations, or to the public urls.

use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use tower_service::Service as _;
use trueline_generated::runtime::server::Dispatch;

use super::handlers::Api;
use super::route::Route;

/// What stands behind the front.
#[derive(Debug, Clone)]
pub(super) struct Desk {
    operations: Dispatch<Api>,
    /// The urls beside the operations; it hands on to the operations what is none of them.
    urls: Router,
}

impl Desk {
    /// The operations, and the urls beside them.
    pub(super) fn new(operations: Dispatch<Api>, urls: Router) -> Self {
        let urls = urls.fallback_service(operations.clone());
        Self { operations, urls }
    }

    /// Answers a request that means this route.
    pub(super) async fn answer(mut self, route: Route, request: Request) -> Response {
        let Ok(response) = match route {
            Route::List | Route::Create | Route::Retrieve | Route::Update | Route::Upload => {
                self.operations.call(request).await
            }
            Route::Download | Route::File | Route::Other => self.urls.call(request).await,
        };
        response
    }
}

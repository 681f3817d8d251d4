//! Which operation a request means.

use http::Method;

/// One of the four operations (TR-01), a public url, or nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Route {
    /// `GET /v1/file_links`
    List,
    /// `POST /v1/file_links`
    Create,
    /// `GET /v1/file_links/{id}`
    Retrieve,
    /// `POST /v1/file_links/{id}`
    Update,
    /// `GET /links/{token}`
    Download,
    /// Anything else.
    Other,
}

/// The path of the list.
pub(super) const PATH: &str = "/v1/file_links";

impl Route {
    /// The operation of a request.
    pub(super) fn of(method: &Method, path: &str) -> Self {
        let Some(rest) = path.strip_prefix(PATH) else {
            return match path.starts_with("/links/") {
                true => Route::Download,
                false => Route::Other,
            };
        };
        let one = match rest.strip_prefix('/') {
            None if rest.is_empty() => false,
            Some(id) if !id.is_empty() && !id.contains('/') => true,
            _ => return Route::Other,
        };
        match (method, one) {
            (&Method::GET, false) => Route::List,
            (&Method::POST, false) => Route::Create,
            (&Method::GET, true) => Route::Retrieve,
            (&Method::POST, true) => Route::Update,
            _ => Route::Other,
        }
    }

    /// Whether it changes something.
    pub(super) fn writes(self) -> bool {
        matches!(self, Route::Create | Route::Update)
    }
}

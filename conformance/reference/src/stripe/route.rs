//! Which operation a request means.

use http::Method;

use super::wire::{FILES, LINKS};

/// One of the operations on links (TR-01) or files, a public url, or nothing.
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
    /// `POST /v1/files`
    Upload,
    /// Anything else about files: lists, one of them, its content.
    File,
    /// Anything else.
    Other,
}

impl Route {
    /// The operation of a request.
    pub(super) fn of(method: &Method, path: &str) -> Self {
        if let Some(rest) = path.strip_prefix(LINKS) {
            return match (method, below(rest)) {
                (&Method::GET, Some(0)) => Route::List,
                (&Method::POST, Some(0)) => Route::Create,
                (&Method::GET, Some(1)) => Route::Retrieve,
                (&Method::POST, Some(1)) => Route::Update,
                _ => Route::Other,
            };
        }
        if let Some(rest) = path.strip_prefix(FILES) {
            return match (method, below(rest)) {
                (&Method::POST, Some(0)) => Route::Upload,
                (&Method::GET, Some(0 | 1)) => Route::File,
                (&Method::GET, Some(2)) if rest.ends_with("/contents") => Route::File,
                _ => Route::Other,
            };
        }
        if path.starts_with("/links/") {
            Route::Download
        } else {
            Route::Other
        }
    }

    /// Whether it makes a link.
    pub(super) fn creates(self) -> bool {
        self == Route::Create
    }

    /// Whether it changes a link.
    pub(super) fn writes(self) -> bool {
        matches!(self, Route::Create | Route::Update)
    }
}

/// How many levels are left of a path below a collection; `None` where a level is empty, or the path is another's.
fn below(rest: &str) -> Option<usize> {
    if rest.is_empty() {
        return Some(0);
    }
    let mut levels = 0;
    for level in rest
        .strip_prefix('/')?
        .as_bytes()
        .split(|byte| *byte == b'/')
    {
        if level.is_empty() {
            return None;
        }
        levels += 1;
    }
    Some(levels)
}

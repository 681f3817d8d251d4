//! The content of a file as a response.

use axum::body::Body;
use axum::response::Response;
use http::{HeaderValue, header};

use crate::files::Download;

/// What the public url of a link to this file answers (URL-03).
pub(crate) fn response(download: &Download) -> Response {
    let mut response = Response::new(Body::from(download.content.clone()));
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(download.file.media_type()),
    );
    response
}

//! Operations that a service does not have yet.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::golden::names::server;
use crate::runtime::server::{Body, router};
use crate::send::{Open, send};

const KEYS: [(&str, &str); 2] = [("x-key", "k"), ("authorization", "HOBA h")];

#[test]
fn what_is_missing_is_refused_as_not_implemented_once_it_is_read() {
    let all = router(Open, server::missing_routes());
    let own = "This server does not have this operation.";
    for (line, headers, expected) in [
        ("GET /service/routes", &KEYS[..], format!("501 {own}")),
        (
            "DELETE /service/routes",
            &KEYS[..],
            "405 This path has GET, HEAD, POST, PUT only.".to_owned(),
        ),
        (
            "GET /service/routes",
            &[],
            "401 This operation needs credentials.".to_owned(),
        ),
        (
            "GET /a/b/c",
            &KEYS[..],
            "404 No operation has this path.".to_owned(),
        ),
    ] {
        let said = send(&all, line, headers, "", &[]);
        assert_eq!(said, expected, "{line}");
    }
}

#[test]
fn what_is_there_goes_before_what_is_missing() {
    let mut routes = server::service::routes();
    routes.extend(server::missing_routes());
    let mixed = router(Open, routes);
    assert_eq!(send(&mixed, "GET /service/routes", &KEYS, "", &[]), "204");
    let other = send(&mixed, "GET /any", &KEYS, "", &[]);
    assert!(other.starts_with("501"), "{other}");
}

/// A connection with an unread body is closed under the caller's next request.
#[test]
fn a_body_that_nobody_asked_for_is_taken_off_the_line_where_it_is_small() {
    let all = router(Open, server::missing_routes());
    for (pieces, most) in [(3, 3), (10_000, 4_300)] {
        let taken = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&taken);
        let piece = move |_| {
            counter.fetch_add(1, Ordering::Relaxed);
            Ok::<_, Infallible>(vec![b'x'; 1_000])
        };
        let body = Body::from_stream(futures_util::stream::iter((0..pieces).map(piece)));
        let said = send(&all, "GET /service/routes", &KEYS, body, &[]);
        assert!(said.starts_with("501"), "{said}");
        let taken = taken.load(Ordering::Relaxed);
        assert!((3..=most).contains(&taken), "{taken} of {pieces}");
    }
}

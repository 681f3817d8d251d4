//! Operations that a service does not have yet.

use crate::golden::names::server;
use crate::runtime::server::router;
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

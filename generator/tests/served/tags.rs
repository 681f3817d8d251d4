//! A cargo feature for each tag: of this description, which has three, this binary is compiled with one.

use crate::golden::tags::{models, requests, server};
use crate::runtime::server::Context;
use crate::send::{Open, send};

impl server::KeptThings for Open {
    async fn get_kept(
        &self,
        request: requests::GetKeptRequest,
        _: String,
        _: &Context,
    ) -> server::kept_things::GetKeptResponse {
        server::kept_things::GetKeptResponse::Ok(models::Thing { name: request.id })
    }
}

const KEY: [(&str, &str); 2] = [("x-key", "k"), ("authorization", "Bearer k")];

#[test]
fn a_service_needs_the_traits_of_its_features_only() {
    let router = server::router(Open);
    for (line, expected) in [
        ("GET /kept/a", "200 {\"name\":\"a\"}"),
        ("POST /left", "404 No operation has this path."),
        ("GET /untagged", "404 No operation has this path."),
    ] {
        assert_eq!(send(&router, line, &KEY, "", &[]), expected, "{line}");
    }
}

#[test]
fn what_is_missing_is_what_has_its_feature() {
    let paths: Vec<&str> = server::missing_routes::<Open>()
        .iter()
        .map(|route| route.operation.template)
        .collect();
    assert_eq!(paths, ["/kept/{id}"]);
}

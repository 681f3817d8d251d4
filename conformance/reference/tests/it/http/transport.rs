//! Routes, statuses, versions and headers (TR, VER, HDR).

use std::collections::HashSet;

use trueline_reference::files::EXAMPLE_FILE;

use crate::site::{LINKS, Site, path};

#[test]
fn tr_01_and_02_and_03_four_operations_answer_200_and_json() {
    let site = Site::new();
    let mut client = site.client();
    let created = client.create(&format!("file={EXAMPLE_FILE}"));
    let link = created.json();
    for reply in [
        created,
        client.update(&link, "metadata[order_id]=6735"),
        client.get(&path(&link)),
        client.get(LINKS),
    ] {
        assert_eq!(reply.status, 200, "{}", reply.text());
        assert_eq!(reply.header("content-type"), Some("application/json"));
    }
}

#[test]
fn tr_04_and_05_other_routes_and_methods_are_404_without_a_code() {
    let site = Site::new();
    let mut client = site.client();
    let link = client.made("");
    for (method, path) in [
        ("DELETE", path(&link)),
        ("PUT", path(&link)),
        ("PATCH", path(&link)),
        ("DELETE", LINKS.to_owned()),
        ("GET", "/".to_owned()),
        ("GET", "/v1/file_linkz".to_owned()),
        ("GET", "/v2/file_links".to_owned()),
        ("POST", format!("{}/expire", path(&link))),
    ] {
        let reply = client.send(method, &path, &[], b"");
        reply.refused(404, None, None);
        assert_eq!(reply.header("content-type"), Some("application/json"));
    }
    assert_eq!(client.read(&link), link);
}

#[test]
fn tr_08_parameters_of_the_media_type_do_not_matter() {
    let site = Site::new();
    let form = format!("file={EXAMPLE_FILE}");
    let media_type = [(
        "Content-Type",
        "application/x-www-form-urlencoded; charset=utf-8",
    )];
    let reply = site
        .client()
        .send("POST", LINKS, &media_type, form.as_bytes());
    assert_eq!(reply.status, 200, "{}", reply.text());
}

#[test]
fn ver_01_and_03_the_version_asked_for_is_used_and_named() {
    let site = Site::new();
    let mut client = site.client();
    for version in ["2023-08-16", "2026-09-30.endive"] {
        let asked = [("Stripe-Version", version)];
        let reply = client.send("GET", LINKS, &asked, b"");
        assert_eq!(reply.status, 200);
        assert_eq!(reply.header("stripe-version"), Some(version));
    }
}

#[test]
fn ver_02_without_a_version_the_default_is_used() {
    let reply = Site::new().client().get(LINKS);
    assert_eq!(reply.header("stripe-version"), Some("2026-01-28.clover"));
}

#[test]
fn ver_04_an_unknown_version_is_refused() {
    let site = Site::new();
    let mut client = site.client();
    for asked in ["1999-12-31", "trueline", "2026-01-28", ""] {
        let asked = [("Stripe-Version", asked)];
        let reply = client.send("GET", LINKS, &asked, b"");
        reply.refused(400, None, None);
        let form = format!("file={EXAMPLE_FILE}");
        let reply = client.send("POST", LINKS, &asked, form.as_bytes());
        reply.refused(400, None, None);
    }
    assert!(client.get(LINKS).ids().is_empty());
}

#[test]
fn hdr_01_every_answer_has_its_own_request_id() {
    let site = Site::new();
    let mut client = site.client();
    let mut ids = HashSet::new();
    let replies = [
        client.get(LINKS),
        client.get("/v1/nothing"),
        client.get("/v1/file_links/link_none"),
        client.create(""),
        site.client_with("").get(LINKS),
        site.client_with("").get("/links/guess"),
    ];
    for reply in &replies {
        let id = reply.header("request-id").unwrap();
        assert!(id.starts_with("req_") && id.len() > 8, "{id}");
        assert!(ids.insert(id.to_owned()));
    }
}

#[test]
fn form_12_a_body_without_end_is_refused() {
    let site = Site::new();
    let body = vec![b'a'; (1 << 20) + 1];
    let reply = site.client().send(
        "POST",
        LINKS,
        &[("Content-Type", "application/x-www-form-urlencoded")],
        &body,
    );
    assert_eq!(reply.status, 413);
    assert_eq!(reply.json()["error"]["type"], "invalid_request_error");
}

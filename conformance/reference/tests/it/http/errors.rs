//! The error object (ERR).

use trueline_reference::files::EXAMPLE_FILE;

use crate::site::{LINKS, Reply, Site, path};

/// Refusals of all kinds.
fn refusals(site: &Site) -> Vec<Reply> {
    let mut client = site.client();
    let link = client.made("");
    let mut anyone = site.client_with("");
    vec![
        client.create(""),
        client.create("file=file_none"),
        client.create(&format!("file={EXAMPLE_FILE}&colour=red")),
        client.create(&format!("file={EXAMPLE_FILE}&metadata=text")),
        client.update(&link, "expires_at=1"),
        client.get("/v1/file_links/link_none"),
        client.get("/v1/nothing"),
        client.list("limit=0"),
        client.list("created[gte]=x"),
        client.list("expand[]=file"),
        client.send("GET", &format!("{LINKS}?file=%FF%FE"), &[], b""),
        client.send(
            "POST",
            &path(&link),
            &[("Content-Type", "text/plain")],
            b"a=b",
        ),
        client.send(
            "POST",
            &path(&link),
            &[("Content-Type", "nonsense")],
            b"a=b",
        ),
        client.send("DELETE", &path(&link), &[], b""),
        anyone.get(LINKS),
        anyone.get("/links/guess"),
    ]
}

#[test]
fn err_01_02_03_and_09_every_failure_is_an_error_object() {
    for reply in refusals(&Site::new()) {
        assert!((400..500).contains(&reply.status), "{}", reply.text());
        assert_eq!(reply.header("content-type"), Some("application/json"));
        let body = reply.json();
        let members: Vec<_> = body.as_object().unwrap().keys().cloned().collect();
        assert_eq!(members, ["error"]);
        let error = body["error"].as_object().unwrap();
        assert_eq!(error["type"], "invalid_request_error");
        for (name, value) in error {
            assert!(
                ["type", "code", "param", "message"].contains(&name.as_str()),
                "{name}"
            );
            assert!(value.is_string(), "{name}");
        }
    }
}

#[test]
fn err_04_bad_requests_are_400_missing_things_404() {
    let site = Site::new();
    let statuses: Vec<u16> = refusals(&site).iter().map(|reply| reply.status).collect();
    assert!(
        statuses
            .iter()
            .all(|status| [400, 401, 404].contains(status)),
        "{statuses:?}"
    );
}

#[test]
fn err_05_and_06_codes_and_nested_params() {
    let site = Site::new();
    let mut client = site.client();
    client.list("created[gte]=x").refused(
        400,
        Some("parameter_invalid_integer"),
        Some("created[gte]"),
    );
    client
        .list("created[no]=1")
        .refused(400, Some("parameter_unknown"), Some("created[no]"));
}

#[test]
fn messages_say_nothing_of_the_inside() {
    for reply in refusals(&Site::new()) {
        let text = reply.text();
        for word in [
            "src/", ".rs", "panick", "trueline", "axum", "Some(", "None", " 0x",
        ] {
            assert!(!text.contains(word), "{word}: {text}");
        }
    }
}

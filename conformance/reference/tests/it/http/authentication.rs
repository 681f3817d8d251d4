//! Keys and modes (AUTH).

use crate::site::{LINKS, Site, basic, path};

#[test]
fn auth_01_and_02_basic_and_bearer_are_equal() {
    let site = Site::new();
    let link = site.client_with(&basic("sk_test_123")).made("");
    let seen = site.client_with("Bearer sk_test_123").read(&link);
    assert_eq!(seen, link);
}

#[test]
fn auth_03_and_04_without_a_valid_key_401_and_a_challenge() {
    let site = Site::new();
    let link = site.client().made("");
    for authorization in [
        "",
        "Basic !!!",
        "Bearer sk_test_nobody",
        &basic("pk_test_123"),
    ] {
        let mut client = site.client_with(authorization);
        for (method, path) in [
            ("GET", LINKS.to_owned()),
            ("POST", LINKS.to_owned()),
            ("GET", path(&link)),
            ("POST", path(&link)),
        ] {
            let reply = client.send(method, &path, &[], b"");
            reply.refused(401, None, None);
            let challenge = reply.header("www-authenticate").unwrap();
            assert!(challenge.starts_with("Basic realm="), "{challenge}");
        }
    }
    assert_eq!(site.client().read(&link), link);
}

#[test]
fn auth_05_the_key_decides_the_mode() {
    let site = Site::new();
    for (key, live) in [
        ("sk_test_123", false),
        ("rk_test_123", false),
        ("sk_live_123", true),
        ("rk_live_123", true),
    ] {
        let link = site.client_with(&basic(key)).made("");
        assert_eq!(link["livemode"], live, "{key}");
    }
}

#[test]
fn auth_06_the_other_mode_does_not_find_it() {
    let site = Site::new();
    let link = site.client().made("");
    let mut live = site.client_with(&basic("sk_live_123"));
    let error = live
        .get(&path(&link))
        .refused(404, Some("resource_missing"), Some("id"));
    assert!(error["message"].as_str().unwrap().contains("test mode"));
    live.update(&link, "metadata[a]=1")
        .refused(404, Some("resource_missing"), Some("id"));
    assert!(live.get(LINKS).ids().is_empty());
}

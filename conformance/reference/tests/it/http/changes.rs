//! Update and the life of a link (FL-UPDATE, LIFE).

use std::thread;

use serde_json::{Value, json};
use trueline_reference::files::OTHER_FILE;

use crate::site::{LINKS, START, Site, path};

#[test]
fn fl_update_01_file_cannot_be_changed() {
    let site = Site::new();
    let mut client = site.client();
    let link = client.made("");
    client.update(&link, &format!("file={OTHER_FILE}")).refused(
        400,
        Some("parameter_unknown"),
        Some("file"),
    );
    assert_eq!(client.read(&link), link);
}

#[test]
fn fl_update_02_and_08_and_12_a_new_expiry_and_nothing_else() {
    let site = Site::new();
    let mut client = site.client();
    let link = client.made("metadata[a]=1");
    site.clock.advance(5);
    let mut expected = link.clone();
    expected["expires_at"] = json!(START + 60);
    let reply = client.update(&link, &format!("expires_at={}", START + 60));
    assert_eq!(reply.json(), expected);
    assert_eq!(client.read(&link), expected);
}

#[test]
fn fl_update_03_and_04_now_expires_at_once() {
    let site = Site::new();
    let mut client = site.client();
    let link = client.made("");
    site.clock.advance(5);
    let reply = client.update(&link, "expires_at=now").json();
    assert_eq!(reply["expired"], true);
    assert_eq!(reply["expires_at"], START + 5);
}

#[test]
fn fl_update_05_empty_takes_the_expiry_away() {
    let site = Site::new();
    let mut client = site.client();
    let link = client.made(&format!("expires_at={}", START + 60));
    assert_eq!(
        client.update(&link, "expires_at=").json()["expires_at"],
        Value::Null
    );
    site.clock.advance(60);
    assert_eq!(client.read(&link)["expired"], false);
}

#[test]
fn fl_update_06_a_past_expiry_is_refused() {
    let site = Site::new();
    let mut client = site.client();
    let link = client.made("");
    for wrong in [START - 1, START, 0, -1] {
        client
            .update(&link, &format!("expires_at={wrong}"))
            .refused(400, None, Some("expires_at"));
    }
    let reply = client.update(&link, "expires_at=never");
    assert_eq!(reply.status, 400);
    assert_eq!(reply.json()["error"]["param"], "expires_at");
    assert_eq!(client.read(&link), link);
}

#[test]
fn fl_update_07_and_life_01_an_expired_link_is_closed() {
    let site = Site::new();
    let mut client = site.client();
    let link = client.made(&format!("expires_at={}", START + 10));
    site.clock.advance(10);
    let expired = client.read(&link);
    for form in [
        String::new(),
        "metadata[a]=1".to_owned(),
        "metadata=".to_owned(),
        "expires_at=".to_owned(),
        "expires_at=now".to_owned(),
        format!("expires_at={}", START + 100),
        "expand[]=file".to_owned(),
    ] {
        client.update(&link, &form).refused(400, None, None);
        assert_eq!(client.read(&link), expired, "{form}");
    }
}

#[test]
fn fl_update_09_an_update_may_be_empty() {
    let site = Site::new();
    let mut client = site.client();
    let link = client.made("metadata[a]=1");
    assert_eq!(client.update(&link, "").json(), link);
    assert_eq!(client.send("POST", &path(&link), &[], b"").json(), link);
}

#[test]
fn fl_update_10_an_unknown_id_is_404() {
    let reply = Site::new()
        .client()
        .post("/v1/file_links/link_none", "metadata[a]=1");
    reply.refused(404, Some("resource_missing"), Some("id"));
}

#[test]
fn fl_update_11_all_or_nothing() {
    let site = Site::new();
    let mut client = site.client();
    let link = client.made("metadata[a]=1");
    let long = "v".repeat(501);
    for form in [
        "metadata[a]=2&expires_at=1".to_owned(),
        "metadata[a]=2&colour=red".to_owned(),
        "metadata[a]=2&expand[]=url".to_owned(),
        format!("expires_at={}&metadata[a]={long}", START + 60),
    ] {
        assert_eq!(client.update(&link, &form).status, 400, "{form}");
        assert_eq!(client.read(&link), link, "{form}");
    }
}

#[test]
fn fl_update_08_two_dozen_clients_at_one_link_lose_nothing() {
    let site = Site::new();
    let link = site.client().made("");
    thread::scope(|scope| {
        for number in 0..24 {
            let (site, link) = (&site, &link);
            scope.spawn(move || {
                let mut client = site.client();
                let reply = client.update(link, &format!("metadata[client_{number}]=here"));
                assert_eq!(reply.status, 200);
            });
        }
    });
    let metadata = site.client().read(&link)["metadata"].take();
    assert_eq!(metadata.as_object().unwrap().len(), 24);
}

#[test]
fn updates_keep_the_link_at_its_place_in_the_list() {
    let site = Site::new();
    let mut client = site.client();
    let first = client.made("");
    client.made("");
    let before = client.get(LINKS).ids();
    client.update(&first, "metadata[a]=1");
    assert_eq!(client.get(LINKS).ids(), before);
}

//! Create and retrieve (FL-CREATE, FL-GET, EX).

use serde_json::json;
use trueline_reference::files::EXAMPLE_FILE;

use crate::site::{LINKS, START, Site, path};

#[test]
fn ex_01_to_04_the_documented_exchanges() {
    let site = Site::new();
    let mut client = site.client();
    let created = client.made("");
    assert_eq!(client.read(&created), created);
    let listed = client.list("limit=3").json();
    assert_eq!(
        listed,
        json!({"object": "list", "url": LINKS, "has_more": false, "data": [created]})
    );
    let mut updated = created.clone();
    updated["metadata"] = json!({"order_id": "6735"});
    assert_eq!(
        client.update(&created, "metadata[order_id]=6735").json(),
        updated
    );
}

#[test]
fn fl_create_01_and_02_missing_file_is_parameter_missing() {
    let site = Site::new();
    let mut client = site.client();
    for form in ["", "metadata[a]=1"] {
        client
            .create(form)
            .refused(400, Some("parameter_missing"), Some("file"));
    }
    let bare = client.send("POST", LINKS, &[], b"");
    bare.refused(400, Some("parameter_missing"), Some("file"));
}

#[test]
fn fl_create_03_and_09_an_expiry_ahead_is_kept() {
    let site = Site::new();
    let mut client = site.client();
    for ahead in [1, 60, 86_400 * 3650] {
        let link = client.made(&format!("expires_at={}", START + ahead));
        assert_eq!(link["expires_at"], START + ahead);
        assert_eq!(link["expired"], false);
    }
}

#[test]
fn fl_create_03a_an_expiry_after_january_2038_is_kept() {
    let site = Site::new();
    let mut client = site.client();
    let expiry = i64::from(i32::MAX) + 1;
    let link = client.made(&format!("expires_at={expiry}"));
    assert_eq!(link["expires_at"], expiry);
    assert_eq!(link["expired"], false);
}

#[test]
fn fl_create_04_a_past_expiry_is_refused() {
    let site = Site::new();
    let mut client = site.client();
    for expiry in [0, -1, START - 1, START] {
        client
            .create(&format!("file={EXAMPLE_FILE}&expires_at={expiry}"))
            .refused(400, None, Some("expires_at"));
    }
    assert!(client.get(LINKS).ids().is_empty());
}

#[test]
fn fl_create_05_and_06_now_and_empty_are_not_for_create() {
    let site = Site::new();
    let mut client = site.client();
    client
        .create(&format!("file={EXAMPLE_FILE}&expires_at=now"))
        .refused(400, Some("parameter_invalid_integer"), Some("expires_at"));
    client
        .create(&format!("file={EXAMPLE_FILE}&expires_at="))
        .refused(400, Some("parameter_invalid_empty"), Some("expires_at"));
}

#[test]
fn fl_create_07_metadata_is_a_map_or_empty() {
    let site = Site::new();
    let mut client = site.client();
    assert_eq!(client.made("metadata[a]=1")["metadata"], json!({"a": "1"}));
    assert_eq!(client.made("metadata=")["metadata"], json!({}));
    assert_eq!(client.made("metadata[a]=")["metadata"], json!({}));
}

#[test]
fn fl_create_08_expand_is_a_list() {
    let link = Site::new().client().made("expand[]=file");
    assert_eq!(link["file"]["id"], EXAMPLE_FILE);
}

#[test]
fn fl_create_10_and_11_an_unknown_file_is_resource_missing() {
    let reply = Site::new().client().create("file=file_none");
    reply.refused(400, Some("resource_missing"), Some("file"));
}

#[test]
fn fl_create_12_the_same_request_twice_makes_two_links() {
    let site = Site::new();
    let mut client = site.client();
    let (one, two) = (client.made(""), client.made(""));
    assert_ne!(one["id"], two["id"]);
    assert_eq!(client.get(LINKS).ids().len(), 2);
}

#[test]
fn fl_create_13_the_new_link_is_among_the_links_of_its_file() {
    let site = Site::new();
    let mut client = site.client();
    let link = client.made("expand[]=file.links");
    let links = &link["file"]["links"];
    assert_eq!(links["data"][0]["id"], link["id"]);
    assert_eq!(links["url"], format!("{LINKS}?file={EXAMPLE_FILE}"));
}

#[test]
fn fl_get_01_to_05_retrieve() {
    let site = Site::new();
    let mut client = site.client();
    let link = client.made("");
    assert_eq!(client.read(&link), link);
    client
        .get("/v1/file_links/link_none")
        .refused(404, Some("resource_missing"), Some("id"));
    client.get(&format!("{}?limit=3", path(&link))).refused(
        400,
        Some("parameter_unknown"),
        Some("limit"),
    );
    client.update(&link, "expires_at=now");
    let expired = client.read(&link);
    assert_eq!(expired["expired"], true);
    assert_eq!(client.read(&link), expired);
}

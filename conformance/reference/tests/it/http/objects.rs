//! Links as objects, their urls and their files (OBJ, URL, PURP).

use serde_json::{Value, json};
use trueline_reference::files::{EXAMPLE_FILE, File, Files, UNLINKABLE_FILE};
use trueline_reference::serve::Options;

use crate::site::{START, Site};

#[test]
fn obj_01_to_13_a_link_has_nine_members_of_their_types() {
    let site = Site::new();
    let mut client = site.client();
    let link = client.made("");
    let members: Vec<&str> = link
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    let mut sorted = members.clone();
    sorted.sort_unstable();
    let all = [
        "created",
        "expired",
        "expires_at",
        "file",
        "id",
        "livemode",
        "metadata",
        "object",
        "url",
    ];
    assert_eq!(sorted, all);
    assert!(link["id"].as_str().unwrap().starts_with("link_"));
    assert_eq!(link["object"], "file_link");
    assert_eq!(link["created"], START);
    assert_eq!(link["expired"], false);
    assert_eq!(link["expires_at"], Value::Null);
    assert_eq!(link["file"], EXAMPLE_FILE);
    assert_eq!(link["livemode"], false);
    assert_eq!(link["metadata"], json!({}));
    assert!(link["url"].is_string());
    assert_eq!(client.read(&link), link);
}

#[test]
fn obj_12_and_life_02_expired_is_computed_when_read() {
    let site = Site::new();
    let mut client = site.client();
    let link = client.made(&format!("expires_at={}", START + 10));
    assert_eq!(link["expires_at"], START + 10);
    assert_eq!(link["expired"], false);
    site.clock.advance(10);
    let mut expected = link.clone();
    expected["expired"] = json!(true);
    assert_eq!(client.read(&link), expected);
}

/// The path of an absolute url.
fn path_of(link: &Value) -> String {
    let url = link["url"].as_str().unwrap();
    let (_, rest) = url.split_once("://").unwrap();
    let (_, path) = rest.split_once('/').unwrap();
    format!("/{path}")
}

#[test]
fn url_01_and_03_and_04_the_url_is_public_until_expiry() {
    let site = Site::new();
    let link = site.client().made(&format!("expires_at={}", START + 10));
    let url = link["url"].as_str().unwrap();
    assert!(
        url.starts_with(&format!("http://{}/links/", site.address)),
        "{url}"
    );
    let mut anyone = site.client_with("");
    let reply = anyone.get(&path_of(&link));
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("content-type"), Some("application/pdf"));
    assert!(reply.body.starts_with(b"%PDF"));
    site.clock.advance(10);
    let reply = anyone.get(&path_of(&link));
    assert_eq!(reply.status, 404);
    assert!(!reply.text().contains("PDF"));
}

#[test]
fn url_05_urls_differ_and_cannot_be_guessed() {
    let site = Site::new();
    let mut client = site.client();
    let (one, two) = (client.made(""), client.made(""));
    assert_ne!(one["url"], two["url"]);
    assert!(path_of(&one).len() >= "/links/".len() + 22);
    assert_eq!(site.client_with("").get("/links/").status, 404);
}

#[test]
fn purp_01_02_and_03_each_purpose() {
    let linkable = [
        "business_icon",
        "business_logo",
        "customer_signature",
        "dispute_evidence",
        "finance_report_run",
        "identity_document_downloadable",
        "pci_document",
        "selfie",
        "sigma_scheduled_query",
        "tax_document_user_upload",
        "terminal_reader_splashscreen",
        "financial_account_statement",
        "issuing_regulatory_reporting",
        "terminal_android_apk",
    ];
    let forbidden = [
        "account_requirement",
        "additional_verification",
        "document_provider_identity_document",
        "identity_document",
        "platform_terms_of_service",
        "terminal_wifi_certificate",
        "terminal_wifi_private_key",
    ];
    let file = |purpose: &&str| {
        let file = File::empty(format!("file_{purpose}"), START, *purpose);
        (file, bytes::Bytes::new())
    };
    let site = Site::with(Options {
        files: Files::new(linkable.iter().chain(&forbidden).map(file)),
        ..Options::default()
    });
    let mut client = site.client();
    for purpose in linkable {
        let reply = client.create(&format!("file=file_{purpose}"));
        assert_eq!(reply.status, 200, "{purpose}: {}", reply.text());
    }
    for purpose in forbidden {
        client
            .create(&format!("file=file_{purpose}"))
            .refused(400, None, Some("file"));
    }
}

#[test]
fn purp_03_the_server_starts_with_a_file_that_may_not_be_linked() {
    let reply = Site::new()
        .client()
        .create(&format!("file={UNLINKABLE_FILE}"));
    reply.refused(400, None, Some("file"));
}

//! Files that are brought along, and what their links give access to (FL-CREATE-14, URL-03, URL-04, EXP-12).

use serde_json::{Value, json};
use trueline_reference::files::{EXAMPLE_FILE, OTHER_FILE, UNLINKABLE_FILE};
use trueline_reference::limits::Limits;
use trueline_reference::serve::Options;

use crate::site::{Client, Reply, START, Site, basic};

const FILES: &str = "/v1/files";

/// A body of these parts: name, name of the file, content.
fn body(boundary: &str, parts: &[(&str, Option<&str>, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, filename, content) in parts {
        body.extend_from_slice(format!("--{boundary}\r\n").as_bytes());
        let head = format!("Content-Disposition: form-data; name=\"{name}\"");
        body.extend_from_slice(head.as_bytes());
        if let Some(filename) = filename {
            body.extend_from_slice(format!("; filename=\"{filename}\"").as_bytes());
            body.extend_from_slice(b"\r\nContent-Type: application/json");
        }
        body.extend_from_slice(b"\r\n\r\n");
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    body
}

fn send(client: &mut Client, boundary: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
    let media_type = format!("multipart/form-data; boundary={boundary}");
    let mut all = vec![("Content-Type", media_type.as_str())];
    all.extend_from_slice(headers);
    client.send("POST", FILES, &all, body)
}

/// Uploads a file of this purpose with these further fields.
fn upload(client: &mut Client, content: &[u8], purpose: &str, fields: &[(&str, &str)]) -> Reply {
    let mut parts = vec![
        ("purpose", None, purpose.as_bytes()),
        ("file", Some("proof.png"), content),
    ];
    parts.extend(
        fields
            .iter()
            .map(|(name, value)| (*name, None, value.as_bytes())),
    );
    send(client, "x", &[], &body("x", &parts))
}

fn uploaded(client: &mut Client, content: &[u8]) -> Value {
    let reply = upload(client, content, "dispute_evidence", &[]);
    assert_eq!(reply.status, 200, "{}", reply.text());
    reply.json()
}

fn path_of(url: &Value) -> String {
    let url = url.as_str().unwrap();
    let (_, rest) = url.split_once("://").unwrap();
    rest[rest.find('/').unwrap()..].to_owned()
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\xff--x \r\n--y";

#[test]
fn url_03_and_04_and_file_16_a_file_that_was_uploaded_can_be_linked_and_fetched_until_the_link_expires()
 {
    let site = Site::new();
    let mut client = site.client();
    let file = uploaded(&mut client, PNG);
    let id = file["id"].as_str().unwrap();
    let form = format!("file={id}&expires_at={}", START + 60);
    let link = client.create(&form).json();
    assert_eq!(link["file"], id);
    let mut public = site.client_with("");
    let path = path_of(&link["url"]);
    let reply = public.get(&path);
    assert_eq!((reply.status, &*reply.body), (200, PNG));
    assert_eq!(reply.header("content-type"), Some("image/png"));
    assert_eq!(
        reply.header("content-length"),
        Some(&*PNG.len().to_string())
    );
    assert_eq!(
        reply.header("content-disposition"),
        Some("attachment; filename=\"proof.png\"")
    );
    site.clock.advance(60);
    let reply = public.get(&path);
    assert_eq!(reply.status, 404);
    assert_eq!(reply.json()["error"]["type"], "invalid_request_error");
}

#[test]
fn exp_12_and_file_01_and_04_and_05_an_upload_answers_with_the_file() {
    let site = Site::new();
    let mut client = site.client();
    let file = uploaded(&mut client, PNG);
    let id = file["id"].as_str().unwrap().to_owned();
    assert!(id.starts_with("file_") && id.len() == 29, "{id}");
    let expected = json!({
        "id": id,
        "object": "file",
        "created": START,
        "expires_at": null,
        "filename": "proof.png",
        "links": {
            "object": "list",
            "data": [],
            "has_more": false,
            "url": format!("/v1/file_links?file={id}"),
        },
        "purpose": "dispute_evidence",
        "size": PNG.len(),
        "title": null,
        "type": "png",
        "url": format!("http://{}/v1/files/{id}/contents", site.address),
    });
    assert_eq!(file, expected);
    assert_eq!(client.get(&format!("{FILES}/{id}")).json(), expected);
    let contents = client.get(&path_of(&file["url"]));
    assert_eq!((contents.status, &*contents.body), (200, PNG));
    let refused = site.client_with("").get(&path_of(&file["url"]));
    assert_eq!(refused.status, 401);
}

#[test]
fn fl_create_14_and_file_15_a_link_can_be_made_with_the_file() {
    let site = Site::new();
    let mut client = site.client();
    let expiry = (START + 60).to_string();
    let reply = upload(
        &mut client,
        PNG,
        "pci_document",
        &[
            ("file_link_data[create]", "true"),
            ("file_link_data[expires_at]", &expiry),
            ("file_link_data[metadata][order_id]", "6735"),
        ],
    );
    let file = reply.json();
    let link = &file["links"]["data"][0];
    assert_eq!(link["file"], file["id"]);
    assert_eq!(link["expires_at"], START + 60);
    assert_eq!(link["metadata"], json!({"order_id": "6735"}));
    assert_eq!(client.read(link), *link);
    assert_eq!(site.client_with("").get(&path_of(&link["url"])).body, PNG);
    let none = upload(
        &mut client,
        PNG,
        "pci_document",
        &[("file_link_data[create]", "false")],
    );
    assert_eq!(none.json()["links"]["data"], json!([]));
}

#[test]
fn fl_create_14_a_link_that_cannot_be_made_leaves_no_file() {
    let site = Site::new();
    let mut client = site.client();
    let before = client.get(FILES).body;
    let past = START.to_string();
    let link = ("file_link_data[create]", "true");
    for (purpose, field, param) in [
        ("identity_document", ("expand[]", "links"), "purpose"),
        (
            "pci_document",
            ("file_link_data[expires_at]", past.as_str()),
            "file_link_data[expires_at]",
        ),
        (
            "pci_document",
            ("file_link_data[expires_at]", "now"),
            "file_link_data[expires_at]",
        ),
    ] {
        let reply = upload(&mut client, PNG, purpose, &[link, field]);
        assert_eq!(reply.status, 400, "{}", reply.text());
        assert_eq!(reply.json()["error"]["param"], param);
    }
    let long = "k".repeat(41);
    let field = format!("file_link_data[metadata][{long}]");
    let reply = upload(&mut client, PNG, "pci_document", &[link, (&field, "v")]);
    assert_eq!(reply.status, 400);
    let param = reply.json()["error"]["param"].clone();
    assert!(
        param
            .as_str()
            .unwrap()
            .starts_with("file_link_data[metadata]"),
        "{param}"
    );
    assert_eq!(client.get(FILES).body, before);
}

#[test]
fn file_02_and_03_and_11_parts_that_are_missing_or_unknown_are_refused() {
    let site = Site::new();
    let mut client = site.client();
    let file = ("file", Some("a.png"), PNG);
    let purpose = ("purpose", None, &b"pci_document"[..]);
    for (parts, code, param) in [
        (vec![file], Some("parameter_missing"), Some("purpose")),
        (vec![purpose], Some("parameter_missing"), Some("file")),
        (
            vec![file, purpose, ("title", None, b"t")],
            Some("parameter_unknown"),
            Some("title"),
        ),
        (
            vec![file, ("purpose", None, b"homework")],
            None,
            Some("purpose"),
        ),
        (
            vec![file, purpose, ("file_link_data[create]", None, b"yes")],
            None,
            Some("file_link_data[create]"),
        ),
        (
            vec![file, purpose, ("file_link_data[expires_at]", None, b"9")],
            Some("parameter_missing"),
            Some("file_link_data[create]"),
        ),
    ] {
        let reply = send(&mut client, "x", &[], &body("x", &parts));
        reply.refused(400, code, param);
    }
    let torn = &body("x", &[file, purpose])[..60];
    send(&mut client, "x", &[], torn).refused(400, None, None);
    let form = client.post(FILES, "purpose=pci_document&file=a");
    form.refused(400, None, None);
}

#[test]
fn purp_03_a_file_of_a_purpose_that_forbids_links_is_taken_and_cannot_be_linked() {
    let site = Site::new();
    let mut client = site.client();
    let file = upload(&mut client, PNG, "identity_document", &[]).json();
    let form = format!("file={}", file["id"].as_str().unwrap());
    client.create(&form).refused(400, None, Some("file"));
}

#[test]
fn auth_06_a_file_of_one_mode_is_not_there_in_the_other() {
    let site = Site::new();
    let file = uploaded(&mut site.client(), PNG);
    let id = file["id"].as_str().unwrap();
    let mut live = site.client_with(&basic("sk_live_123"));
    live.get(&format!("{FILES}/{id}"))
        .refused(404, Some("resource_missing"), Some("id"));
    live.create(&format!("file={id}"))
        .refused(400, Some("resource_missing"), Some("file"));
}

#[test]
fn auth_03_and_file_13_without_a_key_nothing_is_taken() {
    let site = Site::new();
    let before = site.client().get(FILES).body;
    let mut nobody = site.client_with("");
    let reply = upload(&mut nobody, PNG, "pci_document", &[]);
    assert_eq!(reply.status, 401);
    assert!(reply.header("www-authenticate").is_some());
    assert_eq!(site.client().get(FILES).body, before);
}

#[test]
fn idem_03_and_06_an_upload_sent_again_is_one_file() {
    let site = Site::new();
    let mut client = site.client();
    let parts = [
        ("purpose", None, &b"pci_document"[..]),
        ("file", Some("a.png"), PNG),
    ];
    let key = [("Idempotency-Key", "upload-1")];
    let first = send(&mut client, "aaa", &key, &body("aaa", &parts));
    assert_eq!(first.status, 200, "{}", first.text());
    let again = send(&mut client, "bbb", &key, &body("bbb", &parts));
    assert_eq!(again.body, first.body);
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    let other = [parts[0], ("file", Some("a.png"), &PNG[1..])];
    let mismatch = send(&mut client, "aaa", &key, &body("aaa", &other));
    assert_eq!(mismatch.status, 400);
    assert_eq!(mismatch.json()["error"]["type"], "idempotency_error");
    assert_eq!(client.get(&format!("{FILES}?limit=100")).ids().len(), 4);
}

#[test]
fn file_08_to_10_files_are_listed_newest_first_in_pages_and_by_purpose() {
    let site = Site::new();
    let mut client = site.client();
    let known = [UNLINKABLE_FILE, OTHER_FILE, EXAMPLE_FILE];
    let mut expected: Vec<String> = known.iter().map(|id| (*id).to_owned()).collect();
    for number in 0..5 {
        if number == 3 {
            site.clock.advance(1);
        }
        let file = uploaded(&mut client, PNG);
        expected.insert(0, file["id"].as_str().unwrap().to_owned());
    }
    let mut list = |query: &str| client.get(&format!("{FILES}?{query}"));
    assert_eq!(list("").ids(), expected);
    for (from, to) in [("starting_after", 4), ("ending_before", 4)] {
        let page = list(&format!("limit=3&{from}={}", expected[to]));
        let wanted = match from {
            "starting_after" => &expected[5..8],
            _ => &expected[1..4],
        };
        assert_eq!(page.ids(), wanted, "{from}");
        assert_eq!(page.json()["has_more"], from == "ending_before");
    }
    assert_eq!(
        list("purpose=identity_document").ids(),
        [UNLINKABLE_FILE.to_owned()]
    );
    assert_eq!(list(&format!("created[gt]={START}")).ids(), &expected[..2]);
    assert_eq!(list(&format!("created={START}")).ids(), &expected[2..5]);
    list("starting_after=file_none").refused(400, Some("resource_missing"), Some("starting_after"));
    list("limit=0").refused(400, Some("parameter_invalid_integer"), Some("limit"));
    list("created[foo]=1").refused(400, Some("parameter_unknown"), Some("created[foo]"));
    let expanded = list("limit=1&expand[]=data.links");
    assert_eq!(expanded.status, 200, "{}", expanded.text());
    list("expand[]=links").refused(400, None, None);
}

#[test]
fn file_06_and_07_two_uploads_are_two_files_and_reading_changes_nothing() {
    let site = Site::new();
    let mut client = site.client();
    let first = uploaded(&mut client, PNG);
    let second = uploaded(&mut client, PNG);
    assert_ne!(first["id"], second["id"]);
    for _ in 0..2 {
        for file in [&first, &second] {
            let path = format!("{FILES}/{}", file["id"].as_str().unwrap());
            assert_eq!(client.get(&path).json(), *file);
        }
    }
}

#[test]
fn file_11_and_12_and_14_what_is_not_described_is_refused() {
    let site = Site::new();
    let mut client = site.client();
    let long = "a".repeat(5001);
    for (path, param) in [
        (format!("{FILES}/{long}"), "file"),
        (format!("{FILES}?starting_after={long}"), "starting_after"),
        (
            format!("{FILES}/{EXAMPLE_FILE}?expand[a]=links"),
            "expand[a]",
        ),
        (format!("{FILES}?purpose=homework"), "purpose"),
    ] {
        let reply = client.get(&path);
        assert_eq!(reply.status, 400, "{}", reply.text());
        let error = reply.json()["error"].take();
        assert_eq!(error["type"], "invalid_request_error");
        assert!(
            error["param"].as_str().unwrap().starts_with(&param[..4]),
            "{error}"
        );
    }
    let unknown = client.get(&format!("{FILES}/{EXAMPLE_FILE}?title=a"));
    unknown.refused(400, Some("parameter_unknown"), Some("title"));
    for (method, path) in [
        ("DELETE", format!("{FILES}/{EXAMPLE_FILE}")),
        ("PUT", FILES.to_owned()),
        ("POST", format!("{FILES}/{EXAMPLE_FILE}")),
        ("POST", format!("{FILES}/{EXAMPLE_FILE}/contents")),
        ("GET", format!("{FILES}/{EXAMPLE_FILE}/links")),
    ] {
        let reply = client.send(method, &path, &[], b"");
        reply.refused(404, None, None);
    }
}

#[test]
fn form_12_an_upload_may_be_larger_than_a_form_and_has_its_own_limit() {
    let site = Site::with(Options {
        limits: Limits {
            body: 4_096,
            upload: 20_000,
            ..Limits::default()
        },
        ..Options::default()
    });
    let mut client = site.client();
    assert_eq!(uploaded(&mut client, &[7; 15_000])["size"], 15_000);
    let reply = upload(&mut client, &[7; 20_000], "pci_document", &[]);
    assert_eq!(reply.status, 413);
    assert_eq!(reply.json()["error"]["type"], "invalid_request_error");
    assert!(reply.header("stripe-version").is_some());
    let form = format!("file={EXAMPLE_FILE}&metadata[k]={}", "v".repeat(5_000));
    assert_eq!(site.client().create(&form).status, 413);
}

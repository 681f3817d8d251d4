//! Forms and queries (FORM).

use serde_json::json;
use trueline_reference::files::EXAMPLE_FILE;

use crate::site::{LINKS, Site, path};

#[test]
fn form_01_02_and_03_forms_in_bodies_and_queries_in_targets() {
    let site = Site::new();
    let mut client = site.client();
    let link = client.made("metadata[order_id]=6735&metadata[a%20b]=c");
    assert_eq!(link["metadata"], json!({"order_id": "6735", "a b": "c"}));
    assert_eq!(client.list("limit=1").ids().len(), 1);
}

#[test]
fn form_04_arrays_with_and_without_index() {
    let site = Site::new();
    let mut client = site.client();
    for form in [
        "expand[]=file",
        "expand[0]=file",
        "expand%5B%5D=file",
        "expand%5B0%5D=file",
    ] {
        assert_eq!(client.made(form)["file"]["object"], "file", "{form}");
    }
    let both = client.made("expand[0]=file&expand[1]=file.links");
    assert_eq!(both["file"]["links"]["object"], "list");
}

#[test]
fn form_05_and_06_escapes_plus_and_utf_8() {
    let site = Site::new();
    let link = site
        .client()
        .made("metadata%5Bcaf%C3%A9%5D=na%C3%AFve+%F0%9F%99%82&metadata[sum]=1%2B1%3D2%26%5B");
    assert_eq!(
        link["metadata"],
        json!({"café": "naïve 🙂", "sum": "1+1=2&["})
    );
}

#[test]
fn form_07_and_08_integers_and_booleans_have_one_spelling() {
    let site = Site::new();
    let mut client = site.client();
    client.made("");
    assert_eq!(
        client
            .list("limit=1&expired=false&created[gte]=0")
            .ids()
            .len(),
        1
    );
    for (query, param) in [
        ("limit=ten", "limit"),
        ("limit=1.0", "limit"),
        ("limit=1e1", "limit"),
        ("limit=%201", "limit"),
        ("limit=0x1", "limit"),
        ("expired=1", "expired"),
        ("expired=TRUE", "expired"),
        ("expired=yes", "expired"),
        ("created[gte]=yesterday", "created[gte]"),
    ] {
        let reply = client.list(query);
        assert_eq!(reply.status, 400, "{query}: {}", reply.text());
        assert_eq!(reply.json()["error"]["param"], param, "{query}");
    }
    for form in ["expires_at=soon", "expires_at=1.5", "expires_at=2099-01-01"] {
        let reply = client.create(&format!("file={EXAMPLE_FILE}&{form}"));
        reply.refused(400, Some("parameter_invalid_integer"), Some("expires_at"));
    }
}

#[test]
fn form_09_and_err_04a_a_json_body_is_a_bad_request() {
    let site = Site::new();
    let mut client = site.client();
    let body = json!({ "file": EXAMPLE_FILE }).to_string();
    let media_type = [("Content-Type", "application/json")];
    let reply = client.send("POST", LINKS, &media_type, body.as_bytes());
    reply.refused(400, None, None);
    assert!(client.get(LINKS).ids().is_empty());
}

#[test]
fn form_11_the_last_value_wins_and_no_equals_sign_is_empty() {
    let site = Site::new();
    let mut client = site.client();
    let link = client.made("metadata[a]=1&metadata[a]=2");
    assert_eq!(link["metadata"]["a"], "2");
    let reply = client.update(&link, "metadata");
    assert_eq!(reply.json()["metadata"], json!({}));
}

#[test]
fn form_13_what_cannot_be_unset_refuses_the_empty_value() {
    let site = Site::new();
    let mut client = site.client();
    client
        .create("file=")
        .refused(400, Some("parameter_invalid_empty"), Some("file"));
    for param in [
        "limit",
        "expired",
        "file",
        "starting_after",
        "ending_before",
    ] {
        client.list(&format!("{param}=")).refused(
            400,
            Some("parameter_invalid_empty"),
            Some(param),
        );
    }
}

#[test]
fn form_14_unknown_parameters_are_refused_everywhere() {
    let site = Site::new();
    let mut client = site.client();
    let link = client.made("");
    let unknown = |reply: crate::site::Reply| {
        reply.refused(400, Some("parameter_unknown"), Some("colour"));
    };
    unknown(client.create(&format!("file={EXAMPLE_FILE}&colour=red")));
    unknown(client.update(&link, "colour=red"));
    unknown(client.list("colour=red"));
    unknown(client.get(&format!("{}?colour=red", path(&link))));
    assert_eq!(client.get(LINKS).ids().len(), 1);
}

#[test]
fn form_15_and_filt_03_unknown_names_inside_created_are_refused() {
    let site = Site::new();
    let mut client = site.client();
    let reply = client.list("created[foo]=1");
    reply.refused(400, Some("parameter_unknown"), Some("created[foo]"));
    assert_eq!(client.list("created=word").status, 400);
}

#[test]
fn form_16_wrong_shapes_are_refused() {
    let site = Site::new();
    let mut client = site.client();
    for (form, param) in [
        ("metadata=text", "metadata"),
        ("metadata[]=1", "metadata"),
        ("expires_at[a]=1", "expires_at"),
    ] {
        let reply = client.create(&format!("file={EXAMPLE_FILE}&{form}"));
        assert_eq!(reply.status, 400, "{form}: {}", reply.text());
        let at = reply.json()["error"]["param"]
            .as_str()
            .unwrap_or("")
            .to_owned();
        assert!(at.starts_with(param), "{form}: {at}");
    }
    assert_eq!(client.create(&format!("file[]={EXAMPLE_FILE}")).status, 400);
    assert_eq!(
        client.create(&format!("file[a]={EXAMPLE_FILE}")).status,
        400
    );
    assert!(client.get(LINKS).ids().is_empty());
}

#[test]
fn form_17a_a_filter_by_file_has_at_most_5000_characters() {
    let site = Site::new();
    let mut client = site.client();
    let longest = client.list(&format!("file={}", "a".repeat(5000)));
    assert!(longest.ids().is_empty());
    let longer = client.list(&format!("file={}", "a".repeat(5001)));
    longer.refused(400, None, Some("file"));
}

#[test]
fn r4_01_and_02_and_03_create_takes_what_the_rendered_page_says_and_nothing_else() {
    let site = Site::new();
    let mut client = site.client();
    let whole = format!("file={EXAMPLE_FILE}&expires_at=4102444800&metadata[a]=b&expand[]=file");
    assert_eq!(client.create(&whole).status, 200);
    assert_eq!(
        client
            .create(&format!("file={EXAMPLE_FILE}&metadata="))
            .status,
        200
    );
    for (form, param) in [
        ("metadata[a]=b".to_owned(), "file"),
        (format!("file={EXAMPLE_FILE}&title=a"), "title"),
        (format!("file={EXAMPLE_FILE}&expires_at=soon"), "expires_at"),
        (format!("file={EXAMPLE_FILE}&metadata=text"), "metadata"),
        (
            format!("file={EXAMPLE_FILE}&metadata[a][b]=c"),
            "metadata[a]",
        ),
        (
            format!("file={EXAMPLE_FILE}&expand[]={}", "a".repeat(5001)),
            "expand[0]",
        ),
    ] {
        let reply = client.create(&form);
        assert_eq!(reply.status, 400, "{form}: {}", reply.text());
        assert_eq!(reply.json()["error"]["param"], param, "{form}");
    }
    let json = [("Content-Type", "application/json")];
    let body = format!(r#"{{"file": "{EXAMPLE_FILE}"}}"#);
    let reply = client.send("POST", LINKS, &json, body.as_bytes());
    reply.refused(400, None, None);
    let in_query = client.post(&format!("{LINKS}?title=a"), &format!("file={EXAMPLE_FILE}"));
    in_query.refused(400, Some("parameter_unknown"), Some("title"));
}

#[test]
fn form_17_a_file_id_has_at_most_5000_characters() {
    let site = Site::new();
    let mut client = site.client();
    let reply = client.create(&format!("file={}", "a".repeat(5001)));
    assert_eq!(reply.status, 400);
    assert_eq!(reply.json()["error"]["param"], "file");
    assert_ne!(reply.json()["error"]["code"], "resource_missing");
    let reply = client.create(&format!("file={}", "a".repeat(5000)));
    reply.refused(400, Some("resource_missing"), Some("file"));
}

//! Metadata (META).

use serde_json::json;
use trueline_reference::files::EXAMPLE_FILE;

use crate::site::{LINKS, Site};

#[test]
fn meta_01_values_are_text() {
    let link = Site::new()
        .client()
        .made("metadata[n]=6735&metadata[t]=true&metadata[s]=%20x%20");
    assert_eq!(
        link["metadata"],
        json!({"n": "6735", "t": "true", "s": " x "})
    );
}

#[test]
fn meta_02_03_04_and_11_merge_unset_and_clear() {
    let site = Site::new();
    let mut client = site.client();
    let link = client.made("metadata[a]=1&metadata[b]=2");
    let mut after = |form: &str| client.update(&link, form).json()["metadata"].take();
    assert_eq!(
        after("metadata[b]=3&metadata[c]=4"),
        json!({"a": "1", "b": "3", "c": "4"})
    );
    assert_eq!(
        after("metadata[a]=&metadata[absent]="),
        json!({"b": "3", "c": "4"})
    );
    assert_eq!(after("metadata="), json!({}));
}

#[test]
fn meta_05_09_and_10_fifty_keys() {
    let site = Site::new();
    let mut client = site.client();
    let fifty: Vec<String> = (0..50)
        .map(|number| format!("metadata[k{number}]=v"))
        .collect();
    let link = client.made(&fifty.join("&"));
    client
        .update(&link, "metadata[more]=v")
        .refused(400, None, Some("metadata"));
    assert_eq!(client.read(&link), link);
    let swapped = client
        .update(&link, "metadata[k0]=&metadata[more]=v")
        .json();
    assert_eq!(swapped["metadata"].as_object().unwrap().len(), 50);
    let fifty_one = format!("file={EXAMPLE_FILE}&{}&metadata[more]=v", fifty.join("&"));
    client
        .create(&fifty_one)
        .refused(400, None, Some("metadata"));
    assert_eq!(client.get(LINKS).ids().len(), 1);
}

#[test]
fn meta_06_07_08_and_10_names_and_values() {
    let site = Site::new();
    let mut client = site.client();
    let link = client.made(&format!(
        "metadata[{}]={}",
        "é".repeat(40),
        "🙂".repeat(500)
    ));
    let long = "k".repeat(41);
    client
        .update(&link, &format!("metadata[{long}]=v"))
        .refused(400, None, Some(&format!("metadata[{long}]")));
    client
        .update(&link, &format!("metadata[k]={}", "v".repeat(501)))
        .refused(400, None, Some("metadata[k]"));
    for name in ["a[b", "a%5Bb%5Dc", "a]b"] {
        let reply = client.update(&link, &format!("metadata[{name}]=v"));
        assert_eq!(reply.status, 400, "{name}: {}", reply.text());
    }
    assert_eq!(client.read(&link), link);
}

#[test]
fn meta_12_maps_inside_maps_are_refused() {
    let site = Site::new();
    let mut client = site.client();
    for form in ["metadata[a][b]=c", "metadata[a][]=c"] {
        let reply = client.create(&format!("file={EXAMPLE_FILE}&{form}"));
        assert_eq!(reply.status, 400, "{form}: {}", reply.text());
    }
}

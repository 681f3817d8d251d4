//! Lists: envelope, filters and pages (FL-LIST, FILT, PAGE).

use serde_json::json;
use trueline_reference::files::{EXAMPLE_FILE, OTHER_FILE};

use crate::site::{Client, LINKS, START, Site};

/// Twelve links, newest first, two a second.
fn twelve(site: &Site, client: &mut Client) -> Vec<String> {
    let mut ids: Vec<String> = (0..12)
        .map(|number| {
            site.clock.advance(number % 2);
            client.made("")["id"].as_str().unwrap().to_owned()
        })
        .collect();
    ids.reverse();
    ids
}

#[test]
fn fl_list_01_to_06_and_09_an_empty_list() {
    let reply = Site::new().client().get(LINKS);
    assert_eq!(reply.status, 200);
    assert_eq!(
        reply.json(),
        json!({"object": "list", "url": LINKS, "has_more": false, "data": []})
    );
}

#[test]
fn fl_list_07_and_08_and_page_01_newest_first_ten_a_page() {
    let site = Site::new();
    let mut client = site.client();
    let ids = twelve(&site, &mut client);
    let reply = client.get(LINKS);
    assert_eq!(reply.ids(), ids[..10]);
    assert_eq!(reply.json()["has_more"], true);
}

#[test]
fn filt_01_and_02_created() {
    let site = Site::new();
    let mut client = site.client();
    twelve(&site, &mut client);
    let third = START + 3;
    for (query, count) in [
        (format!("created={third}"), 2),
        (format!("created={}", START - 1), 0),
        (format!("created[gt]={third}"), 5),
        (format!("created[gte]={third}"), 7),
        (format!("created[lt]={third}"), 5),
        (format!("created[lte]={third}"), 7),
        (format!("created[gt]={third}&created[lt]={}", third + 2), 2),
        (format!("created[gt]={third}&created[lt]={third}"), 0),
        ("created[gt]=9223372036854775807".to_owned(), 0),
        ("created[lt]=-9223372036854775808".to_owned(), 0),
    ] {
        assert_eq!(
            client.list(&format!("limit=100&{query}")).ids().len(),
            count,
            "{query}"
        );
    }
}

#[test]
fn filt_04_05_06_and_07_expired_and_file() {
    let site = Site::new();
    let mut client = site.client();
    let soon = client.made(&format!("expires_at={}", START + 10));
    let other = client.create(&format!("file={OTHER_FILE}")).json();
    assert!(client.list("expired=true").ids().is_empty());
    site.clock.advance(10);
    assert_eq!(
        client.list("expired=true").ids(),
        [soon["id"].as_str().unwrap()]
    );
    assert_eq!(
        client.list("expired=false").ids(),
        [other["id"].as_str().unwrap()]
    );
    assert_eq!(client.list("").ids().len(), 2);
    let of_other = format!("file={OTHER_FILE}");
    assert_eq!(
        client.list(&of_other).ids(),
        [other["id"].as_str().unwrap()]
    );
    assert!(
        client
            .list(&format!("{of_other}&expired=true"))
            .ids()
            .is_empty()
    );
    let reply = client.list(&format!("file={EXAMPLE_FILE}&limit=1"));
    assert_eq!(reply.ids(), [soon["id"].as_str().unwrap()]);
    assert_eq!(reply.json()["has_more"], false);
    assert!(client.list("file=file_none").ids().is_empty());
}

#[test]
fn page_02_03_and_04_limits() {
    let site = Site::new();
    let mut client = site.client();
    twelve(&site, &mut client);
    assert_eq!(client.list("limit=1").ids().len(), 1);
    assert_eq!(client.list("limit=100").ids().len(), 12);
    for limit in ["0", "-1", "101", "9999999999"] {
        let reply = client.list(&format!("limit={limit}"));
        reply.refused(400, Some("parameter_invalid_integer"), Some("limit"));
    }
    let reply = client.list("limit=many");
    reply.refused(400, Some("parameter_invalid_integer"), Some("limit"));
}

#[test]
fn page_05_06_07_12_and_13_pages_around_a_link() {
    let site = Site::new();
    let mut client = site.client();
    let ids = twelve(&site, &mut client);
    for (query, expected, more) in [
        (
            format!("limit=3&starting_after={}", ids[4]),
            &ids[5..8],
            true,
        ),
        (
            format!("limit=3&starting_after={}", ids[8]),
            &ids[9..12],
            false,
        ),
        (
            format!("limit=3&starting_after={}", ids[11]),
            &ids[..0],
            false,
        ),
        (
            format!("limit=3&ending_before={}", ids[7]),
            &ids[4..7],
            true,
        ),
        (
            format!("limit=3&ending_before={}", ids[3]),
            &ids[..3],
            false,
        ),
        (
            format!("limit=3&ending_before={}", ids[0]),
            &ids[..0],
            false,
        ),
    ] {
        let reply = client.list(&query);
        assert_eq!(reply.ids(), expected, "{query}");
        assert_eq!(reply.json()["has_more"], more, "{query}");
    }
}

#[test]
fn page_08_and_09_both_cursors_are_refused() {
    let site = Site::new();
    let mut client = site.client();
    let ids = twelve(&site, &mut client);
    let query = format!("starting_after={}&ending_before={}", ids[3], ids[9]);
    client.list(&query).refused(400, None, None);
}

#[test]
fn page_10_an_unknown_cursor_is_named() {
    let site = Site::new();
    for param in ["starting_after", "ending_before"] {
        let reply = site.client().list(&format!("{param}=link_none"));
        reply.refused(400, Some("resource_missing"), Some(param));
    }
}

#[test]
fn page_14_and_15_a_walk_with_filters_in_both_directions() {
    let site = Site::new();
    let mut client = site.client();
    let ids = twelve(&site, &mut client);
    client.create(&format!("file={OTHER_FILE}"));
    for limit in [1, 2, 3, 5, 6, 12] {
        let filter = format!("file={EXAMPLE_FILE}&limit={limit}");
        let mut walked = Vec::new();
        let mut query = filter.clone();
        loop {
            let reply = client.list(&query);
            walked.extend(reply.ids());
            if reply.json()["has_more"] == false {
                break;
            }
            query = format!("{filter}&starting_after={}", walked[walked.len() - 1]);
        }
        assert_eq!(walked, ids);
        let mut walked = vec![ids[11].clone()];
        loop {
            let reply = client.list(&format!("{filter}&ending_before={}", walked[0]));
            walked.splice(0..0, reply.ids());
            if reply.json()["has_more"] == false {
                break;
            }
        }
        assert_eq!(walked, ids);
    }
}

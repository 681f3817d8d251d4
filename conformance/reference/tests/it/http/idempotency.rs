//! Requests sent twice (IDEM).

use std::thread;

use trueline_reference::files::{EXAMPLE_FILE, OTHER_FILE};

use crate::site::{Client, LINKS, Reply, START, Site, basic, path};

const DAY: u32 = 24 * 60 * 60;

fn create(client: &mut Client, key: &str, form: &str) -> Reply {
    client.post_with(LINKS, ("Idempotency-Key", key), form)
}

fn form() -> String {
    format!("file={EXAMPLE_FILE}")
}

#[test]
fn idem_01_and_02_and_02a_keys_of_1_to_255_characters() {
    let site = Site::new();
    let mut client = site.client();
    for key in [
        "k".to_owned(),
        "k".repeat(255),
        "stripe-node-retry-3a6b".to_owned(),
    ] {
        assert_eq!(create(&mut client, &key, &form()).status, 200);
    }
    create(&mut client, &"k".repeat(256), &form()).refused(400, None, None);
    assert_eq!(client.get(LINKS).ids().len(), 3);
}

#[test]
fn idem_03_11_and_12_the_same_request_happens_once() {
    let site = Site::new();
    let mut client = site.client();
    let first = create(&mut client, "k", &form());
    let again = create(&mut client, "k", &form());
    assert_eq!(first.header("idempotent-replayed"), None);
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    for reply in [&first, &again] {
        assert_eq!(reply.header("idempotency-key"), Some("k"));
    }
    assert_eq!((again.status, &again.body), (first.status, &first.body));
    assert_ne!(again.header("request-id"), first.header("request-id"));
    assert_eq!(client.get(LINKS).ids().len(), 1);
}

#[test]
fn idem_03_the_order_and_spelling_of_parameters_do_not_matter() {
    let site = Site::new();
    let mut client = site.client();
    let first = create(&mut client, "k", &format!("{}&metadata[a]=1+2", form()));
    let again = create(
        &mut client,
        "k",
        &format!("metadata%5Ba%5D=1%202&{}", form()),
    );
    assert_eq!(again.body, first.body);
}

#[test]
fn idem_04_failures_after_the_start_are_kept() {
    let site = Site::new();
    let mut client = site.client();
    let link = client.made(&format!("expires_at={}", START + 10));
    site.clock.advance(10);
    let update = |client: &mut Client, form: &str| {
        client.post_with(&path(&link), ("Idempotency-Key", "k"), form)
    };
    update(&mut client, "metadata[a]=1").refused(400, None, None);
    let again = update(&mut client, "metadata[a]=1");
    again.refused(400, None, None);
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    let unknown = create(&mut client, "l", "file=file_none");
    let again = create(&mut client, "l", "file=file_none");
    assert_eq!(again.body, unknown.body);
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
}

#[test]
fn idem_05_the_body_is_that_of_the_first_time() {
    let site = Site::new();
    let mut client = site.client();
    let first = create(&mut client, "k", &form());
    client.update(&first.json(), "metadata[a]=1");
    site.clock.advance(60);
    assert_eq!(create(&mut client, "k", &form()).body, first.body);
}

#[test]
fn idem_06_another_request_with_the_key_is_an_idempotency_error() {
    let site = Site::new();
    let mut client = site.client();
    let link = create(&mut client, "k", &form()).json();
    let other = create(&mut client, "k", &format!("file={OTHER_FILE}"));
    let elsewhere = client.post_with(&path(&link), ("Idempotency-Key", "k"), &form());
    for reply in [other, elsewhere] {
        assert_eq!(reply.status, 400);
        let error = reply.json()["error"].take();
        assert_eq!(error["type"], "idempotency_error");
        assert_eq!(error.get("code"), None);
    }
    assert_eq!(client.get(LINKS).ids().len(), 1);
}

#[test]
fn idem_07_a_key_lasts_for_a_day() {
    let site = Site::new();
    let mut client = site.client();
    let first = create(&mut client, "k", &form());
    site.clock.advance(DAY - 1);
    assert_eq!(create(&mut client, "k", &form()).body, first.body);
    site.clock.advance(1);
    assert_ne!(create(&mut client, "k", &form()).body, first.body);
}

#[test]
fn idem_08_a_request_refused_before_it_began_leaves_the_key_free() {
    let site = Site::new();
    let mut client = site.client();
    for refused in ["", "colour=red", "expires_at=1", "expand[]=nothing"] {
        let refused = if refused.is_empty() {
            String::new()
        } else {
            format!("{}&{refused}", form())
        };
        let reply = create(&mut client, "k", &refused);
        assert_eq!(reply.status, 400, "{refused}");
    }
    let made = create(&mut client, "k", &form());
    assert_eq!(made.status, 200, "{}", made.text());
    assert_eq!(made.header("idempotent-replayed"), None);
}

#[test]
fn idem_09_requests_at_the_same_time_make_one_link() {
    let site = Site::new();
    thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| {
                let reply = create(&mut site.client(), "k", &form());
                match reply.status {
                    200 => {}
                    status => {
                        assert_eq!(status, 409);
                        let error = reply.json()["error"].take();
                        assert_eq!(error["code"], "idempotency_key_in_use");
                    }
                }
            });
        }
    });
    assert_eq!(site.client().get(LINKS).ids().len(), 1);
}

#[test]
fn idem_10_a_key_means_nothing_on_get() {
    let site = Site::new();
    let mut client = site.client().header("Idempotency-Key", "k");
    assert!(client.get(LINKS).ids().is_empty());
    site.client().made("");
    let reply = client.get(LINKS);
    assert_eq!(reply.ids().len(), 1);
    assert_eq!(reply.header("idempotent-replayed"), None);
    assert_eq!(create(&mut client, "k", &form()).status, 200);
}

#[test]
fn idem_13_keys_of_the_two_modes_are_apart() {
    let site = Site::new();
    let test = create(&mut site.client(), "k", &form());
    let live = create(&mut site.client_with(&basic("sk_live_123")), "k", &form());
    assert_ne!(test.json()["id"], live.json()["id"]);
}

#[test]
fn idem_14_a_key_without_a_repetition_changes_nothing() {
    let site = Site::new();
    let mut client = site.client();
    let link = create(&mut client, "stripe-node-retry-1", &form()).json();
    assert_eq!(client.read(&link), link);
}

//! A server that is started again on its data file.

use std::sync::Arc;

use bytes::Bytes;
use serde_json::json;
use trueline_reference::files::{EXAMPLE_FILE, File};
use trueline_reference::keys::Mode;
use trueline_reference::link::Position;
use trueline_reference::serve::Options;
use trueline_reference::store::{Direction, FileScan, JournalError, JournalStore, Store as _};

use crate::site::{LINKS, START, Site};

/// A server on a data file, with the clock at the start.
fn on(path: &std::path::Path) -> Site {
    Site::with(Options {
        store: Arc::new(JournalStore::open(path).unwrap()),
        ..Options::default()
    })
}

#[test]
fn what_was_answered_is_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("links.jsonl");
    let key = ("Idempotency-Key", "k");
    let form = format!("file={EXAMPLE_FILE}");
    let (list, made) = {
        let site = on(&path);
        let mut client = site.client();
        let first = client.made(&format!("metadata[a]=1&expires_at={}", START + 10));
        client.made("");
        client.update(&first, "metadata[b]=%0A%22&metadata[a]=");
        let made = client.post_with(LINKS, key, &form);
        let list = client.get(LINKS).json();
        drop(client);
        site.stop();
        (list, made.body)
    };
    let site = on(&path);
    let mut client = site.client();
    let again = client.get(LINKS).json();
    let ids = |list: &serde_json::Value| -> Vec<_> {
        let data = list["data"].as_array().unwrap();
        data.iter().map(|link| link["id"].clone()).collect()
    };
    assert_eq!(ids(&again), ids(&list));
    assert_eq!(again["data"][2]["metadata"], json!({"b": "\n\""}));
    let replayed = client.post_with(LINKS, key, &form);
    assert_eq!(replayed.header("idempotent-replayed"), Some("true"));
    assert_eq!(replayed.body, made);
    let newest = client.made("");
    assert_eq!(
        client.list("limit=1").ids(),
        [newest["id"].as_str().unwrap()]
    );
    site.clock.advance(10);
    assert_eq!(client.list("expired=true").ids().len(), 1);
}

#[test]
fn an_uploaded_file_is_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("links.jsonl");
    let content = Bytes::from_static(&[0, 255, 10, 13]);
    let file = File {
        id: "file_uploaded".to_owned(),
        position: Position {
            created: START,
            sequence: 1,
        },
        purpose: "dispute_evidence".to_owned(),
        filename: Some("proof.png".to_owned()),
        title: None,
        kind: Some("png".to_owned()),
        size: 4,
    };
    let store = JournalStore::open(&path).unwrap();
    store
        .transaction(Mode::Test, &mut |transaction| {
            assert_eq!(transaction.next_sequence()?, 1);
            transaction.put_file(file.clone(), content.clone())
        })
        .unwrap();
    drop(store);
    let store = JournalStore::open(&path).unwrap();
    assert_eq!(
        store.file(Mode::Test, &file.id).unwrap().as_deref(),
        Some(&file)
    );
    assert_eq!(store.content(Mode::Test, &file.id).unwrap(), Some(content));
    assert_eq!(store.file(Mode::Live, &file.id).unwrap(), None);
    for (purpose, expected) in [("dispute_evidence", 1), ("selfie", 0)] {
        let scan = FileScan {
            purpose: Some(purpose),
            from: None,
            until: None,
            direction: Direction::NewestFirst,
            most: 10,
        };
        let seen = store.scan_files(Mode::Test, &scan).unwrap();
        assert_eq!(seen.len(), expected, "{purpose}");
    }
    store
        .transaction(Mode::Test, &mut |transaction| {
            assert_eq!(transaction.next_sequence()?, 2);
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_line_that_broke_off_is_dropped_and_a_foreign_file_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("links.jsonl");
    let site = on(&path);
    site.client().made("");
    site.stop();
    let whole = std::fs::read(&path).unwrap();
    let mut torn = whole.clone();
    torn.extend_from_slice(&whole[..whole.len() / 2]);
    std::fs::write(&path, &torn).unwrap();
    let site = on(&path);
    assert_eq!(site.client().get(LINKS).ids().len(), 1);
    site.stop();
    assert_eq!(std::fs::read(&path).unwrap(), whole);
    std::fs::write(&path, "a diary\n").unwrap();
    let refused = JournalStore::open(&path);
    assert!(
        matches!(refused, Err(JournalError::Line { line: 1 })),
        "{refused:?}"
    );
}

#[test]
fn two_servers_cannot_share_a_data_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("links.jsonl");
    let one = JournalStore::open(&path).unwrap();
    assert!(matches!(
        JournalStore::open(&path),
        Err(JournalError::InUse)
    ));
    drop(one);
    assert!(JournalStore::open(&path).is_ok());
}

//! A server that is started again on its data file, and files that are none.

use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use serde_json::json;
use trueline_reference::files::{EXAMPLE_FILE, File};
use trueline_reference::keys::Mode;
use trueline_reference::link::Position;
use trueline_reference::serve::Options;
use trueline_reference::store::{
    Direction, EmbeddedStore, FileError, FileScan, Place, Store, Trouble,
};

use crate::site::{LINKS, START, Site};

fn opened(path: &Path) -> Result<Arc<dyn Store>, trueline_reference::store::PlaceError> {
    Place::named(path)?.open(Trouble::ignored())
}

/// A server on a data file, with the clock at the start.
fn on(path: &std::path::Path) -> Site {
    Site::on(Options {
        store: opened(path).unwrap(),
        ..Options::default()
    })
}

#[test]
fn what_was_answered_is_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("links.db");
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
    let path = folder.path().join("links.db");
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
    let store = opened(&path).unwrap();
    store
        .transaction(Mode::Test, &mut |transaction| {
            assert_eq!(transaction.next_sequence()?, 1);
            transaction.put_file(file.clone(), content.clone())
        })
        .unwrap();
    drop(store);
    let store = opened(&path).unwrap();
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

/// Why a file cannot be used.
fn refused(path: &Path) -> FileError {
    EmbeddedStore::open(path, Trouble::ignored()).expect_err("this file was opened")
}

#[test]
fn a_file_that_is_no_database_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("links.db");
    for (content, journal) in [
        ("a diary\n", false),
        ("r", false),
        ("{\"put\":{\"id\":\"link_1\"}}\n", true),
    ] {
        std::fs::write(&path, content).unwrap();
        match refused(&path) {
            FileError::Journal if journal => {}
            FileError::Foreign if !journal => {}
            other => panic!("{content:?}: {other}"),
        }
        assert_eq!(std::fs::read_to_string(&path).unwrap(), content);
    }
    assert!(matches!(refused(folder.path()), FileError::Folder));
    let nowhere = refused(&folder.path().join("none/links.db"));
    assert!(matches!(nowhere, FileError::Io(_)), "{nowhere}");
    std::fs::write(&path, "").unwrap();
    assert!(opened(&path).is_ok());
}

#[test]
fn a_file_that_was_cut_short_or_overwritten_is_refused_without_a_panic() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("links.db");
    let site = on(&path);
    let mut client = site.client();
    for _ in 0..50 {
        client.made("metadata[a]=1");
    }
    drop(client);
    site.stop();
    let whole = std::fs::read(&path).unwrap();
    let mut refusals = 0;
    for sixteenth in 0..16 {
        let cut = &whole[..whole.len() * sixteenth / 16];
        std::fs::write(&path, cut).unwrap();
        // Nothing at all is a new database.
        if sixteenth > 0 {
            let error = refused(&path);
            assert!(
                matches!(error, FileError::Damaged(_)),
                "{sixteenth}: {error}"
            );
            refusals += 1;
        }
    }
    assert_eq!(refusals, 15);
    let mut overwritten = whole.clone();
    overwritten[4096..].fill(0xa5);
    std::fs::write(&path, &overwritten).unwrap();
    assert!(matches!(refused(&path), FileError::Damaged(_)));
    std::fs::write(&path, &whole).unwrap();
    let site = on(&path);
    assert_eq!(site.client().list("limit=100").ids().len(), 50);
}

#[test]
fn two_servers_cannot_share_a_data_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("links.db");
    let one = opened(&path).unwrap();
    assert!(matches!(refused(&path), FileError::InUse));
    drop(one);
    assert!(opened(&path).is_ok());
}

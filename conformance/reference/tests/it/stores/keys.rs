//! Idempotency keys on every store, also when a server ends before it has answered.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use trueline_reference::idempotency::{Claim, Fingerprint, Hold, KEPT, Saved};
use trueline_reference::keys::Mode;
use trueline_reference::link::{Link, Position};
use trueline_reference::refusal::Refusal;
use trueline_reference::store::{Place, Store, Trouble};

use super::{Fresh, Kind, run};

fn request(value: &str) -> Fingerprint {
    let parameters = vec![("file".to_owned(), value.to_owned())];
    Fingerprint::new("POST", "/v1/file_links", parameters)
}

fn answer(text: &'static str) -> Saved {
    Saved {
        status: 200,
        body: Bytes::from_static(text.as_bytes()),
    }
}

fn claim(store: &Arc<dyn Store>, key: &str, value: &str, now: i64) -> Claim {
    store.claim(Mode::Test, key, &request(value), now).unwrap()
}

#[track_caller]
fn held(store: &Arc<dyn Store>, key: &str, value: &str, now: i64) -> Hold {
    match claim(store, key, value, now) {
        Claim::New(hold) => hold,
        other => panic!("{other:?}"),
    }
}

/// Makes a link for the request that holds a key.
fn make(store: &Arc<dyn Store>, hold: &Hold, id: &str) -> Result<(), Refusal> {
    store.transaction(Mode::Test, &mut |transaction| {
        let sequence = transaction.next_sequence()?;
        transaction.put(Arc::new(Link {
            id: id.to_owned(),
            position: Position {
                created: 0,
                sequence,
            },
            expires_at: None,
            file: "file_a".to_owned(),
            mode: Mode::Test,
            metadata: Default::default(),
            token: format!("token_{id}"),
        }))?;
        transaction.note(hold, id)
    })
}

#[test]
fn idem_03_06_08_and_09_a_key_from_its_claim_to_its_answer() {
    for kind in Kind::all() {
        let fresh = Fresh::of(kind);
        let store = &fresh.store;
        let hold = held(store, "k", "a", 0);
        assert_eq!(hold.outcome, None);
        assert_eq!(claim(store, "k", "a", 1), Claim::Running, "{kind:?}");
        assert_eq!(claim(store, "k", "b", 1), Claim::Mismatch, "{kind:?}");
        make(store, &hold, "link_1").unwrap();
        assert_eq!(claim(store, "k", "a", 1), Claim::Running, "{kind:?}");
        store.settle(&hold, Some(answer("{\"a\":1}"))).unwrap();
        let again = Claim::Again(answer("{\"a\":1}"));
        assert_eq!(claim(store, "k", "a", 2), again, "{kind:?}");
        assert_eq!(claim(store, "k", "b", 2), Claim::Mismatch, "{kind:?}");
        let live = store.claim(Mode::Live, "k", &request("b"), 2).unwrap();
        assert!(matches!(live, Claim::New(_)), "{kind:?}: {live:?}");
        // A request that is refused before it does anything frees its key.
        let hold = held(store, "l", "a", 0);
        store.settle(&hold, None).unwrap();
        let hold = held(store, "l", "b", 0);
        store.settle(&hold, Some(answer("{}"))).unwrap();
        assert_eq!(claim(store, "l", "a", 0), Claim::Mismatch, "{kind:?}");
        // No byte of a request or an answer is too odd to be kept.
        let hold = held(store, "m", "\0\u{1f517}", 0);
        store.settle(&hold, Some(answer("\0"))).unwrap();
        let again = claim(store, "m", "\0\u{1f517}", 0);
        assert_eq!(again, Claim::Again(answer("\0")), "{kind:?}");
    }
}

#[test]
fn idem_07_a_key_is_new_again_after_a_day() {
    for kind in Kind::all() {
        let fresh = Fresh::of(kind);
        let store = &fresh.store;
        let slow = held(store, "slow", "a", 0);
        for number in 0..40 {
            let hold = held(store, &format!("k{number}"), "a", number);
            store.settle(&hold, Some(answer("{}"))).unwrap();
        }
        let last = claim(store, "k0", "a", KEPT - 1);
        assert_eq!(last, Claim::Again(answer("{}")), "{kind:?}");
        let hold = held(store, "k0", "b", KEPT);
        store.settle(&hold, Some(answer("{\"b\":1}"))).unwrap();
        let again = claim(store, "k0", "b", KEPT + 1);
        assert_eq!(again, Claim::Again(answer("{\"b\":1}")), "{kind:?}");
        // What goes on for more than a day has lost its key.
        let quick = held(store, "slow", "b", KEPT);
        store.settle(&slow, Some(answer("{\"slow\":1}"))).unwrap();
        assert_eq!(claim(store, "slow", "b", KEPT), Claim::Running, "{kind:?}");
        store.settle(&quick, Some(answer("{}"))).unwrap();
        // The others are forgotten a few at a time, and are new before that.
        for number in 1..40 {
            let hold = held(store, &format!("k{number}"), "c", KEPT * 2);
            store.settle(&hold, Some(answer("{}"))).unwrap();
        }
    }
}

/// Claims a key until the server that held it is known to be gone.
fn inherited(store: &Arc<dyn Store>, key: &str, value: &str, now: i64) -> Hold {
    let latest = Instant::now() + Duration::from_secs(20);
    loop {
        match claim(store, key, value, now) {
            Claim::New(hold) => return hold,
            Claim::Running if Instant::now() < latest => {
                std::thread::sleep(Duration::from_millis(20));
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn what_a_server_did_before_it_ended_is_not_done_again() {
    for kind in Kind::all() {
        if kind == Kind::Memory {
            continue;
        }
        let mut fresh = Fresh::of(kind);
        let done = held(&fresh.store, "done", "a", 0);
        make(&fresh.store, &done, "link_1").unwrap();
        held(&fresh.store, "claimed", "a", 0);
        let answered = held(&fresh.store, "answered", "a", 0);
        make(&fresh.store, &answered, "link_2").unwrap();
        fresh.store.settle(&answered, Some(answer("{}"))).unwrap();
        fresh.again();
        let store = &fresh.store;
        let again = claim(store, "answered", "a", 9);
        assert_eq!(again, Claim::Again(answer("{}")), "{kind:?}");
        let hold = inherited(store, "done", "a", 9);
        assert_eq!(hold.outcome.as_deref(), Some("link_1"), "{kind:?}");
        assert_eq!(claim(store, "done", "a", 9), Claim::Running, "{kind:?}");
        // It is given up once more, and what was done stays done.
        store.settle(&hold, None).unwrap();
        assert_eq!(claim(store, "done", "b", 9), Claim::Mismatch, "{kind:?}");
        let hold = inherited(store, "done", "a", 9);
        assert_eq!(hold.outcome.as_deref(), Some("link_1"), "{kind:?}");
        store.settle(&hold, Some(answer("{\"id\":1}"))).unwrap();
        let again = claim(store, "done", "a", 9);
        assert_eq!(again, Claim::Again(answer("{\"id\":1}")), "{kind:?}");
        // A key of which nothing came is free for any request.
        let hold = inherited(store, "claimed", "b", 9);
        assert_eq!(hold.outcome, None, "{kind:?}");
    }
}

#[test]
fn a_key_is_held_against_the_other_servers() {
    if !Kind::all().contains(&Kind::Postgres) {
        return;
    }
    let fresh = Fresh::of(Kind::Postgres);
    let one = &fresh.store;
    let url = fresh.place().unwrap();
    let other = Place::named(url.as_ref()).unwrap();
    let other = other.open(Trouble::ignored()).unwrap();
    let hold = held(one, "k", "a", 0);
    assert_eq!(claim(&other, "k", "a", 0), Claim::Running);
    assert_eq!(claim(&other, "k", "b", 0), Claim::Mismatch);
    make(one, &hold, "link_1").unwrap();
    assert_eq!(claim(&other, "k", "a", 0), Claim::Running);
    one.settle(&hold, Some(answer("{}"))).unwrap();
    assert_eq!(claim(&other, "k", "a", 0), Claim::Again(answer("{}")));
    // A server that has lost its connections counts as gone: another takes its key, and it cannot do anything
    // for it any more.
    let hold = held(one, "l", "a", 0);
    run(
        &url,
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted
            AND ((classid::bigint << 32) | objid::bigint) IN (SELECT owner FROM trueline_keys)",
    );
    let taken = inherited(&other, "l", "a", 0);
    assert_eq!(make(one, &hold, "link_2"), Err(Refusal::IdempotencyInUse));
    assert_eq!(one.get(Mode::Test, "link_2"), Ok(None));
    make(&other, &taken, "link_3").unwrap();
    other.settle(&taken, Some(answer("{\"id\":3}"))).unwrap();
    assert_eq!(claim(one, "l", "a", 0), Claim::Again(answer("{\"id\":3}")));
}

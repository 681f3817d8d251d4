//! The deliberate faults: each makes a difference that a client can see, and none can be seen without one.

use std::collections::{BTreeMap, HashSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use trueline_reference::Api;
use trueline_reference::fault::Fault;

use crate::site::Site;

mod script;

/// Everything that a client sees of a server while it plays the script, without what differs from run to run.
fn transcript(site: &Site) -> Vec<String> {
    let mut player = script::Player::new(site);
    script::play(&mut player);
    player.seen
}

#[test]
fn a_correct_server_gives_the_same_transcript_twice() {
    let (one, two) = (transcript(&Site::new()), transcript(&Site::new()));
    for (one, two) in one.iter().zip(&two) {
        assert_eq!(one, two);
    }
    assert_eq!(one.len(), two.len());
}

#[test]
fn every_fault_can_be_seen() {
    let correct = transcript(&Site::new());
    let faults = Fault::of(Api::StripeFileLinks);
    let next = AtomicUsize::new(0);
    let unseen = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while let Some(info) = faults.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if transcript(&Site::with_fault(info.fault)) == correct {
                        unseen.lock().unwrap().push(info.name);
                    }
                }
            });
        }
    });
    let unseen = unseen.into_inner().unwrap();
    assert!(unseen.is_empty(), "{unseen:?}");
}

#[test]
fn there_are_many_faults_of_every_kind() {
    let mut groups = BTreeMap::new();
    let mut requirements = HashSet::new();
    for info in Fault::all() {
        *groups.entry(info.group.name()).or_insert(0) += 1;
        requirements.insert(info.requirement);
    }
    assert!(Fault::all().len() >= 120, "{}", Fault::all().len());
    assert!(groups.values().all(|count| *count >= 5), "{groups:?}");
    assert!(requirements.len() >= 60, "{}", requirements.len());
}

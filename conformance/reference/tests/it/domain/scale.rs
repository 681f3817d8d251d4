//! Many links and many clients.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use trueline_reference::files::{EXAMPLE_FILE, OTHER_FILE};
use trueline_reference::links::LinkChange;
use trueline_reference::list::ListQuery;

use super::{START, World, set};
use crate::stores::Kind;

#[test]
fn fl_update_08_two_dozen_clients_at_one_link_lose_nothing() {
    let world = World::new();
    let link = world.example();
    thread::scope(|scope| {
        for client in 0..24 {
            let (world, link) = (&world, Arc::clone(&link));
            scope.spawn(move || {
                let name = format!("client_{client}");
                for round in 0..50 {
                    let change = LinkChange {
                        metadata: set(&[(&name, &round.to_string())]),
                        ..LinkChange::default()
                    };
                    world.update(&link.id, &change).unwrap();
                }
            });
        }
    });
    let metadata = &world.get(&link.id).metadata;
    assert_eq!(metadata.len(), 24);
    assert!(metadata.values().all(|value| value == "49"));
}

/// The time for `work`, at its best of several tries.
fn best(work: impl Fn()) -> Duration {
    (0..20)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .min()
        .unwrap()
}

#[test]
fn a_page_costs_as_much_among_many_links_as_among_200() {
    let cost = |count: i64| {
        let world = World::new();
        // The one link of the other file is the oldest: a scan over all links would visit it last.
        world.made(OTHER_FILE, Some(START + 1));
        for _ in 0..count {
            world.made(EXAMPLE_FILE, None);
        }
        world.clock.advance(1);
        let query = ListQuery {
            expired: Some(true),
            file: Some(OTHER_FILE.to_owned()),
            ..ListQuery::default()
        };
        assert_eq!(world.list(&query).links.len(), 1);
        let all = ListQuery::default();
        best(|| {
            for _ in 0..50 {
                world.list(&query);
                world.list(&all);
            }
        })
    };
    // What has to reach a disk one by one takes its time.
    let (times, most) = match Kind::asked() {
        Kind::Memory => (100, 20),
        Kind::File | Kind::Postgres => (15, 7),
    };
    let (few, many) = (cost(200), cost(200 * times));
    // A scan would cost as many times as much as there are more links.
    assert!(many < few * most, "{few:?} among few, {many:?} among many");
}

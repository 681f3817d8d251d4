//! Pages and cursors.

use std::sync::Arc;

use trueline_reference::files::{EXAMPLE_FILE, OTHER_FILE};
use trueline_reference::keys::Mode;
use trueline_reference::link::Link;
use trueline_reference::list::ListQuery;
use trueline_reference::refusal::Refusal;

use super::{World, ids};

/// Seven links, newest first.
fn seven(world: &World) -> Vec<Arc<Link>> {
    let mut links: Vec<_> = (0..7)
        .map(|number| {
            world.clock.advance(number % 2);
            world.example()
        })
        .collect();
    links.reverse();
    links
}

fn page(limit: i64, after: Option<&Link>, before: Option<&Link>) -> ListQuery {
    ListQuery {
        limit: Some(limit),
        starting_after: after.map(|link| link.id.clone()),
        ending_before: before.map(|link| link.id.clone()),
        ..ListQuery::default()
    }
}

#[test]
fn page_01_ten_items_if_the_request_does_not_say() {
    let world = World::new();
    for _ in 0..11 {
        world.example();
    }
    let page = world.list(&ListQuery::default());
    assert_eq!(page.links.len(), 10);
    assert!(page.has_more);
}

#[test]
fn page_05_06_and_07_the_pages_around_a_link() {
    let world = World::new();
    let links = seven(&world);
    let after = world.list(&page(2, Some(&links[2]), None));
    assert_eq!(ids(&after), [&*links[3].id, &*links[4].id]);
    let before = world.list(&page(2, None, Some(&links[4])));
    assert_eq!(ids(&before), [&*links[2].id, &*links[3].id]);
}

#[test]
fn page_12_and_13_has_more_speaks_of_the_direction_of_travel() {
    let world = World::new();
    let links = seven(&world);
    let more = |query: &ListQuery| world.list(query).has_more;
    assert!(!more(&page(7, None, None)));
    assert!(more(&page(6, None, None)));
    assert!(!more(&page(2, Some(&links[4]), None)));
    assert!(more(&page(2, Some(&links[3]), None)));
    assert!(!more(&page(2, None, Some(&links[2]))));
    assert!(more(&page(2, None, Some(&links[3]))));
}

#[test]
fn page_14_a_walk_visits_each_link_once_in_both_directions() {
    let world = World::new();
    let links = seven(&world);
    let all: Vec<_> = links.iter().map(|link| link.id.clone()).collect();
    for limit in 1..=8 {
        let mut forward = Vec::new();
        let mut cursor = None;
        loop {
            let page = world.list(&page(limit, cursor.as_deref(), None));
            forward.extend(ids(&page));
            cursor = page.links.last().cloned();
            if !page.has_more {
                break;
            }
        }
        assert_eq!(forward, all, "{limit}");
        let mut backward = vec![all[6].clone()];
        let mut cursor = Some(Arc::clone(&links[6]));
        loop {
            let page = world.list(&page(limit, None, cursor.as_deref()));
            backward.splice(0..0, ids(&page));
            cursor = page.links.first().cloned();
            if !page.has_more {
                break;
            }
        }
        assert_eq!(backward, all, "{limit}");
    }
}

#[test]
fn page_08_both_cursors_are_refused() {
    let world = World::new();
    let links = seven(&world);
    let query = page(2, Some(&links[1]), Some(&links[5]));
    let refused = world.links.list(Mode::Test, &query);
    assert_eq!(refused, Err(Refusal::BothCursors));
}

#[test]
fn page_10_a_cursor_must_name_a_link() {
    let world = World::new();
    let query = ListQuery {
        ending_before: Some("link_none".to_owned()),
        ..ListQuery::default()
    };
    let refused = world.links.list(Mode::Test, &query);
    assert!(matches!(
        refused,
        Err(Refusal::NoSuchCursor {
            param: "ending_before",
            ..
        })
    ));
}

#[test]
fn page_11_a_cursor_is_only_a_position() {
    let world = World::new();
    let old = world.example();
    let between = world.made(OTHER_FILE, None);
    world.example();
    let page = world.list(&ListQuery {
        file: Some(EXAMPLE_FILE.to_owned()),
        ..page(10, Some(&between), None)
    });
    assert_eq!(ids(&page), [&*old.id]);
}

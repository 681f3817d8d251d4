//! Filters of lists.

use trueline_reference::files::{EXAMPLE_FILE, OTHER_FILE};
use trueline_reference::keys::Mode;
use trueline_reference::list::{CreatedRange, ListQuery};
use trueline_reference::refusal::Refusal;

use super::{START, World, ids};

#[test]
fn fl_list_06_nothing_is_an_empty_page() {
    let page = World::new().list(&ListQuery::default());
    assert!(page.links.is_empty());
    assert!(!page.has_more);
}

#[test]
fn fl_list_07_and_08_newest_first_and_ties_by_insertion() {
    let world = World::new();
    let first = world.example();
    let second = world.example();
    world.clock.advance(1);
    let third = world.example();
    let page = world.list(&ListQuery::default());
    assert_eq!(ids(&page), [&*third.id, &*second.id, &*first.id]);
}

#[test]
fn filt_01_and_02_created_as_a_second_and_as_a_range() {
    let world = World::new();
    let links: Vec<_> = (0..5)
        .map(|_| {
            world.clock.advance(1);
            world.example()
        })
        .collect();
    let count = |created| {
        world
            .list(&ListQuery {
                created,
                ..ListQuery::default()
            })
            .links
            .len()
    };
    let third = links[2].position.created;
    assert_eq!(count(CreatedRange::exactly(third)), 1);
    assert_eq!(count(CreatedRange::exactly(START)), 0);
    let bound = |gt, gte, lt, lte| count(CreatedRange { gt, gte, lt, lte });
    assert_eq!(bound(Some(third), None, None, None), 2);
    assert_eq!(bound(None, Some(third), None, None), 3);
    assert_eq!(bound(None, None, Some(third), None), 2);
    assert_eq!(bound(None, None, None, Some(third)), 3);
    assert_eq!(bound(Some(third - 1), None, Some(third + 1), None), 1);
    assert_eq!(bound(Some(third), None, Some(third), None), 0);
    assert_eq!(bound(Some(i64::MAX), None, Some(i64::MIN), None), 0);
}

#[test]
fn filt_04_and_05_and_07_filters_combine_and_expiry_is_judged_now() {
    let world = World::new();
    let soon = world.made(EXAMPLE_FILE, Some(START + 10));
    let other = world.made(OTHER_FILE, Some(START + 10));
    let never = world.made(EXAMPLE_FILE, None);
    let of = |file: Option<&str>, expired| {
        ids(&world.list(&ListQuery {
            file: file.map(str::to_owned),
            expired,
            ..ListQuery::default()
        }))
    };
    assert_eq!(of(None, Some(true)), Vec::<String>::new());
    assert_eq!(of(None, Some(false)), [&*never.id, &*other.id, &*soon.id]);
    world.clock.advance(10);
    assert_eq!(of(None, Some(true)), [&*other.id, &*soon.id]);
    assert_eq!(of(None, Some(false)), [&*never.id]);
    assert_eq!(of(None, None), [&*never.id, &*other.id, &*soon.id]);
    assert_eq!(of(Some(EXAMPLE_FILE), None), [&*never.id, &*soon.id]);
    assert_eq!(of(Some(EXAMPLE_FILE), Some(true)), [&*soon.id]);
    assert_eq!(of(Some("file_none"), None), Vec::<String>::new());
}

#[test]
fn page_02_a_limit_is_from_1_to_100() {
    let world = World::new();
    for limit in [i64::MIN, -1, 0, 101, i64::MAX] {
        let refused = world.links.list(
            Mode::Test,
            &ListQuery {
                limit: Some(limit),
                ..ListQuery::default()
            },
        );
        assert_eq!(refused, Err(Refusal::LimitOutOfRange), "{limit}");
    }
}

#[test]
fn dr_q_04_only_the_links_named_in_the_order_of_the_list() {
    let world = World::new();
    let old = world.example();
    world.example();
    let new = world.made(OTHER_FILE, None);
    let of = |file: Option<&str>, limit| {
        let query = ListQuery {
            ids: Some(vec![
                old.id.clone(),
                new.id.clone(),
                old.id.clone(),
                "link_none".to_owned(),
            ]),
            file: file.map(str::to_owned),
            limit,
            ..ListQuery::default()
        };
        let page = world.list(&query);
        (ids(&page), page.has_more)
    };
    assert_eq!(
        of(None, None),
        (vec![new.id.clone(), old.id.clone()], false)
    );
    assert_eq!(of(None, Some(1)), (vec![new.id.clone()], true));
    assert_eq!(of(Some(EXAMPLE_FILE), None), (vec![old.id.clone()], false));
}

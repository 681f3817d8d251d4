//! Create, retrieve, update, expire.

use std::sync::atomic::{AtomicBool, Ordering};

use trueline_reference::expand::{Expansion, Root};
use trueline_reference::fault::Planted;
use trueline_reference::files::{EXAMPLE_FILE, UNLINKABLE_FILE};
use trueline_reference::keys::Mode;
use trueline_reference::links::{ExpiryChange, LinkChange, NewLink};
use trueline_reference::metadata::MetadataChange;
use trueline_reference::refusal::Refusal;
use trueline_reference::view::FileField;

use super::{START, World, set};

fn new(file: &str) -> NewLink {
    NewLink {
        file: file.to_owned(),
        ..NewLink::default()
    }
}

#[test]
fn fl_create_09_a_fresh_link_is_as_it_was_asked_for() {
    let world = World::new();
    let link = world
        .create(&NewLink {
            expires_at: Some(START + 60),
            metadata: set(&[("order_id", "6735")]),
            ..new(EXAMPLE_FILE)
        })
        .unwrap();
    assert_eq!(link.expires_at, Some(START + 60));
    assert_eq!(link.position.created, START);
    assert_eq!(link.file, EXAMPLE_FILE);
    assert_eq!(link.metadata["order_id"], "6735");
    assert!(!link.is_expired(START));
    assert_eq!(world.get(&link.id), link);
}

#[test]
fn fl_create_04_an_expiry_must_lie_ahead() {
    let world = World::new();
    for expires_at in [i64::MIN, -1, 0, START - 1, START] {
        let refused = world.create(&NewLink {
            expires_at: Some(expires_at),
            ..new(EXAMPLE_FILE)
        });
        assert_eq!(refused, Err(Refusal::ExpiryNotFuture), "{expires_at}");
    }
    for expires_at in [START + 1, i64::MAX] {
        let made = world.made(EXAMPLE_FILE, Some(expires_at));
        assert_eq!(made.expires_at, Some(expires_at));
    }
}

#[test]
fn fl_create_10_and_purp_03_the_file_must_exist_and_be_linkable() {
    let world = World::new();
    assert!(matches!(
        world.create(&new("file_none")),
        Err(Refusal::NoSuchFile { .. })
    ));
    assert!(matches!(
        world.create(&new(UNLINKABLE_FILE)),
        Err(Refusal::NotLinkable { .. })
    ));
}

#[test]
fn fl_create_12_two_creates_make_two_links() {
    let world = World::new();
    let (one, two) = (world.example(), world.example());
    assert_ne!(one.id, two.id);
    assert_ne!(one.token, two.token);
}

#[test]
fn fl_update_08_what_is_not_named_stays() {
    let world = World::new();
    let before = world.made(EXAMPLE_FILE, Some(START + 60));
    let after = world
        .update(
            &before.id,
            &LinkChange {
                metadata: set(&[("a", "1")]),
                ..LinkChange::default()
            },
        )
        .unwrap();
    let mut expected = (*before).clone();
    expected.metadata.insert("a".to_owned(), "1".to_owned());
    assert_eq!(*after, expected);
    assert_eq!(world.get(&before.id), after);
}

#[test]
fn fl_update_09_an_empty_update_changes_nothing() {
    let world = World::new();
    let before = world.example();
    let after = world.update(&before.id, &LinkChange::default()).unwrap();
    assert_eq!(after, before);
}

#[test]
fn fl_update_03_and_04_now_expires_at_the_time_of_the_request() {
    let world = World::new();
    let link = world.example();
    world.clock.advance(5);
    let after = world.expire(&link.id, ExpiryChange::Now).unwrap();
    assert_eq!(after.expires_at, Some(START + 5));
    let view = world.links.view(&after, &Expansion::default());
    assert!(view.unwrap().expired);
}

#[test]
fn fl_update_05_the_expiry_can_be_taken_away() {
    let world = World::new();
    let link = world.made(EXAMPLE_FILE, Some(START + 60));
    let after = world.expire(&link.id, ExpiryChange::Never).unwrap();
    assert_eq!(after.expires_at, None);
}

#[test]
fn fl_update_07_and_life_01_an_expired_link_refuses_every_update_and_stays() {
    let world = World::new();
    let link = world.made(EXAMPLE_FILE, Some(START + 60));
    world.clock.advance(60);
    let before = world.get(&link.id);
    for change in [
        LinkChange::default(),
        LinkChange {
            metadata: set(&[("a", "1")]),
            ..LinkChange::default()
        },
        LinkChange {
            metadata: MetadataChange::Clear,
            ..LinkChange::default()
        },
        LinkChange {
            expires_at: ExpiryChange::Never,
            ..LinkChange::default()
        },
        LinkChange {
            expires_at: ExpiryChange::Now,
            ..LinkChange::default()
        },
        LinkChange {
            expires_at: ExpiryChange::At(START + 600),
            ..LinkChange::default()
        },
    ] {
        assert!(
            matches!(
                world.update(&link.id, &change),
                Err(Refusal::Expired { .. })
            ),
            "{change:?}"
        );
    }
    assert_eq!(world.get(&link.id), before);
}

#[test]
fn fl_update_11_a_refused_update_changes_nothing() {
    let world = World::new();
    let link = world.example();
    let refused = world.update(
        &link.id,
        &LinkChange {
            expires_at: ExpiryChange::At(START - 1),
            metadata: set(&[("a", "1")]),
        },
    );
    assert_eq!(refused, Err(Refusal::ExpiryNotFuture));
    let refused = world.update(
        &link.id,
        &LinkChange {
            expires_at: ExpiryChange::At(START + 60),
            metadata: set(&[("a", &"v".repeat(501))]),
        },
    );
    assert!(matches!(refused, Err(Refusal::Metadata(_))));
    assert_eq!(world.get(&link.id), link);
}

#[test]
fn life_02_and_obj_12_a_link_expires_by_the_clock_at_its_second() {
    let world = World::new();
    let link = world.made(EXAMPLE_FILE, Some(START + 60));
    let expired = || {
        world
            .links
            .view(&world.get(&link.id), &Expansion::default())
            .unwrap()
            .expired
    };
    world.clock.advance(59);
    assert!(!expired());
    world.clock.advance(1);
    assert!(expired());
}

#[test]
fn url_03_and_04_a_token_gives_access_until_expiry() {
    let world = World::new();
    let link = world.made(EXAMPLE_FILE, Some(START + 60));
    assert_eq!(
        world.links.content(&link.token).unwrap().unwrap().file.id,
        EXAMPLE_FILE
    );
    world.clock.advance(60);
    assert_eq!(world.links.content(&link.token), Ok(None));
    assert_eq!(world.links.content("guess"), Ok(None));
}

#[test]
fn auth_06_the_modes_do_not_see_each_other() {
    let world = World::new();
    let link = world.example();
    assert_eq!(
        world.links.retrieve(Mode::Live, &link.id),
        Err(Refusal::NoSuchLink {
            id: link.id.clone(),
            elsewhere: Some(Mode::Test)
        })
    );
    let live = world
        .links
        .update(Mode::Live, &link.id, &LinkChange::default(), &|| None);
    assert!(matches!(live, Err(Refusal::NoSuchLink { .. })));
    let page = world.links.list(Mode::Live, &super::ListQuery::default());
    assert!(page.unwrap().links.is_empty());
}

#[test]
fn idem_08_a_request_begins_after_its_own_values_were_checked() {
    let world = World::new();
    let began = AtomicBool::new(false);
    let begin = || {
        began.store(true, Ordering::Relaxed);
        None
    };
    let past = NewLink {
        expires_at: Some(START),
        ..new(EXAMPLE_FILE)
    };
    assert!(world.links.create(Mode::Test, &past, &begin).is_err());
    assert!(!began.load(Ordering::Relaxed));
    let unknown = new("file_none");
    assert!(world.links.create(Mode::Test, &unknown, &begin).is_err());
    assert!(began.load(Ordering::Relaxed));
}

#[test]
fn exp_03_and_09_and_11_an_expanded_file_and_its_links() {
    let world = World::new();
    let link = world.example();
    let expanded = |path: &str| {
        let expansion = Expansion::parse(&[path], Root::Link, Planted::NONE).unwrap();
        match world.links.view(&link, &expansion).unwrap().file {
            FileField::Object(file) => *file,
            FileField::Id(id) => panic!("{path} left {id}"),
        }
    };
    assert_eq!(expanded("file").file.id, EXAMPLE_FILE);
    assert_eq!(expanded("file").links, None);
    let links = expanded("file.links.data.file").links.unwrap();
    assert_eq!(links.data.len(), 1);
    assert!(matches!(links.data[0].file, FileField::Object(_)));
    let plain = world.links.view(&link, &Expansion::default());
    assert_eq!(plain.unwrap().file, FileField::Id(EXAMPLE_FILE.to_owned()));
}

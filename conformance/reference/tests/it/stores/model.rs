//! Random changes and questions, on every store against a plain list.

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use trueline_reference::files::File;
use trueline_reference::keys::Mode;
use trueline_reference::link::{Link, Position};
use trueline_reference::refusal::Refusal;
use trueline_reference::store::{Direction, FileScan, Scan, Store};

use super::{Fresh, Kind};

/// Times are few, so that they meet.
const TIMES: Range<i64> = 0..12;
const FILES: [&str; 3] = ["file_a", "file_b", "file_none"];
const PURPOSES: [&str; 2] = ["dispute_evidence", "tax\u{feff}document"];

/// One thing that is done to a store.
#[derive(Debug, Clone)]
enum Step {
    /// A new link.
    Make {
        mode: Mode,
        created: i64,
        file: usize,
        expires_at: Option<i64>,
        metadata: Vec<(String, String)>,
    },
    /// Another expiry and other metadata for some link.
    Change {
        which: prop::sample::Index,
        expires_at: Option<i64>,
        metadata: Vec<(String, String)>,
    },
    /// Some link is taken away.
    Remove(prop::sample::Index),
    /// Changes that are refused in the end.
    Refuse(prop::sample::Index),
    /// A new file.
    Upload {
        mode: Mode,
        created: i64,
        purpose: usize,
        name: Option<String>,
        content: Vec<u8>,
    },
    /// A part of the links.
    List(Question),
    /// A part of the files.
    Files(Question),
    /// The store is closed and opened.
    Again,
}

/// What a scan asks for.
#[derive(Debug, Clone)]
struct Question {
    mode: Mode,
    now: i64,
    file: Option<usize>,
    expired: Option<bool>,
    from: Option<(i64, u64)>,
    until: Option<(i64, u64)>,
    newest_first: bool,
    most: usize,
}

fn mode() -> impl Strategy<Value = Mode> {
    prop_oneof![3 => Just(Mode::Test), 1 => Just(Mode::Live)]
}

fn metadata() -> impl Strategy<Value = Vec<(String, String)>> {
    let text = prop_oneof!["[a-c]{1,2}", Just("\0\n\"ü".to_owned())];
    vec((text, ".{0,8}"), 0..3)
}

fn question() -> impl Strategy<Value = Question> {
    (
        mode(),
        TIMES,
        option::of(0..FILES.len()),
        option::of(any::<bool>()),
        option::weighted(0.3, (TIMES, 0..30_u64)),
        option::weighted(0.3, (TIMES, 0..30_u64)),
        any::<bool>(),
        0..6_usize,
    )
        .prop_map(
            |(mode, now, file, expired, from, until, newest_first, most)| Question {
                mode,
                now,
                file,
                expired,
                from,
                until,
                newest_first,
                most,
            },
        )
}

fn step() -> impl Strategy<Value = Step> {
    let which = any::<prop::sample::Index>;
    prop_oneof![
        6 => (mode(), TIMES, 0..2_usize, option::of(TIMES), metadata()).prop_map(
            |(mode, created, file, expires_at, metadata)| Step::Make {
                mode,
                created,
                file,
                expires_at,
                metadata
            }
        ),
        4 => (which(), option::of(TIMES), metadata()).prop_map(|(which, expires_at, metadata)| {
            Step::Change {
                which,
                expires_at,
                metadata,
            }
        }),
        1 => which().prop_map(Step::Remove),
        1 => which().prop_map(Step::Refuse),
        2 => (
            mode(),
            TIMES,
            0..PURPOSES.len(),
            option::of(prop_oneof!["[a-z]{1,4}", Just("\0".to_owned())]),
            vec(any::<u8>(), 0..20)
        )
            .prop_map(|(mode, created, purpose, name, content)| Step::Upload {
                mode,
                created,
                purpose,
                name,
                content
            }),
        8 => question().prop_map(Step::List),
        2 => question().prop_map(Step::Files),
        1 => Just(Step::Again),
    ]
}

/// What a store should hold.
#[derive(Default)]
struct Model {
    links: Vec<Link>,
    files: Vec<(Mode, File, Bytes)>,
    made: usize,
}

impl Model {
    fn list(&self, mode: Mode, scan: &Scan<'_>) -> Vec<String> {
        let links = self.links.iter();
        let mut found: Vec<&Link> = links
            .filter(|link| link.mode == mode && scan.holds(link))
            .collect();
        found.sort_by_key(|link| link.position);
        if scan.direction == Direction::NewestFirst {
            found.reverse();
        }
        let found = found.into_iter().take(scan.most);
        found.map(|link| link.id.clone()).collect()
    }

    fn list_files(&self, mode: Mode, scan: &FileScan<'_>) -> Vec<String> {
        let files = self.files.iter();
        let mut found: Vec<&File> = files
            .filter(|(own, file, _)| *own == mode && scan.holds(file))
            .map(|(_, file, _)| file)
            .collect();
        match scan.direction {
            Direction::OldestFirst => found.sort_by_key(|file| file.position),
            Direction::NewestFirst => found.sort_by_key(|file| Reverse(file.position)),
        }
        let found = found.into_iter().take(scan.most);
        found.map(|file| file.id.clone()).collect()
    }
}

/// Does a step to the store and to the model; the answers must be the same.
fn take(step: &Step, fresh: &mut Fresh, model: &mut Model) {
    let store = Arc::clone(&fresh.store);
    match step {
        Step::Make {
            mode,
            created,
            file,
            expires_at,
            metadata,
        } => {
            model.made += 1;
            let mut link = Link {
                id: format!("link_{}", model.made),
                position: Position {
                    created: *created,
                    sequence: 0,
                },
                expires_at: *expires_at,
                file: FILES[*file].to_owned(),
                mode: *mode,
                metadata: metadata.iter().cloned().collect(),
                token: format!("token_{}", model.made),
            };
            store
                .transaction(*mode, &mut |transaction| {
                    link.position.sequence = transaction.next_sequence()?;
                    assert_eq!(transaction.get(&link.id)?, None);
                    transaction.put(Arc::new(link.clone()))?;
                    Ok(())
                })
                .unwrap();
            model.links.push(link);
        }
        Step::Change {
            which,
            expires_at,
            metadata,
        } => {
            if model.links.is_empty() {
                return;
            }
            let link = which.get_mut(&mut model.links);
            link.expires_at = *expires_at;
            link.metadata = metadata.iter().cloned().collect();
            store
                .transaction(link.mode, &mut |transaction| {
                    assert!(transaction.get(&link.id)?.is_some());
                    transaction.put(Arc::new(link.clone()))
                })
                .unwrap();
        }
        Step::Remove(which) => {
            if model.links.is_empty() {
                return;
            }
            let link = model.links.remove(which.index(model.links.len()));
            for there in [true, false] {
                store
                    .transaction(link.mode, &mut |transaction| {
                        assert_eq!(transaction.remove(&link.id)?, there);
                        Ok(())
                    })
                    .unwrap();
            }
            assert_eq!(store.by_token(&link.token), Ok(None));
        }
        Step::Refuse(which) => {
            if model.links.is_empty() {
                return;
            }
            let link = which.get(&model.links).clone();
            let refused = store.transaction(link.mode, &mut |transaction| {
                transaction.remove(&link.id)?;
                let sequence = transaction.next_sequence()?;
                transaction.put(Arc::new(Link {
                    id: "link_refused".to_owned(),
                    position: Position {
                        created: 0,
                        sequence,
                    },
                    ..link.clone()
                }))?;
                Err(Refusal::ExpiryNotFuture)
            });
            assert_eq!(refused, Err(Refusal::ExpiryNotFuture));
            assert_eq!(store.get(link.mode, "link_refused"), Ok(None));
        }
        Step::Upload {
            mode,
            created,
            purpose,
            name,
            content,
        } => {
            model.made += 1;
            let mut file = File {
                filename: name.clone(),
                size: content.len() as u64,
                ..File::empty(format!("file_{}", model.made), *created, PURPOSES[*purpose])
            };
            let content = Bytes::from(content.clone());
            store
                .transaction(*mode, &mut |transaction| {
                    file.position.sequence = transaction.next_sequence()?;
                    transaction.put_file(file.clone(), content.clone())
                })
                .unwrap();
            model.files.push((*mode, file, content));
        }
        Step::List(question) => {
            let scan = question.scan();
            let found = store.scan(question.mode, &scan).unwrap();
            let ids: Vec<String> = found.iter().map(|link| link.id.clone()).collect();
            assert_eq!(ids, model.list(question.mode, &scan));
        }
        Step::Files(question) => {
            let scan = question.file_scan();
            let found = store.scan_files(question.mode, &scan).unwrap();
            let ids: Vec<String> = found.iter().map(|file| file.id.clone()).collect();
            assert_eq!(ids, model.list_files(question.mode, &scan));
        }
        Step::Again => {
            drop(store);
            fresh.again();
        }
    }
}

impl Question {
    fn position(at: Option<(i64, u64)>) -> Option<Position> {
        at.map(|(created, sequence)| Position { created, sequence })
    }

    fn direction(&self) -> Direction {
        if self.newest_first {
            Direction::NewestFirst
        } else {
            Direction::OldestFirst
        }
    }

    fn scan(&self) -> Scan<'static> {
        Scan {
            now: self.now,
            file: self.file.map(|file| FILES[file]),
            expired: self.expired,
            from: Self::position(self.from),
            until: Self::position(self.until),
            direction: self.direction(),
            most: self.most,
        }
    }

    fn file_scan(&self) -> FileScan<'static> {
        FileScan {
            purpose: self.file.and_then(|purpose| PURPOSES.get(purpose).copied()),
            from: Self::position(self.from),
            until: Self::position(self.until),
            direction: self.direction(),
            most: self.most,
        }
    }
}

/// All that the store holds is what the model holds.
fn compare(store: &dyn Store, model: &Model) {
    for link in &model.links {
        let found = store.get(link.mode, &link.id).unwrap().unwrap();
        assert_eq!(*found, *link);
        let names = |link: &Link| link.metadata.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&found), names(link), "the order of the metadata");
        assert_eq!(store.get(link.mode.other(), &link.id), Ok(None));
        assert_eq!(store.by_token(&link.token).unwrap(), Some(found));
    }
    for (mode, file, content) in &model.files {
        assert_eq!(
            *store.file(*mode, &file.id).unwrap().unwrap(),
            *file,
            "{mode:?}"
        );
        let stored = store.content(*mode, &file.id).unwrap();
        assert_eq!(stored.as_ref(), Some(content));
        assert_eq!(store.file(mode.other(), &file.id), Ok(None));
    }
    for id in ["", "link_none", "\0"] {
        assert_eq!(store.get(Mode::Test, id), Ok(None));
        assert_eq!(store.file(Mode::Test, id), Ok(None));
        assert_eq!(store.content(Mode::Test, id), Ok(None));
        assert_eq!(store.by_token(id), Ok(None));
    }
}

fn run(kind: Kind, cases: u32) {
    let config = ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    proptest!(config, |(steps in vec(step(), 1..60))| {
        let mut fresh = Fresh::of(kind);
        let mut model = Model::default();
        for step in &steps {
            // Memory forgets when it is closed.
            if kind != Kind::Memory || !matches!(step, Step::Again) {
                take(step, &mut fresh, &mut model);
            }
        }
        compare(fresh.store.as_ref(), &model);
    });
}

#[test]
fn memory_is_like_a_plain_list() {
    run(Kind::Memory, 512);
}

#[test]
fn a_database_file_is_like_a_plain_list() {
    run(Kind::File, 48);
}

#[test]
fn postgres_is_like_a_plain_list() {
    if Kind::all().contains(&Kind::Postgres) {
        run(Kind::Postgres, 24);
    }
}

/// Far more links lie in the wrong half than a store lets lie there.
#[test]
fn many_links_that_expire_at_once_and_a_clock_that_is_set_back() {
    for kind in Kind::all() {
        let fresh = Fresh::of(kind);
        let store = &fresh.store;
        store
            .transaction(Mode::Test, &mut |transaction| {
                for number in 0..700_i64 {
                    let sequence = transaction.next_sequence()?;
                    transaction.put(Arc::new(Link {
                        id: format!("link_{number}"),
                        position: Position {
                            created: number,
                            sequence,
                        },
                        expires_at: (number % 7 != 0).then_some(1_000 + number),
                        file: FILES[usize::from(number % 2 == 0)].to_owned(),
                        mode: Mode::Test,
                        metadata: Default::default(),
                        token: format!("token_{number}"),
                    }))?;
                }
                Ok(())
            })
            .unwrap();
        // So often that a store that looks only now and then has looked.
        for round in 0..4 {
            for now in [0, 1_350, 5_000, 999, 5_000, 1_350] {
                for (file, expired) in [
                    (None, true),
                    (None, false),
                    (Some(0), true),
                    (Some(1), false),
                ] {
                    let question = Question {
                        mode: Mode::Test,
                        now,
                        file,
                        expired: Some(expired),
                        from: None,
                        until: None,
                        newest_first: round % 2 == 0,
                        most: if round == 0 { 1_000 } else { 5 },
                    };
                    let scan = question.scan();
                    let found = store.scan(Mode::Test, &scan).unwrap();
                    let mut numbers: Vec<i64> = (0..700)
                        .filter(|number| {
                            let expiry = (number % 7 != 0).then_some(1_000 + number);
                            expiry.is_some_and(|expiry| expiry <= now) == expired
                                && file.is_none_or(|file| file == usize::from(number % 2 == 0))
                        })
                        .collect();
                    if question.newest_first {
                        numbers.reverse();
                    }
                    numbers.truncate(scan.most);
                    let found: Vec<i64> = found.iter().map(|link| link.position.created).collect();
                    assert_eq!(found, numbers, "{kind:?}: {question:?}");
                }
            }
        }
    }
}

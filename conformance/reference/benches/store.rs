//! What the stores cost: creates per second with every acknowledged write on disk, and the time of a look-up and of
//! a page among few links and among many.
//!
//! `cargo bench -p trueline-reference --bench store`. `TRUELINE_BENCH_LINKS` says what many is (1,000,000),
//! `TRUELINE_BENCH_SECONDS` how long each rate is measured (3). `TRUELINE_TEST_POSTGRES` adds PostgreSQL: the URL of
//! a database whose tables may be filled.
//!
//! `cargo test --benches` runs it as well, small, to see that it still works.
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot go on fails")]

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use redb::{Database, TableDefinition};
use trueline_reference::clock::Clock;
use trueline_reference::fault::Planted;
use trueline_reference::files::{EXAMPLE_FILE, Files, OTHER_FILE};
use trueline_reference::keys::Mode;
use trueline_reference::link::{Link, Position};
use trueline_reference::links::{Links, NewLink};
use trueline_reference::list::ListQuery;
use trueline_reference::store::{MemoryStore, Place, Store, Trouble};

/// How much is measured.
struct Extent {
    time: Duration,
    many: u64,
    calls: usize,
}

fn main() {
    let number = |name: &str, default: u64| {
        let given = std::env::var(name).ok();
        given
            .and_then(|given| given.parse().ok())
            .unwrap_or(default)
    };
    let extent = if std::env::args().any(|argument| argument == "--bench") {
        Extent {
            time: Duration::from_secs(number("TRUELINE_BENCH_SECONDS", 3)),
            many: number("TRUELINE_BENCH_LINKS", 1_000_000),
            calls: 2_000,
        }
    } else {
        Extent {
            time: Duration::from_millis(50),
            many: 2_000,
            calls: 20,
        }
    };
    durable(&extent);
    scale(&extent);
}

/// Links on a store, by the machine's clock.
fn links(store: Arc<dyn Store>) -> Links {
    let files = Arc::new(Files::default());
    Links::new(store, files, Clock::system(), Planted::NONE)
}

fn opened(name: &Path) -> Arc<dyn Store> {
    let trouble = Trouble::new(|message| eprintln!("{message}"));
    Place::named(name).unwrap().open(trouble).unwrap()
}

/// How often per second `work` is done by so many threads together.
fn rate(time: Duration, threads: usize, work: impl Fn() + Sync) -> f64 {
    let (over, count) = (AtomicBool::new(false), AtomicU64::new(0));
    let start = Instant::now();
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while !over.load(Ordering::Relaxed) {
                    work();
                    count.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        thread::sleep(time);
        over.store(true, Ordering::Relaxed);
    });
    // What runs when the time is over ends a little later.
    count.load(Ordering::Relaxed) as f64 / start.elapsed().as_secs_f64()
}

/// Creates per second with every write on disk, against the transactions of one row that the database alone makes.
fn durable(extent: &Extent) {
    const ROWS: TableDefinition<'static, u64, &[u8]> = TableDefinition::new("rows");
    println!("creates per second, each on disk before it counts\n");
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let raw = {
        let database = Database::create(folder.path().join("raw.db")).unwrap();
        let number = AtomicU64::new(0);
        rate(extent.time, 1, || {
            let transaction = database.begin_write().unwrap();
            let key = number.fetch_add(1, Ordering::Relaxed);
            let mut rows = transaction.open_table(ROWS).unwrap();
            // As long as a link.
            rows.insert(key, [7; 180].as_slice()).unwrap();
            drop(rows);
            transaction.commit().unwrap();
        })
    };
    println!("| store | clients | per second | of the raw rate |");
    println!("|---|---|---|---|");
    println!("| redb alone, a row a transaction | 1 | {raw:.0} | 1.00 |");
    for clients in [1, 8, 32, 128] {
        let path = folder.path().join(format!("links-{clients}.db"));
        let links = links(opened(&path));
        let made = creates(&links, extent.time, clients);
        println!(
            "| database file | {clients} | {made:.0} | {:.2} |",
            made / raw
        );
    }
    if let Ok(url) = std::env::var("TRUELINE_TEST_POSTGRES") {
        for clients in [1, 8, 32] {
            let links = links(opened(url.as_ref()));
            let made = creates(&links, extent.time, clients);
            println!("| PostgreSQL | {clients} | {made:.0} | |");
        }
    }
    println!();
}

fn creates(links: &Links, time: Duration, clients: usize) -> f64 {
    let new = NewLink {
        file: EXAMPLE_FILE.to_owned(),
        ..NewLink::default()
    };
    rate(time, clients, || {
        black_box(links.create(Mode::Test, &new, &|| None).unwrap());
    })
}

/// The time of reads among few links and among many.
fn scale(extent: &Extent) {
    println!("microseconds of a read, the median of {}\n", extent.calls);
    println!(
        "| store | links | retrieve | page | page in the middle | expired of a file | resident |"
    );
    println!("|---|---|---|---|---|---|---|");
    for count in [1_000, extent.many] {
        read("memory", Arc::new(MemoryStore::default()), count, extent);
    }
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    for count in [1_000, extent.many] {
        let path = folder.path().join(format!("{count}.db"));
        read("database file", opened(&path), count, extent);
    }
    let path = folder.path().join(format!("{}.db", extent.many));
    let bytes = std::fs::metadata(&path).unwrap().len();
    let start = Instant::now();
    drop(opened(&path));
    let opening = format!(
        "the file of {} links has {} MB and is checked and opened in {:.1} s",
        extent.many,
        bytes / (1 << 20),
        start.elapsed().as_secs_f64()
    );
    if let Ok(url) = std::env::var("TRUELINE_TEST_POSTGRES") {
        let store = opened(url.as_ref());
        for count in [1_000, extent.many] {
            read("PostgreSQL", Arc::clone(&store), count, extent);
        }
    }
    println!("\n{opening}");
}

fn read(name: &str, store: Arc<dyn Store>, count: u64, extent: &Extent) {
    // Far from all others that a database may hold.
    let first = 1_000_000_000_i64;
    let id = |number: u64| format!("link_{count}_{number}");
    for start in (0..count).step_by(10_000) {
        store
            .transaction(Mode::Live, &mut |transaction| {
                for number in start..(start + 10_000).min(count) {
                    let sequence = transaction.next_sequence()?;
                    transaction.put(Arc::new(Link {
                        id: id(number),
                        position: Position {
                            created: first + i64::try_from(number / 10).unwrap(),
                            sequence,
                        },
                        // A few have expired.
                        expires_at: (number % 100 == 0).then_some(first),
                        file: [EXAMPLE_FILE, OTHER_FILE][usize::from(number % 3 == 0)].to_owned(),
                        mode: Mode::Live,
                        metadata: [("order_id".to_owned(), number.to_string())].into(),
                        token: format!("token_{count}_{number}"),
                    }))?;
                }
                Ok(())
            })
            .unwrap();
    }
    let links = links(store);
    let number = AtomicU64::new(0);
    // Scattered over all of them.
    let next = || number.fetch_add(1, Ordering::Relaxed).wrapping_mul(7_919) % count;
    let page = ListQuery::default();
    let expired = ListQuery {
        expired: Some(true),
        file: Some(OTHER_FILE.to_owned()),
        ..ListQuery::default()
    };
    // The first such scan sorts out what has expired since.
    links.list(Mode::Live, &expired).unwrap();
    let times = [
        median(extent.calls, || {
            black_box(links.retrieve(Mode::Live, &id(next())).unwrap());
        }),
        median(extent.calls, || {
            assert_eq!(links.list(Mode::Live, &page).unwrap().links.len(), 10);
        }),
        median(extent.calls, || {
            let middle = ListQuery {
                starting_after: Some(id(next().max(20))),
                ..ListQuery::default()
            };
            assert_eq!(links.list(Mode::Live, &middle).unwrap().links.len(), 10);
        }),
        median(extent.calls, || {
            let found = links.list(Mode::Live, &expired).unwrap();
            assert!(!found.links.is_empty());
        }),
    ];
    let times = times.map(|time| format!("{:.1}", time.as_secs_f64() * 1e6));
    println!(
        "| {name} | {count} | {} | {} MB |",
        times.join(" | "),
        resident() / (1 << 20)
    );
}

fn median(calls: usize, work: impl Fn()) -> Duration {
    let mut times: Vec<Duration> = (0..calls)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    times.sort();
    times[times.len() / 2]
}

/// Bytes of this process in memory; zero where the system does not say.
fn resident() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = pages
        .split(' ')
        .nth(1)
        .and_then(|pages| pages.parse::<u64>().ok());
    pages.unwrap_or(0) * 4096
}

//! The suite against servers that keep their data: in a file, in PostgreSQL, and by turns at two servers on one
//! PostgreSQL.
//!
//! PostgreSQL is the database at the URL of `TRUELINE_TEST_POSTGRES`; without it those tests say that they were
//! skipped.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use tokio::runtime::Builder;
use tokio_postgres::NoTls;

use super::serve::Served;
use super::{folder, trueline};

/// The URL of a new schema in the database for tests; nothing, with a word about it, where there is none.
pub(super) fn schema(name: &str) -> Option<String> {
    let url = std::env::var("TRUELINE_TEST_POSTGRES").unwrap_or_default();
    if url.is_empty() {
        println!("skipped: TRUELINE_TEST_POSTGRES names no database");
        return None;
    }
    let name = format!("{name}_{}", std::process::id());
    let runtime = Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let connected = tokio_postgres::connect(&url, NoTls).await;
        let (client, connection) = connected.expect("the database answers");
        tokio::spawn(connection);
        let made = client.batch_execute(&format!("CREATE SCHEMA {name}")).await;
        made.expect("a schema is made");
    });
    Some(format!("{url}?options=-csearch_path%3D{name}"))
}

/// All that the description says holds at this server.
fn holds(api: &str, base: &str) {
    let (auth, fixtures): (&str, &[&str]) = match api {
        "stripe/file_links" => (
            "basic:sk_test_123",
            &[
                "file=file_1Mr23iLkdIwHu7ixQkCV3CBR",
                "other_file=file_1Mr240LkdIwHu7ixReference2",
                "unlinkable_file=file_1Mr241LkdIwHu7ixReference3",
            ],
        ),
        _ => (
            "bearer:sk_test_123",
            &[
                "file=file_b9bb0bce-c20e-4519-945e-45983a1b239b",
                "other_file=file_3f0c5d52-7a0e-4c7e-9d0b-5b8c1a2e6f47",
            ],
        ),
    };
    let mut call = vec!["test", api, "--target", base, "--auth", auth];
    for fixture in fixtures {
        call.extend(["--fixture", *fixture]);
    }
    trueline(&call).expect(0);
}

#[test]
fn the_suite_holds_on_a_database_file() {
    let folder = folder();
    for api in ["stripe/file_links", "digital_river/file_links"] {
        let data = folder.path().join(api.replace('/', "_"));
        let data = data.to_str().expect("the path is UTF-8");
        let served = Served::start(&["--api", api, "--data", data]);
        holds(api, &served.base);
    }
}

#[test]
fn the_suite_holds_on_postgres() {
    for (api, name) in [
        ("stripe/file_links", "suite_stripe"),
        ("digital_river/file_links", "suite_digital_river"),
    ] {
        let Some(url) = schema(name) else { return };
        let served = Served::start(&["--api", api, "--data", &url]);
        holds(api, &served.base);
    }
}

#[test]
fn the_suite_holds_when_requests_go_to_two_servers_by_turns() {
    for (api, name) in [
        ("stripe/file_links", "turns_stripe"),
        ("digital_river/file_links", "turns_digital_river"),
    ] {
        let Some(url) = schema(name) else { return };
        let turns = Turns::new();
        // The same link must have the same public address at both.
        let start = || Served::start(&["--api", api, "--data", &url, "--public-url", &turns.base]);
        let (one, other) = (start(), start());
        turns.among(&[&one.base, &other.base]);
        holds(api, &turns.base);
        let counts = turns.counts();
        assert!(counts.iter().all(|count| *count > 100), "{counts:?}");
        assert!(counts[0].abs_diff(counts[1]) <= 1, "{counts:?}");
    }
}

/// A proxy that hands each connection to the next server, and makes each request a connection of its own.
struct Turns {
    base: String,
    servers: Arc<Mutex<Vec<String>>>,
    counts: Arc<[AtomicUsize; 2]>,
}

impl Turns {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let servers = Arc::new(Mutex::new(Vec::<String>::new()));
        let counts = Arc::new([AtomicUsize::new(0), AtomicUsize::new(0)]);
        let (all, counted) = (Arc::clone(&servers), Arc::clone(&counts));
        thread::spawn(move || {
            for (number, client) in listener.incoming().flatten().enumerate() {
                let turn = number % counted.len();
                let server = all.lock().expect("no panic").get(turn).cloned();
                counted[turn].fetch_add(1, Ordering::Relaxed);
                if let Some(Ok(server)) = server.map(TcpStream::connect) {
                    thread::spawn(move || hand_over(client, server));
                }
            }
        });
        Self {
            base,
            servers,
            counts,
        }
    }

    fn among(&self, bases: &[&str]) {
        let addresses = bases.iter().map(|base| base.trim_start_matches("http://"));
        *self.servers.lock().expect("no panic") = addresses.map(str::to_owned).collect();
    }

    fn counts(&self) -> Vec<usize> {
        let counts = self.counts.iter();
        counts.map(|count| count.load(Ordering::Relaxed)).collect()
    }
}

/// Passes bytes both ways, and tells the server to close the connection after its answer. What is no request with
/// a head is passed on as it is.
fn hand_over(mut client: TcpStream, mut server: TcpStream) {
    let (Ok(mut back), Ok(mut answers)) = (client.try_clone(), server.try_clone()) else {
        return;
    };
    let answering = thread::spawn(move || {
        // An end of either side is an end.
        let _ = std::io::copy(&mut answers, &mut back);
        let _ = back.shutdown(std::net::Shutdown::Write);
    });
    let mut head = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        match client.read(&mut buffer) {
            Ok(0) | Err(_) => break,
            Ok(count) => head.extend_from_slice(&buffer[..count]),
        }
        let end = head.windows(4).position(|window| window == b"\r\n\r\n");
        if let Some(end) = end {
            head.splice(end + 2..end + 2, *b"Connection: close\r\n");
        }
        // A head that does not end soon is not waited for.
        if end.is_some() || head.len() > 256 * 1024 {
            break;
        }
    }
    let _ = server.write_all(&head);
    let _ = std::io::copy(&mut client, &mut server);
    let _ = server.shutdown(std::net::Shutdown::Write);
    let _ = answering.join();
}

//! How the server is run: health, clock, latency, logs, and how it stops.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::json;
use trueline_reference::Api;
use trueline_reference::files::EXAMPLE_FILE;
use trueline_reference::serve::{Entry, Format, Log, Options};

use crate::site::{LINKS, START, Site};

#[test]
fn health_is_asked_without_a_key_and_is_no_part_of_the_api() {
    for api in Api::ALL {
        let site = Site::with(Options::of(api));
        let reply = site.client_with("").get("/healthz");
        assert_eq!(reply.status, 200);
        assert_eq!(reply.json(), json!({"status": "ok"}));
        assert_eq!(reply.header("request-id"), None);
        let refused = site.client_with("").send("POST", "/healthz", &[], b"");
        assert_eq!(refused.status, 405);
        assert_eq!(refused.header("allow"), Some("GET, HEAD"));
    }
}

#[test]
fn the_clock_moves_only_where_it_was_allowed_to() {
    let path = "/_trueline/clock";
    let site = Site::new();
    site.client().get(path).refused(404, None, None);
    let site = Site::with(Options {
        clock_moves: true,
        ..Options::default()
    });
    let mut client = site.client();
    let link = client.made(&format!("expires_at={}", START + 60));
    let mut outside = site.client_with("");
    assert_eq!(outside.get(path).json(), json!({"now": START}));
    let moved = outside.post(path, "advance=60");
    assert_eq!(moved.json(), json!({"now": START + 60}));
    assert_eq!(client.read(&link)["expired"], true);
    let body = json!({"now": START + 90}).to_string();
    let moved = outside.send("POST", path, &[], body.as_bytes());
    assert_eq!(moved.json(), json!({"now": START + 90}));
    assert_eq!(client.made("")["created"], START + 90);
    for wrong in [
        "now=1",
        "advance=-1",
        "advance=soon",
        "",
        "later=9",
        r#"{"now": 1, "advance": 2}"#,
    ] {
        let reply = outside.send("POST", path, &[], wrong.as_bytes());
        assert_eq!(reply.status, 400, "{wrong}: {}", reply.text());
        assert!(reply.json()["error"].is_string());
    }
    assert_eq!(site.clock.now(), START + 90);
    assert_eq!(outside.send("DELETE", path, &[], b"").status, 405);
}

#[test]
fn latency_holds_answers_of_the_api_back() {
    let site = Site::with(Options {
        latency: "60..80".parse().unwrap(),
        ..Options::default()
    });
    let mut client = site.client();
    let start = Instant::now();
    assert_eq!(client.get(LINKS).status, 200);
    assert!(start.elapsed() >= Duration::from_millis(60));
}

#[derive(Debug, Default)]
struct Lines(Mutex<Vec<Entry>>);

impl Log for Lines {
    fn write(&self, entry: &Entry) {
        self.0.lock().unwrap().push(entry.clone());
    }
}

#[test]
fn every_request_has_a_line_and_no_line_has_a_secret() {
    let lines = Arc::new(Lines::default());
    let site = Site::with(Options {
        log: Some(Arc::clone(&lines) as Arc<dyn Log>),
        ..Options::default()
    });
    let mut client = site.client();
    let link = client.made("metadata[note]=private");
    let listed = client.list("file=file_private&limit=2");
    let token = link["url"].as_str().unwrap().rsplit('/').next().unwrap();
    let fetched = client.get(&format!("/links/{token}"));
    let form = format!("file={EXAMPLE_FILE}");
    for _ in 0..2 {
        client.post_with(LINKS, ("Idempotency-Key", "k"), &form);
    }
    let mut stream = TcpStream::connect(site.address).unwrap();
    stream.write_all(b"garbage\r\n\r\n").unwrap();
    stream.read_to_end(&mut Vec::new()).unwrap();
    let entries = lines.0.lock().unwrap().clone();
    let seen: Vec<(String, u16)> = entries
        .iter()
        .map(|entry| {
            let request = entry.request.as_ref();
            let request = request.map(|(method, path)| format!("{method} {path}"));
            (request.unwrap_or_default(), entry.status)
        })
        .collect();
    let expected = [
        (format!("POST {LINKS}"), 200),
        (format!("GET {LINKS}"), 200),
        ("GET /links/…".to_owned(), 200),
        (format!("POST {LINKS}"), 200),
        (format!("POST {LINKS}"), 200),
        (String::new(), 400),
    ];
    assert_eq!(seen, expected);
    assert_eq!(
        entries[1].request_id.as_deref(),
        listed.header("request-id")
    );
    assert_eq!(
        entries[2].request_id.as_deref(),
        fetched.header("request-id")
    );
    let replayed: Vec<bool> = entries.iter().map(|entry| entry.replayed).collect();
    assert_eq!(replayed, [false, false, false, false, true, false]);
    for entry in &entries {
        for format in [Format::Logfmt, Format::Json] {
            let line = entry.line(format);
            for secret in ["sk_test", "private", token, "\n"] {
                assert!(!line.contains(secret), "{secret:?} in {line}");
            }
            assert!(line.contains("req_"), "{line}");
        }
    }
}

#[test]
fn stopping_finishes_what_runs_and_takes_nothing_new() {
    let site = Site::with(Options {
        latency: "400".parse().unwrap(),
        ..Options::default()
    });
    let address = site.address;
    let mut running = site.client();
    let idle = site.client();
    let request = std::thread::spawn(move || running.get(LINKS).status);
    std::thread::sleep(Duration::from_millis(100));
    let start = Instant::now();
    site.stop();
    assert!(start.elapsed() >= Duration::from_millis(200));
    assert_eq!(request.join().unwrap(), 200);
    assert!(TcpStream::connect(address).is_err());
    drop(idle);
}

//! A server that is killed in the middle of its work, again and again, has lost nothing that it had answered.
//!
//! `TRUELINE_KILL_ROUNDS` says how often; three times if it does not.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::serve::Served;
use super::wire::{Answer, Wire};
use super::{folder, stores};

const CLIENTS: usize = 8;
const CREATE: &str = "/v1/file_links";

/// What the clients were answered, and what they asked for without an answer.
#[derive(Default)]
struct Record {
    /// Answers of requests, by idempotency key: path, form and answer.
    answered: BTreeMap<String, (String, String, Answer)>,
    /// Requests that were sent and not answered.
    open: BTreeMap<String, (String, String)>,
    /// The last value that was acknowledged for the counter of a link.
    counters: BTreeMap<String, u64>,
}

/// Makes links and changes them until the server is gone. Each client has links of its own.
fn work(base: &str, client: usize, round: usize, record: &Mutex<Record>, over: &AtomicBool) {
    let Ok(mut wire) = Wire::to(base) else { return };
    let mut links: Vec<String> = Vec::new();
    for number in 0_u64.. {
        if over.load(Ordering::Relaxed) {
            return;
        }
        let key = format!("r{round}-c{client}-n{number}");
        let update = number % 3 != 0 && !links.is_empty();
        let (path, form) = if update {
            let link = &links[usize::try_from(number).unwrap_or(0) % links.len()];
            (
                format!("{CREATE}/{link}"),
                format!("metadata[counter]={number}"),
            )
        } else {
            let form = format!("file=file_1Mr23iLkdIwHu7ixQkCV3CBR&metadata[key]={key}");
            (CREATE.to_owned(), form)
        };
        let asked = (path.clone(), form.clone());
        record
            .lock()
            .expect("no panic")
            .open
            .insert(key.clone(), asked);
        let Ok(answer) = wire.send("POST", &path, Some(&key), &form) else {
            return;
        };
        assert_eq!(answer.status, 200, "{}", answer.body);
        let mut record = record.lock().expect("no panic");
        record.open.remove(&key);
        let link = id(&answer);
        if update {
            record.counters.insert(link, number);
        } else {
            links.push(link);
        }
        record.answered.insert(key, (path, form, answer));
    }
}

fn id(answer: &Answer) -> String {
    let link: Value = serde_json::from_str(&answer.body).expect("an answer is JSON");
    link["id"].as_str().expect("a link has an id").to_owned()
}

/// All that was answered holds, and what was not answered happens once when it is asked for again.
fn check(base: &str, record: &Record) {
    let mut wire = Wire::to(base).expect("the server listens");
    for (key, (path, form, answer)) in &record.answered {
        let again = wire.send("POST", path, Some(key), form).expect("an answer");
        assert!(again.replayed, "{key} was done anew");
        assert_eq!(again.body, answer.body, "{key} is answered differently");
        if path == CREATE {
            let link = wire.send("GET", &format!("{CREATE}/{}", id(answer)), None, "");
            assert_eq!(link.expect("an answer").status, 200, "{key} is lost");
        }
    }
    for (link, counter) in &record.counters {
        let found = wire.send("GET", &format!("{CREATE}/{link}"), None, "");
        let found: Value = serde_json::from_str(&found.expect("an answer").body).expect("JSON");
        let kept = found["metadata"]["counter"].as_str().unwrap_or("0");
        let kept: u64 = kept.parse().expect("a number");
        assert!(kept >= *counter, "{link} is at {kept}, after {counter}");
    }
    for (key, (path, form)) in &record.open {
        // A server that took part and is gone may hold the key until that is noticed.
        let mut answer = wire.send("POST", path, Some(key), form).expect("an answer");
        for _ in 0..100 {
            if answer.status != 409 {
                break;
            }
            thread::sleep(Duration::from_millis(50));
            answer = wire.send("POST", path, Some(key), form).expect("an answer");
        }
        assert_eq!(answer.status, 200, "{key}: {}", answer.body);
    }
}

/// How many links there are for each key.
fn made(base: &str) -> BTreeMap<String, usize> {
    let mut wire = Wire::to(base).expect("the server listens");
    let mut made = BTreeMap::new();
    let mut after = String::new();
    loop {
        let path = format!("{CREATE}?limit=100{after}");
        let page = wire.send("GET", &path, None, "").expect("an answer");
        let page: Value = serde_json::from_str(&page.body).expect("JSON");
        let links = page["data"].as_array().expect("a page has links");
        for link in links {
            let key = link["metadata"]["key"].as_str().unwrap_or_default();
            *made.entry(key.to_owned()).or_insert(0) += 1;
        }
        if page["has_more"] != true {
            return made;
        }
        let last = links.last().expect("a page that has more has links");
        after = format!(
            "&starting_after={}",
            last["id"].as_str().unwrap_or_default()
        );
    }
}

fn rounds(data: &str) {
    let rounds = std::env::var("TRUELINE_KILL_ROUNDS").unwrap_or_default();
    let rounds: usize = rounds.parse().unwrap_or(3);
    let (mut answers, mut open) = (0, 0);
    let mut keys = Vec::new();
    for round in 0..rounds {
        let served = Served::start(&["--data", data]);
        let record = Mutex::new(Record::default());
        let over = AtomicBool::new(false);
        thread::scope(|scope| {
            for client in 0..CLIENTS {
                let (base, record, over) = (&served.base, &record, &over);
                scope.spawn(move || work(base, client, round, record, over));
            }
            // When they are at work, and not always at the same point of it.
            let enough = 3 * CLIENTS + 11 * (round % 5);
            let latest = Instant::now() + Duration::from_secs(60);
            while record.lock().expect("no panic").answered.len() < enough {
                assert!(Instant::now() < latest, "the server hardly answers");
                thread::sleep(Duration::from_millis(2));
            }
            thread::sleep(Duration::from_millis(7 * (round as u64 % 13)));
            served.signal("KILL");
            over.store(true, Ordering::Relaxed);
        });
        drop(served);
        let record = record.into_inner().expect("no panic");
        answers += record.answered.len();
        open += record.open.len();
        let served = Served::start(&["--data", data]);
        check(&served.base, &record);
        let asked = record.answered.iter().map(|(key, (path, ..))| (key, path));
        let asked = asked.chain(record.open.iter().map(|(key, (path, _))| (key, path)));
        let created = asked.filter(|(_, path)| *path == CREATE);
        keys.extend(created.map(|(key, _)| key.clone()));
        // Killed as well, so that the next round starts from a file that nobody closed.
        served.signal("KILL");
    }
    let served = Served::start(&["--data", data]);
    let made = made(&served.base);
    for key in &keys {
        assert_eq!(
            made.get(key),
            Some(&1),
            "{key} made another number of links"
        );
    }
    assert_eq!(
        made.len(),
        keys.len(),
        "there are links that nobody asked for"
    );
    println!(
        "{rounds} kills: {answers} acknowledged requests, 0 lost; {open} cut off, each done once; \
         {} links",
        keys.len()
    );
}

#[test]
fn nothing_is_lost_from_a_database_file() {
    let folder = folder();
    let data = folder.path().join("links.db");
    rounds(data.to_str().expect("the path is UTF-8"));
}

#[test]
fn nothing_is_lost_from_postgres() {
    if let Some(url) = stores::schema("kill") {
        rounds(&url);
    }
}

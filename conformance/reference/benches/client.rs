//! Both generated sides beside both written by hand: calls per second of the generated client at the generated server,
//! and of bare `reqwest` with serde's structs at the hand-written axum server.
//!
//! `cargo bench -p trueline-reference --bench client`. `TRUELINE_BENCH_SECONDS` says how long each figure is measured
//! (3), `TRUELINE_BENCH_ROUNDS` how often (5). Each server is a process of its own; in each round both pairs are
//! measured one right after the other, and the ratio of a row is the median of the rounds' ratios.
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot go on fails")]

#[path = "http/hand_written.rs"]
mod hand_written;
#[path = "http/process.rs"]
#[expect(dead_code, reason = "it serves the other benchmark, too")]
mod process;

use std::time::{Duration, Instant};

use process::Process;
use serde::Deserialize;
use trueline_generated::runtime::client::Config;
use trueline_generated::stripe::file_links::client;
use trueline_generated::stripe::file_links::client::file_links::FileLinks;
use trueline_generated::stripe::file_links::models::PostFileLinksBody;
use trueline_reference::files::EXAMPLE_FILE;

/// The key that both servers accept.
const KEY: &str = "sk_test_123";
/// The version that both name.
const VERSION: &str = "2026-01-28.clover";
/// How many links there are at the start.
const LINKS: u64 = 1_000;
/// How many calls are on their way at a time.
const AT_A_TIME: usize = 8;

/// A link, as somebody would write it down by hand.
#[derive(Deserialize)]
#[expect(dead_code, reason = "it is read, as an application would")]
struct Link {
    id: String,
    object: String,
    created: i64,
    expired: bool,
    expires_at: Option<i64>,
    file: String,
    livemode: bool,
    metadata: std::collections::HashMap<String, String>,
    url: Option<String>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "it is read, as an application would")]
struct Page {
    data: Vec<Link>,
    has_more: bool,
    object: String,
    url: String,
}

#[derive(Clone, Copy)]
enum Operation {
    Retrieve,
    List,
    Create,
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, role, name, links] = arguments.as_slice()
        && role == process::ROLE
    {
        return process::serve(name, links.parse().unwrap());
    }
    let number = |name: &str, default: u64| {
        let given = std::env::var(name).ok();
        given
            .and_then(|given| given.parse().ok())
            .unwrap_or(default)
    };
    let length = Duration::from_secs(number("TRUELINE_BENCH_SECONDS", 3));
    let rounds = number("TRUELINE_BENCH_ROUNDS", 5);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    println!("| operation | generated, calls/s | by hand, calls/s | ratio |\n|---|---|---|---|");
    for (name, operation) in [
        ("retrieve", Operation::Retrieve),
        ("list", Operation::List),
        ("create", Operation::Create),
    ] {
        let mut pairs = Vec::new();
        for _ in 0..rounds {
            let ours = runtime.block_on(generated(operation, length));
            pairs.push((ours, runtime.block_on(by_hand(operation, length))));
        }
        let ours = median(pairs.iter().map(|(ours, _)| *ours));
        let theirs = median(pairs.iter().map(|(_, theirs)| *theirs));
        let ratio = median(pairs.iter().map(|(ours, theirs)| ours / theirs));
        println!("| {name} | {ours:.0} | {theirs:.0} | {ratio:.2} |");
    }
}

fn links_at(address: &str) -> FileLinks {
    let config = Config::new()
        .base_url(format!("http://{address}"))
        .credential(client::bearer_auth(KEY));
    client::connect(config).unwrap().file_links()
}

async fn generated(operation: Operation, length: Duration) -> f64 {
    let server = Process::start("generated", LINKS);
    let links = links_at(&server.address);
    let first = links
        .get_file_links()
        .limit(1)
        .await
        .unwrap()
        .data
        .remove(0)
        .id;
    rate(length, async || match operation {
        Operation::Retrieve => {
            links.get_file_links_link(&*first).await.unwrap();
        }
        Operation::List => {
            assert_eq!(
                links.get_file_links().limit(10).await.unwrap().data.len(),
                10
            );
        }
        Operation::Create => {
            let body = PostFileLinksBody::new(EXAMPLE_FILE).metadata([("order", "6735")]);
            links.post_file_links(body).await.unwrap();
        }
    })
    .await
}

async fn by_hand(operation: Operation, length: Duration) -> f64 {
    let server = Process::start("by-hand", LINKS);
    let address = &server.address;
    let first = links_at(address).get_file_links().limit(1).await.unwrap();
    let first = &first.data[0].id;
    let client = reqwest::Client::builder()
        .tcp_nodelay(true)
        .build()
        .unwrap();
    let url = format!("http://{address}/v1/file_links");
    let form = format!("file={EXAMPLE_FILE}&metadata%5Border%5D=6735");
    let sent = async |request: reqwest::RequestBuilder| {
        let answer = request.bearer_auth(KEY).send().await.unwrap();
        assert!(answer.status().is_success());
        answer.bytes().await.unwrap()
    };
    rate(length, async || match operation {
        Operation::Retrieve => {
            let answer = sent(client.get(format!("{url}/{first}"))).await;
            serde_json::from_slice::<Link>(&answer).unwrap();
        }
        Operation::List => {
            let answer = sent(client.get(format!("{url}?limit=10"))).await;
            let page: Page = serde_json::from_slice(&answer).unwrap();
            assert_eq!(page.data.len(), 10);
        }
        Operation::Create => {
            let request = client.post(&url).body(form.clone());
            let media = "application/x-www-form-urlencoded";
            let answer = sent(request.header("content-type", media)).await;
            serde_json::from_slice::<Link>(&answer).unwrap();
        }
    })
    .await
}

/// Calls a second, so many at a time, after some that do not count.
async fn rate(length: Duration, call: impl AsyncFn()) -> f64 {
    let walk = async |until: Instant| {
        let mut calls = 0_u32;
        while Instant::now() < until {
            call().await;
            calls += 1;
        }
        calls
    };
    walk(Instant::now() + length / 10).await;
    let start = Instant::now();
    let walks = (0..AT_A_TIME).map(|_| walk(start + length));
    let calls: u32 = futures_util::future::join_all(walks)
        .await
        .into_iter()
        .sum();
    f64::from(calls) / start.elapsed().as_secs_f64()
}

fn median(figures: impl Iterator<Item = f64>) -> f64 {
    let mut figures: Vec<f64> = figures.collect();
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

//! How many requests a second the tester makes, as a share of a bare client that sends as many to the same endpoints
//! and only reads the answers.
//!
//! `cargo bench -p trueline-conformance --bench requests`. Both go to the reference server, in this process, with as
//! many requests under way at a time, in turn. The cases are those of the phase coverage, which wait for nothing: what
//! is measured is deriving, sending, judging and recording. `TRUELINE_BENCH_ROUNDS` says how often (5).
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot go on fails")]

#[path = "../tests/it/reference.rs"]
#[expect(
    dead_code,
    unused_imports,
    reason = "of the tests, only the suite is used"
)]
mod reference;

use std::sync::{Arc, Mutex};
use std::time::Instant;

use futures_util::StreamExt as _;
use http::Method;
use trueline_conformance::{Credential, Phase, RunOptions, Suite, Target, run};
use trueline_reference::Api;
use trueline_reference::files::EXAMPLE_FILE;
use trueline_reference::serve::{Entry, Log, Options, serve_on_loopback};

/// Requests under way at a time.
const JOBS: usize = 16;

/// Keeps what was asked.
#[derive(Debug, Default)]
struct Asked(Mutex<Vec<(Method, String)>>);

impl Log for Asked {
    fn write(&self, entry: &Entry) {
        if let Some(request) = &entry.request {
            self.0.lock().unwrap().push(request.clone());
        }
    }
}

#[tokio::main]
async fn main() {
    let rounds = std::env::var("TRUELINE_BENCH_ROUNDS").ok();
    let rounds: usize = rounds.and_then(|it| it.parse().ok()).unwrap_or(5);
    let mut suite = reference::suite(Api::StripeFileLinks);
    suite.retain(|meta| meta.phase == Phase::Coverage);
    let mut shares = Vec::new();
    println!("| requests | tester, requests/s | bare client, requests/s | share |");
    println!("|---|---|---|---|");
    for round in 0..=rounds {
        let (asked, tester) = tested(&suite).await;
        let bare = asked_barely(&asked).await;
        // The first round warms up.
        if round > 0 {
            println!(
                "| {} | {tester:.0} | {bare:.0} | {:.2} |",
                asked.len(),
                tester / bare
            );
            shares.push(tester / bare);
        }
    }
    shares.sort_by(f64::total_cmp);
    println!("\nmedian share: {:.2}", shares[shares.len() / 2]);
}

/// Runs the cases; gives what was asked, and requests a second.
async fn tested(suite: &Suite) -> (Vec<(Method, String)>, f64) {
    let asked = Arc::new(Asked::default());
    let server = serve_on_loopback(Options {
        log: Some(Arc::clone(&asked) as Arc<dyn Log>),
        ..Options::of(Api::StripeFileLinks)
    });
    let server = server.await.unwrap();
    let mut target = Target::new(&server.base_url()).unwrap();
    let credential = Credential::parse(Api::StripeFileLinks.credential()).unwrap();
    target.credential = Some(credential);
    let mut options = RunOptions {
        jobs: JOBS,
        ..RunOptions::default()
    };
    for (name, id) in Api::StripeFileLinks.fixtures() {
        options
            .fixtures
            .insert((*name).to_owned(), (*id).to_owned());
    }
    let start = Instant::now();
    let report = run(suite, target, &options, &mut []).await.unwrap();
    let seconds = start.elapsed().as_secs_f64();
    assert_eq!(report.run.counts.failed, 0);
    let asked = std::mem::take(&mut *asked.0.lock().unwrap());
    let rate = asked.len() as f64 / seconds;
    (asked, rate)
}

/// Sends as many requests to the same paths, valid ones; gives requests a second.
async fn asked_barely(asked: &[(Method, String)]) -> f64 {
    let server = serve_on_loopback(Options {
        log: Some(Arc::new(Asked::default())),
        ..Options::of(Api::StripeFileLinks)
    });
    let server = server.await.unwrap();
    let client = reqwest::Client::new();
    let base = server.base_url();
    let start = Instant::now();
    futures_util::stream::iter(asked)
        .map(|(method, path)| {
            let request = client
                .request(method.clone(), format!("{base}{path}"))
                .bearer_auth("sk_test_123");
            let request = match path.ends_with("/file_links") && method == Method::POST {
                true => request
                    .header("content-type", "application/x-www-form-urlencoded")
                    .body(format!("file={EXAMPLE_FILE}")),
                false => request,
            };
            async move { request.send().await.unwrap().bytes().await.unwrap().len() }
        })
        .buffer_unordered(JOBS)
        .for_each(|_| std::future::ready(()))
        .await;
    asked.len() as f64 / start.elapsed().as_secs_f64()
}

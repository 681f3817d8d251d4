//! The generated router beside a server written by hand: requests per second and latency over HTTP, memory, and what
//! a retrieve and a list cost among few links and among many.
//!
//! `cargo bench -p trueline-reference --bench http`. The load comes from `wrk` (Debian: `apt-get install wrk`).
//! `TRUELINE_BENCH_SECONDS` says how long each figure is measured (5), `TRUELINE_BENCH_ROUNDS` how often (5),
//! `TRUELINE_BENCH_LINKS` what many is (1,000,000). Each server is a process of its own; in each round both are asked
//! the same, one right after the other, and the ratio of a row is the median of the rounds' ratios.
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot go on fails")]

#[path = "http/hand_written.rs"]
mod hand_written;
#[path = "http/load.rs"]
mod load;
#[path = "http/process.rs"]
mod process;

use load::{Load, Measured};
use process::Process;

/// The key that both servers accept.
const KEY: &str = "sk_test_123";
/// The version that both name.
const VERSION: &str = "2026-01-28.clover";
/// How many links there are where their number does not matter.
const FEW: u64 = 1_000;

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
    let seconds = number("TRUELINE_BENCH_SECONDS", 5);
    let rounds = number("TRUELINE_BENCH_ROUNDS", 5);
    let many = number("TRUELINE_BENCH_LINKS", 1_000_000);
    if !load::is_there() {
        println!("wrk is not installed: nothing was measured");
        return;
    }
    beside_hand_written(seconds, rounds);
    by_size(seconds, rounds, many);
}

/// Both servers, the same requests, in turn.
fn beside_hand_written(seconds: u64, rounds: u64) {
    println!(
        "| operation | generated, requests/s | by hand, requests/s | ratio | CPU µs a request | p50, ms | p99, ms |"
    );
    println!("|---|---|---|---|---|---|---|");
    for operation in ["retrieve", "list", "create"] {
        let mut pairs = Vec::new();
        for _ in 0..rounds {
            // A create makes the server larger: each round begins with fresh ones.
            pairs.push(["generated", "by-hand"].map(|name| {
                let server = Process::start(name, FEW);
                let load = Load::of(operation, &server);
                load.run(1);
                load.run(seconds)
            }));
        }
        let ratio = median(pairs.iter().map(|[ours, theirs]| ours.rate / theirs.rate));
        let ours = |of: fn(&Measured) -> f64| median(pairs.iter().map(|[ours, _]| of(ours)));
        let theirs = |of: fn(&Measured) -> f64| median(pairs.iter().map(|[_, theirs]| of(theirs)));
        println!(
            "| {operation} | {:.0} | {:.0} | {ratio:.2} | {:.1} / {:.1} | {:.2} / {:.2} | {:.2} / {:.2} |",
            ours(|it| it.rate),
            theirs(|it| it.rate),
            ours(|it| it.processor),
            theirs(|it| it.processor),
            ours(|it| it.p50),
            theirs(|it| it.p50),
            ours(|it| it.p99),
            theirs(|it| it.p99),
        );
    }
    println!();
}

/// The generated server with few links and with many.
fn by_size(seconds: u64, rounds: u64, many: u64) {
    println!(
        "| operation | among {FEW}, requests/s | among {many}, requests/s | ratio | CPU µs a request |"
    );
    println!("|---|---|---|---|---|");
    let empty = Process::start("generated", 0).resident();
    let (small, large) = (
        Process::start("generated", FEW),
        Process::start("generated", many),
    );
    let full = large.resident();
    for operation in ["retrieve", "list"] {
        let loads = [&small, &large].map(|server| Load::of(operation, server));
        let pairs: Vec<[Measured; 2]> = (0..rounds)
            .map(|_| [loads[0].run(seconds), loads[1].run(seconds)])
            .collect();
        println!(
            "| {operation} | {:.0} | {:.0} | {:.2} | {:.1} / {:.1} |",
            median(pairs.iter().map(|pair| pair[0].rate)),
            median(pairs.iter().map(|pair| pair[1].rate)),
            median(pairs.iter().map(|pair| pair[1].rate / pair[0].rate)),
            median(pairs.iter().map(|pair| pair[0].processor)),
            median(pairs.iter().map(|pair| pair[1].processor)),
        );
    }
    let each = full.saturating_sub(empty) as f64 / many as f64;
    println!(
        "\nmemory: {:.1} MB empty, {:.1} MB with {many} links: {:.1} MB for each 100,000",
        empty as f64 / 1e6,
        full as f64 / 1e6,
        each * 1e5 / 1e6
    );
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

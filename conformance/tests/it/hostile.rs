//! Targets that do what no server should: the run ends soon, and says by name what they did.
//!
//! `tests/data/hostile.yaml` lists them with what must be said; [`servers`] plays them.

mod servers;

use std::time::{Duration, Instant};

use serde_json::Value;
use trueline_conformance::{Outcome, RunOptions, RunReport, Suite, Target, run};

use crate::{contract, data};

/// How long the tester waits for an answer of a server that keeps it waiting.
const TIMEOUT: Duration = Duration::from_millis(300);

/// How long a run against one may take, whatever it does: the timeouts in a row after which the tester gives up
/// come to a few seconds, the rest is room for a busy machine.
const LONGEST: Duration = Duration::from_secs(60);

async fn report(server: &str, timeout: Duration) -> RunReport {
    let base = servers::start(server).await;
    let mut target = Target::new(&base).unwrap();
    target.timeout = timeout;
    target.answer_limit = 1 << 20;
    let mut options = RunOptions {
        jobs: 8,
        ..RunOptions::default()
    };
    options
        .fixtures
        .insert("author".to_owned(), "user_bob_0002".to_owned());
    run(&Suite::new(contract("notes")), target, &options, &mut [])
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_is_named_and_none_lasts() {
    let text = std::fs::read_to_string(data("hostile.yaml")).unwrap();
    let table: Vec<Value> = serde_yaml::from_str(&text).unwrap();
    assert_eq!(table.len(), servers::NAMES.len());
    let mut wrong = Vec::new();
    for row in table {
        let server = row["server"].as_str().unwrap();
        let started = Instant::now();
        let says = row["says"].as_str().unwrap();
        // Others answer at once, however long that takes on a busy machine.
        let timeout = if says.contains("within") {
            TIMEOUT
        } else {
            LONGEST
        };
        let report = report(server, timeout).await;
        let took = started.elapsed();
        let said: Vec<String> = report
            .findings
            .iter()
            .map(|it| format!("{}: {} | {}", it.check, it.expected, it.received))
            .chain(report.cases.iter().filter_map(|it| it.reason.clone()))
            .collect();
        if took > LONGEST {
            wrong.push(format!("{server}: took {took:?}"));
        }
        if row["exit"] != report.exit_code() {
            wrong.push(format!("{server}: exit code {}", report.exit_code()));
        }
        if !said.iter().any(|it| it.contains(says)) {
            wrong.push(format!("{server}: not `{says}`, but {said:#?}"));
        }
        for case in &report.cases {
            let reason = case.reason.as_deref().unwrap_or_default();
            assert!(!reason.contains("tester itself"), "{server}: {case:#?}");
            // Nothing can be well with a server that never gives a proper answer, but a refusal is a refusal.
            let is_refusal = case.id.starts_with("coverage/");
            if case.verdict == Outcome::Passed && !is_refusal {
                wrong.push(format!("{server}: {} passed", case.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

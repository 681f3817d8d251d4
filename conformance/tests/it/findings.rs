//! What becomes one finding and what becomes two, where a description stands alone.

use indexmap::IndexMap;
use regex::Regex;
use serde::Deserialize;
use serde_json::{Value, json};
use trueline_conformance::report::Finding;
use trueline_conformance::{RunOptions, Suite, Target, run};

use crate::scripted::serve_by_rules;
use crate::{contract, data};

/// A row of `tests/data/findings.yaml`: a server, and all that is said of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    server: String,
    /// A description under `tests/data/findings`.
    api: String,
    /// What requests are answered, by a pattern of their line; the first that matches speaks.
    answers: IndexMap<String, Value>,
    findings: Vec<Value>,
}

#[tokio::test]
async fn failures_of_one_cause_are_one_finding() {
    let text = std::fs::read_to_string(data("findings.yaml")).unwrap();
    let table: Vec<Row> = serde_yaml::from_str(&text).unwrap();
    for row in table {
        let rules = row.answers.into_iter();
        let rules = rules.map(|(asked, answer)| (Regex::new(&asked).unwrap(), answer));
        let base = serve_by_rules(rules.collect()).await;
        let mut suite = Suite::new(contract(&format!("findings/{}", row.api)));
        suite.retain(|meta| meta.id.starts_with("coverage/"));
        let target = Target::new(&base).unwrap();
        let report = run(&suite, target, &RunOptions::default(), &mut [])
            .await
            .unwrap();
        let found: Vec<Value> = report.findings.iter().map(said).collect();
        assert_eq!(found, row.findings, "{}: {found:#?}", row.server);
    }
}

/// What a row of the table says of a finding.
fn said(finding: &Finding) -> Value {
    json!({
        "check": finding.check,
        "operation": finding.operation,
        "received": finding.received,
        "cases": finding.cases.len(),
    })
}

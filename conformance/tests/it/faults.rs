//! Each planted fault is found, under the right check and requirement, and nothing else is reported.

use std::time::Duration;

use serde_json::Value;
use trueline_conformance::verdict::Outcome;
use trueline_conformance::{Credential, RunOptions, RunReport, Suite, Target, run};

use crate::{contract, data, notes_server};

/// The report of a run of the examples against a notes server with this fault.
pub(crate) async fn report(fault: &'static str) -> RunReport {
    let server = notes_server::start(fault).await;
    let mut target = Target::new(&server.base).unwrap();
    target.credential = Some(Credential::parse("bearer:secret-of-the-tests").unwrap());
    target.timeout = Duration::from_millis(if fault == "hangs" { 300 } else { 10_000 });
    target.answer_limit = 1_000_000;
    let mut options = RunOptions::default();
    options
        .fixtures
        .insert("author".to_owned(), "user_bob_0002".to_owned());
    let mut suite = Suite::new(contract("notes"));
    suite.retain(|meta| meta.id.starts_with("examples/"));
    run(&suite, target, &options, &mut []).await.unwrap()
}

#[tokio::test]
async fn a_correct_server_holds() {
    let report = report("").await;
    for case in &report.cases {
        assert_eq!(case.verdict, Outcome::Passed, "{case:#?}");
    }
    assert_eq!(report.cases.len(), 5);
    assert_eq!(report.exit_code(), 0);
    let verdicts: Vec<_> = report
        .requirements
        .iter()
        .map(|it| (it.id.as_str(), it.verdict))
        .collect();
    assert_eq!(
        verdicts,
        [
            ("N-01", Outcome::Passed),
            ("N-02", Outcome::Passed),
            ("N-03", Outcome::Passed),
            ("N-04", Outcome::Untested),
        ]
    );
    // A member that no example shows is worth a note and no more.
    let notes = &report.cases[0].notes;
    assert_eq!(
        notes,
        &["members that the example does not show: /unforeseen"]
    );
}

#[tokio::test]
async fn every_fault_is_found_where_it_is() {
    let text = std::fs::read_to_string(data("faults.yaml")).unwrap();
    let table: Vec<Value> = serde_yaml::from_str(&text).unwrap();
    for row in table {
        let fault: &'static str = row["fault"].as_str().unwrap().to_owned().leak();
        let report = report(fault).await;
        let errors = strings(&row["errors"]);
        for case in &report.cases {
            let expected = if case.id == row["case"].as_str().unwrap() {
                row["verdict"].as_str().unwrap()
            } else if errors.contains(&case.id) {
                "error"
            } else {
                "passed"
            };
            assert_eq!(case.verdict.as_str(), expected, "{fault}: {case:#?}");
            if case.id != row["case"] {
                continue;
            }
            let failure = &case.failures[0];
            assert_eq!(failure.check, row["check"], "{fault}: {failure:#?}");
            assert_eq!(
                failure.pointer.as_deref(),
                row["pointer"].as_str(),
                "{fault}"
            );
            assert_eq!(
                failure.requirements,
                strings(&row["requirements"]),
                "{fault}"
            );
            if failure.check != "transport" {
                assert!(
                    failure.place.as_ref().unwrap().line > 1,
                    "{fault}: {failure:#?}"
                );
            }
        }
        let expected = if row["verdict"] == "failed" { 1 } else { 0 };
        assert_eq!(report.exit_code(), expected, "{fault}");
        assert_eq!(report.findings.len(), 1, "{fault}: {:#?}", report.findings);
    }
}

fn strings(value: &Value) -> Vec<String> {
    let items = value.as_array().cloned().unwrap_or_default();
    items
        .iter()
        .map(|item| item.as_str().unwrap().to_owned())
        .collect()
}

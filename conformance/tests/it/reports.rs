//! The reports of one run, with what differs from run to run taken out.

use trueline_conformance::RunReport;
use trueline_conformance::report::{console, json, junit, markdown};

use crate::faults::report;

async fn steady(fault: &'static str) -> RunReport {
    let mut report = report(fault).await;
    let base = report.run.target.clone();
    report.run.duration_ms = 0;
    report.run.started = "2026-01-02T03:04:05Z".to_owned();
    for case in &mut report.cases {
        case.duration_ms = 0;
        for exchange in &mut case.exchanges {
            if let Some(response) = &mut exchange.response {
                response.duration_ms = 0.0;
            }
        }
    }
    // The port, and the ids that depend on the order in which cases ran.
    let mut text = json::render(&report).replace(&base, "http://target");
    for number in 1..=9 {
        text = text.replace(&format!("note_9000000{number}"), "note_9000000N");
        text = text.replace(&format!("175000000{number}"), "1750000000");
    }
    json::parse(&text).unwrap()
}

#[tokio::test]
async fn a_report_survives_its_own_format() {
    let report = report("header-missing").await;
    assert_eq!(json::parse(&json::render(&report)).unwrap(), report);
    assert!(json::parse("{}").is_err());
    assert!(
        json::parse(r#"{"format": 99}"#)
            .unwrap_err()
            .contains("format 99")
    );
}

/// Faults that between them give every verdict, and an exchange without an answer.
#[tokio::test]
async fn reports_are_valid_by_the_published_schema() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../docs/guide/report.schema.json"
    );
    let text = std::fs::read_to_string(path).unwrap();
    let schema: serde_json::Value = serde_json::from_str(&text).unwrap();
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap();
    for fault in [
        "",
        "create-answers-server-error",
        "update-changes-nothing",
        "not-http",
    ] {
        let report = serde_json::to_value(report(fault).await).unwrap();
        let faults: Vec<String> = validator
            .iter_errors(&report)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert_eq!(faults, Vec::<String>::new(), "{fault}");
    }
}

#[tokio::test]
async fn nothing_secret_is_reported() {
    let report = report("create-answers-server-error").await;
    let text = json::render(&report) + &console::render(&report) + &junit::render(&report);
    assert!(!text.contains("secret-of-the-tests"));
}

#[tokio::test]
async fn the_console_explains_each_finding() {
    insta::assert_snapshot!(console::render(&steady("member-of-wrong-type").await));
    insta::assert_snapshot!(console::render(
        &steady("create-answers-server-error").await
    ));
    insta::assert_snapshot!(console::render(&steady("update-changes-nothing").await));
}

#[tokio::test]
async fn junit_holds_nothing_that_is_no_xml() {
    let mut report = steady("create-answers-server-error").await;
    let finding = report
        .cases
        .iter_mut()
        .find(|case| !case.failures.is_empty());
    finding.unwrap().failures[0].received = "a\u{fffe}b\u{ffff}c\u{1}d".to_owned();
    let text = junit::render(&report);
    let is_allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..);
    assert!(text.contains("a\u{fffd}b") && text.chars().all(is_allowed));
}

#[tokio::test]
async fn build_servers_get_junit() {
    insta::assert_snapshot!(junit::render(&steady("create-answers-server-error").await));
}

#[tokio::test]
async fn summaries_get_markdown() {
    insta::assert_snapshot!(markdown::render(&steady("member-of-wrong-type").await));
}

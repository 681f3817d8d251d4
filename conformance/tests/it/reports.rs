//! The reports of one run, with what differs from run to run taken out.

use trueline_conformance::report::{badge, console, github, json, junit, markdown, sarif};
use trueline_conformance::{Outcome, RunReport};

use crate::faults::report;

pub(crate) async fn steady(fault: &'static str) -> RunReport {
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

#[tokio::test]
async fn code_scanning_gets_the_line_of_the_broken_promise() {
    let report = steady("member-of-wrong-type").await;
    let log: serde_json::Value = serde_json::from_str(&sarif::render(&report)).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let result = &run["results"][0];
    let rule = &run["tool"]["driver"]["rules"][0];
    assert_eq!(result["ruleId"], rule["id"]);
    assert_eq!(rule["id"], "N-03");
    assert_eq!(result["level"], "error");
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "notes.yaml");
    assert_eq!(place["region"]["startLine"], 143);
    assert_eq!(
        result["partialFingerprints"]["truelineFinding/v1"],
        *report.findings[0].id
    );
    assert_eq!(run["invocations"][0]["exitCode"], 1);
    // What could not be found out is no result but a notification.
    let report = steady("create-answers-server-error").await;
    let log: serde_json::Value = serde_json::from_str(&sarif::render(&report)).unwrap();
    let said = &log["runs"][0]["invocations"][0]["toolExecutionNotifications"][0];
    let text = said["message"]["text"].as_str().unwrap();
    assert!(text.contains("could not be prepared"), "{text}");
}

#[tokio::test]
async fn pull_requests_get_annotations() {
    insta::assert_snapshot!(github::render(&steady("create-answers-server-error").await));
}

#[tokio::test]
async fn nothing_from_a_server_commands_a_terminal_or_a_build_server() {
    let mut report = steady("member-of-wrong-type").await;
    let hostile = "x\n::add-mask::y\r::error::z\u{1b}[2J\u{202e}\0";
    for finding in &mut report.findings {
        finding.received = hostile.to_owned();
        finding.expected = hostile.to_owned();
        finding.curl = Some(hostile.to_owned());
    }
    for case in &mut report.cases {
        case.verdict = Outcome::Error;
        case.reason = Some(hostile.to_owned());
    }
    for text in [console::render(&report), github::render(&report)] {
        let unseen = |c: char| c != '\n' && (c.is_control() || c == '\u{202e}');
        assert!(!text.contains(unseen), "{text:?}");
        let commands = text.lines().map(str::trim_start);
        for command in commands.filter(|line| line.starts_with("::")) {
            let kind = command.split([' ', ':']).nth(2).unwrap();
            assert!(["error", "warning", "notice"].contains(&kind), "{command}");
        }
    }
}

#[tokio::test]
async fn the_badge_says_the_verdict() {
    let held = badge::render(&steady("").await);
    assert!(
        held.contains("3 of 4 requirements") && held.starts_with("<svg "),
        "{held}"
    );
    let broken = badge::render(&steady("member-of-wrong-type").await);
    assert!(broken.contains(">1 finding<"), "{broken}");
}

/// The same fault has the same name in another run, with other cases beside it, and from another folder.
#[tokio::test]
async fn findings_keep_their_names() {
    let names = |report: &RunReport| -> Vec<String> {
        report.findings.iter().map(|it| it.id.clone()).collect()
    };
    for fault in [
        "member-of-wrong-type",
        "create-answers-server-error",
        "hangs",
    ] {
        let (one, other) = (report(fault).await, report(fault).await);
        assert!(!one.findings.is_empty());
        assert_eq!(names(&one), names(&other), "{fault}");
        let server = crate::notes_server::start(fault).await;
        let mut target = trueline_conformance::Target::new(&server.base).unwrap();
        target.credential =
            Some(trueline_conformance::Credential::parse("bearer:secret-of-the-tests").unwrap());
        target.timeout = std::time::Duration::from_millis(300);
        let mut options = trueline_conformance::RunOptions::default();
        let author = ("author".to_owned(), "user_bob_0002".to_owned());
        options.fixtures.extend([author]);
        // The whole suite: more cases, under a description in another folder.
        let mut contract = crate::contract("notes");
        contract.sources = {
            let bytes = std::fs::read(crate::data("notes.yaml")).unwrap();
            let options = trueline_spec::load::LoadOptions::default();
            trueline_spec::load_named("elsewhere/notes.yaml", &bytes, &options).sources
        };
        let suite = trueline_conformance::Suite::new(contract);
        let whole = trueline_conformance::run(&suite, target, &options, &mut [])
            .await
            .unwrap();
        assert!(whole.cases.len() > one.cases.len());
        for name in names(&one) {
            assert!(names(&whole).contains(&name), "{fault}: {name}");
        }
    }
}

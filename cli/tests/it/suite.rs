//! `trueline test`, `list` and `replay`.

use std::fs;

use serde_json::Value;

use super::serve::Served;
use super::{folder, trueline, trueline_in};

#[test]
fn the_embedded_reference_server_holds() {
    let call = trueline(&["test"]).expect(0);
    assert!(call.stderr.contains(" passed"), "{}", call.stderr);
    assert!(
        call.stdout.is_empty(),
        "stdout is for data: {}",
        call.stdout
    );
}

#[test]
fn a_server_at_a_url_is_tested_with_credentials_and_fixtures() {
    let served = Served::start(&[]);
    let target = ["test", "--target", &served.base, "--filter", "examples/"];
    trueline(&[&target[..], &["--auth", "basic:sk_test_123"]].concat()).expect(0);
    trueline(&[&target[..], &["--auth", "bearer:sk_test_123"]].concat()).expect(0);
    // Without a key the examples cannot hold.
    trueline(&target).expect(1);
    let call = trueline(&[&target[..], &["--auth", "sk_test_123"]].concat()).expect(2);
    assert!(call.stderr.contains("basic:KEY"), "{}", call.stderr);
    assert!(
        !call.stderr.contains("sk_test_123"),
        "a secret is repeated: {}",
        call.stderr
    );
    let call = trueline(&[&target[..], &["--fixture", "flie=x"]].concat()).expect(2);
    assert!(call.stderr.contains("other_file"), "{}", call.stderr);
}

#[test]
fn further_credentials_are_given_by_name() {
    let served = Served::start(&[]);
    let target = ["test", "--target", &served.base, "--filter", "live-key"];
    let own = [
        "--auth",
        "basic:sk_test_123",
        "--fixture",
        "live_file=file_1Mr23iLkdIwHu7ixQkCV3CBR",
    ];
    let with = |credential| {
        let given = ["--credential", credential];
        trueline(&[&target[..], &own, &given].concat())
    };
    with("live=basic:sk_live_123").expect(0);
    // Of the wrong mode: a SHOULD is broken.
    let call = with("live=basic:sk_test_123").expect(0);
    assert!(call.stderr.contains("AUTH-05"), "{}", call.stderr);
    assert!(!call.stderr.contains("sk_test_123"), "{}", call.stderr);
    assert!(call.stderr.contains("TRUELINE_KEY"), "{}", call.stderr);
    let call = with("live=sk_live_123").expect(2);
    assert!(!call.stderr.contains("sk_live_123"), "{}", call.stderr);
    let call = with("lvie=basic:sk_live_123").expect(2);
    assert!(call.stderr.contains("live, restricted"), "{}", call.stderr);
    // Not given: nothing could be tried, and it is said why.
    let call = trueline(&[&target[..], &own].concat()).expect(3);
    assert!(
        call.stderr.contains("--credential live="),
        "{}",
        call.stderr
    );
}

#[test]
fn one_wrong_member_of_one_answer_is_named() {
    let folder = folder();
    let report = folder.path().join("report.json");
    let served = Served::start(&["--fault", "link-word-wrong"]);
    let call = trueline_in(
        folder.path(),
        &[
            "test",
            "--target",
            &served.base,
            "--auth",
            "basic:sk_test_123",
            "--report",
            "json=report.json",
            "--report",
            "junit=report.xml",
        ],
    )
    .expect(1);
    for words in [
        "/object",
        "file_links.yaml:",
        "curl ",
        "expected",
        "received",
    ] {
        assert!(
            call.stderr.contains(words),
            "{words} is missing:\n{}",
            call.stderr
        );
    }
    let report: Value = serde_json::from_str(&fs::read_to_string(report).unwrap()).unwrap();
    assert_eq!(report["format"], 1);
    let finding = &report["findings"][0];
    let token = finding["replay"].as_str().expect("a replay token");
    let call = trueline(&[
        "replay",
        token,
        "--target",
        &served.base,
        "--auth",
        "basic:sk_test_123",
    ])
    .expect(1);
    assert!(call.stdout.contains("< 200"), "{}", call.stdout);
    assert!(
        fs::read_to_string(folder.path().join("report.xml"))
            .unwrap()
            .contains("<testsuite")
    );
}

#[test]
fn a_closed_port_cannot_be_tested_and_is_said_in_one_line() {
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let target = format!("http://127.0.0.1:{port}");
    let call = trueline(&["test", "--target", &target]).expect(3);
    let first = call.stderr.lines().next().unwrap_or_default();
    assert!(
        first.contains(&target) && first.contains("refused"),
        "{}",
        call.stderr
    );
}

#[test]
fn cases_and_requirements_are_listed() {
    let call = trueline(&["list", "--filter", "examples/"]).expect(0);
    assert_eq!(call.stdout.lines().count(), 4, "{}", call.stdout);
    let call = trueline(&["list", "--by-requirement", "--json"]).expect(0);
    let rows: Value = serde_json::from_str(&call.stdout).unwrap();
    let open: Vec<&Value> = rows
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["cases"].as_array().unwrap().is_empty() && row["untested"].is_null())
        .collect();
    assert!(
        open.is_empty(),
        "neither answered nor untested with a reason: {open:?}"
    );
}

//! What is known is accepted, what is new is not, and what is mended must leave the list.

use trueline_conformance::{Baseline, Conclusion, RunOptions};
use trueline_reference::Api;

use crate::faults::report;
use crate::reference::{report_with, suite};

const TODAY: &str = "2026-11-21";
const LATER: &str = "2027-02-19";

#[tokio::test]
async fn what_is_known_is_accepted_until_it_expires() {
    let mut broken = report("member-of-wrong-type").await;
    let baseline = Baseline::default().updated(&broken, TODAY, LATER, true);
    assert_eq!(baseline.len(), 1);
    let text = baseline.render();
    let read = Baseline::read("known.yaml", text.as_bytes()).unwrap();
    read.apply(&mut broken, TODAY, true);
    assert_eq!(broken.conclusion(), Conclusion::Held, "{text}");
    // The cases are what they are: only the conclusion changes.
    assert_eq!(broken.run.counts.failed, 1);
    read.apply(&mut broken, "2027-02-20", true);
    assert_eq!(broken.conclusion(), Conclusion::Broken);
    let faults = broken.baseline.unwrap().faults;
    assert!(
        faults[0].starts_with("known.yaml:5: `schema-"),
        "{faults:?}"
    );
    assert!(faults[0].contains("until 2027-02-19"), "{faults:?}");
}

#[tokio::test]
async fn what_is_new_fails_and_what_is_mended_must_be_taken_out() {
    let one = report("member-of-wrong-type").await;
    let baseline = Baseline::default().updated(&one, TODAY, LATER, true);
    let baseline = Baseline::read("known.yaml", baseline.render().as_bytes()).unwrap();
    let mut other = report("header-missing").await;
    baseline.apply(&mut other, TODAY, false);
    assert_eq!(other.conclusion(), Conclusion::Broken, "it is new");
    let mut held = report("").await;
    // A part of a run says nothing of the rest.
    baseline.apply(&mut held, TODAY, false);
    assert_eq!(held.conclusion(), Conclusion::Held);
    baseline.apply(&mut held, TODAY, true);
    assert_eq!(held.conclusion(), Conclusion::Broken);
    let faults = held.baseline.unwrap().faults;
    assert!(faults[0].contains("no longer fails"), "{faults:?}");
}

/// What an operation refuses and what it lets in have one place in the description, and are not one fault.
#[tokio::test(flavor = "multi_thread")]
async fn one_thing_that_an_operation_lets_in_does_not_excuse_another() {
    let api = Api::StripeFileLinks;
    let mut border = suite(api);
    border.retain(|case| case.id.starts_with("coverage/GetFileLinks/"));
    let run = async |fault: &str| {
        let fault = Some(fault.parse().unwrap());
        report_with(&border, api, fault, RunOptions::default()).await
    };
    let known = run("unknown-ignored-on-list").await;
    let baseline = Baseline::default().updated(&known, TODAY, LATER, true);
    assert_eq!(baseline.len(), 1);
    let mut other = run("any-key-accepted").await;
    baseline.apply(&mut other, TODAY, false);
    assert_eq!(
        other.conclusion(),
        Conclusion::Broken,
        "{}",
        baseline.render()
    );
}

#[tokio::test]
async fn an_update_keeps_reasons_and_dates() {
    let mut both = report("member-of-wrong-type").await;
    let first = Baseline::default().updated(&both, TODAY, LATER, true);
    let text = first
        .render()
        .replace(
            "known since 2026-11-21; nobody has said why yet",
            "agreed with: \"mobile\" #7",
        )
        .replace(
            "reason: agreed with: \"mobile\" #7",
            "reason: 'agreed with: \"mobile\" #7'",
        )
        .replace(LATER, "2030-01-01");
    let first = Baseline::read("known.yaml", text.as_bytes()).unwrap();
    let other = report("header-missing").await;
    both.findings.extend(other.findings);
    let second = first.updated(&both, "2026-12-01", "2027-03-01", true);
    let text = second.render();
    assert_eq!(second.len(), 2);
    assert!(
        text.contains("reason: \"agreed with: \\\"mobile\\\" #7\""),
        "{text}"
    );
    assert!(
        text.contains("2030-01-01") && text.contains("2027-03-01"),
        "{text}"
    );
    assert!(text.contains("known since 2026-12-01"), "{text}");
    // Written and read it is the same.
    let read = Baseline::read("known.yaml", text.as_bytes()).unwrap();
    assert_eq!(read.render(), text);
    let nothing = second.updated(&report("").await, TODAY, LATER, true);
    assert!(nothing.is_empty());
    assert!(Baseline::read("known.yaml", nothing.render().as_bytes()).is_ok());
    // Of a part of a run, what was not seen stays.
    assert_eq!(
        second.updated(&report("").await, TODAY, LATER, false).len(),
        2
    );
}

#[tokio::test]
async fn errors_are_accepted_by_name_too() {
    let mut broken = report("create-answers-server-error").await;
    let baseline = Baseline::default().updated(&broken, TODAY, LATER, true);
    assert!(
        baseline.render().contains("id: error-"),
        "{}",
        baseline.render()
    );
    baseline.apply(&mut broken, TODAY, true);
    assert_eq!(broken.conclusion(), Conclusion::Held);
}

#[test]
fn every_fault_of_a_file_is_named_with_its_line() {
    let text = "format: 2
accepted:
  - id: a
    reason: because
    expires: soon
  - reason: why
    expires: '2027-01-01'
    until: x
  - {id: a, reason: b, expires: '2027-01-01'}
";
    let faults = Baseline::read("known.yaml", text.as_bytes()).unwrap_err();
    let starts: Vec<_> = faults
        .iter()
        .map(|it| it.split(": ").next().unwrap())
        .collect();
    assert_eq!(
        starts,
        [
            "known.yaml:1",
            "known.yaml:5",
            "known.yaml:8",
            "known.yaml:6",
            "known.yaml:9"
        ],
        "{faults:#?}"
    );
    assert!(Baseline::read("known.yaml", b"{").is_err());
}

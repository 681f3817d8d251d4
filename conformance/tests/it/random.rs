//! Sequences drawn at random: the same for a seed, small when they fail, and found again by their token.

use trueline_conformance::{Outcome, Phase, RunOptions, RunReport, Suite};
use trueline_reference::Api;
use trueline_reference::fault::Fault;

use crate::reference::{report_with, suite};

/// The random cases of an API, so many of them.
fn sequences(api: Api, count: usize) -> Suite {
    let mut suite = suite(api).with_random_cases(count);
    suite.retain(|meta| meta.phase == Phase::Random);
    suite
}

fn options(seed: u64, jobs: usize) -> RunOptions {
    RunOptions {
        seed,
        jobs,
        ..RunOptions::default()
    }
}

/// What was asked, without ids and times, and without pages: how many there are depends on what others made.
fn calls(report: &RunReport) -> Vec<String> {
    let words = |target: &str| -> String {
        let pieces = target.split(['/', '=', '&']);
        let named = pieces.filter(|it| !it.contains("link_") && it.parse::<i64>().is_err());
        named.collect::<Vec<_>>().join("/")
    };
    let cases = report.cases.iter();
    cases
        .flat_map(|case| {
            case.exchanges.iter().map(|exchange| {
                let status = exchange.response.as_ref().map(|it| it.status);
                let target = words(&exchange.request.target);
                format!(
                    "{} {} {target} {status:?}",
                    case.id, exchange.request.method
                )
            })
        })
        .filter(|line: &String| !line.contains("limit"))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seed_gives_the_same_calls_whatever_else_runs() {
    let suite = sequences(Api::StripeFileLinks, 6);
    let api = Api::StripeFileLinks;
    let alone = report_with(&suite, api, None, options(7, 1)).await;
    let together = report_with(&suite, api, None, options(7, 16)).await;
    assert_eq!(calls(&alone), calls(&together));
    let other = report_with(&suite, api, None, options(8, 16)).await;
    assert_ne!(calls(&alone), calls(&other));
}

#[tokio::test(flavor = "multi_thread")]
async fn correct_servers_give_no_alarm_at_any_seed() {
    for api in Api::ALL {
        let suite = sequences(api, 12);
        for seed in 1..=3 {
            let report = report_with(&suite, api, None, options(seed, 8)).await;
            for case in &report.cases {
                let name = api.name();
                assert_eq!(case.verdict, Outcome::Passed, "{name}: {case:#?}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fails_is_made_small_and_can_be_replayed() {
    let api = Api::StripeFileLinks;
    let suite = sequences(api, 32);
    let fault: Fault = "metadata-unset-ends-change".parse().unwrap();
    let report = report_with(&suite, api, Some(fault), options(1, 16)).await;
    let finding = &report.findings[0];
    assert_eq!(finding.requirements, ["META-02"]);
    // One call makes the link and sets the keys, one takes a key away and sets another.
    let (id, plan) = finding.replay.split_once("@1:").unwrap();
    assert!(plan.split('-').count() <= 3, "{plan}");
    let commands = finding.curl.as_ref().unwrap();
    assert!(commands.lines().count() >= 3, "{commands}");

    let mut one = sequences(api, 32);
    one.retain(|meta| meta.id == id);
    let replayed = RunOptions {
        plan: Some(plan.to_owned()),
        ..options(1, 1)
    };
    let again = report_with(&one, api, Some(fault), replayed.clone()).await;
    assert_eq!(again.findings[0].replay, finding.replay);
    assert_eq!(again.findings[0].requirements, ["META-02"]);
    let correct = report_with(&one, api, None, replayed).await;
    assert_eq!(correct.cases[0].verdict, Outcome::Passed);
}

#[tokio::test]
async fn a_plan_that_is_none_is_an_error_and_no_verdict() {
    let api = Api::StripeFileLinks;
    let suite = sequences(api, 1);
    let options = RunOptions {
        plan: Some("x".to_owned()),
        ..options(1, 1)
    };
    let report = report_with(&suite, api, None, options).await;
    assert_eq!(report.cases[0].verdict, Outcome::Error);
}

//! The parts of a run, joined, are the run.

use trueline_conformance::report::merge::{MergeError, merge};
use trueline_conformance::{Credential, RunOptions, RunReport, Shard, Suite, Target, Timings, run};
use trueline_reference::Api;

use crate::reference::{report_with, suite};
use crate::{contract, notes_server};

async fn report(shard: Option<&str>, timings: &Timings) -> RunReport {
    let server = notes_server::start("").await;
    let mut target = Target::new(&server.base).unwrap();
    target.credential = Some(Credential::parse("bearer:secret-of-the-tests").unwrap());
    target.timeout = std::time::Duration::from_secs(10);
    let mut options = RunOptions::default();
    let author = ("author".to_owned(), "user_bob_0002".to_owned());
    options.fixtures.extend([author]);
    let mut suite = Suite::new(contract("notes")).with_random_cases(2);
    if let Some(shard) = shard {
        suite.keep_shard(shard.parse::<Shard>().unwrap(), timings);
    }
    run(&suite, target, &options, &mut []).await.unwrap()
}

/// What a report says, without what differs from run to run.
fn said(report: &RunReport) -> Vec<String> {
    let cases = report.cases.iter();
    let cases = cases.map(|it| format!("{} {:?}", it.id, it.verdict));
    let mut findings: Vec<String> = report
        .findings
        .iter()
        .map(|it| format!("{} {:?} {:?}", it.id, it.level, it.cases))
        .collect();
    findings.sort();
    let requirements = report.requirements.iter();
    let requirements =
        requirements.map(|it| format!("{} {:?} {:?} {:?}", it.id, it.verdict, it.reason, it.cases));
    let end = format!("{:?} {:?}", report.conclusion(), report.run.counts);
    cases
        .chain(findings)
        .chain(requirements)
        .chain([end])
        .collect()
}

/// On servers that keep cases apart: where one case leaves behind what breaks another, no division is the whole.
#[tokio::test(flavor = "multi_thread")]
async fn the_parts_together_say_what_the_whole_says() {
    let api = Api::named("garden/plots").unwrap();
    let run = async |fault: Option<&str>, shard: Option<&str>, timings: &Timings| {
        let mut suite = suite(api).with_random_cases(2);
        if let Some(shard) = shard {
            suite.keep_shard(shard.parse().unwrap(), timings);
        }
        let fault = fault.map(|name| name.parse().unwrap());
        report_with(&suite, api, fault, RunOptions::default()).await
    };
    for fault in [None, Some("total-of-page"), Some("soil-filter-ignored")] {
        let none = Timings::default();
        let whole = run(fault, None, &none).await;
        let mut parts = Vec::new();
        let times = Timings::of(&whole);
        let timings = if fault.is_some() { &times } else { &none };
        // In any order.
        for shard in ["3/3", "1/3", "2/3"] {
            parts.push(run(fault, Some(shard), timings).await);
        }
        let most = parts.iter().map(|it| it.cases.len()).max().unwrap();
        assert!(most < whole.cases.len(), "nothing was divided");
        let merged = merge(parts).unwrap();
        let (one, other) = (said(&merged), said(&whole));
        let differing: Vec<_> = one.iter().zip(&other).filter(|(a, b)| a != b).collect();
        assert!(
            one.len() == other.len() && differing.is_empty(),
            "{fault:?}: {differing:#?}"
        );
        assert_eq!(merged.findings.is_empty(), fault.is_none());
        assert_eq!(merged.run.shard, None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_all_parts_of_one_run_are_joined() {
    let none = Timings::default();
    let one = report(Some("1/2"), &none).await;
    let two = report(Some("2/2"), &none).await;
    let whole = report(None, &none).await;
    assert_eq!(merge(vec![whole.clone()]).unwrap(), whole);
    assert_eq!(merge(Vec::new()), Err(MergeError::Nothing));
    assert_eq!(
        merge(vec![one.clone()]),
        Err(MergeError::Missing { index: 2, of: 2 })
    );
    assert_eq!(
        merge(vec![one.clone(), one.clone()]),
        Err(MergeError::Twice { index: 1, of: 2 })
    );
    assert_eq!(
        merge(vec![one.clone(), whole]),
        Err(MergeError::NoPart { report: 2 })
    );
    let mut other = two.clone();
    other.run.seed = 7;
    let error = merge(vec![one.clone(), other]).unwrap_err();
    assert!(error.to_string().contains("the seed differs"), "{error}");
    let mut gap = two;
    let shard = gap.run.shard.as_mut().unwrap();
    gap.cases.remove(0);
    shard.places.remove(0);
    assert!(matches!(merge(vec![one, gap]), Err(MergeError::Gap { .. })));
}

/// Each part has about as much to do, by the times of an earlier run.
#[tokio::test]
async fn parts_are_balanced_by_earlier_times() {
    let mut earlier = report(None, &Timings::default()).await;
    for (number, case) in earlier.cases.iter_mut().enumerate() {
        case.duration_ms = if number % 7 == 0 { 900 } else { 100 };
    }
    let timings = Timings::of(&earlier);
    let time = |id: &str| {
        let case = earlier.cases.iter().find(|it| it.id == id).unwrap();
        if case.exchanges.is_empty() {
            0
        } else {
            case.duration_ms
        }
    };
    let mut loads = Vec::new();
    for part in ["1/4", "2/4", "3/4", "4/4"] {
        let mut suite = Suite::new(contract("notes")).with_random_cases(2);
        suite.keep_shard(part.parse().unwrap(), &timings);
        let ids: Vec<_> = suite
            .cases()
            .iter()
            .map(|it| it.meta().id.clone())
            .collect();
        loads.push(ids.iter().map(|id| time(id)).sum::<u64>());
    }
    let (least, most) = (loads.iter().min().unwrap(), loads.iter().max().unwrap());
    assert!(most - least <= 900, "{loads:?}");
}

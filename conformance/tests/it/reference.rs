//! The whole suite against the reference server: a correct server gives no alarm, and every fault that is
//! planted in it is found, under the requirement that it breaks.

use std::path::Path;
use std::sync::Arc;

use futures_util::StreamExt as _;
use indexmap::IndexMap;
use trueline_conformance::{
    Contract, Credential, Outcome, RunOptions, RunReport, Suite, Target, requirements, run,
    workflow,
};
use trueline_reference::Api;
use trueline_reference::fault::{Fault, FaultInfo};
use trueline_reference::serve::{Options, serve_on_loopback};
use trueline_spec::{LoadOptions, load_file};

use crate::data;

/// All cases of the bundled API that the reference server serves.
fn suite() -> Suite {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/apis/stripe");
    let text = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let mut loaded = load_file(&folder.join("file_links.yaml"), &LoadOptions::default());
    let api = loaded.api.unwrap();
    let requirements =
        requirements::read("requirements", &text("file_links.requirements.yaml")).unwrap();
    let (document, diagnostics) = workflow::read(
        &mut loaded.sources,
        "file_links.arazzo.yaml",
        text("file_links.arazzo.yaml").as_bytes(),
        &api,
        &requirements,
    );
    let document = document.unwrap_or_else(|| panic!("{diagnostics:#?}"));
    let mut suite = Suite::new(Contract::new(api, loaded.sources, requirements));
    suite.extend(workflow::cases(&Arc::new(document)));
    suite
}

/// The report of a run against a reference server with this fault.
async fn report(suite: &Suite, fault: Option<Fault>) -> RunReport {
    let server = serve_on_loopback(Options {
        fault,
        ..Options::default()
    })
    .await
    .unwrap();
    let mut target = Target::new(&server.base_url()).unwrap();
    target.credential = Some(Credential::parse("basic:sk_test_123").unwrap());
    // Much of a run is waiting for links to expire.
    let mut options = RunOptions {
        jobs: 32,
        ..RunOptions::default()
    };
    let api = Api::StripeFileLinks;
    for (name, id) in api.fixtures() {
        options
            .fixtures
            .insert((*name).to_owned(), (*id).to_owned());
    }
    for (name, text) in api.further_credentials() {
        let credential = Credential::parse(text).unwrap();
        target.further.insert((*name).to_owned(), credential);
    }
    run(suite, target, &options, &mut []).await.unwrap()
}

#[test]
fn every_glob_of_the_requirements_speaks_of_a_case() {
    let unanswered: Vec<String> = suite()
        .unanswered()
        .into_iter()
        .map(|(id, glob)| format!("{id}: {glob}"))
        .collect();
    assert_eq!(unanswered, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correct_server_gives_no_alarm() {
    let report = report(&suite(), None).await;
    let alarms: Vec<_> = report
        .cases
        .iter()
        .filter(|case| case.verdict != Outcome::Passed)
        .map(|case| (&case.id, case.verdict, &case.reason, &case.failures))
        .collect();
    assert!(alarms.is_empty(), "{alarms:#?}");
}

/// The faults that are missed are exactly those that the list admits.
#[tokio::test(flavor = "multi_thread")]
async fn every_planted_fault_is_found() {
    let suite = suite();
    let admitted: IndexMap<String, String> =
        serde_yaml::from_str(&std::fs::read_to_string(data("missed_faults.yaml")).unwrap())
            .unwrap();
    let wrong: Vec<String> = futures_util::stream::iter(Fault::all())
        .map(|info| async {
            let speaking = speaking_of(&suite, info.requirement);
            let missed = missed(info, &report(&speaking, Some(info.fault)).await);
            match (missed, admitted.contains_key(info.name)) {
                (Some(_), true) | (None, false) => None,
                (Some(said), false) => Some(said),
                (None, true) => Some(format!("{}: found, and still in the list", info.name)),
            }
        })
        .buffered(16)
        .filter_map(std::future::ready)
        .collect()
        .await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for name in admitted.keys() {
        assert!(name.parse::<Fault>().is_ok(), "{name} is no fault");
    }
}

/// The cases that answer a requirement: the others have no part in finding its faults.
fn speaking_of(suite: &Suite, requirement: &str) -> Suite {
    let requirements = &suite.contract().requirements;
    let speaks = |id: &str, own: &[String]| {
        let answered = requirements.answered_by(id);
        answered.iter().chain(own).any(|it| it == requirement)
    };
    let cases = suite.cases().iter().filter(|case| {
        let meta = case.meta();
        speaks(&meta.id, &meta.requirements)
    });
    Suite::of(Arc::clone(suite.contract()), cases.cloned().collect())
}

/// What is to be said when the fault was not found, or not under its requirement.
fn missed(info: &FaultInfo, report: &RunReport) -> Option<String> {
    let broken: Vec<&str> = report
        .requirements
        .iter()
        .filter(|it| matches!(it.verdict, Outcome::Failed | Outcome::Warning))
        .map(|it| it.id.as_str())
        .collect();
    if broken.contains(&info.requirement) {
        return None;
    }
    let found = if report.findings.is_empty() {
        "nothing was found".to_owned()
    } else {
        format!("found under {}", broken.join(", "))
    };
    Some(format!("{} ({}): {found}", info.name, info.requirement))
}

//! The whole suite against the reference server: a correct server gives no alarm, and every fault that is
//! planted in it is found, under the requirement that it breaks.

use std::path::Path;
use std::sync::Arc;

use futures_util::StreamExt as _;
use trueline_conformance::{
    Contract, Credential, Outcome, Phase, RunOptions, RunReport, Suite, Target, requirements, run,
    workflow,
};
use trueline_reference::Api;
use trueline_reference::fault::{Fault, FaultInfo};
use trueline_reference::serve::{Options, serve_on_loopback};
use trueline_spec::{LoadOptions, load_file};

/// All cases of the bundled API that the reference server serves.
pub(crate) fn suite(api: Api) -> Suite {
    let apis = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/apis");
    let beside = |extension: &str| apis.join(format!("{}.{extension}", api.name()));
    let text = |extension: &str| std::fs::read_to_string(beside(extension)).unwrap();
    let document = [beside("yaml"), beside("json")]
        .into_iter()
        .find(|path| path.is_file())
        .unwrap();
    let mut loaded = load_file(&document, &LoadOptions::default());
    let description = loaded.api.unwrap();
    let requirements = requirements::read("requirements", &text("requirements.yaml")).unwrap();
    let mut cases = Vec::new();
    if beside("arazzo.yaml").is_file() {
        let (document, diagnostics) = workflow::read(
            &mut loaded.sources,
            "workflows",
            text("arazzo.yaml").as_bytes(),
            &description,
            &requirements,
        );
        let document = document.unwrap_or_else(|| panic!("{diagnostics:#?}"));
        cases = workflow::cases(&Arc::new(document));
    }
    let mut suite = Suite::new(Contract::new(description, loaded.sources, requirements));
    suite.extend(cases);
    suite
}

/// The report of a run against a reference server with this fault.
async fn report(suite: &Suite, api: Api, fault: Option<Fault>) -> RunReport {
    // Much of a run is waiting for links to expire.
    let options = RunOptions {
        jobs: 32,
        ..RunOptions::default()
    };
    report_with(suite, api, fault, options).await
}

/// As [`report`], with other options.
pub(crate) async fn report_with(
    suite: &Suite,
    api: Api,
    fault: Option<Fault>,
    mut options: RunOptions,
) -> RunReport {
    let server = serve_on_loopback(Options {
        fault,
        ..Options::of(api)
    })
    .await
    .unwrap();
    let mut target = Target::new(&server.base_url()).unwrap();
    target.credential = Some(Credential::parse(api.credential()).unwrap());
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
    for api in Api::ALL {
        let unanswered: Vec<String> = suite(api)
            .unanswered()
            .into_iter()
            .map(|(id, glob)| format!("{id}: {glob}"))
            .collect();
        assert_eq!(unanswered, Vec::<String>::new(), "{}", api.name());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correct_server_gives_no_alarm() {
    for api in Api::ALL {
        let report = report(&suite(api), api, None).await;
        let alarms: Vec<_> = report
            .cases
            .iter()
            .filter(|case| !matches!(case.verdict, Outcome::Passed | Outcome::Untested))
            .map(|case| (&case.id, case.verdict, &case.reason, &case.failures))
            .collect();
        assert!(alarms.is_empty(), "{}: {alarms:#?}", api.name());
    }
}

/// What the suite cannot ask of its own reference servers is known, with the reason.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_untested_is_admitted() {
    let mut lines = Vec::new();
    for api in Api::ALL {
        let report = report(&suite(api), api, None).await;
        let untested = report
            .cases
            .iter()
            .filter(|case| case.verdict == Outcome::Untested);
        lines.extend(untested.map(|case| {
            let reason = case.reason.as_deref().unwrap_or("no reason");
            format!("{}: {}: {reason}", api.name(), case.id)
        }));
    }
    insta::assert_snapshot!(lines.join("\n"));
}

/// The faults that are missed are exactly those that the list admits.
#[tokio::test(flavor = "multi_thread")]
async fn every_planted_fault_is_found() {
    let mut wrong: Vec<String> = Vec::new();
    for api in Api::ALL {
        let suite = &suite(api);
        let found: Vec<String> = futures_util::stream::iter(Fault::of(api))
            .map(|info| async move {
                // Sequences drawn at random are many requests: they are asked where the others are silent.
                let all = suite.answering(info.requirement);
                let mut speaking = suite.answering(info.requirement);
                speaking.retain(|meta| meta.phase != Phase::Random);
                let mut said = missed(&info, &report(&speaking, api, Some(info.fault)).await);
                if said.is_some() && all.cases().len() > speaking.cases().len() {
                    said = missed(&info, &report(&all, api, Some(info.fault)).await);
                }
                match (said, info.fault.missed_because().is_some()) {
                    (Some(_), true) | (None, false) => None,
                    (Some(said), false) => Some(said),
                    (None, true) => Some(format!("{}: found, and still in the list", info.name)),
                }
            })
            .buffered(16)
            .filter_map(std::future::ready)
            .collect()
            .await;
        wrong.extend(found);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
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

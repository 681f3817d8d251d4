//! The whole suite against the reference server: a correct server gives no alarm, and every fault that is
//! planted in it is found, under the requirement that it breaks.

use std::path::Path;
use std::sync::Arc;

use futures_util::StreamExt as _;
use trueline_conformance::{
    CaseMeta, Contract, Credential, Outcome, Phase, RunOptions, RunReport, Suite, Target,
    requirements, run, workflow,
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

/// A description says less than what its API does, and a server is not wrong for what is not said.
#[tokio::test(flavor = "multi_thread")]
async fn a_correct_server_gives_no_alarm_to_its_description_alone() {
    let apis = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/apis");
    for (api, file) in [
        (Api::StripeFileLinks, "stripe/file_links.yaml"),
        (Api::DigitalRiverFileLinks, "digital_river/file_links.json"),
    ] {
        let loaded = load_file(&apis.join(file), &LoadOptions::default());
        let contract = Contract::new(
            loaded.api.unwrap(),
            loaded.sources,
            requirements::Requirements::default(),
        );
        let suite = Suite::new(contract);
        let server = serve_on_loopback(Options::of(api)).await.unwrap();
        let mut target = Target::new(&server.base_url()).unwrap();
        target.credential = Some(Credential::parse(api.credential()).unwrap());
        for seed in 1..=2 {
            let options = RunOptions {
                seed,
                ..RunOptions::default()
            };
            let report = run(&suite, target.clone(), &options, &mut [])
                .await
                .unwrap();
            let failed: Vec<_> = report
                .cases
                .iter()
                .filter(|case| matches!(case.verdict, Outcome::Failed | Outcome::Error))
                .map(|case| (&case.id, case.verdict, &case.reason, &case.failures))
                .collect();
            assert!(failed.is_empty(), "{file}, seed {seed}: {failed:#?}");
        }
    }
}

/// What a refusal leaves behind cannot be seen where nothing is refused: nothing is said of it.
#[tokio::test(flavor = "multi_thread")]
async fn a_law_about_refusals_is_untested_where_nothing_is_refused() {
    let api = Api::StripeFileLinks;
    for (fault, law) in [
        ("unknown-ignored-on-create", "laws/refused-create/file_link"),
        ("unknown-ignored-on-update", "laws/refused-update/file_link"),
    ] {
        let mut suite = suite(api);
        suite.retain(|case| case.id == law);
        let report = report(&suite, api, Some(fault.parse().unwrap())).await;
        let verdicts: Vec<_> = report.cases.iter().map(|it| it.verdict).collect();
        assert_eq!(verdicts, [Outcome::Untested], "{fault}: {law}");
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

/// The faults that are missed are exactly those that the list admits. A fault is looked for by the case that found it
/// last time (`data/found_by.txt`, written anew with `BLESS=1`), and only where that is silent by all others.
#[tokio::test(flavor = "multi_thread")]
async fn every_planted_fault_is_found() {
    let record = FoundBy::read();
    let mut wrong: Vec<String> = Vec::new();
    let mut written = FoundBy::default();
    for api in Api::ALL {
        let suite = &suite(api);
        let record = &record;
        let found: Vec<(FaultInfo, Result<String, String>)> =
            futures_util::stream::iter(Fault::of(api))
                .map(|info| async move { (info, look_for(suite, api, &info, record).await) })
                .buffered(16)
                .collect()
                .await;
        for (info, found) in found {
            match (found, info.fault.missed_because().is_some()) {
                (Err(said), false) => wrong.push(said),
                (Ok(_), true) => {
                    wrong.push(format!("{}: found, and still in the list", info.name));
                }
                (Ok(case), false) => written.put(api, &info, case),
                (Err(_), true) => {}
            }
        }
    }
    if std::env::var_os("BLESS").is_some() {
        written.write();
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The case that finds a fault, or what is to be said of its not being found.
async fn look_for(
    suite: &Suite,
    api: Api,
    info: &FaultInfo,
    record: &FoundBy,
) -> Result<String, String> {
    let all = suite.answering(info.requirement);
    let narrowed = |keep: &dyn Fn(&CaseMeta) -> bool| {
        let mut some = Suite::of(Arc::clone(suite.contract()), all.cases().to_vec());
        some.retain(|meta| keep(meta));
        some
    };
    let usual = record.of(api, info);
    // What closes a run speaks of the answers to the cases before it.
    let is_usual = |meta: &CaseMeta| {
        usual == Some(meta.id.as_str())
            || usual.is_some_and(|usual| usual.starts_with("laws/every-answer/"))
                && (meta.phase == Phase::Examples || meta.id == "workflows/success-is-200")
    };
    // Sequences drawn at random are many requests: they are asked where the others are silent.
    let tries: [Suite; 3] = [
        narrowed(&is_usual),
        narrowed(&|meta| meta.phase != Phase::Random),
        all,
    ];
    let mut said = Err(format!(
        "{}: no case answers {}",
        info.name, info.requirement
    ));
    let mut most = 0;
    // What shows itself by chance, as ties do that are in the order of random ids, gets a second look at the end.
    let again = info.fault.missed_because().is_none().then_some(&tries[1]);
    for (index, cases) in tries.iter().chain(again).enumerate() {
        // Each try asks more than the one before it, or nothing new.
        if index < tries.len() && cases.cases().len() <= most {
            continue;
        }
        most = most.max(cases.cases().len());
        let report = report(cases, api, Some(info.fault)).await;
        said = match missed(info, &report) {
            None => Ok(finder(&report, info.requirement)),
            Some(said) => Err(said),
        };
        if said.is_ok() {
            return said;
        }
    }
    said
}

/// The first quick case that found a breach of the requirement, else the quickest.
fn finder(report: &RunReport, requirement: &str) -> String {
    let finders: Vec<_> = report
        .cases
        .iter()
        .filter(|case| {
            let mut broken = case.failures.iter().flat_map(|it| &it.requirements);
            broken.any(|id| id == requirement)
        })
        .collect();
    let quick = finders.iter().find(|case| case.duration_ms < 800);
    let quickest = || finders.iter().min_by_key(|case| case.duration_ms);
    quick
        .or_else(quickest)
        .map(|case| case.id.clone())
        .unwrap_or_default()
}

/// Which case found which fault: a line for each, `API FAULT CASE`.
#[derive(Default)]
struct FoundBy(std::collections::BTreeMap<(String, String), String>);

impl FoundBy {
    fn path() -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/found_by.txt")
    }

    fn read() -> Self {
        let text = std::fs::read_to_string(Self::path()).unwrap_or_default();
        let lines = text.lines().filter_map(|line| {
            let mut words = line.split_whitespace().map(str::to_owned);
            Some(((words.next()?, words.next()?), words.next()?))
        });
        Self(lines.collect())
    }

    fn of(&self, api: Api, info: &FaultInfo) -> Option<&str> {
        let key = (api.name().to_owned(), info.name.to_owned());
        self.0.get(&key).map(String::as_str)
    }

    fn put(&mut self, api: Api, info: &FaultInfo, case: String) {
        let key = (api.name().to_owned(), info.name.to_owned());
        self.0.insert(key, case);
    }

    fn write(&self) {
        let lines = self.0.iter();
        let lines = lines.map(|((api, fault), case)| format!("{api} {fault} {case}\n"));
        std::fs::write(Self::path(), lines.collect::<String>()).unwrap();
    }
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

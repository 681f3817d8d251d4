//! Runs a suite against a target and tells listeners what happens.

mod event;
mod options;
mod probe;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;

use indexmap::IndexMap;
use jiff::Timestamp;
use thiserror::Error;
use tokio::task::{Id, JoinSet};

pub use event::{Event, Listener};
pub use options::RunOptions;

use crate::case::{Case, CaseContext};
use crate::contract::Contract;
use crate::exchange::TransportError;
use crate::report::{
    self, CaseReport, Counts, Finished, Recorder, RunHeader, RunReport, findings, requirements,
};
use crate::session::Session;
use crate::suite::Suite;
use crate::target::{Target, TargetError};
use crate::verdict::{Outcome, Verdict};

/// Why a run did not begin.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RunError {
    /// The target is not usable as it was given.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// There is no way to the target.
    #[error("the target {target} cannot be tested: {cause}")]
    Unreachable {
        /// Its base URL.
        target: String,
        /// What failed.
        cause: TransportError,
    },
    /// A fixture was given that the requirements file does not know.
    #[error("there is no fixture `{name}`; the requirements file names: {known}")]
    UnknownFixture {
        /// As given.
        name: String,
        /// Those that there are.
        known: String,
    },
    /// A credential was given that the requirements file does not know.
    #[error("there is no credential `{name}`; the requirements file names: {known}")]
    UnknownCredential {
        /// As given.
        name: String,
        /// Those that there are.
        known: String,
    },
}

/// Cases that run at once where answers are large.
const HEAVY_JOBS: usize = 1;

/// Runs all cases of the suite against `target`: the independent ones up to `options.jobs` at once, then
/// those that must be alone. Listeners are told in the order in which things happen; the report has the
/// cases in the suite's order.
///
/// # Errors
///
/// When the run cannot begin. Once it has begun there is always a report: whatever fails in a case, a
/// fault of the tester itself included, is that case's error.
pub async fn run(
    suite: &Suite,
    target: Target,
    options: &RunOptions,
    listeners: &mut [&mut dyn Listener],
) -> Result<RunReport, RunError> {
    let contract = Arc::clone(suite.contract());
    let fixtures = Arc::new(fixtures(&contract, options)?);
    credentials(&contract, &target)?;
    let session = Arc::new(Session::open(target.clone())?);
    probe::reach(&session)
        .await
        .map_err(|cause| RunError::Unreachable {
            target: target.base.clone(),
            cause,
        })?;
    let started = Timestamp::now();
    let clock = Instant::now();
    tell(
        listeners,
        &Event::RunStarted {
            cases: suite.cases().len(),
            target: &target.base,
        },
    );
    let recorder = Arc::new(Recorder::new(Arc::clone(&contract), &target, options));
    let mut runner = Runner {
        suite,
        options,
        session,
        fixtures,
        recorder,
        listeners,
        reports: suite.cases().iter().map(|_| None).collect(),
        stopped: false,
    };
    let places = |wanted: fn(&crate::CaseMeta) -> bool| -> Vec<usize> {
        let cases = suite.cases().iter().enumerate();
        let wanted = cases.filter(|(_, case)| wanted(case.meta()));
        wanted.map(|(place, _)| place).collect()
    };
    let together = places(|meta| !meta.alone && !meta.closing);
    runner.go(&together, options.jobs.max(1)).await;
    runner
        .go(&places(|meta| meta.alone && !meta.closing), 1)
        .await;
    runner.go(&places(|meta| meta.closing), 1).await;
    let cases = runner.finish();

    let report = RunReport {
        format: report::FORMAT,
        run: RunHeader {
            tool_version: env!("CARGO_PKG_VERSION").to_owned(),
            documents: report::documents(&contract.sources),
            api: format!("{} {}", contract.api.info.title, contract.api.info.version),
            seed: options.seed,
            target: target.base,
            started: started.to_string(),
            duration_ms: u64::try_from(clock.elapsed().as_millis()).unwrap_or(u64::MAX),
            counts: Counts::of(&cases),
            shard: suite.shard().cloned(),
        },
        findings: findings(&cases),
        requirements: requirements(&contract.requirements, &cases),
        operations: report::operations(&contract),
        baseline: None,
        cases,
    };
    tell(listeners, &Event::RunFinished { report: &report });
    Ok(report)
}

/// The fixtures of the run: those given, else the literals of the documented examples.
fn fixtures(
    contract: &Contract,
    options: &RunOptions,
) -> Result<IndexMap<String, String>, RunError> {
    let known = &contract.requirements.fixtures;
    if let Some(name) = options.fixtures.keys().find(|it| !known.contains_key(*it)) {
        let names: Vec<_> = known.keys().map(String::as_str).collect();
        return Err(RunError::UnknownFixture {
            name: name.clone(),
            known: names.join(", "),
        });
    }
    let mut fixtures = IndexMap::new();
    for (name, fixture) in known {
        let example = fixture.example.as_ref().map(|value| match value {
            serde_json::Value::String(text) => text.clone(),
            value => value.to_string(),
        });
        if let Some(value) = options.fixtures.get(name).cloned().or(example) {
            fixtures.insert(name.clone(), value);
        }
    }
    Ok(fixtures)
}

/// Further credentials must be ones that the requirements file speaks of: another is a misspelt name.
fn credentials(contract: &Contract, target: &Target) -> Result<(), RunError> {
    let known = &contract.requirements.further_credentials;
    match target.further.keys().find(|it| !known.contains_key(*it)) {
        None => Ok(()),
        Some(name) => {
            let names: Vec<_> = known.keys().map(String::as_str).collect();
            Err(RunError::UnknownCredential {
                name: name.clone(),
                known: names.join(", "),
            })
        }
    }
}

fn tell(listeners: &mut [&mut dyn Listener], event: &Event<'_>) {
    for listener in listeners {
        listener.on(event);
    }
}

struct Runner<'a, 'l> {
    suite: &'a Suite,
    options: &'a RunOptions,
    session: Arc<Session>,
    fixtures: Arc<IndexMap<String, String>>,
    recorder: Arc<Recorder>,
    listeners: &'a mut [&'l mut dyn Listener],
    reports: Vec<Option<CaseReport>>,
    stopped: bool,
}

impl Runner<'_, '_> {
    /// Runs the cases with these places in the suite, up to `jobs` at once.
    async fn go(&mut self, places: &[usize], jobs: usize) {
        let mut waiting = places.iter().copied();
        let mut running = JoinSet::new();
        let mut started: HashMap<Id, usize> = HashMap::new();
        loop {
            let jobs = if self.session.is_heavy() {
                jobs.min(HEAVY_JOBS)
            } else {
                jobs
            };
            while running.len() < jobs && !self.stopped {
                let Some(place) = waiting.next() else { break };
                let Some(case) = self.suite.cases().get(place) else {
                    continue;
                };
                tell(self.listeners, &Event::CaseStarted { meta: case.meta() });
                let (context, recorder) = (self.context(&**case), Arc::clone(&self.recorder));
                let handle = running.spawn(run_case(Arc::clone(case), context, recorder));
                started.insert(handle.id(), place);
            }
            let (id, report) = match running.join_next_with_id().await {
                None => break,
                Some(Ok((id, report))) => (id, Ok(report)),
                Some(Err(error)) => (error.id(), Err(broken_tester(&error))),
            };
            let Some(place) = started.remove(&id) else {
                continue;
            };
            let Some(case) = self.suite.cases().get(place) else {
                continue;
            };
            let report = report.unwrap_or_else(|broken| self.recorder.report(case.meta(), broken));
            self.keep(place, report);
        }
    }

    fn context(&self, case: &dyn Case) -> CaseContext {
        CaseContext::new(
            Arc::clone(self.suite.contract()),
            Arc::clone(&self.session),
            Arc::clone(&self.fixtures),
            self.options.seed,
            &case.meta().id,
        )
        .with_plan(self.options.plan.clone())
    }

    fn keep(&mut self, place: usize, report: CaseReport) {
        tell(self.listeners, &Event::CaseFinished { report: &report });
        self.stopped |= self.options.fail_fast && report.verdict == Outcome::Failed;
        if let Some(slot) = self.reports.get_mut(place) {
            *slot = Some(report);
        }
    }

    /// The reports in the suite's order; cases that were not reached are untested.
    fn finish(self) -> Vec<CaseReport> {
        let Self {
            suite,
            options,
            reports,
            ..
        } = self;
        suite
            .cases()
            .iter()
            .zip(reports)
            .map(|(case, report)| {
                report.unwrap_or_else(|| CaseReport {
                    reason: Some("not reached: the run ended at the first failure".to_owned()),
                    ..report::skipped(
                        suite.contract(),
                        case.meta(),
                        options.seed,
                        Outcome::Untested,
                    )
                })
            })
            .collect()
    }
}

/// Runs a case and writes its report, both beside those of the other cases.
async fn run_case(
    case: Arc<dyn Case>,
    context: CaseContext,
    recorder: Arc<Recorder>,
) -> CaseReport {
    let clock = Instant::now();
    let verdict = case.run(&context).await;
    let finished = Finished {
        verdict,
        exchanges: context.exchanges(),
        notes: context.notes(),
        plan: context.found(),
        elapsed: clock.elapsed(),
    };
    recorder.report(case.meta(), finished)
}

/// A case whose task ended in a panic: a fault of the tester that must not end the run.
fn broken_tester(error: &tokio::task::JoinError) -> Finished {
    Finished {
        verdict: Verdict::Error(format!(
            "the tester itself failed in this case; please report it: {error}"
        )),
        exchanges: Vec::new(),
        notes: Vec::new(),
        plan: None,
        elapsed: std::time::Duration::ZERO,
    }
}

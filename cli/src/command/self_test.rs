//! `trueline self-test`: the tester, tested. Each fault of the reference servers in turn, and what found it.

mod table;

use std::sync::Arc;

use indexmap::IndexMap;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use trueline_conformance::{Credential, Outcome, RunOptions, RunReport, Suite, Target};
use trueline_reference::Api;
use trueline_reference::fault::{Fault, FaultInfo};
use trueline_reference::serve::{Options, serve_on_loopback};

use crate::arguments::{MessageFormat, SelfTest, SideFiles};
use crate::document::Document;
use crate::exit::{Exit, Stop};
use crate::run::event_loop;
use crate::suite;
use table::Row;

/// Runs the command.
pub(crate) fn run(arguments: &SelfTest) -> Result<Exit, Stop> {
    let mut work = Vec::new();
    for api in Api::ALL {
        if arguments
            .api
            .as_deref()
            .is_some_and(|name| name != api.name())
        {
            continue;
        }
        let document = Document::find(Some(api.name()))?;
        let side = SideFiles {
            requirements: None,
            workflows: None,
        };
        let whole = suite::whole(&document, &side, MessageFormat::Human)?;
        for info in Fault::of(api) {
            if arguments
                .filter
                .iter()
                .all(|part| !info.name.contains(part.as_str()))
                && !arguments.filter.is_empty()
            {
                continue;
            }
            work.push((api, info, speaking_of(&whole, info.requirement)));
        }
    }
    if work.is_empty() {
        return Err(Stop::usage("no fault is meant")
            .help("list the faults with `trueline serve --list-faults`"));
    }
    let rows = event_loop()?.block_on(all(work, arguments.servers as usize));
    let missed = rows.iter().filter(|row| row.found.is_empty()).count();
    table::print(&rows);
    if let Some(path) = &arguments.markdown {
        std::fs::write(path, table::markdown(&rows))
            .map_err(|error| Stop::usage(format!("cannot write {}: {error}", path.display())))?;
    }
    Ok(if missed == 0 {
        Exit::Held
    } else {
        Exit::Broken
    })
}

/// The rows of all faults, in their order, so many servers at once.
async fn all(work: Vec<(Api, FaultInfo, Suite)>, servers: usize) -> Vec<Row> {
    let permits = Arc::new(Semaphore::new(servers));
    let mut tasks = JoinSet::new();
    for (place, (api, info, suite)) in work.into_iter().enumerate() {
        let permits = Arc::clone(&permits);
        tasks.spawn(async move {
            let _permit = permits.acquire_owned().await;
            (place, row(api, info, &suite).await)
        });
    }
    let mut rows: Vec<(usize, Row)> = tasks.join_all().await;
    rows.sort_by_key(|(place, _)| *place);
    rows.into_iter().map(|(_, row)| row).collect()
}

/// What the cases that speak of a fault's requirement find in a server that has it.
async fn row(api: Api, info: FaultInfo, suite: &Suite) -> Row {
    let found = match report(api, info.fault, suite).await {
        Ok(report) => found(&info, &report),
        Err(_) => Vec::new(),
    };
    Row { api, info, found }
}

/// The cases that failed for the requirement that the fault breaks.
fn found(info: &FaultInfo, report: &RunReport) -> Vec<String> {
    let failed = report.cases.iter().filter(|case| {
        matches!(case.verdict, Outcome::Failed | Outcome::Warning)
            && case
                .failures
                .iter()
                .any(|failure| failure.requirements.iter().any(|id| id == info.requirement))
    });
    failed.map(|case| case.id.clone()).collect()
}

async fn report(api: Api, fault: Fault, suite: &Suite) -> Result<RunReport, String> {
    let server = serve_on_loopback(Options {
        fault: Some(fault),
        ..Options::of(api)
    });
    let server = server.await.map_err(|error| error.to_string())?;
    let credential = |text: &str| Credential::parse(text).map_err(|error| error.to_string());
    let mut target = Target::new(&server.base_url()).map_err(|error| error.to_string())?;
    target.credential = Some(credential(api.credential())?);
    for (name, text) in api.further_credentials() {
        target.further.insert((*name).to_owned(), credential(text)?);
    }
    let fixtures = api.fixtures().iter();
    let fixtures: IndexMap<String, String> = fixtures
        .map(|(name, id)| ((*name).to_owned(), (*id).to_owned()))
        .collect();
    let options = RunOptions {
        // Much of a run is waiting for things to expire.
        jobs: 16,
        seed: 1,
        fixtures,
        ..RunOptions::default()
    };
    let ended = trueline_conformance::run(suite, target, &options, &mut []).await;
    // What the run found stands, however the server ends.
    let _ = server.stop().await;
    ended.map_err(|error| error.to_string())
}

/// The cases that answer a requirement: the others have no part in finding its faults.
fn speaking_of(suite: &Suite, requirement: &str) -> Suite {
    let requirements = &suite.contract().requirements;
    let cases = suite.cases().iter().filter(|case| {
        let meta = case.meta();
        let answered = requirements.answered_by(&meta.id);
        answered
            .iter()
            .chain(&meta.requirements)
            .any(|it| it == requirement)
    });
    let cases: Vec<_> = cases.cloned().collect();
    // A closing case speaks of what the others were answered.
    if cases.iter().any(|case| case.meta().closing) {
        return Suite::of(Arc::clone(suite.contract()), suite.cases().to_vec());
    }
    Suite::of(Arc::clone(suite.contract()), cases)
}

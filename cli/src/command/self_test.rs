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
use crate::file;
use crate::progress::Line;
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
            work.push((api, info, whole.answering(info.requirement)));
        }
    }
    if work.is_empty() {
        return Err(Stop::usage("no fault is meant")
            .help("list the faults with `trueline serve --list-faults`"));
    }
    let rows = event_loop()?.block_on(all(work, arguments.servers as usize))?;
    table::print(&rows);
    if let Some(path) = &arguments.markdown {
        file::replace(path, table::markdown(&rows).as_bytes())
            .map_err(|error| Stop::usage(format!("cannot write {}: {error}", path.display())))?;
    }
    let unexpected = |row: &Row| row.found.is_empty() && row.info.fault.missed_because().is_none();
    Ok(if rows.iter().any(unexpected) {
        Exit::Broken
    } else {
        Exit::Held
    })
}

/// The rows of all faults, in their order, so many servers at once.
async fn all(work: Vec<(Api, FaultInfo, Suite)>, servers: usize) -> Result<Vec<Row>, Stop> {
    let mut line = Line::new();
    let all = work.len();
    let permits = Arc::new(Semaphore::new(servers));
    let mut tasks = JoinSet::new();
    for (place, (api, info, suite)) in work.into_iter().enumerate() {
        let permits = Arc::clone(&permits);
        tasks.spawn(async move {
            let _permit = permits.acquire_owned().await;
            (place, row(api, info, &suite).await)
        });
    }
    let mut rows: Vec<(usize, Row)> = Vec::new();
    while let Some(ended) = tasks.join_next().await {
        let (place, row) = ended.map_err(|error| Stop::usage(error.to_string()))?;
        rows.push((place, row?));
        line.draw(&format!("{}/{all} faults", rows.len()));
    }
    line.clear();
    rows.sort_by_key(|(place, _)| *place);
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

/// What the cases that speak of a fault's requirement find in a server that has it.
async fn row(api: Api, info: FaultInfo, suite: &Suite) -> Result<Row, Stop> {
    let report = report(api, info.fault, suite).await.map_err(|error| {
        Stop::usage(format!(
            "the server with the fault {} could not be tested: {error}",
            info.name
        ))
    })?;
    let found = found(&info, &report);
    Ok(Row { api, info, found })
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

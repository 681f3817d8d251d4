//! `trueline self-test`: the tester, tested. Each fault of the reference servers in turn, and what found it.

mod checks;
mod server;
mod stays;
mod table;

use std::path::Path;
use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use trueline_conformance::{Outcome, RunReport, Suite};
use trueline_reference::Api;
use trueline_reference::fault::{Fault, FaultInfo};

use crate::arguments::{MessageFormat, SelfTest, SideFiles};
use crate::document::Document;
use crate::exit::{Exit, Stop};
use crate::file;
use crate::progress::Line;
use crate::run::event_loop;
use crate::suite;
use checks::{Checks, Tripped};
use table::Row;

/// One server and the cases that are run against it.
struct Work {
    api: Api,
    info: FaultInfo,
    suite: Arc<Suite>,
    jobs: usize,
}

/// Cases at once: much of a run is waiting for things to expire.
const AT_ONCE: usize = 16;
/// Servers at once where each is asked one case after the other, and mostly waits.
const SERVERS_IN_TURN: u32 = 48;
/// Servers at once where each is asked many cases at once.
const SERVERS: u32 = 16;

/// Runs the command.
pub(crate) fn run(arguments: &SelfTest) -> Result<Exit, Stop> {
    let mut suites = Vec::new();
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
        let whole = Arc::new(suite::whole(&document, &side, MessageFormat::Human)?);
        for info in Fault::of(api) {
            if arguments
                .filter
                .iter()
                .all(|part| !info.name.contains(part.as_str()))
                && !arguments.filter.is_empty()
            {
                continue;
            }
            let (suite, jobs) = match arguments.checks {
                // Which check finds a fault alone is known only once all have been asked; and one that breaks what
                // another case made is found by chance where they run at once.
                Some(_) => (Arc::clone(&whole), 1),
                None => (Arc::new(whole.answering(info.requirement)), AT_ONCE),
            };
            work.push(Work {
                api,
                info,
                suite,
                jobs,
            });
        }
        suites.push((api, whole));
    }
    if work.is_empty() {
        return Err(Stop::usage("no fault is meant")
            .help("list the faults with `trueline serve --list-faults`"));
    }
    let usual = match arguments.checks {
        Some(_) => SERVERS_IN_TURN,
        None => SERVERS,
    };
    let servers = arguments.servers.unwrap_or(usual);
    let rows = event_loop()?.block_on(all(work, servers as usize))?;
    table::print(&rows);
    if let Some(path) = &arguments.markdown {
        write(path, &table::markdown(&rows))?;
    }
    let unexpected = |row: &Row| row.found.is_empty() && row.info.fault.missed_because().is_none();
    let mut holds = !rows.iter().any(unexpected);
    if let Some(path) = &arguments.checks {
        let checks = Checks::new(&suites, &rows);
        checks.print();
        write(path, &checks.markdown())?;
        holds &= checks.hold();
    }
    Ok(if holds { Exit::Held } else { Exit::Broken })
}

fn write(path: &Path, text: &str) -> Result<(), Stop> {
    file::replace(path, text.as_bytes())
        .map_err(|error| Stop::usage(format!("cannot write {}: {error}", path.display())))
}

/// The rows of all faults, in their order, so many servers at once.
async fn all(work: Vec<Work>, servers: usize) -> Result<Vec<Row>, Stop> {
    let mut line = Line::new();
    let all = work.len();
    let permits = Arc::new(Semaphore::new(servers));
    let mut tasks = JoinSet::new();
    for (place, work) in work.into_iter().enumerate() {
        let permits = Arc::clone(&permits);
        tasks.spawn(async move {
            let _permit = permits.acquire_owned().await;
            (place, row(work).await)
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

/// What finds a fault in a server that has it.
async fn row(work: Work) -> Result<Row, Stop> {
    let Work {
        api,
        info,
        suite,
        jobs,
    } = work;
    let report = server::report(api, info.fault, &suite, jobs).await;
    let report = report.map_err(|error| {
        Stop::usage(format!(
            "the server with the fault {} could not be tested: {error}",
            info.name
        ))
    })?;
    Ok(Row {
        api,
        info,
        found: found(&info, &report),
        tripped: Tripped::of(&report),
    })
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

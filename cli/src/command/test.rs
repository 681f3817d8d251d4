//! `trueline test`: hold a server to a description.

use trueline_conformance::{Conclusion, Level, RunOptions, RunReport};

use crate::arguments::{LevelArgument, Test};
use crate::document::Document;
use crate::exit::{Exit, Stop};
use crate::progress::Progress;
use crate::{report, run, suite, target};

/// Runs the command.
pub(crate) fn run(arguments: &Test) -> Result<Exit, Stop> {
    let document = Document::find(arguments.document.as_deref())?;
    let reports = report::destinations(&arguments.reports)?;
    let mut suite = suite::whole(
        &document,
        &arguments.side,
        arguments.messages.message_format,
    )?;
    suite::filter(&mut suite, &arguments.filter)?;
    if arguments.dry_run {
        super::list::cases(&suite);
        return Ok(Exit::Held);
    }
    let mut progress = Progress::new();
    let options = RunOptions {
        jobs: arguments.jobs as usize,
        seed: arguments.seed,
        fixtures: target::fixtures(&arguments.target, suite.contract())?,
        fail_fast: arguments.fail_fast,
        judge_choices: arguments.level == LevelArgument::May,
        ..RunOptions::default()
    };
    let report = run::run(
        &suite,
        &document,
        &arguments.target,
        &options,
        &mut progress,
    )?;
    report::console(&report);
    for destination in &reports {
        report::write(&report, destination)?;
    }
    Ok(conclude(&report, arguments.level))
}

/// The exit code of a finished run, warnings included where `level` asks for that.
fn conclude(report: &RunReport, level: LevelArgument) -> Exit {
    let weakest = match level {
        LevelArgument::Must => Level::Must,
        LevelArgument::Should => Level::Should,
        LevelArgument::May => Level::May,
    };
    let counts = |finding: &trueline_conformance::report::Finding| finding.level <= weakest;
    match report.conclusion() {
        Conclusion::Broken => Exit::Broken,
        _ if report.findings.iter().any(counts) => Exit::Broken,
        Conclusion::Held => Exit::Held,
        Conclusion::Unknown => Exit::Unreachable,
    }
}

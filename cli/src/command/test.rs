//! `trueline test`: hold a server to a description.

use std::io::Write as _;

use trueline_conformance::{Conclusion, Level, RunOptions, RunReport, Suite};

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
    suite = suite.with_random_cases(arguments.cases);
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
    if arguments.filter.is_empty() {
        say_what_was_left_out(&suite, &document);
    }
    for destination in &reports {
        report::write(&report, destination)?;
    }
    Ok(conclude(&report, arguments.level))
}

/// Says of which operations there is no case at all, and how to ask more.
fn say_what_was_left_out(suite: &Suite, document: &Document) {
    let asked: Vec<&str> = suite
        .cases()
        .iter()
        .filter_map(|case| case.meta().operation.as_deref())
        .collect();
    let operations = &suite.contract().api.operations;
    let left_out: Vec<&str> = operations
        .iter()
        .map(|operation| operation.id.as_str())
        .filter(|id| !asked.contains(id))
        .collect();
    let mut err = anstream::stderr().lock();
    if !left_out.is_empty() {
        let shown = left_out.iter().take(6).copied().collect::<Vec<_>>();
        let others = match left_out.len() - shown.len() {
            0 => String::new(),
            more => format!(" and {more} others"),
        };
        let _ = writeln!(
            err,
            "no case of their own for {} of {} operations, because what they need has no example: {}{others}",
            left_out.len(),
            operations.len(),
            shown.join(", "),
        );
    }
    if suite.contract().requirements.is_draft && matches!(document, Document::File(_)) {
        let _ = writeln!(
            err,
            "held to the description alone; `trueline list --laws` says what else could be asked, and \
             `trueline init --from` writes files to tell it in"
        );
    }
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

//! `trueline test`: hold a server to a description.

use std::io::Write as _;

use trueline_conformance::report::{CaseReport, Finding};
use trueline_conformance::{Conclusion, Level, Outcome, RunOptions, RunReport, Suite, Timings};

use crate::arguments::{LevelArgument, Test};
use crate::document::Document;
use crate::exit::{Exit, Stop};
use crate::progress::Progress;
use crate::{baseline, report, run, suite, target};

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
    if let Some(shard) = arguments.shard {
        let timings = match &arguments.timings {
            Some(path) => Timings::of(&report::read(path)?),
            None => Timings::default(),
        };
        suite.keep_shard(shard, &timings);
    }
    let baseline = baseline::find(&arguments.baseline)?;
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
    let mut report = run::run(
        &suite,
        &document,
        &arguments.target,
        &options,
        &mut progress,
    )?;
    if let Some(baseline) = baseline {
        let is_whole = arguments.filter.is_empty()
            && arguments.shard.is_none()
            && !report
                .cases
                .iter()
                .any(|case| was_not_reached(case, arguments));
        baseline.hold(&mut report, is_whole)?;
    }
    report::console(&report);
    if arguments.filter.is_empty() {
        say_what_was_left_out(&suite, &document);
    }
    report::deliver(&report, &reports);
    Ok(conclude(&report, arguments.level))
}

/// Whether the run ended before the case: at the first failure, where that was asked for.
fn was_not_reached(case: &CaseReport, arguments: &Test) -> bool {
    arguments.fail_fast && case.verdict == Outcome::Untested
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
pub(super) fn conclude(report: &RunReport, level: LevelArgument) -> Exit {
    let weakest = match level {
        LevelArgument::Must => Level::Must,
        LevelArgument::Should => Level::Should,
        LevelArgument::May => Level::May,
    };
    let counts =
        |finding: &Finding| finding.level <= weakest && report.accepted(&finding.id).is_none();
    match report.conclusion() {
        Conclusion::Broken => Exit::Broken,
        _ if report.findings.iter().any(counts) => Exit::Broken,
        Conclusion::Held => Exit::Held,
        Conclusion::Unknown => Exit::Unreachable,
    }
}

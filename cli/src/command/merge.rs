//! `trueline merge`: the reports of the parts of a run as one.

use trueline_conformance::report::merge;

use super::test::conclude;
use crate::arguments::Merge;
use crate::exit::{Exit, Stop};
use crate::{baseline, report};

/// Runs the command.
pub(crate) fn run(arguments: &Merge) -> Result<Exit, Stop> {
    let destinations = report::destinations(&arguments.reports)?;
    let baseline = baseline::find(&arguments.baseline)?;
    let parts = arguments
        .parts
        .iter()
        .map(|path| report::read(path))
        .collect::<Result<Vec<_>, _>>()?;
    let mut whole = merge::merge(parts).map_err(|error| {
        Stop::usage(error.to_string())
            .help("give the JSON reports of all parts of one run, and of nothing else")
    })?;
    if let Some(baseline) = baseline {
        baseline.hold(&mut whole, true)?;
    }
    report::console(&whole);
    report::deliver(&whole, &destinations);
    Ok(conclude(&whole, arguments.level))
}

//! The baseline that a run is held to.

use std::io::Write as _;
use std::path::PathBuf;

use jiff::ToSpan as _;
use jiff::civil::Date;
use trueline_conformance::{Baseline, RunReport};

use crate::arguments::BaselineArguments;
use crate::exit::Stop;
use crate::file;

/// For how many days an entry is accepted that `--update-baseline` adds.
const DAYS: i64 = 90;

/// A baseline and what is to be done with it.
pub(crate) struct Held {
    path: PathBuf,
    baseline: Baseline,
    is_updated: bool,
}

/// The baseline of the arguments, read. One that is to be written need not be there yet.
pub(crate) fn find(arguments: &BaselineArguments) -> Result<Option<Held>, Stop> {
    let Some(path) = &arguments.baseline else {
        return Ok(None);
    };
    let name = path.display().to_string();
    let baseline = match std::fs::read(path) {
        Ok(bytes) => Baseline::read(&name, &bytes).map_err(|faults| {
            for fault in &faults {
                let _ = writeln!(anstream::stderr(), "{fault}");
            }
            let s = if faults.len() == 1 { "" } else { "s" };
            Stop::usage(format!("the baseline {name} has {} fault{s}", faults.len()))
        })?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && arguments.update_baseline => {
            Baseline::default()
        }
        Err(error) => {
            return Err(Stop::usage(format!("cannot read {name}: {error}"))
                .help("write one with --update-baseline"));
        }
    };
    Ok(Some(Held {
        path: path.clone(),
        baseline,
        is_updated: arguments.update_baseline,
    }))
}

impl Held {
    /// Holds a report to the baseline; where that was asked for, writes the file anew before.
    pub(crate) fn hold(self, report: &mut RunReport, is_whole: bool) -> Result<(), Stop> {
        let today = today();
        let mut baseline = self.baseline;
        if self.is_updated {
            let expires = today.saturating_add(DAYS.days()).to_string();
            let updated = baseline.updated(report, &today.to_string(), &expires, is_whole);
            let name = self.path.display();
            file::replace(&self.path, updated.render().as_bytes())
                .map_err(|error| Stop::usage(format!("cannot write {name}: {error}")))?;
            let _ = writeln!(
                anstream::stderr(),
                "{name}: {} {}, {} before\n",
                updated.len(),
                if updated.len() == 1 {
                    "entry"
                } else {
                    "entries"
                },
                baseline.len()
            );
            // Read again, so that its entries have the places where they stand now.
            baseline = Baseline::read(&name.to_string(), updated.render().as_bytes())
                .map_err(|faults| Stop::usage(faults.join("; ")))?;
        }
        baseline.apply(report, &today.to_string(), is_whole);
        Ok(())
    }
}

/// The date in UTC.
fn today() -> Date {
    jiff::Timestamp::now()
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date()
}

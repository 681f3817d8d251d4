//! What happens in a run, for whoever shows it.

use crate::case::CaseMeta;
use crate::report::{CaseReport, RunReport};

/// Something that happened. These events are the only interface between a run and those who show it.
#[derive(Debug, Clone, Copy)]
pub enum Event<'a> {
    /// The target was reached; so many cases will run.
    RunStarted {
        /// How many.
        cases: usize,
        /// Base URL of the target.
        target: &'a str,
    },
    /// A case began.
    CaseStarted {
        /// Which.
        meta: &'a CaseMeta,
    },
    /// A case ended.
    CaseFinished {
        /// How.
        report: &'a CaseReport,
    },
    /// All cases ended.
    RunFinished {
        /// The whole report.
        report: &'a RunReport,
    },
}

/// Someone who shows a run while it goes on. Called from one task, one event after the other.
pub trait Listener: Send {
    /// Takes note of an event. It should not block: the run waits meanwhile.
    fn on(&mut self, event: &Event<'_>);
}

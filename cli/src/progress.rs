//! How a run shows that it goes on: one line on a terminal, nothing anywhere else.

use std::io::{IsTerminal as _, Write as _, stderr};
use std::time::{Duration, Instant};

use trueline_conformance::{Event, Listener, Outcome};

/// One line on stderr that is written over and over.
pub(crate) struct Progress {
    shown: bool,
    total: usize,
    done: usize,
    failed: usize,
    last: Option<Instant>,
}

impl Progress {
    /// Shows nothing unless stderr is a terminal.
    pub(crate) fn new() -> Self {
        Self {
            shown: stderr().is_terminal() && std::env::var_os("CI").is_none(),
            total: 0,
            done: 0,
            failed: 0,
            last: None,
        }
    }

    fn draw(&mut self) {
        const PAUSE: Duration = Duration::from_millis(50);
        if !self.shown || self.last.is_some_and(|last| last.elapsed() < PAUSE) {
            return;
        }
        self.last = Some(Instant::now());
        let failed = match self.failed {
            0 => String::new(),
            count => format!(", {count} failed"),
        };
        // `\x1b[K` clears what the longer line before left behind.
        let _ = write!(
            stderr(),
            "\r{}/{} cases{failed}\x1b[K",
            self.done,
            self.total
        );
        let _ = stderr().flush();
    }
}

impl Listener for Progress {
    fn on(&mut self, event: &Event<'_>) {
        match event {
            Event::RunStarted { cases, .. } => self.total = *cases,
            Event::CaseStarted { .. } => {}
            Event::CaseFinished { report } => {
                self.done += 1;
                if report.verdict == Outcome::Failed {
                    self.failed += 1;
                }
                self.draw();
            }
            Event::RunFinished { .. } => {
                if self.shown {
                    let _ = write!(stderr(), "\r\x1b[K");
                    let _ = stderr().flush();
                }
            }
        }
    }
}

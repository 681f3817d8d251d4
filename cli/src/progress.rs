//! How a run shows that it goes on: one line on a terminal, nothing anywhere else.

use std::io::{IsTerminal as _, Write as _, stderr};
use std::time::{Duration, Instant};

use trueline_conformance::{Event, Listener, Outcome};

/// One line on stderr that is written over and over. Shows nothing unless stderr is a terminal.
pub(crate) struct Line {
    shown: bool,
    last: Option<Instant>,
}

impl Line {
    pub(crate) fn new() -> Self {
        Self {
            shown: stderr().is_terminal() && std::env::var_os("CI").is_none(),
            last: None,
        }
    }

    /// Shows the text, unless the last one was shown only just now.
    pub(crate) fn draw(&mut self, text: &str) {
        const PAUSE: Duration = Duration::from_millis(50);
        if !self.shown || self.last.is_some_and(|last| last.elapsed() < PAUSE) {
            return;
        }
        self.last = Some(Instant::now());
        // `\x1b[K` clears what the longer line before left behind.
        let _ = write!(stderr(), "\r{text}\x1b[K");
        let _ = stderr().flush();
    }

    /// Leaves nothing of it.
    pub(crate) fn clear(&mut self) {
        if self.shown {
            let _ = write!(stderr(), "\r\x1b[K");
            let _ = stderr().flush();
        }
    }
}

/// How far a run of cases has come.
pub(crate) struct Progress {
    line: Line,
    total: usize,
    done: usize,
    failed: usize,
}

impl Progress {
    pub(crate) fn new() -> Self {
        Self {
            line: Line::new(),
            total: 0,
            done: 0,
            failed: 0,
        }
    }

    fn draw(&mut self) {
        let failed = match self.failed {
            0 => String::new(),
            count => format!(", {count} failed"),
        };
        let bar = bar(self.done, self.total);
        let text = format!("{bar} {}/{} cases{failed}", self.done, self.total);
        self.line.draw(&text);
    }
}

/// How much is done, as a bar of ASCII: any terminal has it.
fn bar(done: usize, total: usize) -> String {
    const WIDTH: usize = 24;
    let filled = (done * WIDTH).checked_div(total).unwrap_or(0).min(WIDTH);
    format!("[{}{}]", "#".repeat(filled), "-".repeat(WIDTH - filled))
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
            Event::RunFinished { .. } => self.line.clear(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::bar;

    #[test]
    fn the_bar_is_as_long_as_it_is() {
        assert_eq!(bar(0, 0), "[------------------------]");
        assert_eq!(bar(1, 2), "[############------------]");
        assert_eq!(bar(3, 2), "[########################]");
    }
}

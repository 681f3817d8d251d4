//! Where the lines of the log go.

use std::io::{IsTerminal as _, Write as _};
use std::sync::Arc;

use trueline_reference::serve::{Entry, Format, Log};

use crate::arguments::LogArgument;

/// Lines on stderr.
#[derive(Debug)]
struct Stderr(Format);

impl Log for Stderr {
    fn write(&self, entry: &Entry) {
        let mut line = entry.line(self.0);
        line.push('\n');
        // In one piece, so that lines of requests that end together do not mix. Where stderr is gone there is nobody
        // to tell.
        let _ = std::io::stderr().lock().write_all(line.as_bytes());
    }
}

/// The log that was asked for; without a wish, one for whoever sits at the terminal.
pub(super) fn of(asked: Option<LogArgument>) -> Option<Arc<dyn Log>> {
    let format = match asked {
        Some(LogArgument::Off) => return None,
        Some(LogArgument::Logfmt) => Format::Logfmt,
        Some(LogArgument::Json) => Format::Json,
        None if std::io::stderr().is_terminal() => Format::Logfmt,
        None => return None,
    };
    Some(Arc::new(Stderr(format)))
}

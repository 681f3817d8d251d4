//! `trueline explain`: a diagnostic, a requirement or a case, explained.

use std::io::Write as _;

use trueline_spec::diagnostic::codes;

use crate::arguments::Explain;
use crate::exit::{Exit, Stop};

/// Runs the command.
pub(crate) fn run(arguments: &Explain) -> Result<Exit, Stop> {
    let mut out = anstream::stdout().lock();
    if let Some(page) = codes::explain(&arguments.code.to_ascii_uppercase()) {
        let _ = write!(out, "{page}");
        return Ok(Exit::Held);
    }
    Err(Stop::usage(format!(
        "nothing is called `{}`",
        arguments.code
    )))
}

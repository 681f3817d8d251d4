//! `trueline completions`: a script that completes commands and options.

use clap::CommandFactory as _;

use crate::arguments::{Arguments, Completions};
use crate::exit::Exit;

/// Runs the command.
pub(crate) fn run(arguments: &Completions) -> Exit {
    let mut command = Arguments::command();
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "trueline", &mut script);
    // Nobody is left to tell when stdout is closed.
    let _ = std::io::Write::write_all(&mut std::io::stdout(), &script);
    Exit::Held
}

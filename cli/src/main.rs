//! The `trueline` command: the only place that reads arguments, prints and exits.

mod arguments;
mod bundled;
mod exit;
mod settings;

use std::path::Path;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

use arguments::Arguments;
use exit::Stop;

fn main() -> ExitCode {
    let command = match settings::apply(Arguments::command(), Path::new(settings::FILE)) {
        Ok(command) => command,
        Err(stop) => return end(&stop),
    };
    let matches = command.get_matches();
    let arguments = match Arguments::from_arg_matches(&matches) {
        Ok(arguments) => arguments,
        Err(error) => error.exit(),
    };
    eprintln!("{arguments:?} {:?} {}", bundled::BUNDLED, bundled::DEFAULT);
    ExitCode::SUCCESS
}

fn end(stop: &Stop) -> ExitCode {
    eprintln!("{}", stop.message);
    stop.exit.into()
}

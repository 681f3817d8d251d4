//! The `trueline` command: the only place that reads arguments, prints and exits.

mod arguments;
mod baseline;
mod bundled;
mod command;
mod document;
mod embedded;
mod exit;
mod file;
mod progress;
mod render;
mod report;
mod run;
mod seed;
mod settings;
mod suite;
mod target;

use std::path::Path;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

use arguments::{Arguments, Command};
use exit::{Exit, Stop};

fn main() -> ExitCode {
    match obey() {
        Ok(exit) => exit.into(),
        Err(stop) => {
            render::stop(&stop);
            stop.exit.into()
        }
    }
}

fn obey() -> Result<Exit, Stop> {
    let command = settings::apply(Arguments::command(), Path::new(settings::FILE))?;
    let matches = command.get_matches();
    let arguments = match Arguments::from_arg_matches(&matches) {
        Ok(arguments) => arguments,
        Err(error) => error.exit(),
    };
    match &arguments.command {
        Command::Generate(arguments) => command::generate::run(arguments),
        Command::Check(arguments) => command::check::run(arguments),
        Command::Init(arguments) => command::init::run(arguments),
        Command::Test(arguments) => command::test::run(arguments),
        Command::Merge(arguments) => command::merge::run(arguments),
        Command::List(arguments) => command::list::run(arguments),
        Command::Replay(arguments) => command::replay::run(arguments),
        Command::SelfTest(arguments) => command::self_test::run(arguments),
        Command::Serve(arguments) => command::serve::run(arguments),
        Command::Diff(arguments) => command::diff::run(arguments),
        Command::Update(arguments) => command::update::run(arguments),
        Command::Explain(arguments) => command::explain::run(arguments),
        Command::Completions(arguments) => Ok(command::completions::run(arguments)),
        Command::Man(arguments) => command::man::run(arguments),
    }
}

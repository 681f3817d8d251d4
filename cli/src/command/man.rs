//! `trueline man`: manual pages, made of the same words as the help.

use std::io::Write as _;

use clap::{Command, CommandFactory as _};
use clap_mangen::Man as Page;

use crate::arguments::{Arguments, Man};
use crate::exit::{Exit, Stop};
use crate::file;

/// Runs the command.
pub(crate) fn run(arguments: &Man) -> Result<Exit, Stop> {
    let mut command = Arguments::command();
    command.build();
    let Some(folder) = &arguments.out else {
        // Nobody is left to tell when stdout is closed.
        let _ = std::io::stdout().write_all(&page(command)?);
        return Ok(Exit::Held);
    };
    let subcommands: Vec<Command> = command
        .get_subcommands()
        .filter(|it| it.get_name() != "help")
        .map(|it| {
            let name = format!("trueline-{}", it.get_name());
            it.clone().display_name(name.clone()).name(name)
        })
        .collect();
    for command in std::iter::once(command).chain(subcommands) {
        let path = folder.join(format!("{}.1", command.get_name()));
        file::replace(&path, &page(command)?)
            .map_err(|error| Stop::usage(format!("cannot write {}: {error}", path.display())))?;
    }
    Ok(Exit::Held)
}

fn page(command: Command) -> Result<Vec<u8>, Stop> {
    let mut page = Vec::new();
    Page::new(command)
        .render(&mut page)
        .map_err(|error| Stop::usage(format!("cannot write the page: {error}")))?;
    Ok(page)
}

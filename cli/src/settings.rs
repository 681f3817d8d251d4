//! `trueline.toml`: each option of a command may stand in it, under the command's name.
//!
//! ```toml
//! [test]
//! target = "http://127.0.0.1:8080"
//! fixture = ["file=file_123", "other_file=file_456"]
//! fail-fast = true
//! ```
//!
//! The values become the defaults of the command line, so an option that is typed wins.

use std::path::Path;

use clap::{ArgAction, Command};
use toml::Value;

use crate::exit::Stop;

/// The file's name, looked for in the folder where the command runs.
pub(crate) const FILE: &str = "trueline.toml";

/// Gives `command` the defaults that stand in the file, if there is one.
pub(crate) fn apply(command: Command, file: &Path) -> Result<Command, Stop> {
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(command),
        Err(error) => {
            return Err(Stop::usage(format!(
                "cannot read {}: {error}",
                file.display()
            )));
        }
    };
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        let (line, column) = position(&text, error.span().map_or(0, |span| span.start));
        Stop::usage(format!(
            "{}:{line}:{column}: {}",
            file.display(),
            error.message()
        ))
    })?;
    let mut command = command;
    for (section, options) in table {
        let place = format!("{}: [{section}]", file.display());
        if command.find_subcommand(&section).is_none() {
            let known: Vec<_> = command
                .get_subcommands()
                .map(|one| one.get_name().to_owned())
                .collect();
            return Err(
                Stop::usage(format!("{place} is not a command")).help(format!(
                    "sections are named after commands: {}",
                    known.join(", ")
                )),
            );
        }
        let Value::Table(options) = options else {
            return Err(
                Stop::usage(format!("{}: `{section}` must be a section", file.display())).help(
                    format!("write [{section}] on a line of its own and the options below it"),
                ),
            );
        };
        let mut wrong = None;
        command = command.mut_subcommand(&section, |mut subcommand| {
            for (name, value) in &options {
                match default_for(&subcommand, name, value) {
                    Ok((id, values)) => {
                        subcommand = subcommand.mut_arg(id, |argument| {
                            argument.default_values(values).required(false)
                        });
                    }
                    Err(stop) => {
                        wrong.get_or_insert(stop);
                    }
                }
            }
            subcommand
        });
        if let Some(stop) = wrong {
            return Err(Stop {
                message: format!("{place}: {}", stop.message),
                ..stop
            });
        }
    }
    Ok(command)
}

fn default_for(
    subcommand: &Command,
    name: &str,
    value: &Value,
) -> Result<(clap::Id, Vec<String>), Stop> {
    let Some(argument) = subcommand
        .get_arguments()
        .find(|argument| argument.get_long() == Some(name))
    else {
        let known: Vec<_> = subcommand
            .get_arguments()
            .filter_map(clap::Arg::get_long)
            .collect();
        return Err(Stop::usage(format!("there is no option `{name}`"))
            .help(format!("options here: {}", known.join(", "))));
    };
    let many = matches!(argument.get_action(), ArgAction::Append);
    let values = match value {
        Value::Array(items) if many => items.iter().map(scalar).collect::<Option<Vec<_>>>(),
        other => scalar(other).map(|text| vec![text]),
    };
    match values {
        Some(values) => Ok((argument.get_id().clone(), values)),
        None => Err(
            Stop::usage(format!("the value of `{name}` is of the wrong kind")).help(if many {
                "write a list of strings"
            } else {
                "write a string, a number, true or false"
            }),
        ),
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Float(number) => Some(number.to_string()),
        Value::Boolean(flag) => Some(flag.to_string()),
        Value::Datetime(_) | Value::Array(_) | Value::Table(_) => None,
    }
}

fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = &text[..text.floor_char_boundary(offset)];
    let line = before.matches('\n').count() + 1;
    let column = before
        .rsplit('\n')
        .next()
        .map_or(0, |start| start.chars().count())
        + 1;
    (line, column)
}

//! Where reports go.

use std::io::Write as _;
use std::path::PathBuf;

use anstyle::{AnsiColor, Style};
use trueline_conformance::RunReport;
use trueline_conformance::report::{console, json, junit, markdown};

use crate::exit::Stop;
use crate::file;

/// A report that was asked for.
pub(crate) struct Destination {
    kind: Kind,
    /// `None` is stdout.
    path: Option<PathBuf>,
}

#[derive(Clone, Copy)]
enum Kind {
    Json,
    Junit,
    Markdown,
}

/// Reads `KIND=PATH` arguments.
pub(crate) fn destinations(arguments: &[String]) -> Result<Vec<Destination>, Stop> {
    arguments
        .iter()
        .map(|argument| {
            let (kind, path) = argument.split_once('=').ok_or_else(|| {
                Stop::usage(format!("`{argument}` is no report"))
                    .help("write KIND=PATH, such as json=report.json")
            })?;
            let kind = match kind {
                "json" => Kind::Json,
                "junit" => Kind::Junit,
                "markdown" => Kind::Markdown,
                _ => {
                    return Err(Stop::usage(format!("there is no report of kind `{kind}`"))
                        .help("kinds: json, junit, markdown"));
                }
            };
            let path = (path != "-").then(|| PathBuf::from(path));
            Ok(Destination { kind, path })
        })
        .collect()
}

/// Shows the report on stderr, so that stdout is free for one that is asked for there.
pub(crate) fn console(report: &RunReport) {
    let text = console::render_with(report, &|part, text| {
        let style = style(part);
        format!("{style}{text}{style:#}")
    });
    let _ = write!(anstream::stderr(), "{text}");
}

fn style(part: console::Part) -> Style {
    match part {
        console::Part::Failure | console::Part::Error => AnsiColor::Red.on_default().bold(),
        console::Part::Warning => AnsiColor::Yellow.on_default().bold(),
        console::Part::Label => Style::new().dimmed(),
        console::Part::Command => AnsiColor::Cyan.on_default(),
        console::Part::Success => AnsiColor::Green.on_default().bold(),
    }
}

/// Writes a report to where it belongs; a file that is there stays whole until the new one is.
pub(crate) fn write(report: &RunReport, destination: &Destination) -> Result<(), Stop> {
    let text = match destination.kind {
        Kind::Json => json::render(report),
        Kind::Junit => junit::render(report),
        Kind::Markdown => markdown::render(report),
    };
    match &destination.path {
        None => {
            let _ = std::io::stdout().write_all(text.as_bytes());
            Ok(())
        }
        Some(path) => file::replace(path, text.as_bytes())
            .map_err(|error| Stop::usage(format!("cannot write {}: {error}", path.display()))),
    }
}

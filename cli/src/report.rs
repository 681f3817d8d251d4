//! Where reports go.

mod ci;

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anstyle::{AnsiColor, Style};
use trueline_conformance::RunReport;
use trueline_conformance::report::{badge, console, github, html, json, junit, markdown, sarif};

use crate::exit::Stop;
use crate::file;

/// A report that was asked for.
pub(crate) struct Destination {
    render: Render,
    /// `None` is stdout.
    path: Option<PathBuf>,
}

type Render = fn(&RunReport) -> String;

/// The kinds of reports, by name.
const KINDS: [(&str, Render); 7] = [
    ("json", json::render),
    ("junit", junit::render),
    ("sarif", sarif::render),
    ("html", html::render),
    ("markdown", markdown::render),
    ("github", github::render),
    ("badge", badge::render),
];

/// Reads `KIND=PATH` arguments, and makes sure that each can be written: better now than after a long run.
pub(crate) fn destinations(arguments: &[String]) -> Result<Vec<Destination>, Stop> {
    arguments
        .iter()
        .map(|argument| {
            let kinds = || KINDS.map(|(name, _)| name).join(", ");
            let (kind, path) = argument.split_once('=').ok_or_else(|| {
                Stop::usage(format!("`{argument}` is no report")).help(format!(
                    "write KIND=PATH, such as html=report.html; kinds: {}",
                    kinds()
                ))
            })?;
            let Some((_, render)) = KINDS.iter().find(|(name, _)| *name == kind) else {
                return Err(Stop::usage(format!("there is no report of kind `{kind}`"))
                    .help(format!("kinds: {}", kinds())));
            };
            let path = (path != "-").then(|| PathBuf::from(path));
            if let Some(path) = &path {
                file::can_replace(path).map_err(|error| {
                    Stop::usage(format!("cannot write {}: {error}", path.display()))
                })?;
            }
            Ok(Destination {
                render: *render,
                path,
            })
        })
        .collect()
}

/// Reads a JSON report.
pub(crate) fn read(path: &Path) -> Result<RunReport, Stop> {
    let stop = |error: String| Stop::usage(format!("cannot read {}: {error}", path.display()));
    let text = std::fs::read_to_string(path).map_err(|error| stop(error.to_string()))?;
    json::parse(&text).map_err(stop)
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

/// Writes all reports that were asked for, and those that the build server takes without being asked; a file that is
/// there stays whole until the new one is. What cannot be written is said on stderr and changes nothing else: the
/// verdict stands, and with it the exit code.
pub(crate) fn deliver(report: &RunReport, destinations: &[Destination]) {
    for destination in destinations {
        let text = (destination.render)(report);
        let Some(path) = &destination.path else {
            // Nobody is left to tell when stdout is closed.
            let _ = std::io::stdout().write_all(text.as_bytes());
            continue;
        };
        if let Err(error) = file::replace(path, text.as_bytes()) {
            not_written(&path.display().to_string(), &error);
        }
    }
    let asked = |kind: Render| {
        destinations
            .iter()
            .any(|it| std::ptr::fn_addr_eq(it.render, kind))
    };
    if ci::is_github() && !asked(github::render) {
        // Both streams are read for commands, and stdout may be taken by a report.
        let _ = std::io::stderr().write_all(github::render(report).as_bytes());
    }
    if let Some((path, error)) = ci::append_summary(&markdown::render(report)) {
        not_written(&path, &error);
    }
}

fn not_written(what: &str, error: &std::io::Error) {
    let word = AnsiColor::Red.on_default().bold();
    let _ = writeln!(
        anstream::stderr(),
        "{word}error:{word:#} cannot write {what}: {error}; the verdict stands"
    );
}

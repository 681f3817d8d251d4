//! `trueline generate`: Rust from a description.

use std::io::Write as _;
use std::path::Path;

use anstyle::AnsiColor;
use trueline_generator::{Bundled, ChangeKind, Freshness, Options, Output, bundle, generate};
use trueline_spec::{Api, Loaded};

use crate::arguments::{Generate, Part};
use crate::bundled::BUNDLED;
use crate::document::{self, Document};
use crate::exit::{Exit, Stop};
use crate::render::{self, plural};
use crate::suite;

/// Runs the command.
pub(crate) fn run(arguments: &Generate) -> Result<Exit, Stop> {
    let documents = if arguments.bundled {
        BUNDLED.iter().map(Document::Bundled).collect()
    } else {
        let names = arguments
            .documents
            .iter()
            .map(|name| Document::find(Some(name)));
        names.collect::<Result<Vec<_>, _>>()?
    };
    let output = output(&documents, arguments)?;
    if arguments.check {
        return check(&output, &arguments.out);
    }
    let written = output
        .write(&arguments.out)
        .map_err(|error| Stop::usage(error.to_string()))?;
    let summary = output.summary;
    let _ = writeln!(
        anstream::stderr(),
        "{} of {}, {}, {} in {}: {} written, {} removed, {} unchanged",
        summary.generated,
        plural(summary.operations, "operation"),
        plural(summary.types, "type"),
        plural(summary.lines, "line"),
        arguments.out.display(),
        written.written.len(),
        written.removed.len(),
        written.unchanged,
    );
    Ok(Exit::Held)
}

fn output(documents: &[Document], arguments: &Generate) -> Result<Output, Stop> {
    let format = arguments.messages.message_format;
    let options = |document: &Document| -> Result<Options, Stop> {
        Ok(Options {
            server: arguments.only.is_empty() || arguments.only.contains(&Part::Server),
            package: package(arguments),
            extensible_markers: suite::requirements(document, arguments.requirements.as_deref())?
                .open_enums,
            ..Options::default()
        })
    };
    let failed = |error: trueline_generator::GenerateError| Stop::usage(error.to_string());
    if let ([document], false) = (documents, arguments.bundled) {
        let (api, loaded) = document::usable(document, format)?;
        let output = generate(&api, &loaded.sources, &options(document)?).map_err(failed)?;
        render::diagnostics(&output.diagnostics, &loaded.sources, format);
        return Ok(output);
    }
    if documents.is_empty() {
        return Err(Stop::usage("no description was given")
            .help("name one or more, or ask for all bundled ones with --bundled"));
    }
    let read: Vec<(String, Api, Loaded, Options)> = documents
        .iter()
        .map(|document| {
            let (api, loaded) = document::usable(document, format)?;
            Ok((document.name(), api, loaded, options(document)?))
        })
        .collect::<Result<_, Stop>>()?;
    // One at a time, so that each diagnostic is shown with the texts that it is about.
    let mut whole = Vec::new();
    for (name, api, loaded, options) in &read {
        let one = Bundled {
            name,
            api,
            sources: &loaded.sources,
            options,
        };
        let alone = bundle(&[one]).map_err(failed)?;
        render::diagnostics(&alone.diagnostics, &loaded.sources, format);
        whole.push(one);
    }
    bundle(&whole).map_err(failed)
}

/// The name of the crate: as asked for, else that of its folder.
fn package(arguments: &Generate) -> String {
    let folder = arguments
        .out
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    arguments
        .name
        .clone()
        .or(folder)
        .map(|name| {
            name.replace(
                |c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_',
                "-",
            )
        })
        .filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))
        .unwrap_or_else(|| "api".to_owned())
}

fn check(output: &Output, folder: &Path) -> Result<Exit, Stop> {
    let freshness = output
        .compare(folder)
        .map_err(|error| Stop::usage(error.to_string()))?;
    if freshness.is_fresh() {
        return Ok(Exit::Held);
    }
    show(&freshness);
    Err(Stop {
        message: format!(
            "{} in {} would change",
            plural(freshness.changes.len(), "file"),
            folder.display()
        ),
        help: Some("run the same command without --check, and commit what it writes".to_owned()),
        exit: Exit::Broken,
    })
}

fn show(freshness: &Freshness) {
    let mut out = anstream::stdout().lock();
    for change in &freshness.changes {
        let word = match change.kind {
            ChangeKind::Stale => "stale",
            ChangeKind::Missing => "missing",
            ChangeKind::Extra => "no longer generated",
        };
        let _ = writeln!(out, "{}: {word}", change.path);
        for line in change.diff.lines() {
            let style = match line.as_bytes().first() {
                Some(b'+') => AnsiColor::Green.on_default(),
                Some(b'-') => AnsiColor::Red.on_default(),
                _ => anstyle::Style::new(),
            };
            let _ = writeln!(out, "{style}{line}{style:#}");
        }
    }
}

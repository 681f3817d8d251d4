//! `trueline generate`: Rust from a description.

use std::io::Write as _;
use std::path::Path;

use anstyle::AnsiColor;
use trueline_generator::{
    Bundled, ChangeKind, ChoiceError, Choices, Freshness, Options, Output, Selection, bundle,
    generate,
};
use trueline_spec::diagnostic::codes;
use trueline_spec::{Api, Diagnostic, Loaded, Severity};

use crate::arguments::{Chosen, Generate, Part};
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
            .map(|name| Document::find(Some(name))?.with_overlays(&arguments.overlay));
        names.collect::<Result<Vec<_>, _>>()?
    };
    let Generated { output, faults } = output(&documents, arguments)?;
    if arguments.check {
        check(&output, &arguments.out)?;
        return Ok(faults.exit());
    }
    let written = output
        .write(&arguments.out)
        .map_err(|error| Stop::usage(error.to_string()))?;
    let summary = output.summary;
    let _ = writeln!(
        anstream::stderr(),
        "{} of {}, {}, {} in {}: {} written, {} removed, {} unchanged",
        summary.generated,
        plural(summary.operations + faults.left_out, "operation"),
        plural(summary.types, "type"),
        plural(summary.lines, "line"),
        arguments.out.display(),
        written.written.len(),
        written.removed.len(),
        written.unchanged,
    );
    if faults.exit() == Exit::Held {
        return Ok(Exit::Held);
    }
    Err(Stop {
        message: format!(
            "the description has {}, and {} left out because of them; all else is written",
            plural(faults.errors, "error"),
            match faults.left_out {
                0 => "no operation is".to_owned(),
                1 => "1 operation is".to_owned(),
                count => format!("{count} operations are"),
            }
        ),
        help: Some(
            "mend them, or give --strict to have nothing written while there are any".to_owned(),
        ),
        exit: faults.exit(),
    })
}

/// What is to be written, and what was wrong on the way.
pub(crate) struct Generated {
    /// The files.
    pub(crate) output: Output,
    faults: Faults,
}

/// What is wrong in descriptions and yet did not stop the rest.
#[derive(Default)]
struct Faults {
    /// Errors, each shown.
    errors: usize,
    /// Operations that are left out because of them, each named.
    left_out: usize,
}

impl Faults {
    fn of(loaded: &Loaded) -> Self {
        let count = |is: &dyn Fn(&Diagnostic) -> bool| {
            loaded.diagnostics.iter().filter(|one| is(one)).count()
        };
        Self {
            errors: count(&|one| one.severity == Severity::Error),
            left_out: count(&|one| one.code == codes::OPERATION_LEFT_OUT),
        }
    }

    fn and(self, other: &Self) -> Self {
        Self {
            errors: self.errors + other.errors,
            left_out: self.left_out + other.left_out,
        }
    }

    fn exit(&self) -> Exit {
        match self.errors + self.left_out {
            0 => Exit::Held,
            _ => Exit::Broken,
        }
    }
}

/// What these descriptions give, with what there is to say of them shown.
pub(crate) fn output(documents: &[Document], arguments: &Generate) -> Result<Generated, Stop> {
    let format = arguments.messages.message_format;
    let options = |document: &Document| -> Result<Options, Stop> {
        Ok(Options {
            server: arguments.only.is_empty() || arguments.only.contains(&Part::Server),
            client: arguments.only.is_empty() || arguments.only.contains(&Part::Client),
            tag_features: arguments.tag_features,
            package: package(arguments),
            selection: Selection {
                include: arguments.include.clone(),
                exclude: arguments.exclude.clone(),
            },
            choices: choices(&arguments.choices)?,
            extensible_markers: suite::requirements(document, arguments.requirements.as_deref())?
                .open_enums,
        })
    };
    let read = |document: &Document| match arguments.strict {
        true => document::usable(document, format),
        false => document::readable(document, format),
    };
    let failed = |error: trueline_generator::GenerateError| Stop::usage(error.to_string());
    if let ([document], false) = (documents, arguments.bundled) {
        let (api, loaded) = read(document)?;
        let output = generate(&api, &loaded.sources, &options(document)?).map_err(failed)?;
        render::diagnostics(&output.diagnostics, &loaded.sources, format);
        refuse_unknown(&output)?;
        let faults = Faults::of(&loaded);
        return Ok(Generated { output, faults });
    }
    if documents.is_empty() {
        return Err(Stop::usage("no description was given")
            .help("name one or more, or ask for all bundled ones with --bundled"));
    }
    let read: Vec<(String, Api, Loaded, Options)> = documents
        .iter()
        .map(|document| {
            let (api, loaded) = read(document)?;
            Ok((document.name(), api, loaded, options(document)?))
        })
        .collect::<Result<_, Stop>>()?;
    // One at a time, so that each diagnostic is shown with the texts that it is about.
    let mut whole = Vec::new();
    let mut faults = Faults::default();
    for (name, api, loaded, options) in &read {
        let one = Bundled {
            name,
            api,
            sources: &loaded.sources,
            options,
        };
        let alone = bundle(&[one]).map_err(failed)?;
        render::diagnostics(&alone.diagnostics, &loaded.sources, format);
        refuse_unknown(&alone)?;
        faults = faults.and(&Faults::of(loaded));
        whole.push(one);
    }
    let output = bundle(&whole).map_err(failed)?;
    Ok(Generated { output, faults })
}

/// What was asked for and is not in the description: the call is wrong, so nothing is written.
fn refuse_unknown(output: &Output) -> Result<(), Stop> {
    let errors = output.diagnostics.iter();
    let errors: Vec<Diagnostic> = errors
        .filter(|one| one.severity == Severity::Error)
        .cloned()
        .collect();
    match errors.is_empty() {
        true => Ok(()),
        false => Err(Stop::usage(format!(
            "nothing is written: {} in what was asked for",
            render::count(&errors)
        ))),
    }
}

/// How a rule is taken.
type Take = fn(&mut Choices, &str) -> Result<(), ChoiceError>;

/// The names and types that were chosen.
fn choices(chosen: &Chosen) -> Result<Choices, Stop> {
    let mut choices = Choices::default();
    let mut rules = |option, rules: &[String], take: Take| {
        rules
            .iter()
            .try_for_each(|rule| take(&mut choices, rule))
            .map_err(|error| Stop::usage(format!("{option}: {error}")))
    };
    rules("--rename", &chosen.rename, Choices::rename)?;
    rules("--replace", &chosen.replace, Choices::replace)?;
    rules("--dependency", &chosen.dependency, Choices::depend)?;
    Ok(choices)
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

fn check(output: &Output, folder: &Path) -> Result<(), Stop> {
    let freshness = output
        .compare(folder)
        .map_err(|error| Stop::usage(error.to_string()))?;
    if freshness.is_fresh() {
        return Ok(());
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

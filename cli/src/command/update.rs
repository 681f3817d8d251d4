//! `trueline update`: a new description in, the comparison shown, the code generated again, and what in
//! hand-written code no longer fits, explained.

mod compiler;
mod reason;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use trueline_diff::render::text;
use trueline_diff::{Diff, Effect, Party, Side};
use trueline_spec::{Api, Loaded};

use super::{diff, generate};
use crate::arguments::{EffectArgument, Generate, Messages, Update};
use crate::document::{self, Document};
use crate::exit::{Exit, Stop};
use crate::render::plural;

/// Runs the command: [`Exit::Broken`] when hand-written code no longer compiles.
pub(crate) fn run(arguments: &Update) -> Result<Exit, Stop> {
    let current = &arguments.document;
    let new_path = Path::new(&arguments.new);
    if !new_path.is_file() {
        return Err(Stop::usage(format!("`{}` is not a file", arguments.new)));
    }
    if same_file(new_path, current) {
        return Err(
            Stop::usage(format!("{} is the current description", arguments.new))
                .help("give the new one as a file of its own; it takes the place of --document"),
        );
    }
    let (old_api, old) = diff::read(&current.display().to_string())?;
    let (new_api, new) = document::usable(
        &Document::File(new_path.to_path_buf()),
        arguments.messages.message_format,
    )?;
    in_one_file(&new, &arguments.new)?;
    let changes = compare((&old_api, &old), (&new_api, &new));
    show(&changes, arguments.show);

    // All that can go wrong in the description goes wrong here, before anything is touched.
    // It is read once more under the name that it will have, which the generated files tell.
    let staged = stage(new_path, current, arguments.dry_run)?;
    let new_document = Document::File(staged.file.clone()).with_overlays(&arguments.overlay)?;
    let output = generate::output(&[new_document], &generation(arguments))?.output;
    let freshness = output
        .compare(&arguments.out)
        .map_err(|error| Stop::usage(error.to_string()))?;
    if arguments.dry_run {
        say(&format!(
            "{} in {} would change, and {} would take the place of {}; nothing was written",
            plural(freshness.changes.len(), "file"),
            arguments.out.display(),
            arguments.new,
            current.display(),
        ));
        return Ok(Exit::Held);
    }

    let written = output
        .write(&arguments.out)
        .map_err(|error| Stop::usage(error.to_string()))?;
    // What is left to do last is one rename.
    fs::rename(&staged.file, current).map_err(|error| {
        Stop::usage(format!(
            "the code in {} is new, but {} could not be replaced: {error}",
            arguments.out.display(),
            current.display(),
        ))
        .help(format!(
            "copy {} to {} by hand",
            arguments.new,
            current.display()
        ))
    })?;
    say(&format!(
        "{} is {}; {}: {} written, {} removed, {} unchanged",
        current.display(),
        arguments.new,
        arguments.out.display(),
        written.written.len(),
        written.removed.len(),
        written.unchanged,
    ));
    compile(arguments, &changes, &new_api)
}

/// Compiles the hand-written code, and says of each error which change it comes from.
fn compile(arguments: &Update, changes: &Diff, api: &Api) -> Result<Exit, Stop> {
    let folder = &arguments.code;
    if arguments.no_check || !folder.join("Cargo.toml").is_file() {
        say(&format!(
            "no code was compiled: {}",
            if arguments.no_check {
                "--no-check".to_owned()
            } else {
                format!(
                    "there is no Cargo.toml in {} (say where your code is with --code)",
                    folder.display()
                )
            }
        ));
        return Ok(Exit::Held);
    }
    let checked = compiler::check(folder)?;
    if checked.errors.is_empty() {
        if checked.compiled {
            say(&format!("the code in {} compiles", folder.display()));
            return Ok(Exit::Held);
        }
        return Err(Stop::usage(format!(
            "`cargo check` in {} failed, and not for an error in the code:\n{}",
            folder.display(),
            checked.stderr.trim_end()
        )));
    }
    let mut out = anstream::stdout().lock();
    let _ = writeln!(
        out,
        "\nwhat no longer fits ({} in {})",
        plural(checked.errors.len(), "error"),
        folder.display()
    );
    let mut explained = 0;
    for error in &checked.errors {
        let _ = write!(out, "\n{}", error.show());
        let reasons = reason::find(error, changes, api);
        explained += usize::from(!reasons.is_empty());
        for reason in &reasons {
            let change = reason.change;
            let _ = writeln!(
                out,
                "  because  {}: {} [{}]\n           {}\n  do       {}",
                change.subject, change.message, change.code.name, change.new, reason.advice
            );
        }
        if reasons.is_empty() {
            let _ = writeln!(out, "  because  no change of the description explains it");
        }
    }
    let _ = writeln!(
        out,
        "\n{}, {explained} explained by the description",
        plural(checked.errors.len(), "error")
    );
    Ok(Exit::Broken)
}

fn compare(old: (&Api, &Loaded), new: (&Api, &Loaded)) -> Diff {
    trueline_diff::diff(
        Side {
            api: old.0,
            sources: &old.1.sources,
        },
        Side {
            api: new.0,
            sources: &new.1.sources,
        },
        &Party::ALL,
    )
}

fn show(changes: &Diff, least: EffectArgument) {
    let least: Effect = diff::effect(least);
    let shown = text::render_with(changes, least, &diff::paint);
    let _ = anstream::stdout().write_all(shown.as_bytes());
}

/// What `trueline generate` would be called with.
fn generation(arguments: &Update) -> Generate {
    let beside = beside(&arguments.document, "requirements.yaml");
    Generate {
        documents: Vec::new(),
        bundled: false,
        out: arguments.out.clone(),
        name: arguments.name.clone(),
        only: arguments.only.clone(),
        overlay: arguments.overlay.clone(),
        include: arguments.include.clone(),
        exclude: arguments.exclude.clone(),
        tag_features: arguments.tag_features,
        choices: arguments.choices.clone(),
        check: false,
        strict: true,
        requirements: arguments
            .requirements
            .clone()
            .or_else(|| beside.is_file().then_some(beside)),
        messages: Messages {
            message_format: arguments.messages.message_format,
        },
    }
}

/// The file of this kind that stands beside a description.
fn beside(document: &Path, extension: &str) -> PathBuf {
    let name = Document::File(document.to_path_buf()).name();
    document.with_file_name(format!("{name}.{extension}"))
}

/// A description that leads to other files cannot be put in place by copying one.
fn in_one_file(loaded: &Loaded, name: &str) -> Result<(), Stop> {
    let others: Vec<&str> = loaded
        .sources
        .documents()
        .skip(1)
        .map(|(_, document)| document.name.as_str())
        .collect();
    if others.is_empty() {
        return Ok(());
    }
    Err(Stop::usage(format!(
        "{name} refers to other files: {}",
        others.join(", ")
    ))
    .help("put the files in place yourself; compare with `trueline diff`, then run `trueline generate`"))
}

/// The new description under the current one's name, in a folder beside it that goes when this does.
struct Staged {
    file: PathBuf,
    _folder: tempfile::TempDir,
}

/// `elsewhere`: nothing may be written beside the current description.
fn stage(new: &Path, current: &Path, elsewhere: bool) -> Result<Staged, Stop> {
    let beside = match current.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let staged = || -> std::io::Result<Staged> {
        let folder = if elsewhere {
            tempfile::tempdir()?
        } else {
            tempfile::tempdir_in(beside)?
        };
        let name = current.file_name().unwrap_or(current.as_os_str());
        let file = folder.path().join(name);
        fs::write(&file, fs::read(new)?)?;
        fs::set_permissions(&file, fs::metadata(current)?.permissions())?;
        Ok(Staged {
            file,
            _folder: folder,
        })
    };
    staged().map_err(|error| {
        Stop::usage(format!(
            "cannot lay {} beside {}: {error}; nothing was changed",
            new.display(),
            current.display()
        ))
    })
}

fn same_file(one: &Path, other: &Path) -> bool {
    match (fs::canonicalize(one), fs::canonicalize(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

/// A line of the progress, on stderr.
fn say(line: &str) {
    let _ = writeln!(anstream::stderr(), "{line}");
}

//! `trueline init`: a requirements file and workflows to start from.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use trueline_conformance::starter::{self, Start};
use trueline_conformance::{Contract, Requirements, Suite};

use crate::arguments::Init;
use crate::document::{self, Document};
use crate::exit::{Exit, Stop};
use crate::file;
use crate::render::plural;

/// Runs the command.
pub(crate) fn run(arguments: &Init) -> Result<Exit, Stop> {
    let document = Document::find(Some(&arguments.from))?;
    let (api, loaded) = document::usable(&document, arguments.messages.message_format)?;
    let place = Place::of(&document, arguments.out.as_deref())?;
    let operations = api.operations.len();
    let suite = Suite::new(Contract::new(api, loaded.sources, Requirements::default()));
    let cases: Vec<String> = suite
        .cases()
        .iter()
        .map(|case| case.meta().id.clone())
        .collect();
    let start = Start {
        contract: suite.contract(),
        cases: &cases,
        document: &place.shown,
    };
    let mut files: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    files.extend(place.copy.clone());
    let requirements = starter::requirements(start).into_bytes();
    files.push((place.beside("requirements.yaml"), requirements));
    if let Some(workflows) = starter::workflows(start) {
        files.push((place.beside("arazzo.yaml"), workflows.into_bytes()));
    }
    if !arguments.force {
        refuse_to_overwrite(&files)?;
    }
    let mut out = anstream::stdout().lock();
    for (path, bytes) in &files {
        file::replace(path, bytes)
            .map_err(|error| Stop::usage(format!("cannot write {}: {error}", path.display())))?;
        let _ = writeln!(out, "wrote {}", path.display());
    }
    let _ = writeln!(
        out,
        "{} of {}; lines that begin with `#?` are questions\n\nnext:\n  trueline list --laws {}\n  trueline test {} --target URL",
        plural(cases.len(), "case"),
        plural(operations, "operation"),
        place.document.display(),
        place.document.display(),
    );
    Ok(Exit::Held)
}

/// Where the files go.
struct Place {
    folder: PathBuf,
    stem: String,
    /// The description as it is to be named on the command line.
    document: PathBuf,
    /// The description's name, as seen from the new files.
    shown: String,
    /// The description's copy, where it is not in the folder already.
    copy: Option<(PathBuf, Vec<u8>)>,
}

impl Place {
    fn of(document: &Document, out: Option<&Path>) -> Result<Self, Stop> {
        let (name, bytes) = match document {
            Document::Bundled(bundled) => (
                PathBuf::from(bundled.document.name),
                bundled.document.bytes.to_vec(),
            ),
            Document::File(path) => {
                let bytes = fs::read(path).map_err(|error| {
                    Stop::usage(format!("cannot read {}: {error}", path.display()))
                })?;
                (path.clone(), bytes)
            }
            Document::Changed(path, bytes) => (path.clone(), bytes.clone()),
        };
        let text = |part: Option<&std::ffi::OsStr>| {
            part.map(|part| part.to_string_lossy().into_owned())
                .unwrap_or_default()
        };
        let shown = text(name.file_name());
        let stem = text(name.file_stem());
        let beside = name.parent().map(Path::to_path_buf).unwrap_or_default();
        let folder = match (out, document) {
            (Some(out), _) => out.to_path_buf(),
            (None, Document::File(_) | Document::Changed(..)) => beside.clone(),
            (None, Document::Bundled(_)) => {
                return Err(Stop::usage("a bundled API has no folder to write to")
                    .help("name one with --out DIR"));
            }
        };
        let there = folder.join(&shown);
        let is_there = matches!(document, Document::File(path) if is_same(path, &there));
        Ok(Self {
            copy: (!is_there).then(|| (there.clone(), bytes)),
            document: there,
            folder,
            stem,
            shown,
        })
    }

    fn beside(&self, extension: &str) -> PathBuf {
        self.folder.join(format!("{}.{extension}", self.stem))
    }
}

fn is_same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

fn refuse_to_overwrite(files: &[(PathBuf, Vec<u8>)]) -> Result<(), Stop> {
    let there: Vec<String> = files
        .iter()
        .filter(|(path, _)| path.exists())
        .map(|(path, _)| path.display().to_string())
        .collect();
    if there.is_empty() {
        return Ok(());
    }
    Err(
        Stop::usage(format!("{} would be overwritten", there.join(", ")))
            .help("write elsewhere with --out DIR, or overwrite with --force"),
    )
}

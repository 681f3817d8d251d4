//! Which description is meant, and the files beside it.

use std::fs;
use std::path::{Path, PathBuf};

use trueline_spec::diagnostic::codes;
use trueline_spec::{
    Api, Diagnostic, LoadOptions, Loaded, Severity, load_beside, load_file, load_named, overlay,
};

use crate::arguments::MessageFormat;
use crate::bundled::{self, BUNDLED, Bundled, DEFAULT};
use crate::exit::Stop;
use crate::render;

/// A description that was asked for.
pub(crate) enum Document {
    /// One that travels inside the command.
    Bundled(&'static Bundled),
    /// A file of the user's.
    File(PathBuf),
    /// A file of the user's after changes: the path that it stands in, and its text.
    Changed(PathBuf, Vec<u8>),
}

/// A file beside a description, read.
pub(crate) struct Side {
    /// The name that it is shown under.
    pub(crate) name: String,
    /// What is in it.
    pub(crate) bytes: Vec<u8>,
}

impl Document {
    /// Finds the description named on the command line: a bundled API, else a path.
    pub(crate) fn find(name: Option<&str>) -> Result<Self, Stop> {
        let name = name.unwrap_or(DEFAULT);
        if let Some(bundled) = bundled::find(name) {
            return Ok(Self::Bundled(bundled));
        }
        let path = PathBuf::from(name);
        if path.is_file() {
            return Ok(Self::File(path));
        }
        let what = if path.is_dir() {
            "is a folder"
        } else {
            "is neither a file nor a bundled API"
        };
        let names: Vec<&str> = BUNDLED.iter().map(|bundled| bundled.name).collect();
        Err(Stop::usage(format!("`{name}` {what}")).help(format!(
            "give the path of an OpenAPI document, or one of: {}",
            names.join(", ")
        )))
    }

    /// The same description with these overlays applied, in turn.
    pub(crate) fn with_overlays(self, overlays: &[PathBuf]) -> Result<Self, Stop> {
        if overlays.is_empty() {
            return Ok(self);
        }
        let overlays = overlays
            .iter()
            .map(|path| read(path).map(|side| (side.name, side.bytes)))
            .collect::<Result<Vec<_>, _>>()?;
        let (path, bytes) = match self {
            Self::Bundled(bundled) => (
                PathBuf::from(bundled.document.name),
                bundled.document.bytes.to_vec(),
            ),
            Self::Changed(path, bytes) => (path, bytes),
            Self::File(path) => {
                let bytes = read(&path)?.bytes;
                (path, bytes)
            }
        };
        let name = path.to_string_lossy().into_owned();
        let changed = overlay::apply((&name, &bytes), &overlays)
            .map_err(|error| Stop::usage(error.to_string()))?;
        Ok(Self::Changed(path, changed))
    }

    /// The bundled API that this is, if it is one.
    pub(crate) fn bundled(&self) -> Option<&'static Bundled> {
        match self {
            Self::Bundled(bundled) => Some(bundled),
            Self::File(_) | Self::Changed(..) => None,
        }
    }

    /// A short name: that of the bundled API, or the file's without its extensions.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Bundled(bundled) => bundled.name.to_owned(),
            Self::File(path) | Self::Changed(path, _) => stem(path),
        }
    }

    /// Reads it, whatever is wrong in it.
    pub(crate) fn load(&self) -> Loaded {
        let options = LoadOptions::default();
        match self {
            Self::Bundled(bundled) => {
                load_named(bundled.document.name, bundled.document.bytes, &options)
            }
            Self::File(path) => load_file(path, &options),
            Self::Changed(path, bytes) => load_beside(path, bytes, &options),
        }
    }

    /// The requirements file: the one named, else the one beside the description, else none.
    pub(crate) fn requirements(&self, named: Option<&Path>) -> Result<Option<Side>, Stop> {
        let bundled = self.bundled().and_then(|bundled| bundled.requirements);
        self.side(named, bundled, "requirements.yaml")
    }

    /// The workflows: those named, else those beside the description, else none.
    pub(crate) fn workflows(&self, named: Option<&Path>) -> Result<Option<Side>, Stop> {
        let bundled = self.bundled().and_then(|bundled| bundled.workflows);
        self.side(named, bundled, "arazzo.yaml")
    }

    fn side(
        &self,
        named: Option<&Path>,
        bundled: Option<bundled::File>,
        extension: &str,
    ) -> Result<Option<Side>, Stop> {
        if let Some(path) = named {
            return read(path).map(Some);
        }
        match self {
            Self::Bundled(_) => Ok(bundled.map(|file| Side {
                name: file.name.to_owned(),
                bytes: file.bytes.to_vec(),
            })),
            Self::File(path) | Self::Changed(path, _) => {
                let beside = path.with_file_name(format!("{}.{extension}", stem(path)));
                if beside.is_file() {
                    read(&beside).map(Some)
                } else {
                    Ok(None)
                }
            }
        }
    }
}

/// The API of a description that must be fit for use: says what is wrong, and stops on errors.
pub(crate) fn usable(document: &Document, format: MessageFormat) -> Result<(Api, Loaded), Stop> {
    let loaded = document.load();
    let shown = shown(&loaded, |one| one.severity == Severity::Error);
    render::diagnostics(&shown, &loaded.sources, format);
    match shown.is_empty() {
        true => api(document, loaded),
        false => Err(unfit(document, &shown)),
    }
}

/// The API of a description as far as it can be read: says what is wrong and which operations are left
/// out because of it, and stops only where nothing can be read.
pub(crate) fn readable(document: &Document, format: MessageFormat) -> Result<(Api, Loaded), Stop> {
    let loaded = document.load();
    let left_out = codes::OPERATION_LEFT_OUT;
    let shown = shown(&loaded, |one| {
        one.severity == Severity::Error || one.code == left_out
    });
    render::diagnostics(&shown, &loaded.sources, format);
    match loaded.api.is_some() {
        true => api(document, loaded),
        false => Err(unfit(document, &shown)),
    }
}

fn shown(loaded: &Loaded, is_shown: impl Fn(&Diagnostic) -> bool) -> Vec<Diagnostic> {
    let said = loaded.diagnostics.iter();
    said.filter(|one| is_shown(one)).cloned().collect()
}

fn unfit(document: &Document, shown: &[Diagnostic]) -> Stop {
    Stop::usage(format!("{} has {}", document.name(), render::count(shown)))
        .help("mend them, or see all that there is to say with `trueline check`")
}

fn api(document: &Document, mut loaded: Loaded) -> Result<(Api, Loaded), Stop> {
    match loaded.api.take() {
        Some(api) => Ok((api, loaded)),
        None => Err(Stop::usage(format!(
            "{} is no OpenAPI description",
            document.name()
        ))),
    }
}

fn read(path: &Path) -> Result<Side, Stop> {
    let name = path.display().to_string();
    match fs::read(path) {
        Ok(bytes) => Ok(Side { name, bytes }),
        Err(error) => Err(Stop::usage(format!("cannot read {name}: {error}"))),
    }
}

fn stem(path: &Path) -> String {
    let name = path
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    match name.rsplit_once('.') {
        Some((stem, "yaml" | "yml" | "json")) => stem.to_owned(),
        _ => name,
    }
}

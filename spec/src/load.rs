//! Bytes or a file → the IR and everything that is to be said about the description.

mod echo;
mod files;

use std::path::Path;

use crate::diagnostic::{self, codes};
use crate::source::{At, Limits, Sources};
use crate::{Api, Diagnostic, check, lint, lower};

/// Reads the bytes of another document that a `$ref` names.
///
/// It is given the name of the document that refers and the reference without its fragment, and
/// gives the name to show the document under (also the key by which it is loaded once) and its
/// bytes, or a sentence saying why not.
pub type Resolver = dyn Fn(&str, &str) -> Result<(String, Vec<u8>), String> + Send + Sync;

/// How to load.
#[derive(Default)]
pub struct LoadOptions {
    /// What a document may cost.
    pub limits: Limits,
    /// Whether `$ref`s to `http:` and `https:` may be handed to the resolver.
    pub allow_remote: bool,
    /// How documents that `$ref`s name are read. Without one only files in and below the document's
    /// own folder are read, and only by [`load_file`].
    pub resolver: Option<Box<Resolver>>,
}

/// What came of loading.
#[derive(Debug)]
pub struct Loaded {
    /// The API; `None` only if the text is not well-formed or is no OpenAPI 3 description.
    pub api: Option<Api>,
    /// The documents that were read.
    pub sources: Sources,
    /// Everything found, sorted by document and place.
    pub diagnostics: Vec<Diagnostic>,
    /// Nodes of the documents that nothing reads.
    pub ignored: Vec<At>,
}

/// Reads a description from memory. It may refer only to itself.
pub fn load(bytes: &[u8]) -> (Option<Api>, Vec<Diagnostic>) {
    let loaded = load_named("<input>", bytes, &LoadOptions::default());
    (loaded.api, loaded.diagnostics)
}

/// Reads a description from a file. Unless the options have a resolver, it may refer to other files
/// in and below its own folder.
pub fn load_file(path: &Path, options: &LoadOptions) -> Loaded {
    let name = path.to_string_lossy();
    let bytes = match files::read(path, options.limits.bytes) {
        Ok(bytes) => bytes,
        Err(reason) => return unreadable(&name, &reason),
    };
    load_beside(path, &bytes, options)
}

/// Reads a description from memory as if it stood in the file `path`: what it refers to is sought there.
pub fn load_beside(path: &Path, bytes: &[u8], options: &LoadOptions) -> Loaded {
    let name = path.to_string_lossy();
    if options.resolver.is_some() {
        return load_named(&name, bytes, options);
    }
    let options = LoadOptions {
        limits: options.limits.clone(),
        allow_remote: options.allow_remote,
        resolver: Some(files::resolver(path, options.limits.bytes)),
    };
    load_named(&name, bytes, &options)
}

fn unreadable(name: &str, reason: &str) -> Loaded {
    let diagnostic = Diagnostic::new(
        codes::UNREADABLE_FILE,
        format!("cannot read {name}: {reason}"),
    )
    .with_help("check the path and its permissions");
    Loaded {
        api: None,
        sources: Sources::default(),
        diagnostics: vec![diagnostic],
        ignored: Vec::new(),
    }
}

/// Reads a description from memory, shown under `name`.
pub fn load_named(name: &str, bytes: &[u8], options: &LoadOptions) -> Loaded {
    let mut sources = Sources::default();
    let (id, mut diagnostics) = sources.add(name, bytes, &options.limits);
    let found = check::check(&sources, id);
    let (mut api, mut ignored) = (None, Vec::new());
    let mut said = found.diagnostics;
    if let Some(version) = found.version {
        let lowered = lower::lower(&mut sources, id, version, options);
        said = echo::join(&sources, said, lowered.diagnostics);
        (api, ignored) = (lowered.api, lowered.ignored);
        if let Some(api) = &api {
            let suspicions = lint::lint(api, &sources, &ignored);
            said = echo::join(&sources, said, suspicions);
        }
    }
    diagnostics.extend(said);
    diagnostic::sort(&mut diagnostics);
    Loaded {
        api,
        sources,
        diagnostics,
        ignored,
    }
}

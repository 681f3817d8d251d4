//! The workflow engine: what it says about documents, and what it finds out about servers.

mod bundled;
mod conditions;
mod faults;
mod nonsense;
mod runs;

use std::path::{Path, PathBuf};

use trueline_conformance::{Requirements, requirements};
use trueline_spec::{Api, LoadOptions, Sources, load_file};

/// A file under `tests/data/arazzo`.
fn arazzo(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data/arazzo")
        .join(name)
}

/// The API that the documents of these tests speak of.
fn things() -> (Api, Sources, Requirements) {
    let loaded = load_file(&arazzo("api.yaml"), &LoadOptions::default());
    let text = std::fs::read_to_string(arazzo("api.requirements.yaml")).unwrap();
    let requirements = requirements::read("api.requirements.yaml", &text).unwrap();
    (loaded.api.unwrap(), loaded.sources, requirements)
}

//! The tester's own tests. None of them needs a network beyond this machine's own.

#![expect(
    clippy::unwrap_used,
    reason = "Clippy spares test functions and not the functions that they share"
)]

mod baseline;
mod bundled;
mod checks;
mod coverage;
mod curl;
mod encode;
mod examples;
mod faults;
mod findings;
mod hostile;
mod many;
mod notes_server;
mod pages;
mod random;
mod reference;
mod reports;
mod requirements;
mod schema;
mod scripted;
mod session;
mod shards;
mod variants;
mod wire;
mod workflow;

use std::path::PathBuf;

use trueline_conformance::{Contract, Requirements};
use trueline_spec::load::LoadOptions;

/// A file under `tests/data`.
pub(crate) fn data(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(name)
}

/// The contract of a description under `tests/data`, with its requirements file if there is one.
pub(crate) fn contract(name: &str) -> Contract {
    let bytes = std::fs::read(data(&format!("{name}.yaml"))).unwrap();
    let loaded =
        trueline_spec::load_named(&format!("{name}.yaml"), &bytes, &LoadOptions::default());
    let api = loaded.api.expect("the description can be read");
    let side = format!("{name}.requirements.yaml");
    let requirements = match std::fs::read_to_string(data(&side)) {
        Ok(text) => trueline_conformance::requirements::read(&side, &text).unwrap(),
        Err(_) => Requirements::default(),
    };
    Contract::new(api, loaded.sources, requirements)
}

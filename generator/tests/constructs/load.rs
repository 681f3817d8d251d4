//! The small descriptions under `tests/constructs` and `tests/servers`, one construct a file.

use std::path::{Path, PathBuf};

use trueline_spec::{LoadOptions, Loaded, load_named};

/// A construct: its name, and its schemas as a description.
pub(crate) struct Construct {
    pub(crate) name: String,
    pub(crate) loaded: Loaded,
}

pub(crate) fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(name)
}

/// All constructs of a folder, in order of names.
pub(crate) fn all(name: &str) -> Vec<Construct> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder(name))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "yaml"))
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap();
            construct(name, &std::fs::read_to_string(path).unwrap())
        })
        .collect()
}

/// Schemas as a description. A text that is a whole description stays as it is.
pub(crate) fn construct(name: &str, text: &str) -> Construct {
    let text = match text.contains("openapi:") {
        true => text.to_owned(),
        false => schemas(text),
    };
    let loaded = load_named(
        &format!("{name}.yaml"),
        text.as_bytes(),
        &LoadOptions::default(),
    );
    assert!(loaded.api.is_some(), "{name}: {:?}", loaded.diagnostics);
    Construct {
        name: name.to_owned(),
        loaded,
    }
}

fn schemas(text: &str) -> String {
    let indented: String = text.lines().map(|line| format!("    {line}\n")).collect();
    format!(
        "openapi: 3.1.0\ninfo: {{title: Construct, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n{indented}"
    )
}

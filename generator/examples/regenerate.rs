//! Writes the crate `generated` from the descriptions under `spec/apis`, or with `--check` says what
//! would change: `cargo run -p trueline-generator --example regenerate`.
//!
//! It writes what `trueline generate --bundled --out generated` writes. The command is built on
//! `generated`; this is not, so it can mend it.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use trueline_generator::{Bundled, Options, bundle};
use trueline_spec::{LoadOptions, Loaded, load_file};

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut apis = Vec::new();
    for (name, path) in descriptions(&root.join("spec/apis")) {
        let options = Options {
            extensible_markers: open_enums(&path.with_extension("requirements.yaml")),
            ..Options::default()
        };
        apis.push((name, load_file(&path, &LoadOptions::default()), options));
    }
    let bundled: Vec<Bundled<'_>> = apis
        .iter()
        .filter_map(|(name, loaded, options): &(String, Loaded, Options)| {
            Some(Bundled {
                name,
                api: loaded.api.as_ref()?,
                sources: &loaded.sources,
                options,
            })
        })
        .collect();
    let output = match bundle(&bundled) {
        Ok(output) => output,
        Err(error) => return fail(&error.to_string()),
    };
    for diagnostic in &output.diagnostics {
        eprintln!("{}: {}", diagnostic.code.0, diagnostic.message);
    }
    let directory = root.join("generated");
    if std::env::args().any(|argument| argument == "--check") {
        return match output.compare(&directory) {
            Ok(freshness) if freshness.is_fresh() => ExitCode::SUCCESS,
            Ok(freshness) => {
                for change in &freshness.changes {
                    println!("{}", change.diff);
                }
                fail("`generated` is not what the descriptions say")
            }
            Err(error) => fail(&error.to_string()),
        };
    }
    match output.write(&directory) {
        Ok(written) => {
            println!(
                "{} written, {} removed, {} up to date; {:?}",
                written.written.len(),
                written.removed.len(),
                written.unchanged,
                output.summary,
            );
            ExitCode::SUCCESS
        }
        Err(error) => fail(&error.to_string()),
    }
}

/// Every description below `folder` as its name (`stripe/file_links`) and its path, in order.
fn descriptions(folder: &Path) -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    for provider in entries(folder).into_iter().filter(|path| path.is_dir()) {
        for file in entries(&provider) {
            let name = |path: &Path| {
                path.file_stem()
                    .map(|stem| stem.to_string_lossy().into_owned())
            };
            // `file_links.yaml`, and not `file_links.arazzo.yaml`.
            if let (Some(stem), Some(folder)) = (name(&file), name(&provider))
                && !stem.contains('.')
            {
                found.push((format!("{folder}/{stem}"), file));
            }
        }
    }
    found
}

/// What the requirements say of enums: the extensions that mark open ones.
fn open_enums(requirements: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(requirements).unwrap_or_default();
    let value: serde_json::Value = serde_yaml::from_str(&text).unwrap_or_default();
    let names = value.get("open-enums").and_then(|names| names.as_array());
    names
        .into_iter()
        .flatten()
        .filter_map(|name| name.as_str().map(str::to_owned))
        .collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort();
    paths
}

fn fail(message: &str) -> ExitCode {
    eprintln!("{message}");
    ExitCode::FAILURE
}

//! Rules of the house that a reader of one file would not see broken.

use std::fs;
use std::path::{Path, PathBuf};

/// What is special about an API stands in its files: code that knows one by name serves only that one.
#[test]
fn no_code_knows_an_api_by_name() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let names = names(&root.join("spec/apis"));
    let mut found = Vec::new();
    for folder in [
        "spec/src",
        "generator/src",
        "generator/runtime/src",
        "conformance/src",
        "cli/src",
        "spec/diff/src",
    ] {
        for file in rust_files(&root.join(folder)) {
            let text = fs::read_to_string(&file).expect("a source file is readable");
            for (index, line) in text.lines().enumerate() {
                let folded = line.to_lowercase();
                if names.iter().any(|name| folded.contains(name.as_str())) {
                    found.push(format!("{}:{}: {}", file.display(), index + 1, line.trim()));
                }
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The folders of the bundled APIs, as people write them: `digital_river`, `digitalriver`, `digital river`.
fn names(apis: &Path) -> Vec<String> {
    let folders = fs::read_dir(apis).expect("the bundled APIs are there");
    let folders = folders.filter_map(|entry| {
        let path = entry.expect("an entry is readable").path();
        path.is_dir()
            .then(|| path.file_name()?.to_str().map(str::to_owned))?
    });
    folders
        .flat_map(|name| ["_", "", " "].map(|between| name.replace('_', between)))
        .collect()
}

#[test]
fn every_example_of_the_help_is_a_call() {
    for command in [
        "generate",
        "check",
        "diff",
        "update",
        "init",
        "test",
        "merge",
        "list",
        "replay",
        "serve",
        "explain",
        "completions",
        "man",
    ] {
        let help = super::trueline(&[command, "--help"]).expect(0).stdout;
        for line in help
            .lines()
            .map(str::trim)
            .filter(|line| line.starts_with("trueline "))
        {
            assert!(line.starts_with(&format!("trueline {command}")), "{line}");
        }
    }
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a source folder is readable") {
        let path = entry.expect("an entry is readable").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

//! Each file of `tests/documents` is loaded; what is said about it must be what stands in the
//! `.expected` file beside it, one line for each diagnostic: severity, code, line:column, message.
//!
//! `UPDATE_EXPECTED=1 cargo test -p trueline-spec` writes the expected files anew.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use trueline_spec::diagnostic::CODES;
use trueline_spec::source::DocumentId;
use trueline_spec::{LoadOptions, Loaded, load_file};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents")
}

/// The documents, sorted by name.
pub(crate) fn documents() -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = fs::read_dir(folder())
        .expect("the folder of documents is there")
        .map(|entry| entry.expect("a readable entry").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "yaml" || extension == "json")
        })
        .collect();
    all.sort();
    all
}

fn rendered(loaded: &Loaded) -> String {
    let mut out = String::new();
    for diagnostic in &loaded.diagnostics {
        let place = diagnostic.span().map_or_else(
            || "-".to_owned(),
            |span| {
                let document = match span.document {
                    DocumentId(0) => String::new(),
                    other => {
                        let name = Path::new(loaded.sources.name(other));
                        let name = name.file_name().unwrap_or_default();
                        format!("{}:", name.to_string_lossy())
                    }
                };
                format!("{document}{}:{}", span.line, span.column)
            },
        );
        // The path of the file differs from machine to machine.
        let message = diagnostic
            .message
            .replace(&*folder().to_string_lossy(), "…");
        writeln!(
            out,
            "{} {} {place} {message}",
            diagnostic.severity, diagnostic.code
        )
        .expect("writing to a string");
    }
    out
}

#[test]
fn each_document_says_what_is_expected() {
    let update = std::env::var_os("UPDATE_EXPECTED").is_some();
    let mut wrong = Vec::new();
    for path in documents() {
        let found = rendered(&load_file(&path, &LoadOptions::default()));
        let expected_path = path.with_extension("expected");
        if update {
            fs::write(&expected_path, &found).expect("the expected file can be written");
            continue;
        }
        let expected = fs::read_to_string(&expected_path).unwrap_or_default();
        if found != expected {
            wrong.push(format!(
                "{}\n--- expected\n{expected}--- found\n{found}",
                path.display()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn five_faults_give_five_diagnostics_in_one_run() {
    let loaded = load_file(&folder().join("five_faults.yaml"), &LoadOptions::default());
    let mut codes: Vec<_> = loaded.diagnostics.iter().map(|d| d.code).collect();
    codes.dedup();
    codes.sort();
    codes.dedup();
    assert_eq!(codes.len(), 5, "{:#?}", loaded.diagnostics);
}

#[test]
fn every_code_has_a_page_and_a_document_that_triggers_it() {
    let expected: String = documents()
        .iter()
        .filter_map(|path| fs::read_to_string(path.with_extension("expected")).ok())
        .collect();
    let mut lacking = Vec::new();
    for info in CODES {
        let heading = format!("# {}: {}\n", info.code, info.title);
        if !info.page.starts_with(&heading) {
            lacking.push(format!(
                "the page of {} does not begin with {heading:?}",
                info.code
            ));
        }
        for section in ["## Wrong", "## Right", "## What to do"] {
            if !info.page.contains(section) {
                lacking.push(format!("the page of {} has no `{section}`", info.code));
            }
        }
        // A missing file is no document of this folder.
        let triggered = expected
            .lines()
            .any(|line| line.split(' ').nth(1) == Some(info.code.0));
        // Arazzo documents are read, and these codes held to their fixtures, by the tester's crate.
        let elsewhere = info.code.0.starts_with(['A', 'R']);
        if !triggered && !elsewhere && info.code.0 != "S0015" {
            lacking.push(format!("no document triggers {}", info.code));
        }
    }
    let mut sorted: Vec<_> = CODES.iter().map(|info| info.code).collect();
    sorted.sort();
    sorted.dedup();
    assert_eq!(
        sorted.len(),
        CODES.len(),
        "a code stands twice in the table"
    );
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
}

#[test]
fn a_missing_file_is_one_diagnostic() {
    let loaded = load_file(&folder().join("no_such_file.yaml"), &LoadOptions::default());
    assert!(loaded.api.is_none());
    let codes: Vec<_> = loaded.diagnostics.iter().map(|d| d.code.0).collect();
    assert_eq!(codes, ["S0015"]);
}

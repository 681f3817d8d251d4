//! Each document of `tests/lowering` is lowered; the IR, what is said about it and what nothing read
//! must be what stands in the `.ir` file beside it.
//!
//! `UPDATE_EXPECTED=1 cargo test -p trueline-spec` writes the expected files anew.

mod dump;
mod mutation;
mod nothing_lost;
mod pairs;
mod references;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use trueline_spec::{LoadOptions, Loaded, load_file};

/// The folder of documents.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lowering")
}

/// The documents, sorted by name. Those that others refer to lie in folders below.
pub(crate) fn documents() -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = fs::read_dir(folder())
        .expect("the folder of documents is there")
        .map(|entry| entry.expect("a readable entry").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "yaml")
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
            |span| format!("{}:{}", span.line, span.column),
        );
        writeln!(
            out,
            "{} {} {place} {}",
            diagnostic.severity, diagnostic.code, diagnostic.message
        )
        .expect("writing to a string");
        for note in &diagnostic.notes {
            writeln!(out, "  note: {note}").expect("writing to a string");
        }
        if let Some(help) = &diagnostic.help {
            writeln!(out, "  help: {help}").expect("writing to a string");
        }
    }
    for at in &loaded.ignored {
        writeln!(out, "ignored {}#{}", document(loaded, at), at.pointer)
            .expect("writing to a string");
    }
    match &loaded.api {
        Some(api) => out.push_str(&dump::api(api)),
        None => out.push_str("no API\n"),
    }
    out.replace(&*folder().to_string_lossy(), "…")
}

fn document(loaded: &Loaded, at: &trueline_spec::At) -> String {
    match at.document.0 {
        0 => String::new(),
        _ => loaded.sources.name(at.document).to_owned(),
    }
}

#[test]
fn each_document_is_lowered_as_expected() {
    let update = std::env::var_os("UPDATE_EXPECTED").is_some();
    let mut wrong = Vec::new();
    for path in documents() {
        let found = rendered(&load_file(&path, &LoadOptions::default()));
        let expected_path = path.with_extension("ir");
        if update {
            fs::write(&expected_path, &found).expect("the expected file can be written");
            continue;
        }
        let expected = fs::read_to_string(&expected_path).unwrap_or_default();
        if found != expected {
            let diff = similar::TextDiff::from_lines(&expected, &found);
            wrong.push(format!(
                "{}\n{}",
                path.display(),
                diff.unified_diff().context_radius(3)
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

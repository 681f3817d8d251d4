//! Loads every description below a directory and prints one line for each: operations in the
//! document, operations lowered, schemas, milliseconds, diagnostics by code, name.
//!
//! `cargo run --release -p trueline-spec --example survey -- DIRECTORY [CODE]`
//!
//! With a code, each diagnostic with that code is printed too.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::Value;
use trueline_spec::ir::Method;
use trueline_spec::source::At;
use trueline_spec::{DocumentId, LoadOptions, Loaded, load_file};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let Some(directory) = arguments.next() else {
        eprintln!("usage: survey DIRECTORY [CODE]");
        std::process::exit(2);
    };
    let code = arguments.next();
    let mut documents = Vec::new();
    collect(Path::new(&directory), &mut documents);
    documents.sort();
    let mut total = BTreeMap::new();
    let (mut declared, mut lowered, mut unread, mut panicked) = (0, 0, 0, 0);
    for path in &documents {
        let begin = Instant::now();
        let outcome = std::panic::catch_unwind(|| load_file(path, &LoadOptions::default()));
        let milliseconds = begin.elapsed().as_millis();
        let Ok(loaded) = outcome else {
            panicked += 1;
            println!("PANICKED {}", path.display());
            continue;
        };
        let operations = loaded.api.as_ref().map_or(0, |api| api.operations.len());
        let schemas = loaded.api.as_ref().map_or(0, |api| api.schemas.len());
        let in_document = operations_in(&loaded);
        declared += in_document;
        lowered += operations;
        unread += usize::from(loaded.api.is_none());
        let mut codes = String::new();
        for (code, count) in counts(&loaded) {
            write!(codes, " {code}×{count}").unwrap_or_default();
            *total.entry(code).or_insert(0) += count;
        }
        println!(
            "{in_document:5} {operations:5} {schemas:6} {milliseconds:5} ms{codes} {}",
            path.display()
        );
        print_code(&loaded, code.as_deref());
    }
    println!(
        "{} documents, {unread} without an API, {panicked} panics; {lowered} of {declared} operations",
        documents.len()
    );
    for (code, count) in total {
        println!("{code} {count}");
    }
}

fn collect(path: &Path, documents: &mut Vec<PathBuf>) {
    if let Ok(entries) = std::fs::read_dir(path) {
        for entry in entries.flatten() {
            collect(&entry.path(), documents);
        }
        return;
    }
    let extension = path.extension().and_then(|extension| extension.to_str());
    if matches!(extension, Some("json" | "yaml" | "yml")) {
        documents.push(path.to_owned());
    }
}

/// Counted without lowering: members of path items that are methods.
fn operations_in(loaded: &Loaded) -> usize {
    let paths = At::root(DocumentId(0)).child("paths");
    let Some(Value::Object(paths)) = loaded.sources.value(&paths) else {
        return 0;
    };
    paths
        .values()
        .map(|item| {
            let has = |method: &Method| item.get(method.member()).is_some();
            Method::ALL.iter().filter(|method| has(method)).count()
        })
        .sum()
}

fn counts(loaded: &Loaded) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for diagnostic in &loaded.diagnostics {
        *counts.entry(diagnostic.code.0).or_insert(0) += 1;
    }
    counts
}

fn print_code(loaded: &Loaded, code: Option<&str>) {
    let wanted = loaded
        .diagnostics
        .iter()
        .filter(|diagnostic| Some(diagnostic.code.0) == code);
    for diagnostic in wanted {
        let span = diagnostic.span().unwrap_or_default();
        println!("  {}:{} {}", span.line, span.column, diagnostic.message);
        for note in &diagnostic.notes {
            println!("    note: {note}");
        }
        if let Some(help) = &diagnostic.help {
            println!("    help: {help}");
        }
    }
}

//! Generates one description, or makes the tables of many such runs; `benches/corpus/run` calls it.
//!
//! `corpus one DOC OUT NAME` writes the crate NAME to OUT and prints one JSON object: what went in, what
//! came out, what was refused, and what it cost. `corpus table RESULTS` reads lines of these (with what
//! checking the crates cost, where that was measured) and prints Markdown.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

use serde_json::{Map, Value, json};
use trueline_generator::{Options, generate};
use trueline_spec::ir::Method;
use trueline_spec::source::At;
use trueline_spec::{Diagnostic, DocumentId, LoadOptions, Loaded, Severity, load_file};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["one", document, out, name] => {
            println!("{}", one(Path::new(document), Path::new(out), name));
            ExitCode::SUCCESS
        }
        ["table", results] => match std::fs::read_to_string(results) {
            Ok(text) => {
                print!("{}", table(&text));
                ExitCode::SUCCESS
            }
            Err(error) => {
                eprintln!("cannot read {results}: {error}");
                ExitCode::FAILURE
            }
        },
        _ => {
            eprintln!("usage: corpus one DOC OUT NAME | corpus table RESULTS");
            ExitCode::from(2)
        }
    }
}

fn one(document: &Path, out: &Path, name: &str) -> Value {
    let loaded = load_file(document, &LoadOptions::default());
    let mut result = Map::new();
    result.insert("name".to_owned(), json!(name));
    result.insert("operations_in".to_owned(), json!(operations_in(&loaded)));
    let mut diagnostics: Vec<Diagnostic> = loaded
        .diagnostics
        .iter()
        .filter(|one| one.severity == Severity::Error || one.code.0 == "S0307")
        .cloned()
        .collect();
    let Some(api) = &loaded.api else {
        result.insert("outcome".to_owned(), json!("no description"));
        return finish(result, &diagnostics);
    };
    let options = Options {
        package: name.to_owned(),
        ..Options::default()
    };
    match generate(api, &loaded.sources, &options) {
        Ok(output) => {
            diagnostics.extend(output.diagnostics.iter().cloned());
            let summary = output.summary;
            result.insert("operations_out".to_owned(), json!(summary.generated));
            result.insert("types".to_owned(), json!(summary.types));
            result.insert("lines".to_owned(), json!(summary.lines));
            let outcome = match output.write(out) {
                Ok(_) => "generated".to_owned(),
                Err(error) => error.to_string(),
            };
            result.insert("outcome".to_owned(), json!(outcome));
        }
        Err(error) => {
            result.insert("outcome".to_owned(), json!(error.to_string()));
        }
    }
    finish(result, &diagnostics)
}

fn finish(mut result: Map<String, Value>, diagnostics: &[Diagnostic]) -> Value {
    let mut codes: BTreeMap<&str, u64> = BTreeMap::new();
    let mut unplaced = 0;
    for one in diagnostics {
        *codes.entry(one.code.0).or_default() += 1;
        unplaced += u64::from(one.labels.is_empty());
    }
    result.insert("refused".to_owned(), json!(codes));
    result.insert("without_a_place".to_owned(), json!(unplaced));
    result.insert("cpu_ms".to_owned(), json!(cpu_milliseconds()));
    result.insert("peak_kb".to_owned(), json!(peak_kilobytes()));
    Value::Object(result)
}

/// Operations as the text has them: methods below paths, whatever else is wrong.
fn operations_in(loaded: &Loaded) -> usize {
    let at = At::root(DocumentId::default()).child("paths");
    let paths = loaded.sources.value(&at).and_then(Value::as_object);
    let is_method = |name: &&String| Method::ALL.iter().any(|method| method.member() == **name);
    paths
        .into_iter()
        .flatten()
        .filter(|(path, _)| path.starts_with('/'))
        .filter_map(|(_, item)| item.as_object())
        .map(|item| item.keys().filter(is_method).count())
        .sum()
}

/// CPU time of this process, user and system, from `/proc` (Linux; 0 elsewhere). A tick is 10 ms.
fn cpu_milliseconds() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default();
    let ticks = fields.split_whitespace().skip(11).take(2);
    ticks
        .filter_map(|field| field.parse::<u64>().ok())
        .sum::<u64>()
        * 10
}

/// The most memory that this process had, from `/proc` (Linux; 0 elsewhere).
fn peak_kilobytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|rest| rest.split_whitespace().next()?.parse().ok())
        .unwrap_or_default()
}

fn table(text: &str) -> String {
    let results: Vec<Value> = text
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    let mut out = String::new();
    totals(&results, &mut out);
    out.push_str("\n## Checked\n\n");
    out.push_str(
        "| document | operations in | out | refused | lines | generating: CPU s, MB | checking: CPU s, MB | result |\n\
         |---|---:|---:|---|---:|---:|---:|---|\n",
    );
    for one in results.iter().filter(|one| one.get("check").is_some()) {
        let number = |name: &str| one.get(name).and_then(Value::as_u64).unwrap_or_default();
        let text = |name: &str| one.get(name).and_then(Value::as_str).unwrap_or_default();
        let float = |name: &str| one.get(name).and_then(Value::as_f64).unwrap_or_default();
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} | {:.2}, {} | {:.1}, {} | {} |",
            text("name"),
            number("operations_in"),
            number("operations_out"),
            codes(one),
            number("lines"),
            number("cpu_ms") as f64 / 1000.0,
            number("peak_kb") / 1000,
            float("check_cpu_s"),
            number("check_peak_kb") / 1000,
            text("check"),
        );
    }
    out
}

fn totals(results: &[Value], out: &mut String) {
    let sum = |name: &str| -> u64 {
        results
            .iter()
            .filter_map(|one| one.get(name)?.as_u64())
            .sum()
    };
    let outcome = |one: &&Value| one.get("outcome").and_then(Value::as_str) == Some("generated");
    let generated = results.iter().filter(outcome).count();
    let checked = results.iter().filter(|one| one.get("check").is_some());
    let compiled = checked
        .clone()
        .filter(|one| one.get("check").and_then(Value::as_str) == Some("compiles"));
    let mut all: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for one in results {
        for (code, count) in one
            .get("refused")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            let entry = all.entry(code.clone()).or_default();
            entry.0 += 1;
            entry.1 += count.as_u64().unwrap_or_default();
        }
    }
    let _ = writeln!(
        out,
        "{} documents, {generated} generated; {} operations in, {} out; {} lines; {} diagnostics \
         without a place; {} crates checked, {} compile without a warning.\n",
        results.len(),
        sum("operations_in"),
        sum("operations_out"),
        sum("lines"),
        sum("without_a_place"),
        checked.count(),
        compiled.count(),
    );
    for one in results.iter().filter(|one| !outcome(one)) {
        let _ = writeln!(
            out,
            "- {}: {} ({})",
            one.get("name").and_then(Value::as_str).unwrap_or_default(),
            one.get("outcome")
                .and_then(Value::as_str)
                .unwrap_or_default(),
            codes(one),
        );
    }
    out.push_str("\n| refused by | documents | places |\n|---|---:|---:|\n");
    for (code, (documents, places)) in all {
        let _ = writeln!(out, "| {code} | {documents} | {places} |");
    }
}

fn codes(one: &Value) -> String {
    let codes = one.get("refused").and_then(Value::as_object);
    codes
        .into_iter()
        .flatten()
        .map(|(code, count)| format!("{code} × {count}"))
        .collect::<Vec<_>>()
        .join(", ")
}

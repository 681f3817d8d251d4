//! Which test of the reference server and which case of the suite answers each requirement: the tables in
//! `docs/requirements` are made of the names of the tests and of `trueline list`, and must not be stale.
//!
//! `UPDATE_TABLES=1 cargo test -p trueline traceability` writes them anew.

mod names;
mod table;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// APIs that have a reference server and a catalogue of requirements.
const APIS: [&str; 4] = [
    "stripe/file_links",
    "stripe/files",
    "digital_river/file_links",
    "garden/plots",
];

/// A requirement, as `trueline list --by-requirement --json` tells it.
struct Requirement {
    id: String,
    level: String,
    text: String,
    cases: Vec<String>,
    untested: Option<String>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn requirements(api: &str) -> Vec<Requirement> {
    let call = super::trueline(&["list", api, "--by-requirement", "--json"]).expect(0);
    let list: Value = serde_json::from_str(&call.stdout).expect("JSON");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let one = |value: &Value| Requirement {
        id: text(&value["id"]),
        level: text(&value["level"]),
        text: text(&value["text"]),
        cases: value["cases"]
            .as_array()
            .expect("a list")
            .iter()
            .map(text)
            .collect(),
        untested: value["untested"].as_str().map(str::to_owned),
    };
    list.as_array().expect("a list").iter().map(one).collect()
}

/// Requirements that no test of the reference server answers, each with the reason, by API.
fn exempt() -> BTreeMap<String, BTreeMap<String, String>> {
    let path = root().join("docs/requirements/exempt.toml");
    toml::from_str(&fs::read_to_string(path).expect("the list is there")).expect("TOML")
}

#[test]
fn every_requirement_has_a_test_and_the_tables_are_fresh() {
    let exempt = exempt();
    let tests = names::of_tests(&root().join("conformance/reference"));
    let mut wrong = Vec::new();
    let mut known: Vec<String> = Vec::new();
    for api in APIS {
        let nothing = BTreeMap::new();
        let exempt = exempt.get(api).unwrap_or(&nothing);
        let requirements = requirements(api);
        for Requirement { id, level, .. } in &requirements {
            let is_due = level != "MAY";
            match (tests.contains_key(id), exempt.contains_key(id)) {
                (false, false) if is_due => wrong.push(format!(
                    "{api}: no test of the reference server is named by {id} ({level})"
                )),
                (true, true) => wrong.push(format!("{api}: {id} has a test, and an excuse")),
                _ => {}
            }
        }
        for id in exempt.keys() {
            if !requirements.iter().any(|requirement| requirement.id == *id) {
                wrong.push(format!("{api}: {id} is excused, and no requirement"));
            }
        }
        let table = table::render(api, &requirements, &tests, exempt);
        let name = api.replace(['/', '_'], "-");
        let path = root().join(format!("docs/requirements/{name}.md"));
        if std::env::var_os("UPDATE_TABLES").is_some() {
            fs::write(&path, &table).expect("the table can be written");
        } else if fs::read_to_string(&path).unwrap_or_default() != table {
            wrong.push(format!(
                "docs/requirements/{name}.md is stale; UPDATE_TABLES=1 writes it anew"
            ));
        }
        known.extend(requirements.into_iter().map(|requirement| requirement.id));
    }
    for (id, tests) in &tests {
        if !known.contains(id) {
            let named = tests.iter().map(|test| test.name.as_str());
            let named: Vec<&str> = named.collect();
            wrong.push(format!("{id} is no requirement: {}", named.join(", ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

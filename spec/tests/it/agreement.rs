//! The Stripe descriptions agree with what Stripe publishes, and differ only where they say so.
//!
//! `spec/apis/stripe/NAME.agreement.yaml` states the structure of the published description line by
//! line, with each intended difference and its reason. The tests hold our description to it, and,
//! where `TRUELINE_FRAGMENT` names a published description (whole, or cut down to some operations),
//! that description as well.

mod statements;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use statements::statements;

/// The descriptions, by name.
const NAMES: [&str; 2] = ["file_links", "files"];

/// A `NAME.agreement.yaml`, read.
struct Agreement {
    statements: BTreeSet<String>,
    differences: Vec<Difference>,
}

/// A point on which the description differs from the published one, on purpose.
struct Difference {
    ours: BTreeSet<String>,
    theirs: BTreeSet<String>,
    /// Versions of the published description that show it; none means all.
    versions: BTreeSet<String>,
    because: String,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("apis/stripe")
}

fn read(path: &Path) -> Value {
    let text = std::fs::read_to_string(path)
        .unwrap_or_else(|error| panic!("{} cannot be read: {error}", path.display()));
    // YAML takes a while over a document of megabytes; JSON has its own reader.
    let json = path.extension().is_some_and(|it| it == "json");
    let value = if json {
        serde_json::from_str(&text).map_err(|error| error.to_string())
    } else {
        serde_yaml::from_str(&text).map_err(|error| error.to_string())
    };
    value.unwrap_or_else(|error| panic!("{} is not readable: {error}", path.display()))
}

fn document(name: &str) -> Value {
    read(&folder().join(format!("{name}.yaml")))
}

fn lines(value: &Value) -> BTreeSet<String> {
    let text = |it: &Value| it.as_str().expect("a line of text").to_owned();
    value.as_array().into_iter().flatten().map(text).collect()
}

fn agreement(name: &str) -> Agreement {
    let value = read(&folder().join(format!("{name}.agreement.yaml")));
    assert_eq!(value["format"], 1, "{name}");
    let groups = value["statements"]
        .as_object()
        .expect("groups of statements");
    let all: Vec<String> = groups.values().flat_map(lines).collect();
    let statements: BTreeSet<String> = all.iter().cloned().collect();
    assert_eq!(
        all.len(),
        statements.len(),
        "a statement stands there twice"
    );
    let differences = value["differences"].as_array().expect("a list");
    Agreement {
        statements,
        differences: differences
            .iter()
            .map(|it| Difference {
                ours: lines(&it["ours"]),
                theirs: lines(&it["theirs"]),
                versions: lines(&it["versions"]),
                because: it["because"].as_str().unwrap_or_default().to_owned(),
            })
            .collect(),
    }
}

fn report(title: &str, lines: &[&String]) -> String {
    let mut text = format!("{title}:\n");
    for line in lines {
        text.push_str(&format!("  {line}\n"));
    }
    text
}

/// Panics unless both sets are the same, and shows what only one of them has.
#[track_caller]
fn assert_same(
    ours: &BTreeSet<String>,
    our_title: &str,
    theirs: &BTreeSet<String>,
    their_title: &str,
) {
    let only_ours: Vec<_> = ours.difference(theirs).collect();
    let only_theirs: Vec<_> = theirs.difference(ours).collect();
    assert!(
        only_ours.is_empty() && only_theirs.is_empty(),
        "{}{}",
        report(our_title, &only_ours),
        report(their_title, &only_theirs),
    );
}

#[test]
fn every_statement_holds_and_nothing_is_left_unstated() {
    for name in NAMES {
        let said: BTreeSet<String> = statements(&document(name)).into_iter().collect();
        assert_same(
            &agreement(name).statements,
            &format!("stated of {name}, but not so in the document"),
            &said,
            &format!("in the document {name}, but not stated"),
        );
    }
}

#[test]
fn every_difference_is_real_and_has_a_reason() {
    for name in NAMES {
        let agreement = agreement(name);
        for difference in &agreement.differences {
            assert!(!difference.because.is_empty(), "a difference has no reason");
            let untrue: Vec<_> = difference.ours.difference(&agreement.statements).collect();
            assert!(
                untrue.is_empty(),
                "{}",
                report("`ours` is not stated", &untrue)
            );
            let same: Vec<_> = difference
                .theirs
                .intersection(&agreement.statements)
                .collect();
            assert!(
                same.is_empty(),
                "{}",
                report("`theirs` is ours as well", &same)
            );
        }
    }
}

#[test]
fn the_published_description_differs_only_as_listed() {
    let Some(path) = std::env::var_os("TRUELINE_FRAGMENT") else {
        println!("not compared: TRUELINE_FRAGMENT names no published description");
        return;
    };
    let published = read(Path::new(&path));
    let mut compared = 0;
    for name in NAMES {
        let ours = document(name);
        let paths = ours["paths"].as_object().into_iter().flatten();
        if paths
            .into_iter()
            .any(|(path, _)| published["paths"].get(path).is_none())
        {
            println!("{name} is not compared: the published description is cut down to others");
            continue;
        }
        compared += 1;
        compare(&agreement(name), &cut_to(published.clone(), &ours));
    }
    assert!(
        compared > 0,
        "the published description has none of our paths"
    );
}

fn compare(agreement: &Agreement, published: &Value) {
    let version = published["info"]["version"].as_str().unwrap_or_default();
    let mut expected = agreement.statements.clone();
    let shown = agreement
        .differences
        .iter()
        .filter(|it| it.versions.is_empty() || it.versions.contains(version));
    for difference in shown {
        expected.retain(|line| !difference.ours.contains(line));
        expected.extend(difference.theirs.iter().cloned());
    }
    let said: BTreeSet<String> = statements(published).into_iter().collect();
    assert_same(
        &expected,
        "expected of the published description, but not there",
        &said,
        "in the published description, but neither ours nor listed as a difference",
    );
}

/// Both documents stand alone, so the schemas that they share stand in both.
#[test]
fn shared_components_are_the_same() {
    assert_eq!(
        document("files")["components"],
        document("file_links")["components"]
    );
}

/// The published document with no more paths and schemas than `ours` has, and without the note of
/// whoever cut it down before.
fn cut_to(mut published: Value, ours: &Value) -> Value {
    if let Some(root) = published.as_object_mut() {
        root.shift_remove("x-fragment-provenance");
    }
    for pointer in [
        "/paths",
        "/components/schemas",
        "/components/securitySchemes",
    ] {
        let keep = ours.pointer(pointer).cloned().unwrap_or(json!({}));
        if let Some(Value::Object(members)) = published.pointer_mut(pointer) {
            members.retain(|name, _| keep.get(name).is_some());
        }
    }
    published
}

/// Whatever leaf of a document is changed, some statement changes: so the statements miss nothing.
#[test]
fn no_leaf_escapes_the_statements() {
    for name in NAMES {
        let document = document(name);
        let said = statements(&document);
        let mut leaves = Vec::new();
        collect(&document, "", &mut leaves);
        assert!(
            leaves.len() > 300,
            "only {} leaves were found",
            leaves.len()
        );
        for pointer in leaves {
            let mut changed = document.clone();
            let leaf = changed.pointer_mut(&pointer).expect("the leaf is there");
            *leaf = match leaf.take() {
                Value::Bool(value) => json!(!value),
                Value::Number(_) => json!(-1),
                _ => json!("something else"),
            };
            assert_ne!(
                statements(&changed),
                said,
                "{name}: {pointer} is in no statement"
            );
        }
    }
}

/// The pointers of all scalars outside prose and examples.
fn collect(value: &Value, pointer: &str, leaves: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                let prose = name == "description" && value.is_string();
                if !prose && name != "examples" {
                    let token = name.replace('~', "~0").replace('/', "~1");
                    collect(value, &format!("{pointer}/{token}"), leaves);
                }
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                collect(value, &format!("{pointer}/{index}"), leaves);
            }
        }
        _ => leaves.push(pointer.to_owned()),
    }
}

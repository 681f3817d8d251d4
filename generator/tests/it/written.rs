//! Writing: only what changed, only what is ours, and a check that says what would change.

use std::fs;

use trueline_generator::{ChangeKind, Options, Output, generate};

use crate::constructs;

fn output(text: &str) -> Output {
    let construct = constructs::construct("c", text);
    let api = construct.loaded.api.unwrap();
    generate(&api, &construct.loaded.sources, &Options::default()).unwrap()
}

#[test]
fn what_did_not_change_is_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("out");
    let first = output("A: {type: string}\nB: {type: integer}");
    assert_eq!(
        first.write(&target).unwrap().written.len(),
        first.files.len()
    );
    assert!(first.compare(&target).unwrap().is_fresh());
    let again = first.write(&target).unwrap();
    assert_eq!(
        (again.written.len(), again.unchanged),
        (0, first.files.len())
    );
    // Nothing is left beside it.
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn what_is_no_longer_generated_goes_and_what_is_not_ours_stays() {
    let folder = tempfile::tempdir().unwrap();
    output("A: {type: string}\nB: {type: integer}")
        .write(folder.path())
        .unwrap();
    fs::write(folder.path().join("src/mine.rs"), "// By hand.\n").unwrap();
    fs::write(folder.path().join("src/models/a.rs"), "// Edited.\n").unwrap();
    let next = output("A: {type: string}");
    let changes = next.compare(folder.path()).unwrap().changes;
    let kinds: Vec<(&str, ChangeKind)> = changes
        .iter()
        .map(|change| (change.path.as_str(), change.kind))
        .collect();
    assert_eq!(
        kinds,
        [
            ("src/lib.rs", ChangeKind::Stale),
            ("src/models.rs", ChangeKind::Stale),
            ("src/models/a.rs", ChangeKind::Stale),
            ("src/models/b.rs", ChangeKind::Extra),
        ]
    );
    assert!(
        changes[2].diff.contains("-// Edited."),
        "{}",
        changes[2].diff
    );
    let written = next.write(folder.path()).unwrap();
    assert_eq!(written.removed, ["src/models/b.rs"]);
    assert!(!folder.path().join("src/models/b.rs").exists());
    assert!(folder.path().join("src/mine.rs").exists());
    assert!(next.compare(folder.path()).unwrap().is_fresh());
}

#[test]
fn a_missing_file_is_missed() {
    let folder = tempfile::tempdir().unwrap();
    let output = output("A: {type: string}");
    output.write(folder.path()).unwrap();
    fs::remove_file(folder.path().join("Cargo.toml")).unwrap();
    let changes = output.compare(folder.path()).unwrap().changes;
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].kind, ChangeKind::Missing);
    assert!(changes[0].diff.contains("+[package]"));
}

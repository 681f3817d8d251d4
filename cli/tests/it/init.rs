//! `trueline init`, and a run with nothing but a description.

use std::fs;

use super::serve::Served;
use super::{folder, trueline, trueline_in};

const KEY: [&str; 2] = ["--auth", "header:X-Garden-Key=sk_test_123"];

#[test]
fn what_it_writes_can_be_used_at_once() {
    for api in [
        "stripe/file_links",
        "stripe/files",
        "digital_river/file_links",
        "garden/plots",
    ] {
        let folder = folder();
        let out = folder.path().join("suite");
        let out = out.to_str().unwrap();
        let call = trueline(&["init", "--from", api, "--out", out]).expect(0);
        let document = call
            .stdout
            .lines()
            .find_map(|line| line.strip_prefix("wrote "))
            .expect("the first file is the description")
            .to_owned();
        trueline(&["check", &document]).expect(0);
        let call = trueline(&["list", &document, "--by-requirement", "--json"]).expect(0);
        let rows: serde_json::Value = serde_json::from_str(&call.stdout).unwrap();
        for row in rows.as_array().unwrap() {
            let answered = !row["cases"].as_array().unwrap().is_empty();
            assert!(answered || row["untested"].is_string(), "{api}: {row}");
        }
    }
}

#[test]
fn a_correct_server_holds_to_what_it_writes() {
    let folder = folder();
    let served = Served::start(&["--api", "garden/plots"]);
    trueline_in(
        folder.path(),
        &["init", "--from", "garden/plots", "--out", "."],
    )
    .expect(0);
    let target = ["test", "plots.yaml", "--target", &served.base];
    let call = trueline_in(folder.path(), &[&target[..], &KEY].concat()).expect(0);
    assert!(is_clean(&call.stderr), "{}", call.stderr);
    // With nothing but the description it is the same, less the workflow.
    fs::remove_file(folder.path().join("plots.requirements.yaml")).unwrap();
    fs::remove_file(folder.path().join("plots.arazzo.yaml")).unwrap();
    let call = trueline_in(folder.path(), &[&target[..], &KEY].concat()).expect(0);
    assert!(is_clean(&call.stderr), "{}", call.stderr);
    assert!(call.stderr.contains("trueline init"), "{}", call.stderr);
}

#[test]
fn what_cannot_be_inferred_stands_there_as_questions() {
    let folder = folder();
    trueline_in(
        folder.path(),
        &["init", "--from", "garden/plots", "--out", "."],
    )
    .expect(0);
    let text = fs::read_to_string(folder.path().join("plots.requirements.yaml")).unwrap();
    let questions: Vec<&str> = text
        .lines()
        .filter(|line| line.trim_start().starts_with("#?"))
        .collect();
    assert!(
        questions.iter().any(|line| line.contains("`order`")),
        "{questions:#?}"
    );
    // What the requirements file of the bundled API tells is what was asked.
    assert!(text.contains("draft: true"), "{text}");
    assert!(text.contains("soft-delete"), "{text}");
}

#[test]
fn files_that_are_there_are_not_overwritten() {
    let folder = folder();
    let init = ["init", "--from", "garden/plots", "--out", "."];
    trueline_in(folder.path(), &init).expect(0);
    let mine = folder.path().join("plots.requirements.yaml");
    fs::write(&mine, "format: 1\n").unwrap();
    let call = trueline_in(folder.path(), &init).expect(2);
    assert!(call.stderr.contains("--force"), "{}", call.stderr);
    assert_eq!(fs::read_to_string(&mine).unwrap(), "format: 1\n");
    trueline_in(folder.path(), &[&init[..], &["--force"]].concat()).expect(0);
    assert!(fs::read_to_string(&mine).unwrap().contains("draft: true"));
}

#[test]
fn operations_without_a_case_are_named() {
    let folder = folder();
    let text = fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../spec/apis/garden/plots.yaml"
    ))
    .unwrap();
    // Nothing says what there is to be archived, and what that is cannot be made up.
    let text = text.replace("            archive: *plot-id", "            {}");
    fs::write(folder.path().join("plots.yaml"), text).unwrap();
    let served = Served::start(&["--api", "garden/plots"]);
    let target = ["test", "plots.yaml", "--target", &served.base];
    let call = trueline_in(folder.path(), &[&target[..], &KEY].concat());
    assert!(
        call.stderr.contains("1 of 8 operations") && call.stderr.contains("archivePlot"),
        "{}",
        call.stderr
    );
}

/// Whether a run passed all that it asked, and asked much.
fn is_clean(told: &str) -> bool {
    let passed = told
        .split(" passed")
        .next()
        .and_then(|before| before.rsplit([' ', '\n']).next())
        .and_then(|count| count.parse::<usize>().ok());
    passed.is_some_and(|count| count > 250) && !told.contains("failed") && !told.contains("error")
}

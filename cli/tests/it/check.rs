//! `trueline check` and `trueline explain`.

use std::fs;

use super::{folder, trueline, trueline_in};

#[test]
fn a_broken_document_is_named_with_file_line_and_column() {
    let folder = folder();
    fs::write(
        folder.path().join("broken.yaml"),
        "openapi: 3.0.3\ninfo: {title: T, version: '1'\npaths: {}\n",
    )
    .unwrap();
    let call = trueline_in(
        folder.path(),
        &["check", "broken.yaml", "--message-format", "short"],
    )
    .expect(2);
    assert!(call.stderr.starts_with("broken.yaml:3:"), "{}", call.stderr);
    // The same fault stops every command that reads the document.
    for command in [
        &["test", "broken.yaml", "--message-format", "short"][..],
        &[
            "generate",
            "broken.yaml",
            "--out",
            "x",
            "--message-format",
            "short",
        ],
    ] {
        let call = trueline_in(folder.path(), command).expect(2);
        assert!(call.stderr.contains("broken.yaml:3:"), "{}", call.stderr);
    }
    assert!(!folder.path().join("x").exists());
}

#[test]
fn of_a_description_on_one_line_only_what_is_near_is_shown() {
    let folder = folder();
    let padding = "word ".repeat(1000);
    let text = format!(
        r#"{{"openapi":"3.0.3","info":{{"title":"T","version":"1","description":"{padding}"}},"paths":{{}},"componets":{{"schemas":{{}},"x-after":"{padding}"}}}}"#
    );
    let column = text.find("\"componets\"").unwrap() + 1;
    fs::write(folder.path().join("one_line.json"), &text).unwrap();
    let call = trueline_in(folder.path(), &["check", "one_line.json"]).expect(0);
    let place = format!("--> one_line.json:1:{column}\n");
    assert!(call.stderr.contains(&place), "{}", call.stderr);
    let longest = call.stderr.lines().map(str::len).max().unwrap();
    assert!(longest < 400, "a line of {longest} bytes:\n{}", call.stderr);
    let source = call
        .stderr
        .lines()
        .find(|line| line.contains("componets\":"))
        .unwrap();
    let marks = call
        .stderr
        .lines()
        .find(|line| line.contains("^^^"))
        .unwrap();
    assert_eq!(
        source.find("\"componets\""),
        marks.find('^'),
        "{}",
        call.stderr
    );
}

#[test]
fn five_faults_are_said_in_one_run() {
    let folder = folder();
    fs::write(
        folder.path().join("five.yaml"),
        "openapi: 3.0.3
info: {title: T}
paths:
  /a:
    get:
      operationId: a
      parameters:
        - {name: q, in: quary, schema: {type: string}}
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Missing'}}}}
  /b:
    get:
      operationId: a
      responses:
        '299a': {description: ok}
components:
  schemas:
    S: {type: strin}
",
    )
    .unwrap();
    let call = trueline_in(
        folder.path(),
        &["check", "five.yaml", "--message-format", "json"],
    )
    .expect(2);
    let lines: std::collections::BTreeSet<u64> = call
        .stderr
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("each line is JSON"))
        .map(|diagnostic| diagnostic["labels"][0]["line"].as_u64().unwrap())
        .collect();
    for line in [2, 8, 10, 13, 15, 18] {
        assert!(
            lines.contains(&line),
            "line {line} is not named:\n{}",
            call.stderr
        );
    }
}

#[test]
fn the_bundled_descriptions_have_nothing_to_be_said_about_them() {
    let call = trueline(&["check"]).expect(0);
    assert!(call.stdout.contains("no diagnostics"), "{}", call.stdout);
}

#[test]
fn a_document_that_is_not_there_is_a_wrong_call() {
    let call = trueline(&["check", "nowhere.yaml"]).expect(2);
    assert!(call.stderr.contains("nowhere.yaml"), "{}", call.stderr);
    assert!(call.stdout.is_empty());
}

#[test]
fn a_code_is_explained() {
    let call = trueline(&["explain", "S0004"]).expect(0);
    assert!(call.stdout.starts_with("# S0004"), "{}", call.stdout);
    let call = trueline(&["explain", "g0001"]).expect(0);
    assert!(call.stdout.starts_with("# G0001"), "{}", call.stdout);
    let call = trueline(&["explain", "fl-create-01"]).expect(0);
    for words in ["MUST", "workflows/create-without-file"] {
        assert!(call.stdout.contains(words), "{}", call.stdout);
    }
    let call = trueline(&["explain", "examples/PostFileLinks/create"]).expect(0);
    assert!(call.stdout.contains("EX-01"), "{}", call.stdout);
    trueline(&["explain", "no-such-thing"]).expect(2);
}

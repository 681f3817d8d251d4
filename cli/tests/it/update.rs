//! `trueline update`. The compiler is played by a script: what it would say is recorded, so that the test
//! takes no minutes.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use super::{Call, folder, trueline_in};

const OLD: &str = "openapi: 3.0.3
info: {title: Notes, version: '1'}
paths:
  /notes/{id}:
    get:
      operationId: getNote
      tags: [Notes]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Note'}}}}
components:
  schemas:
    Note:
      type: object
      required: [id, text, color]
      properties:
        id: {type: string}
        text: {type: string}
        color: {type: string}
";

/// A further operation, a further member, one that is gone and one that may be missing.
fn new() -> String {
    OLD.replace(
        "components:\n",
        "    delete:
      operationId: deleteNote
      tags: [Notes]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'204': {description: gone}}
components:
",
    )
    .replace("[id, text, color]", "[id, stars]")
    .replace("color: {type: string}", "stars: {type: integer}")
}

/// What the compiler says of a handler that was written to the old description.
const SAID: &str = r#"{"reason":"compiler-message","message":{"level":"error","message":"not all trait items implemented, missing: `delete_note`","code":{"code":"E0046"},"spans":[{"file_name":"src/main.rs","line_start":5,"column_start":1,"is_primary":true,"label":"missing `delete_note` in implementation","text":[{"text":"impl Notes for Server {"}]}],"children":[]}}
{"reason":"compiler-message","message":{"level":"error","message":"missing field `stars` in initializer of `Note`","code":{"code":"E0063"},"spans":[{"file_name":"src/main.rs","line_start":9,"column_start":9,"is_primary":true,"label":"missing `stars`","text":[{"text":"        Note {"}]}],"children":[]}}
{"reason":"compiler-message","message":{"level":"error","message":"struct `Note` has no field named `color`","code":{"code":"E0560"},"spans":[{"file_name":"src/main.rs","line_start":12,"column_start":13,"is_primary":true,"label":"`Note` does not have this field","text":[{"text":"            color: red(),"}]}],"children":[]}}
{"reason":"compiler-message","message":{"level":"error","message":"mismatched types","code":{"code":"E0308"},"spans":[{"file_name":"src/main.rs","line_start":11,"column_start":19,"is_primary":true,"label":"expected `Option<String>`, found `String`","text":[{"text":"            text: String::new(),"}]}],"children":[]}}
{"reason":"compiler-message","message":{"level":"error","message":"cannot find value `nothing_of_the_kind` in this scope","code":{"code":"E0425"},"spans":[{"file_name":"src/main.rs","line_start":20,"column_start":5,"is_primary":true,"label":"not found in this scope","text":[{"text":"    nothing_of_the_kind"}]}],"children":[]}}
{"reason":"compiler-message","message":{"level":"warning","message":"unused","code":null,"spans":[],"children":[]}}
{"reason":"compiler-message","message":{"level":"error","message":"aborting due to 5 previous errors","code":null,"spans":[],"children":[]}}
{"reason":"build-finished","success":false}
"#;

/// A folder with a description, the code of it, a crate, and a cargo that says what is given.
fn project(said: &str, status: u8) -> tempfile::TempDir {
    let folder = folder();
    let write = |name: &str, text: &str| {
        fs::write(folder.path().join(name), text).expect("a file of the walk can be written")
    };
    write("openapi.yaml", OLD);
    write("new.yaml", &new());
    write("Cargo.toml", "[package]\nname = \"server\"\n");
    write("said.json", said);
    write(
        "cargo",
        &format!("#!/bin/sh\ncat said.json\nexit {status}\n"),
    );
    let cargo = folder.path().join("cargo");
    fs::set_permissions(cargo, fs::Permissions::from_mode(0o755))
        .expect("the stand-in can be made executable");
    trueline_in(folder.path(), &["generate", "openapi.yaml", "--out", "api"]).expect(0);
    folder
}

fn update(folder: &Path, more: &[&str]) -> Call {
    let output = Command::new(env!("CARGO_BIN_EXE_trueline"))
        .args([
            "update",
            "new.yaml",
            "--document",
            "openapi.yaml",
            "--out",
            "api",
        ])
        .args(more)
        .current_dir(folder)
        .env("CARGO", folder.join("cargo"))
        .output()
        .expect("the command starts");
    Call::of(&output)
}

fn text(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).expect("the file is there")
}

#[test]
fn one_round_compares_generates_and_explains_what_no_longer_fits() {
    let folder = project(SAID, 101);
    let call = update(folder.path(), &[]).expect(1);
    for words in [
        "Note.color: was removed",
        "because  DELETE /notes/{id}: the operation was added",
        "because  Note.stars: was added and must be there",
        "because  Note.text: may be missing from now on",
        "because  no change of the description explains it",
        "5 errors, 4 explained",
    ] {
        assert!(call.stdout.contains(words), "{words}\n{}", call.stdout);
    }
    assert_eq!(text(folder.path(), "openapi.yaml"), new());
    let check = ["generate", "openapi.yaml", "--out", "api", "--check"];
    trueline_in(folder.path(), &check).expect(0);
}

#[test]
fn code_that_still_fits_is_said_to_compile() {
    let folder = project("{\"reason\":\"build-finished\",\"success\":true}\n", 0);
    let call = update(folder.path(), &[]).expect(0);
    assert!(call.stderr.contains("compiles"), "{}", call.stderr);
}

#[test]
fn a_dry_run_and_a_failure_change_nothing() {
    let folder = project(SAID, 101);
    let before = text(folder.path(), "api/Cargo.toml");
    let listing = || -> Vec<String> {
        let entries = fs::read_dir(folder.path()).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    };
    let files = listing();
    let call = update(folder.path(), &["--dry-run"]).expect(0);
    assert!(call.stdout.contains("operation-added"), "{}", call.stdout);
    assert!(
        call.stderr.contains("nothing was written"),
        "{}",
        call.stderr
    );

    fs::write(folder.path().join("new.yaml"), "openapi: 3.0.3\ninfo: {}\n").unwrap();
    update(folder.path(), &[]).expect(2);
    fs::write(
        folder.path().join("new.yaml"),
        new().replace("'#/components/schemas/Note'", "'part.yaml'"),
    )
    .unwrap();
    fs::write(folder.path().join("part.yaml"), "{type: string}\n").unwrap();
    let call = update(folder.path(), &[]).expect(2);
    assert!(call.stderr.contains("part.yaml"), "{}", call.stderr);
    fs::remove_file(folder.path().join("part.yaml")).unwrap();
    trueline_in(
        folder.path(),
        &[
            "update",
            "openapi.yaml",
            "--document",
            "openapi.yaml",
            "--out",
            "api",
        ],
    )
    .expect(2);

    assert_eq!(text(folder.path(), "openapi.yaml"), OLD);
    assert_eq!(text(folder.path(), "api/Cargo.toml"), before);
    assert_eq!(listing(), files);
    trueline_in(
        folder.path(),
        &["generate", "openapi.yaml", "--out", "api", "--check"],
    )
    .expect(0);
}

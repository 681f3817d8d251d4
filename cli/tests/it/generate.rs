//! `trueline generate`.

use std::fs;
use std::path::Path;

use super::{folder, trueline, trueline_in};

const SMALL: &str = "openapi: 3.0.3
info: {title: Small, version: '1'}
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
      required: [id]
      properties:
        id: {type: string}
        text: {type: string}
";

#[test]
fn the_committed_code_is_what_the_descriptions_give() {
    let generated = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated");
    trueline(&[
        "generate",
        "--bundled",
        "--out",
        &generated.display().to_string(),
        "--check",
    ])
    .expect(0);
}

#[test]
fn a_change_of_the_description_changes_what_it_must_and_no_more() {
    let folder = folder();
    let document = folder.path().join("small.yaml");
    fs::write(&document, SMALL).unwrap();
    let call = ["generate", "small.yaml", "--out", "small"];
    let check = [&call[..], &["--check"]].concat();
    trueline_in(folder.path(), &check).expect(1);
    trueline_in(folder.path(), &call).expect(0);
    trueline_in(folder.path(), &check).expect(0);

    fs::write(
        &document,
        SMALL.replace(
            "text: {type: string}",
            "text: {type: string}\n        stars: {type: integer}",
        ),
    )
    .unwrap();
    let diff = trueline_in(folder.path(), &check).expect(1).stdout;
    assert!(
        diff.contains("+    optional stars: Option<i64> = \"stars\","),
        "{diff}"
    );
    let removed: Vec<&str> = diff
        .lines()
        .filter(|line| line.starts_with('-') && !line.starts_with("---"))
        .collect();
    assert!(
        removed.len() <= 3,
        "an addition removes little more than the digest in the headers: {removed:#?}"
    );
    trueline_in(folder.path(), &call).expect(0);
    trueline_in(folder.path(), &check).expect(0);
}

/// One operation whose parameter is in no place that there is, beside a sound one.
const HALF: &str = "openapi: 3.0.3
info: {title: Half, version: '1'}
paths:
  /notes:
    get:
      operationId: listNotes
      responses: {'200': {description: ok}}
    post:
      operationId: addNote
      parameters: [{name: where, in: nowhere, schema: {type: string}}]
      responses: {'201': {description: made}}
";

#[test]
fn an_error_in_one_operation_costs_only_that_operation() {
    let folder = folder();
    fs::write(folder.path().join("half.yaml"), HALF).unwrap();
    let call = [
        "generate",
        "half.yaml",
        "--out",
        "half",
        "--message-format",
        "short",
    ];
    let said = trueline_in(folder.path(), &call).expect(1).stderr;
    assert!(
        said.contains("half.yaml:8:") && said.contains("POST /notes is left out"),
        "{said}"
    );
    assert!(said.contains("half.yaml:10:"), "{said}");
    assert!(said.contains("1 of 2 operations"), "{said}");
    let served = folder.path().join("half/src/server/notes.rs");
    let served = fs::read_to_string(served).unwrap();
    assert!(served.contains("list_notes") && !served.contains("add_note"));
    // What is there is what would be written, and yet not all is well.
    trueline_in(folder.path(), &[&call[..], &["--check"]].concat()).expect(1);

    let strict = ["generate", "half.yaml", "--out", "strict", "--strict"];
    trueline_in(folder.path(), &strict).expect(2);
    assert!(!folder.path().join("strict").exists());
}

#[test]
fn what_cannot_be_read_at_all_is_refused() {
    let folder = folder();
    fs::write(folder.path().join("none.yaml"), "just: text\n").unwrap();
    trueline_in(folder.path(), &["generate", "none.yaml", "--out", "none"]).expect(2);
    assert!(!folder.path().join("none").exists());
}

#[test]
fn only_what_is_asked_for_is_generated_and_a_rule_for_nothing_is_an_error() {
    let folder = folder();
    let wide = format!(
        "{SMALL}    Other: {{type: object, properties: {{a: {{type: string}}}}}}\n"
    )
    .replace(
        "components:\n",
        "  /others:
    post:
      operationId: addOther
      tags: [Others]
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Other'}}}}
components:\n",
    );
    fs::write(folder.path().join("wide.yaml"), wide).unwrap();
    let there = |path: &str| folder.path().join(path).exists();
    for (out, rule) in [
        ("by_id", ["--include", "getN*"]),
        ("by_tag", ["--include", "Notes"]),
        ("by_path", ["--include", "/notes/*"]),
        ("left_out", ["--exclude", "post /others"]),
    ] {
        let call = ["generate", "wide.yaml", "--out", out, rule[0], rule[1]];
        trueline_in(folder.path(), &call).expect(0);
        assert!(there(&format!("{out}/src/models/note.rs")), "{out}");
        assert!(!there(&format!("{out}/src/models/other.rs")), "{out}");
    }
    let none = [
        "generate",
        "wide.yaml",
        "--out",
        "none",
        "--include",
        "gone",
    ];
    let said = trueline_in(folder.path(), &none).expect(2).stderr;
    assert!(said.contains("`gone`"), "{said}");
    assert!(!there("none"));
}

#[test]
fn overlays_are_applied_first() {
    let folder = folder();
    fs::write(folder.path().join("small.yaml"), SMALL).unwrap();
    let overlay = |target: &str| {
        format!(
            "overlay: 1.0.0\ninfo: {{title: More, version: '1'}}\nactions:\n  - target: {target}\n    update: {{properties: {{stars: {{type: integer}}}}}}\n"
        )
    };
    let call = [
        "generate",
        "small.yaml",
        "--out",
        "small",
        "--overlay",
        "o.yaml",
    ];
    fs::write(
        folder.path().join("o.yaml"),
        overlay("$.components.schemas.Note"),
    )
    .unwrap();
    trueline_in(folder.path(), &call).expect(0);
    let note = fs::read_to_string(folder.path().join("small/src/models/note.rs")).unwrap();
    assert!(note.contains("stars: Option<i64>"), "{note}");

    fs::write(
        folder.path().join("o.yaml"),
        overlay("$.components.schemas.Gone"),
    )
    .unwrap();
    let said = trueline_in(folder.path(), &call).expect(2).stderr;
    assert!(said.contains("actions[0]"), "{said}");
}

#[test]
fn names_and_types_are_the_users_where_they_say_so() {
    let folder = folder();
    let own = format!(
        "{SMALL}        price: {{$ref: '#/components/schemas/Money'}}
    Memo: {{type: object, properties: {{a: {{type: string}}}}}}
    Money: {{type: string, pattern: '^[0-9]+[.][0-9]{{2}}$'}}
"
    );
    fs::write(folder.path().join("own.yaml"), own).unwrap();
    let settings = r#"
[generate]
rename = ["schema:Note=Memo", "operation:getNote=read_memo", "member:Note.text=words"]
replace = ["Money=money::Amount"]
dependency = ['money={ path = "../money" }']
"#;
    fs::write(folder.path().join("trueline.toml"), settings).unwrap();
    trueline_in(folder.path(), &["generate", "own.yaml", "--out", "own"]).expect(0);
    let read = |path: &str| fs::read_to_string(folder.path().join("own").join(path)).unwrap();
    let memo = read("src/models/memo.rs");
    assert!(memo.contains("pub struct Memo"), "{memo}");
    assert!(memo.contains("words"), "{memo}");
    assert!(memo.contains("\"text\""), "{memo}");
    let money = read("src/models/money.rs");
    assert!(
        money.contains("pub type Money = runtime::Foreign<money::Amount>;"),
        "{money}"
    );
    let manifest = read("Cargo.toml");
    assert!(
        manifest.contains("money = { path = \"../money\" }"),
        "{manifest}"
    );
    let server = read("src/server/notes.rs");
    assert!(server.contains("fn read_memo"), "{server}");
    assert!(server.contains("ReadMemoRequest"), "{server}");

    fs::remove_file(folder.path().join("trueline.toml")).unwrap();
    for (rule, words) in [
        (
            ["--rename", "schema:Gone=A"],
            "no component schema is called `Gone`",
        ),
        (
            ["--rename", "operation:gone=a"],
            "no operation is called `gone`",
        ),
        (
            ["--rename", "member:Note.gone=a"],
            "`Note` has a member `gone`",
        ),
        (
            ["--replace", "Gone=a::B"],
            "no component schema is called `Gone`",
        ),
        (
            ["--rename", "Note=Memo"],
            "--rename: `Note=Memo` is not of the form schema:NAME=TYPE",
        ),
        (
            ["--rename", "schema:Note=a-b"],
            "--rename: `a-b` is no Rust name",
        ),
        (
            ["--dependency", "serde=1"],
            "--dependency: `serde` is given twice",
        ),
    ] {
        let call = ["generate", "own.yaml", "--out", "none", rule[0], rule[1]];
        let said = trueline_in(folder.path(), &call).expect(2).stderr;
        assert!(said.contains(words), "{said}");
    }
    assert!(!folder.path().join("none").exists());
}

//! `trueline diff`.

use std::fs;

use super::{folder, trueline, trueline_in};

const OLD: &str = "openapi: 3.0.3
info: {title: Notes, version: '1'}
paths:
  /notes:
    get:
      operationId: listNotes
      parameters: [{name: limit, in: query, schema: {type: integer}}]
      responses: {'200': {description: ok}}
";

/// A folder with `old.yaml` and `new.yaml`, in which the parameter must be given.
fn pair() -> tempfile::TempDir {
    let folder = folder();
    fs::write(folder.path().join("old.yaml"), OLD).expect("the old description can be written");
    let new = OLD.replace("in: query,", "in: query, required: true,");
    fs::write(folder.path().join("new.yaml"), new).expect("the new description can be written");
    folder
}

#[test]
fn what_breaks_ends_with_1_unless_it_is_asked_not_to() {
    let folder = pair();
    let call = trueline_in(folder.path(), &["diff", "old.yaml", "new.yaml"]).expect(1);
    for words in ["parameter-became-required", "old.yaml:7:20 → new.yaml:7:20"] {
        assert!(call.stdout.contains(words), "{}", call.stdout);
    }
    assert!(!call.stdout.contains('\u{1b}'), "no colours in a pipe");
    for lenient in [
        &["diff", "old.yaml", "new.yaml", "--fail-on", "none"][..],
        &["diff", "old.yaml", "new.yaml", "--for", "servers"],
        &["diff", "old.yaml", "old.yaml", "--fail-on", "any"],
    ] {
        trueline_in(folder.path(), lenient).expect(0);
    }
    trueline_in(folder.path(), &["diff", "old.yaml", "nowhere.yaml"]).expect(2);
}

#[test]
fn each_format_goes_to_stdout() {
    let folder = pair();
    let call = |format: &str| {
        let call = ["diff", "old.yaml", "new.yaml", "--format", format];
        trueline_in(folder.path(), &call).expect(1).stdout
    };
    let json: serde_json::Value = serde_json::from_str(&call("json")).unwrap();
    assert_eq!(json["changes"][0]["code"], "parameter-became-required");
    assert!(call("markdown").contains("| query parameter limit of GET /notes |"));
    assert!(call("junit").contains("<failure"));
}

#[test]
fn an_allow_list_accepts_and_must_be_in_use() {
    let folder = pair();
    let list = folder.path().join("allow.yaml");
    let entry = "format: 1
allow: [{code: parameter-became-required, reason: agreed, expires: '2999-01-01'}]
";
    fs::write(&list, entry).unwrap();
    let call = ["diff", "old.yaml", "new.yaml", "--allow", "allow.yaml"];
    trueline_in(folder.path(), &call).expect(0);
    fs::write(&list, entry.replace("2999", "1999")).unwrap();
    let expired = trueline_in(folder.path(), &call).expect(2);
    assert!(
        expired.stderr.contains("allow.yaml:2:9"),
        "{}",
        expired.stderr
    );
    fs::write(&list, entry.replace("became-required", "moved")).unwrap();
    trueline_in(folder.path(), &call).expect(2);
}

#[test]
fn a_kind_of_change_is_explained() {
    let call = trueline(&["explain", "member-became-required"]).expect(0);
    assert!(
        call.stdout.starts_with("# member-became-required"),
        "{}",
        call.stdout
    );
}

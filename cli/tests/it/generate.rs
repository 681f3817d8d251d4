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
    assert!(diff.contains("+    pub stars: Option<i64>,"), "{diff}");
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

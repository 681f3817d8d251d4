//! Requirements files, right and wrong.

use trueline_conformance::requirements::read;

#[test]
fn every_fault_of_a_file_is_named_with_its_place() {
    let text = "\
format: 2
fixturs: {}
varying:
  - {members: [id]}
requirements:
  - id: A
    level: SHALL
    text: x
    cases: [a]
  - id: B
    level: MUST
    cases: []
  - id: B
    level: MUST
    text: x
    untested: x
  - id: B
    level: MUST
    text: x
    untested: y
credentials: {example: 'nothing', further: {live: ''}}
";
    let error = read("side.yaml", text).unwrap_err();
    insta::assert_snapshot!(error.to_string());
}

#[test]
fn text_that_is_no_yaml_is_refused() {
    let error = read("side.yaml", "format: [").unwrap_err();
    assert!(!error.faults.is_empty());
}

#[test]
fn the_bundled_files_are_right() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/apis");
    let mut read_files = 0;
    for folder in std::fs::read_dir(root).unwrap() {
        let folder = folder.unwrap().path();
        let files = if folder.is_dir() {
            std::fs::read_dir(folder).unwrap().collect()
        } else {
            Vec::new()
        };
        for file in files {
            let path = file.unwrap().path();
            let name = path.to_string_lossy().into_owned();
            if name.ends_with(".requirements.yaml") {
                let text = std::fs::read_to_string(&path).unwrap();
                let file = read(&name, &text).unwrap_or_else(|error| panic!("{error}"));
                assert!(!file.requirements.is_empty());
                read_files += 1;
            }
        }
    }
    assert!(read_files > 0);
}

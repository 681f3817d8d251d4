//! The same document gives the same bytes.

use trueline_generator::{Options, generate};

use crate::constructs;

#[test]
fn twice_is_once() {
    for construct in constructs::all("constructs") {
        let text = construct
            .loaded
            .sources
            .documents()
            .next()
            .unwrap()
            .1
            .text
            .clone();
        let once = |name: &str| {
            // Loaded anew each time, so that hash maps have another order.
            let construct = constructs::construct(name, &text);
            let api = construct.loaded.api.unwrap();
            generate(&api, &construct.loaded.sources, &Options::default())
                .unwrap()
                .files
        };
        assert_eq!(once(&construct.name), once(&construct.name));
    }
}

#[test]
fn no_file_names_the_folder_of_its_description() {
    let construct = constructs::construct("a/b\\c/deep", "A: {type: string}");
    let api = construct.loaded.api.unwrap();
    let output = generate(&api, &construct.loaded.sources, &Options::default()).unwrap();
    let root = &output.files["src/lib.rs"];
    assert!(root.contains("// Document: deep.yaml, SHA-256 "), "{root}");
    assert!(!root.contains("a/b"));
}

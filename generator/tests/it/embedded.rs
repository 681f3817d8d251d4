//! The runtime that travels inside generated crates is the whole runtime.

use std::path::Path;

use trueline_generator::files::RUNTIME_SOURCES;

#[test]
fn every_source_of_the_runtime_is_embedded() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime/src");
    let mut found = Vec::new();
    walk(&root, "", &mut found);
    found.sort();
    let mut listed: Vec<&str> = RUNTIME_SOURCES.iter().map(|(path, _)| *path).collect();
    listed.sort_unstable();
    assert_eq!(listed, found);
}

/// Paths of all sources but those that are tests only.
fn walk(folder: &Path, below: &str, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() {
            if name != "tests" {
                walk(&entry.path(), &format!("{below}{name}/"), found);
            }
        } else if name != "tests.rs" {
            found.push(format!("{below}{name}"));
        }
    }
}

/// The manifest of a generated crate asks for the versions of the workspace, and for no feature that
/// the workspace does not use; and for every crate that the runtime uses.
#[test]
fn the_manifest_is_that_of_the_workspace() {
    let manifest = |path: &str| {
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
    };
    let workspace = manifest("../Cargo.toml");
    let runtime = manifest("runtime/Cargo.toml");
    let construct = crate::constructs::construct("c", "A: {type: string}");
    let api = construct.loaded.api.unwrap();
    let output =
        trueline_generator::generate(&api, &construct.loaded.sources, &Default::default()).unwrap();
    let generated = &output.files["Cargo.toml"];
    let (_, dependencies) = generated.split_once("[dependencies]\n").unwrap();
    for line in dependencies.lines().filter(|line| !line.is_empty()) {
        let (name, _) = line.split_once(" = ").unwrap();
        let due = workspace
            .lines()
            .find(|due| due.starts_with(&format!("{name} = ")))
            .unwrap_or_else(|| panic!("{name} is not in the workspace"));
        // Quoted words are the version and the features.
        for word in line.split('"').skip(1).step_by(2) {
            assert!(
                due.contains(&format!("\"{word}\"")),
                "{name}: {word} is not in {due}"
            );
        }
    }
    let (_, runtime) = runtime.split_once("[dependencies]\n").unwrap();
    let (runtime, _) = runtime.split_once("\n[").unwrap_or((runtime, ""));
    for line in runtime.lines().filter(|line| !line.is_empty()) {
        let name = line.split(['.', ' ']).next().unwrap();
        assert!(
            dependencies
                .lines()
                .any(|line| line.starts_with(&format!("{name} = "))),
            "{name}, which the runtime uses, is not in the generated manifest"
        );
    }
}

#[test]
fn models_alone_do_not_ask_for_a_server() {
    let construct = crate::constructs::construct("c", "A: {type: string}");
    let api = construct.loaded.api.unwrap();
    let options = trueline_generator::Options {
        server: false,
        client: false,
        ..Default::default()
    };
    let output = trueline_generator::generate(&api, &construct.loaded.sources, &options).unwrap();
    assert!(output.files.keys().all(|path| !path.contains("server")));
    assert!(output.files.keys().all(|path| !path.contains("client")));
    assert!(!output.files["src/runtime.rs"].contains("mod server"));
    assert!(!output.files["src/runtime.rs"].contains("mod client"));
    assert!(!output.files["Cargo.toml"].contains("axum"));
    assert!(!output.files["Cargo.toml"].contains("reqwest"));
}

/// A part is a feature, and its dependencies come with it.
#[test]
fn parts_are_features() {
    let construct = crate::constructs::construct("c", "A: {type: string}");
    let api = construct.loaded.api.unwrap();
    let manifest = |server, client| {
        let options = trueline_generator::Options {
            server,
            client,
            ..Default::default()
        };
        let output =
            trueline_generator::generate(&api, &construct.loaded.sources, &options).unwrap();
        output.files["Cargo.toml"].clone()
    };
    let both = manifest(true, true);
    assert!(
        both.contains("default = [\"server\"]\nclient = ["),
        "{both}"
    );
    for line in both.lines().filter(|line| line.starts_with("reqwest = ")) {
        assert!(line.ends_with("optional = true }"), "{line}");
    }
    let client = manifest(false, true);
    assert!(client.contains("default = [\"client\"]\n"), "{client}");
    assert!(!client.contains("axum"), "{client}");
}

#[test]
fn tags_are_features_where_that_is_asked_for() {
    let text = std::fs::read_to_string(crate::constructs::folder("servers").join("tags.yaml"));
    let construct = crate::constructs::construct("tags", &text.unwrap());
    let options = trueline_generator::Options {
        tag_features: true,
        ..Default::default()
    };
    let api = construct.loaded.api.unwrap();
    let output = trueline_generator::generate(&api, &construct.loaded.sources, &options).unwrap();
    let manifest = &output.files["Cargo.toml"];
    for line in [
        "default = [\"all-tags\", \"server\"]",
        "all-tags = [\n    \"tag-kept-things\",\n    \"tag-left-out\",\n    \"tag-untagged\",\n]",
        "tag-left-out = []",
    ] {
        assert!(manifest.contains(&format!("{line}\n")), "{manifest}");
    }
    let root = &output.files["src/server.rs"];
    assert!(
        root.contains("#[cfg(feature = \"tag-left-out\")]\npub mod left_out;"),
        "{root}"
    );
}

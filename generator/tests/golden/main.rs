//! Golden files: what is generated for each construct stands under `tests/it/golden`, for each small
//! server under `tests/served/golden`, for the wire suite under `tests/wire/golden`, and is what the generator
//! writes today. The binaries `it`, `served` and `wire` compile them, without a warning, and use them; this one
//! stands apart so that it still builds, and can write them anew, when they do not.
//!
//! `UPDATE_GOLDEN=1 cargo test -p trueline-generator` writes them anew.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use trueline_generator::{Bundled, Options, bundle};

#[path = "../constructs/load.rs"]
mod constructs;

use constructs::{Construct, all};

/// Path below the binary's folder → text.
fn golden_files(constructs: &[Construct], server: bool) -> BTreeMap<String, String> {
    let options: Vec<Options> = constructs
        .iter()
        .map(|construct| Options {
            server,
            client: server,
            tag_features: construct.name == "tags",
            ..Options::default()
        })
        .collect();
    let names: Vec<String> = constructs
        .iter()
        .map(|construct| format!("golden/{}", construct.name))
        .collect();
    let bundled: Vec<Bundled<'_>> = constructs
        .iter()
        .zip(&names)
        .zip(&options)
        .map(|((construct, name), options)| Bundled {
            name,
            api: construct.loaded.api.as_ref().unwrap(),
            sources: &construct.loaded.sources,
            options,
        })
        .collect();
    bundle(&bundled)
        .unwrap()
        .files
        .into_iter()
        .filter_map(|(path, text)| {
            let path = path.strip_prefix("src/")?.to_owned();
            path.starts_with("golden").then_some((path, text))
        })
        .collect()
}

#[test]
fn golden_models_are_what_is_generated() {
    compare("tests/it", &golden_files(&all("constructs"), false));
}

#[test]
fn golden_servers_are_what_is_generated() {
    compare("tests/served", &golden_files(&all("servers"), true));
}

#[test]
fn the_wire_suite_is_what_is_generated() {
    let description = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/wire/openapi.yaml");
    let text = std::fs::read_to_string(description).unwrap();
    let construct = constructs::construct("wire", &text);
    compare("tests/wire", &golden_files(&[construct], true));
}

fn compare(folder: &str, files: &BTreeMap<String, String>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let _ = std::fs::remove_dir_all(folder.join("golden"));
        for (path, text) in files {
            let place = folder.join(path);
            std::fs::create_dir_all(place.parent().unwrap()).unwrap();
            std::fs::write(place, text).unwrap();
        }
    }
    let mut there = Vec::new();
    files_below(&folder.join("golden"), &mut there);
    let mut there: Vec<String> = there
        .iter()
        .map(|path| {
            path.strip_prefix(&folder)
                .unwrap()
                .to_str()
                .unwrap()
                .replace('\\', "/")
        })
        .chain(["golden.rs".to_owned()])
        .collect();
    there.sort();
    assert_eq!(there, files.keys().cloned().collect::<Vec<_>>());
    for (path, text) in files {
        let old = std::fs::read_to_string(folder.join(path)).unwrap();
        let diff = similar::TextDiff::from_lines(&old, text)
            .unified_diff()
            .to_string();
        assert!(
            old == *text,
            "{path} is stale; UPDATE_GOLDEN=1 writes it anew\n{diff}"
        );
    }
}

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => files_below(&path, found),
            false => found.push(path),
        }
    }
}

/// The relays of the closed loop: `benches/loop` writes them, and the tests `wire` and `served` compile them.
#[test]
fn relays_are_what_is_written() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let fresh = |document: &str, relay: &str, api: &str, runtime: &str| {
        let (document, relay) = (here.join(document), here.join("tests").join(relay));
        trueline_loop::is_fresh(&document, &relay, api, runtime).unwrap();
    };
    for (name, path, api) in [
        (
            "stripe_file_links",
            "stripe/file_links.yaml",
            "stripe::file_links",
        ),
        ("stripe_files", "stripe/files.yaml", "stripe::files"),
        (
            "digital_river",
            "digital_river/file_links.json",
            "digital_river::file_links",
        ),
        ("garden", "garden/plots.yaml", "garden::plots"),
    ] {
        fresh(
            &format!("../spec/apis/{path}"),
            &format!("wire/relays/{name}.rs"),
            &format!("trueline_generated::{api}"),
            "trueline_generated::runtime",
        );
    }
    fresh(
        "../spec/wire/openapi.yaml",
        "wire/relays/wire.rs",
        "crate::golden::wire",
        "crate::runtime",
    );
    for name in [
        "bodies",
        "directions",
        "names",
        "pages",
        "parameters",
        "received",
        "responses",
    ] {
        fresh(
            &format!("tests/servers/{name}.yaml"),
            &format!("served/relays/{name}.rs"),
            &format!("crate::golden::{name}"),
            "crate::runtime",
        );
    }
}

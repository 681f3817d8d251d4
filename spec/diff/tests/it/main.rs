//! Comparisons are judged by pairs of small documents: `tests/pairs/NAME.old.yaml`, `NAME.new.yaml`
//! and `NAME.expected`, what there is to say of them in both directions.

mod allow;
mod pairs;
mod properties;
mod reports;

use std::path::{Path, PathBuf};

use trueline_diff::{Diff, Party, Side, diff};
use trueline_spec::{LoadOptions, Loaded, load_named};

/// A description under a name.
fn read(name: &str, bytes: &[u8]) -> Loaded {
    load_named(name, bytes, &LoadOptions::default())
}

/// Compares two descriptions, from the callers' view.
fn compare(old: &Loaded, new: &Loaded) -> Diff {
    let side = |loaded| -> Side<'_> {
        let loaded: &Loaded = loaded;
        Side {
            api: loaded.api.as_ref().expect("a description"),
            sources: &loaded.sources,
        }
    };
    diff(side(old), side(new), &[Party::Callers])
}

/// Compares two texts.
fn compare_texts(old: &str, new: &str) -> Diff {
    compare(
        &read("old.yaml", old.as_bytes()),
        &read("new.yaml", new.as_bytes()),
    )
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pairs")
}

/// All pairs: name, old text, new text.
fn all_pairs() -> Vec<(String, String, String)> {
    let mut names: Vec<String> = std::fs::read_dir(folder())
        .expect("the folder of pairs")
        .filter_map(|entry| {
            let name = entry.expect("an entry").file_name();
            let name = name.to_string_lossy().into_owned();
            name.strip_suffix(".old.yaml").map(str::to_owned)
        })
        .collect();
    names.sort();
    names
        .into_iter()
        .map(|name| {
            let read = |side: &str| {
                std::fs::read_to_string(folder().join(format!("{name}.{side}.yaml")))
                    .expect("both sides of a pair")
            };
            let (old, new) = (read("old"), read("new"));
            (name, old, new)
        })
        .collect()
}

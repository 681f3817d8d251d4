//! The same API, described in 3.0 and in 3.1, is lowered to the same IR.

use std::fs;

use trueline_spec::ir::OpenApiVersion;
use trueline_spec::{LoadOptions, load_file};

use super::{dump, folder};

#[test]
fn both_dialects_meet_in_one_ir() {
    let mut pairs = 0;
    let entries = fs::read_dir(folder().join("pairs")).expect("the folder of pairs is there");
    for entry in entries {
        let path = entry.expect("a readable entry").path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let Some(stem) = name.strip_suffix(".30.yaml") else {
            continue;
        };
        let load = |path: &std::path::Path| {
            load_file(path, &LoadOptions::default())
                .api
                .expect("a description that can be read")
        };
        let old = load(&path);
        let new = load(&path.with_file_name(format!("{stem}.31.yaml")));
        assert_eq!(old.version, OpenApiVersion::V30);
        assert_eq!(new.version, OpenApiVersion::V31);
        let (old, new) = (dump::api(&old), dump::api(&new));
        let diff = similar::TextDiff::from_lines(&old, &new);
        assert!(
            old == new,
            "{stem}\n{}",
            diff.unified_diff().context_radius(2)
        );
        pairs += 1;
    }
    assert!(pairs > 0, "no pairs in the folder");
}

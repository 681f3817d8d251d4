//! The formats.

use std::path::Path;

use trueline_diff::render::{json, junit, markdown};
use trueline_diff::{CODES, Effect};

use super::{all_pairs, compare_texts};

#[test]
fn reports_of_all_pairs_are_well_formed_and_complete() {
    for (name, old, new) in all_pairs() {
        let diff = compare_texts(&old, &new);
        let value: serde_json::Value = serde_json::from_str(&json::render(&diff)).unwrap();
        assert_eq!(value["format"], 1);
        assert_eq!(
            value["changes"].as_array().unwrap().len(),
            diff.changes.len()
        );
        for change in value["changes"].as_array().unwrap() {
            for side in ["old", "new"] {
                assert!(
                    change[side]["line"].as_u64().unwrap() > 0,
                    "{name}: {change}"
                );
            }
        }
        let table = markdown::render(&diff, Effect::Prose);
        let rows = table.lines().filter(|line| line.starts_with("| "));
        assert_eq!(rows.count() > 0, !diff.changes.is_empty(), "{table}");
        let xml = junit::render(&diff, Some(Effect::Breaking));
        let failures = xml.matches("<failure").count();
        assert_eq!(failures, diff.count(Effect::Breaking), "{xml}");
    }
}

fn guide(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../docs/guide")
        .join(name)
}

#[test]
fn json_is_valid_by_the_published_schema() {
    let schema = std::fs::read_to_string(guide("diff.schema.json")).expect("the schema");
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).expect("a JSON Schema");
    for (name, old, new) in all_pairs() {
        let value: serde_json::Value =
            serde_json::from_str(&json::render(&compare_texts(&old, &new))).unwrap();
        let faults: Vec<String> = validator
            .iter_errors(&value)
            .map(|fault| format!("{}: {fault}", fault.instance_path()))
            .collect();
        assert!(faults.is_empty(), "{name}: {faults:#?}");
    }
}

/// `docs/guide/changes.md` is made of the table of codes: `UPDATE_EXPECTED=1` writes it.
#[test]
fn the_guide_lists_all_kinds_of_changes() {
    let mut page = String::from(
        "# Kinds of changes

What each does to callers, servers and code that uses the generated Rust: in a request, and in a response where
that differs. `trueline explain CODE` shows one of them.

| code | what | callers | servers | generated Rust |
|---|---|---|---|---|
",
    );
    for info in CODES {
        let both = |request: Effect, response: Effect| {
            if request == response {
                request.as_str().to_owned()
            } else {
                format!("{} / {}", request.as_str(), response.as_str())
            }
        };
        page.push_str(&format!(
            "| `{}` | {} | {} | {} | {} |\n",
            info.name,
            info.title,
            both(info.request.callers, info.response.callers),
            both(info.request.servers, info.response.servers),
            both(info.request.rust, info.response.rust),
        ));
    }
    let path = guide("changes.md");
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        std::fs::write(&path, &page).expect("the page can be written");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(written, page, "run this test with UPDATE_EXPECTED=1");
}

/// The codes that the comparison with oasdiff names are ours.
#[test]
fn the_comparison_with_oasdiff_names_codes_that_exist() {
    let page = std::fs::read_to_string(guide("oasdiff.md")).expect("the page");
    let (theirs, rest) = page.split_once("## What only ours says").expect("both");
    let (ours, _) = rest.split_once("\n## ").expect("what follows");
    let column = |part: &str, column: usize| -> Vec<String> {
        let rows = part.lines().filter(|line| line.starts_with("| ")).skip(1);
        rows.filter_map(|row| row.split('|').nth(column).map(str::to_owned))
            .collect()
    };
    let mut named = 0;
    for cell in [column(theirs, 2), column(ours, 1)].concat() {
        for word in cell.split('`').skip(1).step_by(2) {
            assert!(CODES.iter().any(|info| info.name == word), "{word}");
            named += 1;
        }
    }
    assert!(named > 50, "{named}");
}

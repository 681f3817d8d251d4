//! The formats.

use trueline_diff::Effect;
use trueline_diff::render::{json, junit, markdown};

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

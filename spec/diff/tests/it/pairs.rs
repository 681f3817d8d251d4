//! The pairs, and that they show every kind of change.

use std::collections::BTreeSet;

use trueline_diff::render::text;
use trueline_diff::{CODES, Effect};
use trueline_spec::Severity;

use super::{all_pairs, compare_texts, folder, read};

/// Writes the expectations instead of comparing when the environment says `UPDATE_EXPECTED=1`.
#[test]
fn each_pair_says_what_is_expected_of_it() {
    let update = std::env::var_os("UPDATE_EXPECTED").is_some();
    let mut wrong = Vec::new();
    for (name, old, new) in all_pairs() {
        let forward = text::render(&compare_texts(&old, &new), Effect::Prose);
        let backward = text::render(&compare_texts(&new, &old), Effect::Prose);
        let said = format!("{forward}\n== the other way ==\n\n{backward}");
        let path = folder().join(format!("{name}.expected"));
        if update {
            std::fs::write(&path, &said).expect("the expectation can be written");
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        if said != expected {
            wrong.push(format!("-- {name}: expected\n{expected}\n-- said\n{said}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_kind_of_change_is_shown_by_a_pair() {
    let mut seen = BTreeSet::new();
    for (_, old, new) in all_pairs() {
        for diff in [compare_texts(&old, &new), compare_texts(&new, &old)] {
            seen.extend(diff.changes.iter().map(|change| change.code.name));
        }
    }
    let missing: Vec<&str> = CODES
        .iter()
        .map(|info| info.name)
        // It takes a document that is made for it: see `properties`.
        .filter(|name| *name != "comparison-limit" && !seen.contains(name))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn the_documents_of_the_pairs_have_no_errors() {
    for (name, old, new) in all_pairs() {
        for text in [old, new] {
            let loaded = read(&name, text.as_bytes());
            let errors: Vec<_> = loaded
                .diagnostics
                .iter()
                .filter(|it| it.severity == Severity::Error)
                .collect();
            assert!(errors.is_empty(), "{name}: {errors:#?}");
        }
    }
}

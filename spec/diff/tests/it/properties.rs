//! What holds for all descriptions.

use std::collections::BTreeMap;

use trueline_diff::{CODES, Change, codes};

use super::{all_pairs, compare_texts};

#[test]
fn a_description_does_not_differ_from_itself() {
    for (name, old, new) in all_pairs() {
        for text in [old, new] {
            let diff = compare_texts(&text, &text);
            assert!(diff.changes.is_empty(), "{name}: {:#?}", diff.changes);
        }
    }
}

/// What a change says, seen from the other side.
fn mirrored(change: &Change) -> (String, String, String) {
    (
        change.code.reverse.to_owned(),
        change.new.pointer.clone(),
        change.old.pointer.clone(),
    )
}

fn counted(
    all: impl Iterator<Item = (String, String, String)>,
) -> BTreeMap<(String, String, String), usize> {
    let mut counts = BTreeMap::new();
    for one in all {
        *counts.entry(one).or_insert(0) += 1;
    }
    counts
}

#[test]
fn swapped_sides_swap_what_came_and_what_went() {
    for (name, old, new) in all_pairs() {
        let forward = compare_texts(&old, &new);
        let backward = compare_texts(&new, &old);
        let here = counted(forward.changes.iter().map(|change| {
            (
                change.code.name.to_owned(),
                change.old.pointer.clone(),
                change.new.pointer.clone(),
            )
        }));
        let there = counted(backward.changes.iter().map(mirrored));
        assert_eq!(here, there, "{name}");
    }
}

#[test]
fn reverses_are_reverses_of_each_other() {
    for info in CODES {
        let reverse = codes::find(info.reverse).expect("the reverse is a kind");
        assert_eq!(reverse.reverse, info.name);
    }
}

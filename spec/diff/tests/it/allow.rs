//! Allow lists.

use trueline_diff::allow::AllowList;

use super::{all_pairs, compare_texts};

fn members() -> trueline_diff::Diff {
    let (_, old, new) = all_pairs()
        .into_iter()
        .find(|(name, _, _)| name == "members")
        .expect("the pair");
    compare_texts(&old, &new)
}

#[test]
fn what_is_accepted_is_set_apart_with_its_reason() {
    let list = "format: 1
allow:
  - {code: required-member-removed, at: /components/*/gone, reason: nobody used it, expires: 2027-01-01}
";
    let list = AllowList::read("allow.yaml", list.as_bytes()).unwrap();
    let mut diff = members();
    let before = diff.changes.len();
    list.apply(&mut diff, "2026-11-21").unwrap();
    assert_eq!(diff.changes.len(), before - 1);
    assert_eq!(diff.allowed[0].reason, "nobody used it");
    assert_eq!(diff.allowed[0].change.subject, "Note.gone");
}

#[test]
fn entries_that_are_unused_or_out_of_date_are_faults() {
    let list = "format: 1
allow:
  - {code: required-member-removed, reason: r, expires: 2026-11-20}
  - {code: branch-added, reason: r, expires: 2027-01-01}
  - {code: member-became-optional, reason: r, expires: 2026-11-21}
";
    let list = AllowList::read("allow.yaml", list.as_bytes()).unwrap();
    let faults = list.apply(&mut members(), "2026-11-21").unwrap_err();
    assert_eq!(faults.len(), 2, "{faults:#?}");
    assert!(faults[0].starts_with("allow.yaml:3:"), "{}", faults[0]);
    assert!(faults[0].contains("expired on 2026-11-20"));
    assert!(faults[1].contains("accepts no change"));
}

#[test]
fn every_fault_of_a_list_is_named_with_its_place() {
    let list = "format: 2
allow:
  - {code: no-such-kind, reason: r, expires: 2027-01-01}
  - {reason: r, expires: 2027-01-01}
  - {code: branch-added, expires: soon, until: never}
";
    let faults = AllowList::read("allow.yaml", list.as_bytes()).unwrap_err();
    let lines: Vec<&str> = faults
        .iter()
        .map(|fault| fault.split(':').nth(1).expect("a line"))
        .collect();
    assert_eq!(lines, ["1", "3", "4", "5", "5", "5"], "{faults:#?}");
    for text in [
        "",
        "[]",
        "allow: 1",
        "format: 1\nallow: [1]",
        "{",
        "format: 1\n",
    ] {
        AllowList::read("allow.yaml", text.as_bytes()).unwrap_err();
    }
}

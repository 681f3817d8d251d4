//! The page of checks speaks of the suite that there is: `trueline self-test --checks docs/checks.md` writes it.

use std::collections::BTreeSet;
use std::path::Path;

use trueline_conformance::check::{self, of_case};
use trueline_reference::Api;
use trueline_reference::fault::Fault;

use crate::reference::suite;

/// A row of one of the page's tables.
struct Row {
    heading: String,
    check: String,
    finds: usize,
    alone: usize,
    words: String,
}

/// All rows of the page but those of the table at its head.
fn rows() -> Vec<Row> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/checks.md");
    let text = std::fs::read_to_string(page).unwrap();
    let mut heading = String::new();
    let mut rows = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            name.clone_into(&mut heading);
        }
        let Some(cells) = line.strip_prefix("| `") else {
            continue;
        };
        let cells: Vec<&str> = cells.trim_end_matches(" |").splitn(4, " | ").collect();
        let [check, finds, alone, words] = cells.as_slice() else {
            panic!("{line}");
        };
        rows.push(Row {
            heading: heading.clone(),
            check: check.trim_end_matches('`').to_owned(),
            finds: finds.parse().unwrap(),
            alone: alone.parse().unwrap(),
            words: (*words).to_owned(),
        });
    }
    rows
}

#[test]
fn the_page_names_each_check_and_no_other() {
    let mut due: BTreeSet<String> = check::ALL.into_iter().map(str::to_owned).collect();
    for api in Api::ALL {
        for case in suite(api).cases() {
            let check = of_case(&case.meta().id);
            // Two APIs may have a workflow of one name.
            let is_own = ["workflows/", "examples/"]
                .iter()
                .any(|it| check.starts_with(it));
            due.insert(match is_own {
                true => format!("{} {check}", api.name()),
                false => check,
            });
        }
    }
    let named: BTreeSet<String> = rows()
        .into_iter()
        .map(|row| match row.heading.split_once(" of ") {
            Some(("Workflows" | "Examples", api)) => format!("{api} {}", row.check),
            _ => row.check,
        })
        .collect();
    let missing: Vec<_> = due.difference(&named).collect();
    let gone: Vec<_> = named.difference(&due).collect();
    assert!(
        missing.is_empty() && gone.is_empty(),
        "write the page anew with `trueline self-test --checks docs/checks.md`: \
         not in it {missing:?}, no longer there {gone:?}"
    );
}

#[test]
fn each_check_finds_a_fault_alone_or_says_why_it_stays() {
    for row in rows() {
        let stays = row.words.starts_with("stays");
        assert_eq!(row.alone == 0, stays, "{}: {}", row.check, row.words);
        assert!(!row.words.contains("not known"), "{}", row.check);
        assert!(row.alone <= row.finds, "{}", row.check);
        let is_law = row.check.starts_with("laws/");
        assert!(!is_law || row.finds > 0, "{} finds nothing", row.check);
    }
}

#[test]
fn each_fault_that_the_page_names_can_be_planted() {
    let planted: BTreeSet<&str> = Fault::all().iter().map(|info| info.name).collect();
    for row in rows().into_iter().filter(|row| row.alone > 0) {
        for name in row.words.split('`').skip(1).step_by(2) {
            assert!(planted.contains(name), "{}: {name}", row.check);
        }
    }
}

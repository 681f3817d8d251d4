//! `trueline list --laws`.

use serde_json::Value;

use super::trueline;

#[test]
fn the_page_of_the_guide_is_fresh() {
    let call = trueline(&["list", "--laws", "--bundled"]).expect(0);
    let page = include_str!("../../../docs/guide/laws.md");
    assert!(
        call.stdout == page,
        "docs/guide/laws.md is stale: write it with `trueline list --laws --bundled`"
    );
}

#[test]
fn each_law_that_is_asked_is_a_case() {
    for api in [
        "stripe/file_links",
        "digital_river/file_links",
        "garden/plots",
    ] {
        let call = trueline(&["list", api, "--laws", "--json"]).expect(0);
        let rows: Value = serde_json::from_str(&call.stdout).unwrap();
        let asked: Vec<&str> = rows
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|row| row["case"].as_str())
            .collect();
        let call = trueline(&["list", api, "--filter", "laws/*", "--json"]).expect(0);
        let cases: Value = serde_json::from_str(&call.stdout).unwrap();
        let cases: Vec<&str> = cases
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|case| case["id"].as_str())
            // Those are about every answer, and no law of a resource.
            .filter(|id| !id.starts_with("laws/every-answer/"))
            .collect();
        assert_eq!(asked, cases, "{api}");
    }
}

#[test]
fn a_law_that_is_not_asked_says_what_it_lacks() {
    let call = trueline(&["list", "digital_river/file_links", "--laws"]).expect(0);
    for words in [
        "+ deleted-cursor",
        "- offset-pages",
        "no offset or page number (say it under `list`)",
    ] {
        assert!(call.stdout.contains(words), "{words}:\n{}", call.stdout);
    }
}

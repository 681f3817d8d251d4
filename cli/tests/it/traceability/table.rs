//! A table of requirements as Markdown.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Requirement;
use super::names::Test;

/// Cases that a row names; the others are counted.
const SHOWN: usize = 3;

/// The table of one API.
pub(super) fn render(
    api: &str,
    requirements: &[Requirement],
    tests: &BTreeMap<String, Vec<Test>>,
    exempt: &BTreeMap<String, String>,
) -> String {
    let of_level = |level: &str| {
        let same = requirements.iter().filter(|one| one.level == level);
        same.count()
    };
    let tested = |one: &&Requirement| tests.contains_key(&one.id);
    let asked = |one: &&Requirement| !one.cases.is_empty();
    let mut text = format!(
        "# `{api}`: who answers each requirement\n\n\
         Made of the names of the reference server's tests and of `trueline list {api} --by-requirement`; a test of\n\
         the command fails when it is stale (`UPDATE_TABLES=1 cargo test -p trueline traceability` writes it anew).\n\n\
         {} requirements: {} MUST, {} SHOULD, {} MAY. {} have a test of the reference server, {} a case of the suite.\n\n\
         | requirement | what | tests of the reference server | cases of the suite |\n|---|---|---|---|\n",
        requirements.len(),
        of_level("MUST"),
        of_level("SHOULD"),
        of_level("MAY"),
        requirements.iter().filter(tested).count(),
        requirements.iter().filter(asked).count(),
    );
    for one in requirements {
        let own = tests.get(&one.id).map_or(&[][..], Vec::as_slice);
        let own = match exempt.get(&one.id) {
            Some(reason) => format!("none: {}", cell(reason)),
            None if own.is_empty() => "none: a free choice".to_owned(),
            None => {
                let own = own
                    .iter()
                    .map(|test| format!("`{}` ({})", test.name, test.file));
                own.collect::<Vec<_>>().join("<br>")
            }
        };
        let cases = match &one.untested {
            Some(reason) if one.cases.is_empty() => format!("none: {}", cell(reason)),
            _ => {
                let shown = one.cases.iter().take(SHOWN).map(|case| format!("`{case}`"));
                let mut cases = shown.collect::<Vec<_>>().join("<br>");
                if let Some(more) = one.cases.len().checked_sub(SHOWN).filter(|more| *more > 0) {
                    // Writing to a string does not fail.
                    let _ = write!(cases, "<br>and {more} more");
                }
                cases
            }
        };
        let _ = writeln!(
            text,
            "| {} {} | {} | {own} | {cases} |",
            one.id,
            one.level,
            cell(&one.text)
        );
    }
    text
}

/// Text that does not end its cell.
fn cell(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.replace('|', "\\|")
}

//! Tables of cases: one case a line, columns between bars, the last column the outcome.

use std::fmt::Write as _;
use std::path::Path;

/// Runs every case of a table: `run` gives the outcome for the other columns. All differences are shown
/// at once. Lines that are empty or start with `#` are for people.
pub(crate) fn check(table: &str, run: impl Fn(&[&str]) -> String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cases")
        .join(table);
    let text = std::fs::read_to_string(&path).expect("the table is there");
    let mut count = 0;
    let mut differences = String::new();
    for (number, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let columns: Vec<&str> = line.split(" | ").map(str::trim).collect();
        let (expected, input) = columns.split_last().expect("a line has columns");
        let found = run(input);
        if found != *expected {
            let number = number + 1;
            let _ = writeln!(
                differences,
                "{table}:{number}: {input:?}\n  expected {expected}\n  found    {found}"
            );
        }
        count += 1;
    }
    assert!(count > 0, "{table} has no case");
    assert!(differences.is_empty(), "\n{differences}");
}

//! Whatever is wrong with a description, generating ends with files or with a reason, never in a panic,
//! and what it writes is Rust.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use trueline_generator::{Options, generate};
use trueline_spec::{LoadOptions, load_named};

/// One edit of a description that mostly leaves it readable, so that the fault reaches the generator.
#[derive(Debug, Clone)]
enum Edit {
    /// The text ends here.
    Truncate(usize),
    /// A line is gone.
    Remove(usize),
    /// A line stands twice.
    Repeat(usize),
    /// Two lines have changed places.
    Swap(usize, usize),
    /// What follows the colon of a line is another value.
    Replace(usize, &'static str),
    /// A word of a line is another word.
    Rename(usize, &'static str),
}

const VALUES: &[&str] = &[
    "object",
    "array",
    "string",
    "integer",
    "number",
    "boolean",
    "null",
    "''",
    "{}",
    "[]",
    "0",
    "-1",
    "1e400",
    "99999999999999999999",
    "true",
    "[string, 'null']",
    "[]",
    "{type: object}",
    "{$ref: '#/components/schemas/file'}",
    "{$ref: '#'}",
    "deepObject",
    "spaceDelimited",
    "matrix",
    "path",
    "cookie",
    "Self",
    "r#type",
    "'🦀'",
    "' '",
];

fn edit() -> impl Strategy<Value = Edit> {
    let value = || prop::sample::select(VALUES);
    prop_oneof![
        1 => any::<usize>().prop_map(Edit::Truncate),
        3 => any::<usize>().prop_map(Edit::Remove),
        2 => any::<usize>().prop_map(Edit::Repeat),
        2 => (any::<usize>(), any::<usize>()).prop_map(|(a, b)| Edit::Swap(a, b)),
        6 => (any::<usize>(), value()).prop_map(|(at, value)| Edit::Replace(at, value)),
        3 => (any::<usize>(), value()).prop_map(|(at, value)| Edit::Rename(at, value)),
    ]
}

fn apply(text: &str, edit: &Edit) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let count = lines.len().max(1);
    match edit {
        Edit::Truncate(at) => {
            return text[..text.floor_char_boundary(at % (text.len() + 1))].to_owned();
        }
        Edit::Remove(at) => drop(lines.remove(at % count)),
        Edit::Repeat(at) => lines.insert(at % count, lines[at % count].clone()),
        Edit::Swap(a, b) => lines.swap(a % count, b % count),
        Edit::Replace(at, value) => {
            let line = &mut lines[at % count];
            if let Some((name, _)) = line.split_once(':') {
                *line = format!("{name}: {value}");
            }
        }
        Edit::Rename(at, word) => {
            let line = &mut lines[at % count];
            let start = line.len() - line.trim_start().len();
            let end = line[start..]
                .find(':')
                .map_or(line.len(), |colon| start + colon);
            line.replace_range(start..end, word);
        }
    }
    lines.join("\n") + "\n"
}

fn description(name: &str) -> String {
    let apis = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/apis");
    fs::read_to_string(apis.join(name)).expect("a bundled description")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]
    #[test]
    fn broken_descriptions_end_with_files_or_a_reason(
        name in prop::sample::select(&["stripe/file_links.yaml", "stripe/files.yaml", "digital_river/file_links.json"][..]),
        edits in prop::collection::vec(edit(), 1..5),
    ) {
        let text = edits.iter().fold(description(name), |text, edit| apply(&text, edit));
        let loaded = load_named(name, text.as_bytes(), &LoadOptions::default());
        let Some(api) = loaded.api else {
            prop_assert!(!loaded.diagnostics.is_empty(), "no API, and nobody says why:\n{text}");
            return Ok(());
        };
        // It parses what it wrote; that it did not is the only way to fail.
        if let Err(error) = generate(&api, &loaded.sources, &Options::default()) {
            prop_assert!(false, "{error}\n{edits:?}");
        }
    }
}

//! Whatever bytes come in, loading ends soon and never panics.

use std::fs;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use trueline_spec::load;

use crate::documents::documents;

/// One edit of a document's bytes.
#[derive(Debug, Clone)]
enum Edit {
    Truncate(usize),
    Replace(usize, u8),
    Insert(usize, String),
    Remove(usize, usize),
    Repeat(usize, usize),
}

fn edit() -> impl Strategy<Value = Edit> {
    let tokens = [
        "{",
        "}",
        "[",
        "]",
        ":",
        ": ",
        ",",
        "\"",
        "'",
        "- ",
        "*a",
        "&a ",
        "<<: ",
        "? ",
        "!t ",
        "|\n",
        ">\n",
        "\n",
        "\t",
        "#",
        "---\n",
        "...\n",
        "$ref: ",
        "null",
        "~",
        "[]",
        "{}",
        "é",
        "\u{feff}",
        "\0",
        "1e999",
        "99999999999999999999999999",
    ];
    prop_oneof![
        any::<usize>().prop_map(Edit::Truncate),
        (any::<usize>(), any::<u8>()).prop_map(|(at, byte)| Edit::Replace(at, byte)),
        (any::<usize>(), prop::sample::select(tokens.to_vec()))
            .prop_map(|(at, token)| Edit::Insert(at, token.to_owned())),
        (any::<usize>(), 1..40_usize).prop_map(|(at, count)| Edit::Remove(at, count)),
        (any::<usize>(), 1..60_usize).prop_map(|(at, count)| Edit::Repeat(at, count)),
    ]
}

fn apply(bytes: &mut Vec<u8>, edit: &Edit) {
    let length = bytes.len().max(1);
    let spot = |at: usize| at % length;
    match edit {
        Edit::Truncate(at) => bytes.truncate(spot(*at)),
        Edit::Replace(at, byte) => {
            if let Some(old) = bytes.get_mut(spot(*at)) {
                *old = *byte;
            }
        }
        Edit::Insert(at, text) => {
            let at = spot(*at).min(bytes.len());
            bytes.splice(at..at, text.bytes());
        }
        Edit::Remove(at, count) => {
            let start = spot(*at).min(bytes.len());
            let end = (start + count).min(bytes.len());
            bytes.drain(start..end);
        }
        Edit::Repeat(at, count) => {
            let start = spot(*at).min(bytes.len());
            let end = (start + count).min(bytes.len());
            let part = bytes[start..end].to_vec();
            bytes.splice(start..start, part);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn edited_documents_never_panic(
        document in prop::sample::select(documents()),
        edits in prop::collection::vec(edit(), 1..6),
    ) {
        let mut bytes = fs::read(document).expect("a readable document");
        for edit in &edits {
            apply(&mut bytes, edit);
        }
        let begun = Instant::now();
        let (_, diagnostics) = load(&bytes);
        prop_assert!(begun.elapsed() < Duration::from_secs(5), "took too long");
        for diagnostic in diagnostics {
            for label in &diagnostic.labels {
                prop_assert!(label.span.line >= 1 && label.span.column >= 1);
                prop_assert!(label.span.start <= label.span.end);
            }
        }
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = load(&bytes);
    }
}

/// Documents made to exhaust a reader: each must be refused (or read) quickly.
#[test]
fn hostile_documents_end_soon() {
    let laughs: String = (0..40)
        .map(|n| match n {
            0 => "x0: &x0 [a, a, a, a, a, a, a, a, a, a]\n".to_owned(),
            n => format!(
                "x{n}: &x{n} [{}]\n",
                vec![format!("*x{}", n - 1); 10].join(", ")
            ),
        })
        .collect();
    let merges: String = (0..200)
        .map(|n| match n {
            0 => "x0: &x0 {a: 1}\n".to_owned(),
            n => format!(
                "x{n}: &x{n} {{<<: [*x{m}, *x{m}], k{n}: *x{m}}}\n",
                m = n - 1
            ),
        })
        .collect();
    let nested = |levels: usize, open: &str, close: &str| {
        format!(
            "{{\"openapi\": \"3.0.4\", \"components\": {{\"schemas\": {{\"A\": {}{{}}{}}}}}}}",
            open.repeat(levels),
            close.repeat(levels)
        )
    };
    let hostile = [
        (
            "properties in properties",
            nested(125, r#"{"properties": {"a": "#, "}}"),
        ),
        ("items in items", nested(250, r#"{"items": "#, "}")),
        ("schemas in allOf", nested(125, r#"{"allOf": ["#, "]}")),
        (
            "brackets at the margin",
            format!("a:\n{}", "  - [\n1\n]\n".repeat(300)),
        ),
        ("lists in YAML", format!("a: {}", "[".repeat(100_000))),
        ("lists in JSON", "[".repeat(100_000)),
        ("block lists", "- ".repeat(50_000)),
        ("objects in YAML", format!("a: {}", "{a: ".repeat(50_000))),
        ("anchors", "&a ".repeat(50_000)),
        ("complex keys", "? ".repeat(50_000)),
        ("an alias inside its own anchor", "a: &a [*a]\n".to_owned()),
        ("a billion laughs", laughs),
        ("merge keys", merges),
        (
            "a long key",
            format!("openapi: 3.0.0\n{}: 1\n", "k".repeat(500_000)),
        ),
        (
            "one long line",
            format!(
                "{{\"openapi\":\"3.0.0\",\"a\":[{}1]}}",
                "1,".repeat(200_000)
            ),
        ),
        (
            "many duplicates",
            format!("{{{}\"a\":1}}", "\"a\":1,".repeat(100_000)),
        ),
        ("many duplicates in YAML", "a: 1\n".repeat(50_000)),
    ];
    for (name, text) in hostile {
        let begun = Instant::now();
        let (_, diagnostics) = load(text.as_bytes());
        assert!(!diagnostics.is_empty(), "{name}: nothing was said");
        assert!(
            begun.elapsed() < Duration::from_secs(20),
            "{name}: took {:?}",
            begun.elapsed()
        );
    }
}

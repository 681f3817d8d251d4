//! Whatever is written, the readers answer with faults that lie in the text, and never fall over.

use proptest::prelude::*;
use serde_json::json;
use trueline_conformance::workflow;
use trueline_conformance::workflow::expression::{ExpressionFault, Template, parse};
use trueline_conformance::workflow::{condition, criterion};

use super::{arazzo, things};

/// Texts made of the pieces that mean something.
fn text() -> impl Strategy<Value = String> {
    let pieces = [
        "$",
        "$response.body",
        "$inputs.a",
        "$steps.a.outputs.b",
        "#/",
        "~",
        "~1",
        ".",
        "[",
        "]",
        "(",
        ")",
        "{",
        "}",
        "{$",
        "!",
        "=",
        "==",
        "<=",
        "&&",
        "||",
        "&",
        "'",
        "''",
        "\"",
        " ",
        "é",
        "𝄞",
        "1",
        "-",
        "2e9",
        "true",
        "null",
        "and",
        "a",
        "?",
        "@",
        "*",
        "\\",
        "\n",
    ];
    let piece = proptest::sample::select(pieces.to_vec());
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn lies_in(text: &str, fault: &ExpressionFault) -> bool {
    text.get(fault.range.clone()).is_some() && !fault.message.is_empty()
}

proptest! {
    #[test]
    fn expressions_and_conditions(text in text()) {
        if let Err(fault) = parse(&text) {
            prop_assert!(lies_in(&text, &fault), "{fault:?}");
        }
        match condition::parse(&text) {
            Ok(condition) => prop_assert_eq!(condition.text, text.clone()),
            Err(faults) => {
                prop_assert!(!faults.is_empty());
                prop_assert!(faults.iter().all(|fault| lies_in(&text, fault)), "{faults:?}");
            }
        }
        let (_, faults) = Template::read(&json!({"a/b": [text]}));
        prop_assert!(faults.iter().all(|(path, fault)| path == "/a~1b/0" && lies_in(&text, fault)));
        for kind in [criterion::Kind::Regex, criterion::Kind::JsonPath] {
            let context = parse("$response.body").unwrap();
            if let Err(faults) = criterion::Test::compile(kind, Some(context), &text) {
                prop_assert!(faults.iter().all(|fault| lies_in(&text, fault)), "{faults:?}");
            }
        }
    }

    /// Documents with a line taken out, doubled, or replaced by another.
    #[test]
    fn documents(name in proptest::sample::select(vec!["members", "references", "conditions", "generators"]),
                 line in 0usize..60, other in 0usize..60, how in 0u8..3) {
        let path = arazzo(&format!("faults/{name}.yaml"));
        let text = std::fs::read_to_string(path).unwrap();
        let mut lines: Vec<&str> = text.lines().collect();
        let (line, other) = (line % lines.len(), other % lines.len());
        match how {
            0 => { lines.remove(line); }
            1 => lines.insert(other, lines[line]),
            _ => lines[line] = lines[other],
        }
        let (api, mut sources, requirements) = things();
        let bytes = lines.join("\n");
        let (document, diagnostics) =
            workflow::read(&mut sources, "w.yaml", bytes.as_bytes(), &api, &requirements);
        prop_assert!(document.is_none());
        prop_assert!(diagnostics.iter().all(|it| it.span().is_some()));
    }
}

//! The span index against the value: two independent readings of the same text.

use std::fs;

use proptest::prelude::*;
use serde_json::Value;
use trueline_spec::source::{DocumentId, Format, Limits};
use trueline_spec::{At, Pointer, Sources};

use crate::documents::documents;

fn pointers(value: &Value) -> Vec<Pointer> {
    let mut all = Vec::new();
    let mut open = vec![(Pointer::root(), value)];
    while let Some((pointer, value)) = open.pop() {
        match value {
            Value::Array(items) => {
                open.extend(items.iter().enumerate().map(|(i, v)| (pointer.index(i), v)));
            }
            Value::Object(members) => {
                open.extend(members.iter().map(|(k, v)| (pointer.child(k), v)));
            }
            _ => {}
        }
        all.push(pointer);
    }
    all.sort();
    all
}

fn read(text: &str) -> Sources {
    let mut sources = Sources::default();
    sources.add("test", text.as_bytes(), &Limits::default());
    sources
}

#[test]
fn index_and_value_have_the_same_nodes() {
    let mut compared = 0;
    for path in documents() {
        let mut sources = Sources::default();
        let bytes = fs::read(&path).expect("a readable document");
        let (id, _) = sources.add("test", &bytes, &Limits::default());
        if let Some(value) = sources.document(id).value() {
            assert_eq!(
                sources.document(id).pointers(),
                pointers(value),
                "{}",
                path.display()
            );
            compared += 1;
        }
    }
    assert!(compared > 5);
}

/// The text that stands at a node, and the text of its key.
fn at(sources: &Sources, pointer: &str) -> (String, Option<String>) {
    let at = At {
        document: DocumentId(0),
        pointer: Pointer::from_escaped(pointer),
    };
    let text = &sources.document(DocumentId(0)).text;
    let cut = |span: trueline_spec::Span| text[span.start..span.end].to_owned();
    (cut(sources.span(&at)), sources.key_span(&at).map(cut))
}

#[test]
fn spans_cut_out_what_they_name() {
    let yaml = read("a: {b: [ 1, 'zwölf' ]}\nü:\n  - x: |\n      text\n    y: 2   # why\n  - *q\n");
    assert!(
        yaml.document(DocumentId(0)).value().is_none(),
        "unknown alias"
    );
    let yaml = read("a: &q {b: [ 1, 'zwölf' ]}\nü:\n  - x: 😀 é\n    y: 2   # why\n  - *q\n\n");
    assert_eq!(
        at(&yaml, "/a/b"),
        ("[ 1, 'zwölf' ]".into(), Some("b".into()))
    );
    assert_eq!(at(&yaml, "/a/b/1"), ("'zwölf'".into(), None));
    assert_eq!(
        at(&yaml, "/ü"),
        (
            "- x: 😀 é\n    y: 2   # why\n  - *q".into(),
            Some("ü".into())
        )
    );
    assert_eq!(at(&yaml, "/ü/0"), ("x: 😀 é\n    y: 2".into(), None));
    assert_eq!(at(&yaml, "/ü/0/y").0, "2");
    assert_eq!(at(&yaml, "/ü/1/b/0").0, "1");
    // A node that is not there is shown at its nearest ancestor.
    assert_eq!(at(&yaml, "/a/b/7/c").0, "[ 1, 'zwölf' ]");
    assert_eq!(at(&yaml, "/a/b/7/c").1, None);

    let json = read(" {\"a\\u0062\": [1, \"\\ud83d\\ude00\" , true], \"~/\": {}}");
    assert_eq!(json.document(DocumentId(0)).format(), Format::Json);
    assert_eq!(at(&json, "/ab/1"), ("\"\\ud83d\\ude00\"".into(), None));
    assert_eq!(at(&json, "/~0~1"), ("{}".into(), Some("\"~/\"".into())));
}

#[test]
fn lines_and_columns_count_characters() {
    let sources = read("é: 1\n😀😀: {x: 1, y: 2}\n");
    let at = At::root(DocumentId(0)).child("😀😀").child("y");
    let span = sources.span(&at);
    assert_eq!((span.line, span.column), (2, 15));
    let key = sources.key_span(&at).expect("a key");
    assert_eq!((key.line, key.column), (2, 12));
    assert_eq!(sources.line_of(&at), 2);
}

/// Any JSON value, small.
fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-1e300..1e300).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[a-z<~/ü:#-]{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec(("[a-zA-Z0-9~/ü.$-]{0,5}|\\PC{0,4}", inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_json_is_read_as_itself(value in json(), pretty: bool) {
        // A scalar at the root may be taken for YAML.
        let value = Value::Array(vec![value]);
        let text = if pretty {
            serde_json::to_string_pretty(&value)
        } else {
            serde_json::to_string(&value)
        }.expect("JSON");
        let sources = read(&text);
        let document = sources.document(DocumentId(0));
        prop_assert_eq!(document.value(), Some(&value));
        prop_assert_eq!(document.pointers(), pointers(&value));
    }

    #[test]
    fn any_yaml_has_the_same_nodes_in_both_readings(value in json()) {
        let text = serde_yaml::to_string(&value).expect("YAML");
        // Line breaks in YAML 1.1, which the value's reader goes by; letters in 1.2.
        prop_assume!(!text.contains(['\u{85}', '\u{2028}', '\u{2029}']));
        let sources = read(&text);
        let document = sources.document(DocumentId(0));
        if let Some(read) = document.value() {
            prop_assert_eq!(document.pointers(), pointers(read), "{}", text);
        }
    }
}

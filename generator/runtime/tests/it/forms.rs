//! Forms and queries as types, with and without a declared style.

use trueline_runtime::{
    Direction, Encode, Fault, FaultKind, FormLimits, FormSink, ListNames, Node, ParameterInfo,
    Path, Rules, Segment, Style, read_form,
};

use crate::cases::check;
use crate::types::{read_at, said, shape};

/// The form has one declared name, `x`, of the type in the table. `other` names are refused.
fn outcome(name: &str, style: &str, form: &str) -> String {
    let (style, explode) = match style {
        "-" => (None, true),
        "form" => (Some(Style::Form), true),
        "commas" => (Some(Style::Form), false),
        "spaces" => (Some(Style::SpaceDelimited), false),
        "pipes" => (Some(Style::PipeDelimited), false),
        "deep" => (Some(Style::DeepObject), true),
        "json" => (Some(Style::Json), false),
        other => panic!("no style is called {other}"),
    };
    let known: Vec<ParameterInfo> = style
        .map(|style| ParameterInfo::new("x", style, explode, shape(name)))
        .into_iter()
        .collect();
    let entries = match read_form(form.as_bytes(), &known, FormLimits::default()) {
        Ok(entries) => entries,
        Err(fault) => return said(&[fault]),
    };
    let mut node = None;
    for (key, value) in entries {
        if key == "x" {
            node = Some(value);
        } else {
            return said(&[Fault {
                path: vec![Segment::Member(key.into_owned())],
                kind: FaultKind::Unknown,
            }]);
        }
    }
    match node {
        Some(node) => read_at(
            &Path::ROOT.member("x"),
            name,
            node,
            Direction::Request,
            &Rules::NONE,
        ),
        None => "absent".to_owned(),
    }
}

#[test]
fn forms_as_types() {
    check("forms.txt", |columns| {
        let [name, style, form] = columns else {
            panic!("type | style | form | outcome")
        };
        outcome(name, style, form)
    });
}

#[test]
fn what_is_too_much_is_refused() {
    let limits = FormLimits { pairs: 3, depth: 2 };
    let read = |form: &str| match read_form(form.as_bytes(), &[], limits) {
        Ok(_) => Ok(()),
        Err(fault) => Err(fault.to_string()),
    };
    assert!(read("a=1&b=2&c=3").is_ok());
    assert_eq!(
        read("a=1&b=2&c=3&d=4"),
        Err("has more than 3 pairs".to_owned())
    );
    assert!(read("a[b][c]=1").is_ok());
    assert_eq!(
        read("a[b][c][d]=1"),
        Err("a[b][c][d]: has more than 2 levels of brackets".to_owned())
    );
    let bytes = read_form(b"a=\xff", &[], limits);
    assert_eq!(
        bytes.map_err(|fault| fault.to_string()),
        Err("is not UTF-8".to_owned())
    );
}

#[test]
fn a_form_without_escapes_is_borrowed() {
    let entries = read_form(b"a[b]=c", &[], FormLimits::default()).expect("it is a form");
    let Node::Branch(inner) = &entries[0].1 else {
        panic!("{entries:?}")
    };
    assert!(matches!(&inner[0].0, std::borrow::Cow::Borrowed("b")));
    assert!(matches!(
        &inner[0].1,
        Node::Raw(std::borrow::Cow::Borrowed("c"))
    ));
}

#[test]
fn values_as_forms() {
    check("written_forms.txt", |columns| {
        let [lists, json] = columns else {
            panic!("list names | JSON | form")
        };
        let lists = match *lists {
            "empty" => ListNames::Empty,
            "index" => ListNames::Index,
            "repeat" => ListNames::Repeat,
            other => panic!("{other}"),
        };
        let value: serde_json::Value = serde_json::from_str(json).expect("JSON");
        let mut sink = FormSink::new(lists);
        value.encode(&mut sink);
        sink.into_string()
    });
}

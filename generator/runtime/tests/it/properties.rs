//! What holds for all values and all bytes.

use bytes::Bytes;
use proptest::prelude::*;
use serde_json::{Map, Value};
use trueline_runtime::{
    Decode, Decoder, Direction, Encode, FormLimits, FormSink, ListNames, Node, ParameterInfo, Path,
    Rules, Shape, Style, boundary_of, is_pattern_checked, read_form, read_json, read_multipart,
    read_value, to_json,
};

use crate::types::read;

/// Any JSON value, floats that are not whole included.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>()
            .prop_filter("JSON has only finite numbers", |value| value.is_finite())
            .prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((".{0,6}", inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// A map as a form can have it: names without brackets, values that are text.
fn text_map() -> impl Strategy<Value = Vec<(String, String)>> {
    prop::collection::vec(("[^\\[\\]]{1,6}", ".{0,8}"), 1..5)
}

fn strict<T: Decode>(node: Node<'_>) -> Option<T> {
    let mut decoder = Decoder::new(Direction::Request);
    let value = T::decode(node, &mut decoder, &Path::ROOT);
    decoder.finish(value).ok()
}

const TYPES: &[&str] = &[
    "string",
    "integer",
    "int32",
    "unsigned",
    "number",
    "single",
    "boolean",
    "unix-time",
    "date",
    "date-time",
    "base64",
    "bytes",
    "any",
    "empty",
    "strings",
    "integers",
    "nullable integer",
    "map",
    "clearable map",
    "clearable integer",
    "expandable",
    "range",
    "created",
    "list of ranges",
];

proptest! {
    #[test]
    fn json_is_read_as_it_was_written(value in value()) {
        let text = to_json(&value);
        let node = read_json(&text).expect("what is written is JSON");
        prop_assert_eq!(strict::<Value>(node), Some(value.clone()));
        let other: Value = serde_json::from_slice(&text).expect("another reader agrees");
        prop_assert_eq!(other, value);
    }

    #[test]
    fn forms_are_read_as_they_were_written(
        map in text_map(),
        list in prop::collection::vec(".{0,8}", 1..5),
        indexed in any::<bool>(),
    ) {
        let map: trueline_runtime::Map<String> = map.into_iter().collect();
        let mut sink = FormSink::new(if indexed { ListNames::Index } else { ListNames::Empty });
        trueline_runtime::Sink::begin_object(&mut sink);
        for (name, value) in [("map", &map as &dyn Encode), ("list", &list)] {
            trueline_runtime::Sink::name(&mut sink, name);
            value.encode(&mut sink);
        }
        trueline_runtime::Sink::end_object(&mut sink);
        let form = sink.into_string();
        let mut entries = read_form(form.as_bytes(), &[], FormLimits::default())
            .expect("what is written is a form");
        prop_assert_eq!(entries.len(), 2);
        let (_, list_node) = entries.remove(1);
        let (_, map_node) = entries.remove(0);
        prop_assert_eq!(strict::<trueline_runtime::Map<String>>(map_node), Some(map));
        prop_assert_eq!(strict::<Vec<String>>(list_node), Some(list));
    }

    #[test]
    fn integers_in_forms_have_one_spelling(value in any::<i64>(), text in "[-+ 0-9.e]{0,6}") {
        prop_assert_eq!(strict::<i64>(Node::Raw(value.to_string().into())), Some(value));
        if let Some(read) = strict::<i64>(Node::Raw(text.as_str().into()))
            && text != "-0"
        {
            prop_assert_eq!(read.to_string(), text);
        }
    }

    #[test]
    fn any_json_is_a_value_or_faults(text in ".{0,40}", value in value()) {
        let written = to_json(&value);
        for text in [text.as_bytes(), written.as_slice()] {
            if let Ok(node) = read_json(text) {
                for name in TYPES {
                    read(name, node.clone(), Direction::Request, &Rules::NONE);
                    read(name, node.clone(), Direction::Response, &Rules::NONE);
                }
            }
        }
    }

    #[test]
    fn any_bytes_are_a_form_or_a_fault(
        bytes in prop::collection::vec(any::<u8>(), 0..60),
        form in "[a&=%5BbD\\[\\]+,|01é]{0,40}",
    ) {
        let known = [
            ParameterInfo::new("a", Style::PipeDelimited, false, Shape::List),
            ParameterInfo::new("b", Style::Form, false, Shape::Map),
            ParameterInfo::new("", Style::DeepObject, true, Shape::List),
            ParameterInfo::new("0", Style::Json, true, Shape::Scalar),
        ];
        for bytes in [bytes.as_slice(), form.as_bytes()] {
            if let Ok(entries) = read_form(bytes, &known, FormLimits::default()) {
                for name in TYPES {
                    for (_, node) in &entries {
                        read(name, node.clone(), Direction::Request, &Rules::NONE);
                    }
                }
            }
        }
    }

    #[test]
    fn any_text_is_a_value_of_a_style_or_a_fault(text in "[;.,=a%20é+]{0,20}", explode in any::<bool>()) {
        for style in [Style::Simple, Style::Label, Style::Matrix, Style::Form, Style::Json] {
            for shape in [Shape::Scalar, Shape::List, Shape::Map] {
                let info = ParameterInfo::new("a", style, explode, shape);
                let _ = read_value(&text, &info, true);
                let _ = read_value(&text, &info, false);
            }
        }
    }

    #[test]
    fn any_bytes_are_parts_or_a_fault(
        head in "[-B\r\n:;= \"a]{0,30}",
        bytes in prop::collection::vec(any::<u8>(), 0..40),
        content_type in ".{0,30}",
    ) {
        let mut body = b"--B\r\n".to_vec();
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(b"\r\n\r\n");
        body.extend_from_slice(&bytes);
        body.extend_from_slice(b"\r\n--B--");
        let _ = read_multipart(&Bytes::from(body), "B", &[], FormLimits::default());
        let _ = boundary_of(&content_type);
    }

    #[test]
    fn any_pattern_is_compiled_or_not(pattern in "[\\[\\]^$\\\\dws.(){}?,:=!<a-z0-9&~-]{0,12}") {
        let _ = is_pattern_checked(&pattern);
    }

    #[test]
    fn moments_are_spelled_and_read_alike(
        seconds in -62_167_219_200_i64..253_402_300_800,
        nanoseconds in 0_u32..1_000_000_000,
    ) {
        let moment = trueline_runtime::DateTime::from_unix(seconds, nanoseconds)
            .expect("its year has four digits");
        let again: trueline_runtime::DateTime = moment.as_str().parse().expect("it is RFC 3339");
        prop_assert_eq!((again.unix_seconds(), again.nanoseconds()), (seconds, nanoseconds));
    }
}

#[test]
fn a_value_is_written_to_any_sink() {
    let value = serde_json::json!({"a": [1, {"b": null}]});
    assert_eq!(trueline_runtime::to_value(&value), value);
    let mut sink = FormSink::default();
    value.encode(&mut sink);
    assert_eq!(sink.into_string(), "a%5B%5D=1&a%5B%5D%5Bb%5D=");
}

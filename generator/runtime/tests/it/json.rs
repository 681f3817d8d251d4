//! JSON texts as types.

use trueline_runtime::{Direction, Rules, read_json};

use crate::cases::check;
use crate::types::{read, said};

#[test]
fn json_as_types() {
    check("json.txt", |columns| {
        let [name, text] = columns else {
            panic!("type | JSON | outcome")
        };
        match read_json(text.as_bytes()) {
            Ok(node) => read(name, node, Direction::Request, &Rules::NONE),
            Err(fault) => said(&[fault]),
        }
    });
}

#[test]
fn nesting_ends_somewhere() {
    let shallow = format!("{}{}", "[".repeat(100), "]".repeat(100));
    assert!(read_json(shallow.as_bytes()).is_ok());
    let deep = "[".repeat(100_000);
    assert!(read_json(deep.as_bytes()).is_err());
}

#[test]
fn a_large_object_is_searched_for_repeats_too() {
    let mut text = String::from("{");
    for index in 0..40 {
        text.push_str(&format!("\"m{index}\":0,"));
    }
    let whole = format!("{text}\"last\":0}}");
    assert!(read_json(whole.as_bytes()).is_ok());
    let repeated = format!("{text}\"m3\":0}}");
    let fault = read_json(repeated.as_bytes()).expect_err("m3 stands twice");
    assert!(fault.to_string().contains("\"m3\" stands twice"), "{fault}");
}

#[test]
fn serde_reads_and_writes_through_the_same_events() {
    let text = r#"{"gte":1,"new":true}"#;
    let mut source = serde_json::Deserializer::from_str(text);
    let range: crate::types::Range =
        trueline_runtime::deserialize(&mut source).expect("a client skips what it does not know");
    assert_eq!(range.gte, Some(1));
    let mut out = Vec::new();
    trueline_runtime::serialize(&range, &mut serde_json::Serializer::new(&mut out))
        .expect("a Vec takes all");
    assert_eq!(String::from_utf8_lossy(&out), r#"{"gte":1}"#);
    let mut source = serde_json::Deserializer::from_str(r#"{"gte":"x","lt":"y"}"#);
    let error = trueline_runtime::deserialize::<crate::types::Range, _>(&mut source)
        .expect_err("no integers");
    assert_eq!(
        error.to_string(),
        "gte: must be an integer, not a string; lt: must be an integer, not a string"
    );
}

mod bridged {
    use trueline_runtime::{Decode, Decoder, Encode, Node, Path, Sink};

    pub(super) struct Name(pub(super) String);

    impl Decode for Name {
        fn decode(node: Node<'_>, cx: &mut Decoder, at: &Path<'_>) -> Option<Self> {
            String::decode(node, cx, at).map(Name)
        }
    }

    impl Encode for Name {
        fn encode(&self, out: &mut dyn Sink) {
            self.0.encode(out);
        }
    }

    use trueline_runtime as runtime;

    trueline_runtime::serde_bridge!(Name, crate::types::Range);
}

#[test]
fn the_bridge_gives_types_the_traits_of_serde() {
    let name: bridged::Name = serde_json::from_str(r#""a\nb""#).expect("a string");
    assert_eq!(name.0, "a\nb");
    assert_eq!(
        serde_json::to_string(&name).expect("it is written"),
        r#""a\nb""#
    );
}

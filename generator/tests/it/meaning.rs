//! What generated types read and write: the cases under `tests/meaning`, one file for each construct.
//!
//! A file has, for each type, a list of cases: `json` or `form` is what comes in, as a request unless
//! `as` says `response`; `gives` is what is written again, the same as came in where it is left out;
//! `faults` are what is said instead.

use std::path::Path;

use serde::Deserialize;
use serde_json::Value;
use trueline_runtime::{
    Decode, Decoder, Direction, Encode, FormLimits, Node, read_form, read_json, to_value,
};

use crate::golden;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    #[serde(default, deserialize_with = "present")]
    json: Option<Value>,
    form: Option<String>,
    #[serde(default, rename = "as")]
    direction: As,
    gives: Option<Value>,
    #[serde(default)]
    faults: Vec<String>,
}

/// `null` is a value here.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

#[derive(Deserialize, Default, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum As {
    #[default]
    Request,
    Response,
}

type Check = fn(&Case) -> Result<Value, Vec<String>>;

macro_rules! types {
    ($($construct:ident: $($name:ident),+;)+) => {
        &[$($((
            concat!(stringify!($construct), "::", stringify!($name)),
            read_and_write::<golden::$construct::models::$name>,
        )),+),+]
    };
}

/// The types that the cases are about.
const TYPES: &[(&str, Check)] = types! {
    all_of: Derived, Same;
    clearable: Patch;
    constants: Page;
    expandable: Order;
    integers_listed: Level;
    logic: All;
    names: Default_, String_;
    presence: Thing;
    recursion: Tree, Nested, Either;
    rest: Skips, Refuses, Keeps, KeepsShort, Undeclared;
    rules: Limits;
    scalars: Scalars;
    strings_listed: Colour, Known, Marked;
    tuples: Tuples;
    unevaluated: All;
    union_constants: When;
    union_discriminator: Change, Pet, Vehicle;
    union_kinds: Value, Typed, Lists, Tagged, Merged, Untyped;
    union_many: All;
    union_members: Shape, Ambiguous, Both, Gone, Known, Loose;
    union_tag: Source;
};

fn read_and_write<T: Decode + Encode>(case: &Case) -> Result<Value, Vec<String>> {
    let direction = match case.direction {
        As::Request => Direction::Request,
        As::Response => Direction::Response,
    };
    let text;
    let node = match (&case.json, &case.form) {
        (Some(json), None) => {
            text = json.to_string();
            read_json(text.as_bytes()).unwrap()
        }
        (None, Some(form)) => {
            Node::Branch(read_form(form.as_bytes(), &[], FormLimits::default()).unwrap())
        }
        _ => panic!("a case has either `json` or `form`"),
    };
    let mut decoder = Decoder::new(direction);
    let value = T::decode(node, &mut decoder, &trueline_runtime::Path::ROOT);
    match decoder.finish(value) {
        Ok(value) => Ok(to_value(&value)),
        Err(faults) => Err(faults.iter().map(ToString::to_string).collect()),
    }
}

#[test]
fn values_mean_what_the_schemas_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/meaning");
    let mut checked = Vec::new();
    let mut wrong = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let construct = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let cases: indexmap::IndexMap<String, Vec<Case>> =
            serde_json::from_slice(&std::fs::read(&path).unwrap())
                .unwrap_or_else(|error| panic!("{construct}: {error}"));
        for (name, cases) in cases {
            let key = format!("{construct}::{name}");
            let (_, check) = TYPES
                .iter()
                .find(|(known, _)| *known == key)
                .unwrap_or_else(|| panic!("{key} is not among the types"));
            for (index, case) in cases.iter().enumerate() {
                let expected = match case.faults.as_slice() {
                    [] => Ok(case.gives.clone().or_else(|| case.json.clone()).unwrap()),
                    faults => Err(faults.to_vec()),
                };
                let found = check(case);
                if found != expected {
                    wrong.push(format!(
                        "{key}, case {index}:\n  {found:?}, not\n  {expected:?}"
                    ));
                }
            }
            checked.push(key);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // A type in the list without a case would be a promise that nobody keeps.
    for (name, _) in TYPES {
        assert!(checked.iter().any(|key| key == name), "{name} has no case");
    }
}

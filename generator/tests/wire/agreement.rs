//! Random values, before two judges who know nothing of each other: the tester's validator and the generated code must
//! agree on what is valid.

use std::cell::Cell;

use http::Request;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use serde_json::Value;
use trueline_conformance::schema::Direction as Way;
use trueline_conformance::{Contract, Requirements};
use trueline_spec::ir::SchemaId;
use trueline_spec::{LoadOptions, load_file};

use crate::echo::{Echo, router};
use crate::golden::wire::models;
use crate::literals::{self, same};
use crate::runtime::server::Body;
use crate::server::send;
use crate::values::Draw;

/// What a decoder makes of a JSON text: what it writes again, or what it says.
type Read = fn(&str) -> Result<Value, Vec<String>>;

/// Reads a type of one generated crate, whose runtime is named.
macro_rules! reader {
    ($runtime:ident::$direction:ident, $ty:ty) => {
        |text: &str| {
            let node =
                $runtime::read_json(text.as_bytes()).map_err(|fault| vec![fault.to_string()])?;
            let mut decoder = $runtime::Decoder::new($runtime::Direction::$direction);
            let value =
                <$ty as $runtime::Decode>::decode(node, &mut decoder, &$runtime::Path::ROOT);
            match decoder.finish(value) {
                Ok(value) => Ok($runtime::to_value(&value)),
                Err(faults) => Err(faults.iter().map(ToString::to_string).collect()),
            }
        }
    };
}

use trueline_generated::runtime as bundled;
use trueline_generated::{digital_river, garden, stripe};
use trueline_runtime as wire;

pub(crate) fn contract(path: &str) -> Contract {
    let loaded = load_file(&literals::folder().join(path), &LoadOptions::default());
    Contract::new(loaded.api.unwrap(), loaded.sources, Requirements::default())
}

/// Draws values, half of them with `nonsense`; gives how many were valid, and how many not.
pub(crate) fn draw(
    contract: &Contract,
    (name, id, way): (&str, SchemaId, Way),
    nonsense: u32,
    share: u32,
    holds: impl Fn(&Value, bool) -> Result<(), String>,
) -> (u32, u32) {
    let schemas = &contract.api.schemas;
    let counts = Cell::new((0, 0));
    for nonsense in [0, nonsense] {
        let mut runner = TestRunner::new(Config {
            // `PROPTEST_CASES` draws more of them.
            cases: Config::default().cases * share / 256,
            failure_persistence: None,
            ..Config::default()
        });
        let outcome = runner.run(
            &Draw {
                schemas,
                nonsense,
                way,
            }
            .values(id),
            |value| {
                let is_valid = contract.judge.is_valid(schemas, id, way, &value);
                let (valid, invalid) = counts.get();
                counts.set(match is_valid {
                    true => (valid + 1, invalid),
                    false => (valid, invalid + 1),
                });
                holds(&value, is_valid).map_err(TestCaseError::fail)
            },
        );
        if let Err(error) = outcome {
            panic!("{name}: {error}");
        }
    }
    counts.get()
}

/// Both take it, or neither; what is taken is written again as it came, but for members that mean nothing.
fn agree(
    contract: &Contract,
    id: SchemaId,
    read: Result<Value, Vec<String>>,
    value: &Value,
    is_valid: bool,
) -> Result<(), String> {
    match read {
        Ok(again) if is_valid => {
            let schemas = &contract.api.schemas;
            match contract.judge.is_valid(schemas, id, Way::Request, &again)
                && covers(value, &again)
            {
                true => Ok(()),
                false => Err(format!("{value} is written again as {again}")),
            }
        }
        Ok(_) => Err(format!("the validator refuses {value}, and it is read")),
        Err(faults) if is_valid => Err(format!("{value} is valid, and refused: {faults:?}")),
        Err(_) => Ok(()),
    }
}

/// Whether all that was written again came.
pub(crate) fn covers(came: &Value, again: &Value) -> bool {
    match (came, again) {
        (Value::Object(came), Value::Object(again)) => again
            .iter()
            .all(|(name, value)| came.get(name).is_some_and(|came| covers(came, value))),
        (Value::Array(came), Value::Array(again)) => {
            came.len() == again.len()
                && came
                    .iter()
                    .zip(again)
                    .all(|(came, again)| covers(came, again))
        }
        (came, again) => same(came, again),
    }
}

/// Too few of a kind would ask nothing.
fn both_were_asked((valid, invalid): (u32, u32), name: &str) {
    assert!(
        valid >= 30 && invalid >= 15,
        "{name}: {valid} valid, {invalid} not"
    );
}

#[test]
fn the_validator_and_the_server_agree_on_json_bodies() {
    let contract = contract("openapi.yaml");
    let echo = Echo::default();
    let router = router(&echo);
    for name in [
        "jsonScalars",
        "jsonStructures",
        "jsonUnions",
        "jsonPresence",
        "jsonAny",
        "jsonList",
        "jsonRules",
    ] {
        let operation = contract.api.operation(name).unwrap();
        let id = operation.body.as_ref().unwrap().content[0].schema.unwrap();
        let path = format!("/json/{}", name.trim_start_matches("json").to_lowercase());
        let holds = |value: &Value, is_valid: bool| {
            let request = Request::post(&path)
                .header("content-type", "application/json")
                .body(Body::from(value.to_string()));
            let (_, kept) = send(&router, &echo, request.ok());
            let read = kept
                .arguments
                .map(|mut all| all.remove("body").unwrap_or_default());
            agree(&contract, id, read.ok_or(kept.faults), value, is_valid)
        };
        let counts = draw(&contract, (name, id, Way::Request), 3, 100, holds);
        if name != "jsonAny" {
            both_were_asked(counts, name);
        }
    }
}

/// The types of request bodies of the bundled descriptions.
#[test]
fn the_validator_and_the_bundled_types_agree_on_requests() {
    let bodies: &[(&str, &str, Read)] = &[
        (
            "stripe/file_links.yaml",
            "PostFileLinks",
            reader!(
                bundled::Request,
                stripe::file_links::models::PostFileLinksBody
            ),
        ),
        (
            "stripe/file_links.yaml",
            "PostFileLinksLink",
            reader!(
                bundled::Request,
                stripe::file_links::models::PostFileLinksLinkBody
            ),
        ),
        (
            "digital_river/file_links.json",
            "createFileLinks",
            reader!(
                bundled::Request,
                digital_river::file_links::models::FileLinkRequest
            ),
        ),
        (
            "digital_river/file_links.json",
            "updateFileLinks",
            reader!(
                bundled::Request,
                digital_river::file_links::models::UpdateFileLinkRequest
            ),
        ),
        (
            "garden/plots.yaml",
            "createPlot",
            reader!(bundled::Request, garden::plots::models::PlotContent),
        ),
        (
            "garden/plots.yaml",
            "patchPlot",
            reader!(bundled::Request, garden::plots::models::PlotPatch),
        ),
        (
            "garden/plots.yaml",
            "startSoilTest",
            reader!(bundled::Request, garden::plots::models::SoilTestContent),
        ),
    ];
    for (path, name, read) in bodies {
        let contract = contract(&format!("../apis/{path}"));
        let operation = contract
            .api
            .operation(name)
            .unwrap_or_else(|| panic!("no operation `{name}`"));
        let id = operation.body.as_ref().unwrap().content[0].schema.unwrap();
        let holds = |value: &Value, is_valid: bool| {
            agree(&contract, id, read(&value.to_string()), value, is_valid)
        };
        both_were_asked(
            draw(&contract, (name, id, Way::Request), 3, 100, holds),
            name,
        );
    }
}

/// A client reads every valid answer, and what it cannot read is not valid.
#[test]
fn every_valid_answer_is_read() {
    let answers: &[(&str, &str, Read)] = &[
        (
            "../apis/stripe/file_links.yaml",
            "file_link",
            reader!(bundled::Response, stripe::file_links::models::FileLink),
        ),
        (
            "../apis/stripe/file_links.yaml",
            "file",
            reader!(bundled::Response, stripe::file_links::models::File),
        ),
        (
            "../apis/stripe/file_links.yaml",
            "error",
            reader!(bundled::Response, stripe::file_links::models::Error),
        ),
        (
            "../apis/garden/plots.yaml",
            "PlotPage",
            reader!(bundled::Response, garden::plots::models::PlotPage),
        ),
        (
            "../apis/garden/plots.yaml",
            "SoilTest",
            reader!(bundled::Response, garden::plots::models::SoilTest),
        ),
        (
            "../apis/garden/plots.yaml",
            "Problem",
            reader!(bundled::Response, garden::plots::models::Problem),
        ),
        (
            "openapi.yaml",
            "Scalars",
            reader!(wire::Response, models::Scalars),
        ),
        (
            "openapi.yaml",
            "Structures",
            reader!(wire::Response, models::Structures),
        ),
        (
            "openapi.yaml",
            "Unions",
            reader!(wire::Response, models::Unions),
        ),
        (
            "openapi.yaml",
            "Presence",
            reader!(wire::Response, models::Presence),
        ),
    ];
    for (path, name, read) in answers {
        let contract = contract(path);
        let id = *contract
            .api
            .components
            .get(*name)
            .unwrap_or_else(|| panic!("no schema `{name}`"));
        let holds = |value: &Value, is_valid: bool| match (read(&value.to_string()), is_valid) {
            (Ok(again), true) if !covers(value, &again) => {
                Err(format!("{value} is written again as {again}"))
            }
            (Err(faults), true) => Err(format!("{value} is valid, and not read: {faults:?}")),
            _ => Ok(()),
        };
        let (valid, _) = draw(&contract, (name, id, Way::Response), 1, 60, holds);
        assert!(valid >= 30, "{name}: only {valid} were valid");
    }
}

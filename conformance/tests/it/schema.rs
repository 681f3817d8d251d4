//! Values against schemas: one file per subject, each a description of schemas and values with what
//! must be said of them.

use serde_json::Value;
use trueline_conformance::Contract;
use trueline_conformance::requirements::read;
use trueline_conformance::schema::Direction;
use trueline_spec::load::LoadOptions;

use crate::data;

#[test]
fn values_are_judged_as_the_files_say() {
    let mut judged = 0;
    for file in std::fs::read_dir(data("schema")).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let table: Value = serde_yaml::from_str(&text).unwrap();
        let contract = contract_of(&name, &table);
        for row in table["values"].as_array().unwrap() {
            let id = contract.api.components[row["schema"].as_str().unwrap()];
            let direction = match row["direction"].as_str() {
                Some("request") => Direction::Request,
                _ => Direction::Response,
            };
            let violations = contract.judge.violations(
                &contract.api.schemas,
                id,
                direction,
                row["value"].clone(),
            );
            let said: Vec<Value> = violations
                .iter()
                .map(|it| {
                    format!(
                        "{} {}: expected {}, received {}",
                        it.keyword, it.pointer, it.expected, it.received
                    )
                    .into()
                })
                .collect();
            let expected = row["violations"].as_array().cloned().unwrap_or_default();
            assert_eq!(said, expected, "{name}: {row}");
            for violation in violations {
                assert!(violation.at.is_some(), "{name}: {row}");
            }
            let unusable = contract
                .judge
                .unusable(&contract.api.schemas, id, direction);
            let expected = row["unusable"].as_u64().unwrap_or(0);
            assert_eq!(unusable.len() as u64, expected, "{name}: {unusable:?}");
            judged += 1;
        }
    }
    assert!(judged > 20);
}

/// A description with the file's schemas as its components.
fn contract_of(name: &str, table: &Value) -> Contract {
    let document = serde_json::json!({
        "openapi": table["openapi"],
        "info": {"title": name, "version": "1"},
        "paths": {},
        "components": {"schemas": table["schemas"]},
    });
    let bytes = document.to_string();
    let loaded = trueline_spec::load_named(name, bytes.as_bytes(), &LoadOptions::default());
    let api = loaded
        .api
        .unwrap_or_else(|| panic!("{:?}", loaded.diagnostics));
    let requirements = read("side.yaml", "format: 1\nopen-enums: [x-open]\n").unwrap();
    Contract::new(api, loaded.sources, requirements)
}

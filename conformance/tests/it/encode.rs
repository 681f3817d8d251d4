//! Parameters and bodies against the standard's own tables: each file of `tests/data/encode` is a list
//! of parameters or media types with values and what they are on the wire.

use serde_json::{Value, json};
use trueline_conformance::encode::RequestBuilder;
use trueline_spec::load::LoadOptions;

use crate::data;

#[test]
fn values_are_written_as_the_tables_say() {
    let mut written = 0;
    for file in std::fs::read_dir(data("encode")).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let table: Vec<Value> = serde_yaml::from_str(&text).unwrap();
        for row in table {
            let said = wire(&row);
            assert_eq!(said, row["wire"], "{name}: {row}");
            written += 1;
        }
    }
    assert!(written > 40);
}

/// The target, header or content of a request with the row's parameter or body.
fn wire(row: &Value) -> Value {
    let is_path = row["parameter"]["in"] == "path";
    let path = if is_path { "/p/{color}" } else { "/p" };
    let mut operation = json!({"operationId": "o", "responses": {"200": {"description": "d"}}});
    if row["parameter"].is_object() {
        let mut parameter = row["parameter"].clone();
        parameter["name"] = json!("color");
        if is_path {
            parameter["required"] = json!(true);
        }
        if parameter["content"].is_null() && parameter["schema"].is_null() {
            parameter["schema"] = json!({});
        }
        operation["parameters"] = json!([parameter]);
    } else {
        operation["requestBody"] = json!({"content": row["body"]});
    }
    let document = json!({
        "openapi": "3.0.4",
        "info": {"title": "t", "version": "1"},
        "paths": {path: {"post": operation}},
    });
    let bytes = document.to_string();
    let loaded = trueline_spec::load_named("row", bytes.as_bytes(), &LoadOptions::default());
    let api = loaded.api.unwrap();
    let operation = &api.operations[0];
    let mut builder = RequestBuilder::new(operation);
    let result = if let Some(body) = &operation.body {
        builder.body(&body.content[0], &row["value"]).map(drop)
    } else {
        builder
            .parameter(&operation.parameters[0], &row["value"])
            .map(drop)
    };
    if let Err(error) = result {
        return json!({"error": error.to_string()});
    }
    let request = builder.build().unwrap();
    if let Some(body) = &request.body {
        let media_type = request.header_value("content-type").unwrap();
        return json!({media_type: String::from_utf8(body.to_vec()).unwrap()});
    }
    let header = request
        .headers
        .iter()
        .find(|(name, _)| name == "color" || name == "Cookie");
    match header {
        Some((_, value)) => json!(value),
        None => json!(request.target.strip_prefix("/p").unwrap()),
    }
}

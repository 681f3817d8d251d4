//! Conditions against one exchange: the table `tests/data/arazzo/conditions.yaml`.

use indexmap::IndexMap;
use serde_json::{Value, json};
use trueline_conformance::workflow::criterion::{Criterion, Kind, Test};
use trueline_conformance::workflow::expression::{Message, Scope, parse};
use trueline_spec::{At, DocumentId};

use super::arazzo;

#[test]
fn conditions_hold_as_the_table_says() {
    let text = std::fs::read_to_string(arazzo("conditions.yaml")).unwrap();
    let table: Value = serde_yaml::from_str(&text).unwrap();
    let scope = scope(&table["scope"]);
    let mut asked = 0;
    for (kind, name) in [
        (Kind::Simple, "simple"),
        (Kind::Regex, "regex"),
        (Kind::JsonPath, "jsonpath"),
    ] {
        for row in table[name].as_array().unwrap() {
            let mut cells = row.as_array().unwrap().iter();
            let context = (kind != Kind::Simple).then(|| {
                let context = cells.next().unwrap().as_str().unwrap();
                parse(context).unwrap()
            });
            let condition = cells.next().unwrap().as_str().unwrap();
            let expected = cells.next().unwrap();
            let said = match Test::compile(kind, context, condition) {
                Err(_) => json!("parse-error"),
                Ok(test) => {
                    let criterion = Criterion {
                        at: At::root(DocumentId(0)),
                        text: condition.to_owned(),
                        test,
                        says: None,
                        requirements: Vec::new(),
                    };
                    json!(criterion.judge(&scope).is_ok())
                }
            };
            assert_eq!(&said, expected, "{row}");
            asked += 1;
        }
    }
    assert!(asked > 50);
}

fn scope(table: &Value) -> Scope {
    let members = |value: &Value| -> IndexMap<String, Value> {
        let members = value.as_object().unwrap().clone();
        members.into_iter().collect()
    };
    let headers = members(&table["headers"])
        .into_iter()
        .map(|(name, value)| (name, value.as_str().unwrap().to_owned()))
        .collect();
    Scope {
        inputs: members(&table["inputs"]),
        message: Some(Message {
            url: "http://h/p".to_owned(),
            method: "GET".to_owned(),
            status: u16::try_from(table["status"].as_u64().unwrap()).unwrap(),
            path: [("id".to_owned(), json!("l"))].into(),
            query: [("limit".to_owned(), json!("3"))].into(),
            request_body: Some(json!({"sent": 1})),
            response_headers: headers,
            response_body: Some(table["body"].clone()),
            ..Message::default()
        }),
        ..Scope::default()
    }
}

//! Answers that are wrong in very many places, or very large: the run ends, and its report is no larger than it need be.

use std::fmt::Write as _;

use serde_json::{Value, json};
use trueline_conformance::report::{html, json as json_report, markdown};
use trueline_conformance::schema::Direction;

use crate::contract;

/// The violations of a value by the schema `#/components/schemas/…` of `many.yaml`: keyword, pointer, times.
fn violations(name: &str, value: &Value) -> Vec<(String, String, usize)> {
    let contract = contract("many");
    let operation = contract
        .api
        .operations
        .iter()
        .find(|it| it.id == name)
        .unwrap();
    let schema = operation.responses[0].content[0].schema.unwrap();
    let judged = contract.judge.violations(
        &contract.api.schemas,
        schema,
        Direction::Response,
        value.clone(),
    );
    judged
        .into_iter()
        .map(|it| (it.keyword, it.pointer, it.times))
        .collect()
}

#[test]
fn a_million_wrong_items_are_three_and_a_number() {
    let items: Vec<Value> = (0..1_000_000).map(Value::from).collect();
    let found = violations("list", &json!({"data": items, "more": false}));
    assert_eq!(found.len(), 3, "{found:?}");
    assert_eq!(found[0].1, "/data/0");
    let times: usize = found.iter().map(|it| it.2).sum();
    // Those of the first ten parts: what is behind them is not counted.
    assert_eq!(times, 5_000);
}

#[test]
fn one_wrong_item_among_many_is_named_by_its_own_number() {
    let mut items: Vec<Value> = (0..30_000)
        .map(|it| json!({"id": it.to_string()}))
        .collect();
    items[20_123] = json!({"id": 7});
    let found = violations("list", &json!({"data": items, "more": false}));
    assert_eq!(found, [("type".to_owned(), "/data/20123/id".to_owned(), 1)]);
}

#[test]
fn what_is_wrong_with_the_whole_is_said_of_the_whole() {
    let items: Vec<Value> = (0..30_000)
        .map(|it| json!({"id": it.to_string()}))
        .collect();
    let found = violations("list", &json!({"data": items}));
    assert_eq!(found, [("required".to_owned(), "/more".to_owned(), 1)]);
    let found = violations("short", &json!(vec![Value::from("a"); 30_000]));
    assert_eq!(found, [("maxItems".to_owned(), String::new(), 1)]);
    // Valid as a whole, and not when cut: nothing must be said.
    assert_eq!(
        violations("long", &json!(vec![Value::from("a"); 30_000])),
        []
    );
}

#[test]
fn a_map_of_wrong_members_is_a_hundred_and_a_number() {
    let members: serde_json::Map<String, Value> = (0..50_000)
        .map(|it| (format!("m{it}"), Value::from(it)))
        .collect();
    let found = violations("map", &Value::Object(members));
    assert_eq!(found.len(), 100);
    let times: usize = found.iter().map(|it| it.2).sum();
    assert_eq!(times, 5_000);
}

/// Reports do not grow with what a server sends.
#[tokio::test]
async fn reports_of_large_answers_are_small() {
    let mut report = crate::reports::steady("member-of-wrong-type").await;
    let mut body = "{\"created\":\"yesterday\",\"rest\":[0".to_owned();
    for number in 1..200_000 {
        let _ = write!(body, ",{number}");
    }
    body.push_str("]}");
    for case in &mut report.cases {
        for exchange in &mut case.exchanges {
            if let Some(response) = &mut exchange.response
                && let Some(kept) = &mut response.body
            {
                kept.text = Some(body.clone());
            }
        }
    }
    let size = html::render(&report).len();
    assert!(size < 100_000, "{size}");
    // More findings than anybody reads.
    let one = report.findings[0].clone();
    report.findings = (0..20_000)
        .map(|number| trueline_conformance::report::Finding {
            id: format!("schema-{number:010x}"),
            ..one.clone()
        })
        .collect();
    let (page, summary) = (html::render(&report).len(), markdown::render(&report).len());
    assert!(page < 4_000_000, "{page}");
    // The summary of a step is 1 MiB at most.
    assert!(summary < 1_000_000, "{summary}");
    assert!(json_report::parse(&json_report::render(&report)).is_ok());
}

//! Coverage: which questions a description gives rise to, and what is made of answers.

use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::{Value, json};
use trueline_conformance::{CaseContext, Session, Target, coverage};

use crate::scripted::{said, serve};
use crate::{contract, data};

/// `tests/data/coverage/NAME.yaml`, and beside each `NAME.cases` with its cases, one a line.
/// `BLESS=1` writes those files anew.
#[test]
fn each_description_gives_rise_to_its_cases() {
    for name in ["json", "form", "doors", "refusals"] {
        let name = format!("coverage/{name}");
        let listed: String = coverage::cases(&contract(&name))
            .iter()
            .map(|case| {
                let meta = case.meta();
                format!("{} {} | {}\n", meta.level, meta.id, meta.title)
            })
            .collect();
        let path = data(&format!("{name}.cases"));
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, &listed).unwrap();
        }
        assert_eq!(listed, std::fs::read_to_string(&path).unwrap(), "{name}");
    }
}

#[tokio::test]
async fn answers_are_judged_as_the_table_says() {
    let text = std::fs::read_to_string(data("coverage.verdicts.yaml")).unwrap();
    let table: Vec<Value> = serde_yaml::from_str(&text).unwrap();
    for row in table {
        let api = row["api"].as_str().unwrap();
        let contract = Arc::new(contract(&format!("coverage/{api}")));
        let cases = coverage::cases(&contract);
        let id = row["case"].as_str().unwrap();
        let case = cases.iter().find(|case| case.meta().id == id);
        let case = case.unwrap_or_else(|| panic!("there is no case {id}"));
        let (base, log) = serve(row["answers"].as_array().unwrap().clone()).await;
        let session = Arc::new(Session::open(Target::new(&base).unwrap()).unwrap());
        let cx = CaseContext::new(contract, session, Arc::new(IndexMap::new()), 1, id);
        let verdict = case.run(&cx).await;
        assert_eq!(said(&verdict), row["verdict"], "{id}");
        let sent = log.lock().unwrap().clone();
        assert_eq!(json!(sent), row["requests"], "{id}");
    }
}

#[tokio::test]
async fn a_key_in_the_headers_of_the_target_leaves_the_question_open() {
    let contract = Arc::new(contract("coverage/doors"));
    let cases = coverage::cases(&contract);
    let id = "coverage/readA/auth/absent";
    let case = cases.iter().find(|case| case.meta().id == id).unwrap();
    let (base, log) = serve(Vec::new()).await;
    let mut target = Target::new(&base).unwrap();
    target.headers.push(("x-key".to_owned(), "k".to_owned()));
    let session = Arc::new(Session::open(target).unwrap());
    let cx = CaseContext::new(contract, session, Arc::new(IndexMap::new()), 1, id);
    let verdict = said(&case.run(&cx).await);
    assert_eq!(
        verdict,
        json!({"untested": "`--header x-key` goes with every request and may let it in; give the \
                            key with `--auth`"})
    );
    assert!(log.lock().unwrap().is_empty());
}

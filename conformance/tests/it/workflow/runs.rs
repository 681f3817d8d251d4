//! Workflows against a server that answers from a script: `tests/data/arazzo/runs/NAME.yaml` holds the
//! workflows and, for each, the answers it gets, the requests it must have sent, and its verdict.

use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::{Value, json};
use trueline_conformance::{CaseContext, Contract, Credential, Session, Target, workflow};

use super::{arazzo, things};
use crate::scripted::{said, serve};

#[tokio::test]
async fn workflows_end_as_the_scripts_say() {
    let mut cases = 0;
    for entry in std::fs::read_dir(arazzo("runs")).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        cases += run(
            &path.display().to_string(),
            serde_yaml::from_str(&text).unwrap(),
        )
        .await;
    }
    assert!(cases > 20);
}

async fn run(name: &str, mut script: Value) -> usize {
    let (api, mut sources, requirements) = things();
    let document = json!({
        "arazzo": "1.0.1",
        "info": {"title": "t", "version": "1"},
        "sourceDescriptions": [{"name": "api", "url": "./api.yaml"}],
        "workflows": script["workflows"].take(),
        "components": script.get("components").cloned().unwrap_or(json!({})),
    });
    let bytes = serde_json::to_vec_pretty(&document).unwrap();
    let (document, diagnostics) = workflow::read(&mut sources, name, &bytes, &api, &requirements);
    let document = document.unwrap_or_else(|| panic!("{name}: {diagnostics:#?}"));
    let contract = Arc::new(Contract::new(api, sources, requirements));
    let fixtures = Arc::new(IndexMap::from([("owner".to_owned(), "ann".to_owned())]));
    let cases = workflow::cases(&Arc::new(document));
    for case in &cases {
        let id = case.meta().id.strip_prefix("workflows/").unwrap();
        let answers = script["answers"][id].as_array().cloned();
        let (base, log) = serve(answers.unwrap_or_default()).await;
        let mut target = Target::new(&base).unwrap();
        let key = script.get("key").and_then(Value::as_str);
        target.credential = key.map(|key| Credential::parse(key).unwrap());
        for (name, key) in script["further"].as_object().into_iter().flatten() {
            let key = Credential::parse(key.as_str().unwrap()).unwrap();
            target.further.insert(name.clone(), key);
        }
        let session = Arc::new(Session::open(target).unwrap());
        let cx = CaseContext::new(
            Arc::clone(&contract),
            session,
            Arc::clone(&fixtures),
            1,
            &case.meta().id,
        );
        let verdict = case.run(&cx).await;
        assert_eq!(
            said(&verdict),
            script["verdicts"][id],
            "{name}: {id}: {verdict:#?}"
        );
        let sent = log.lock().unwrap().clone();
        let expected = script["requests"].get(id).cloned().unwrap_or(json!([]));
        if sent.len() < 100 {
            assert_eq!(json!(sent), expected, "{name}: {id}");
        }
    }
    cases.len()
}

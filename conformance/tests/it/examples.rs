//! How examples are paired and prepared.

use trueline_conformance::verdict::Outcome;
use trueline_conformance::{Credential, RunOptions, Suite, Target, run};

use crate::{contract, notes_server};

#[test]
fn examples_of_one_name_are_one_case() {
    let suite = Suite::new(contract("notes"));
    let ids: Vec<_> = suite
        .cases()
        .iter()
        .map(|case| case.meta().id.as_str())
        .filter(|id| id.starts_with("examples/"))
        .collect();
    assert_eq!(
        ids,
        [
            "examples/createNote/create",
            "examples/listNotes/list",
            "examples/getNote/retrieve",
            "examples/getNote/missing",
            "examples/updateNote/update",
        ]
    );
}

#[tokio::test]
async fn each_case_makes_what_it_names() {
    let server = notes_server::start("").await;
    let mut target = Target::new(&server.base).unwrap();
    target.credential = Some(Credential::parse("bearer:secret-of-the-tests").unwrap());
    let mut suite = Suite::new(contract("notes"));
    suite.retain(|meta| meta.id == "examples/updateNote/update");
    let mut options = RunOptions::default();
    options
        .fixtures
        .insert("author".to_owned(), "user_bob_0002".to_owned());
    let report = run(&suite, target, &options, &mut []).await.unwrap();
    assert_eq!(report.cases[0].verdict, Outcome::Passed, "{report:#?}");
    let log = server.log.lock().unwrap().clone();
    assert_eq!(log, ["POST /notes", "PATCH /notes/note_90000001"]);
}

#[tokio::test]
async fn without_the_fixture_preparation_fails_and_is_no_failure() {
    let server = notes_server::start("").await;
    let mut target = Target::new(&server.base).unwrap();
    target.credential = Some(Credential::parse("bearer:secret-of-the-tests").unwrap());
    let mut suite = Suite::new(contract("notes"));
    suite.retain(|meta| meta.id == "examples/getNote/retrieve");
    let report = run(&suite, target, &RunOptions::default(), &mut [])
        .await
        .unwrap();
    assert_eq!(report.cases[0].verdict, Outcome::Error);
    assert_eq!(
        report.cases[0].reason.as_deref(),
        Some(
            "could not be prepared: the example `create` of createNote was answered with status 422"
        )
    );
    assert_eq!(report.exit_code(), 3);
}

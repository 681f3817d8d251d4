//! The server, in this process, held to its description: one test, and all findings in its text.

use trueline_conformance::{Conclusion, Conforms};

const DESCRIPTION: &str = "../bookmarks/openapi.yaml";

#[test]
fn conforms() {
    Conforms::to(DESCRIPTION)
        .served_by(|listener| async { axum::serve(listener, bookmarks::app()).await })
        .run()
        .expect("the suite runs")
        .assert_held();
}

/// And a test of the test: a server that answers nothing but 500 does not pass.
#[test]
fn another_server_does_not() {
    let broken = axum::Router::new().fallback(|| async { axum::http::StatusCode::INTERNAL_SERVER_ERROR });
    let report = Conforms::to(DESCRIPTION)
        .served_by(|listener| async { axum::serve(listener, broken).await })
        .random_cases(0)
        .run()
        .expect("the suite runs");
    assert_eq!(report.conclusion(), Conclusion::Broken);
    assert!(!report.findings.is_empty());
}

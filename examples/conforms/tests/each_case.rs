//! One test for each case, and one failure for each finding: `cargo test --test each_case -- coverage/`.
//!
//! `BOOKMARKS_URL` names a server elsewhere, such as one in another language.

use std::process::ExitCode;

use trueline_conformance::Conforms;

fn main() -> ExitCode {
    let suite = Conforms::to("../bookmarks/openapi.yaml");
    match std::env::var("BOOKMARKS_URL") {
        Ok(url) => suite.at(url).tests(),
        Err(_) => suite
            .served_by(|listener| async { axum::serve(listener, bookmarks::app()).await })
            .tests(),
    }
}

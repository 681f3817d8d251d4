//! The wire suite, held against generated code: each literal under `spec/wire` is read, refused and written by
//! the server and the client that are generated for `spec/wire/openapi.yaml`. The tester's own encoder and judge answer to the same
//! literals, in its own tests.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod agreement;
mod answer_headers;
mod answers;
mod client;
mod echo;
mod looped;
mod round_trip;
#[rustfmt::skip]
#[expect(unreachable_pub, reason = "a relay's function is public, where it has a crate of its own")]
mod relays;
mod server;
mod values;

#[path = "../../../spec/wire/literals.rs"]
#[expect(dead_code, reason = "each test that includes it uses its own part")]
mod literals;

/// What generated code knows as `crate::runtime`.
#[expect(unreachable_pub, reason = "the golden files see a crate's module here")]
mod runtime {
    pub use trueline_runtime::*;
}

#[expect(unused_imports, reason = "one list for all constructs")]
pub(crate) use trueline_runtime::{
    answers, calls, content, headers, headers_or_any, integers, newtype, object, one_of,
    operations, pages, plain_bridge, read_member, request, responses, serde_bridge,
    serve_operation, strings, tuple,
};

#[rustfmt::skip]
#[deny(warnings)]
#[allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    reason = "in a test binary nothing is public, so nothing counts as used"
)]
mod golden;

/// Fails with all disagreements at once, one a line, each behind the place of its literal.
fn conclude(checked: usize, least: usize, wrong: &[String]) {
    assert!(
        wrong.is_empty(),
        "{} of {checked} do not hold:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    // A suite that checks nothing holds always.
    assert!(checked >= least, "only {checked} were checked");
}

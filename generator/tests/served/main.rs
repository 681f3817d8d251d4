//! Generated servers: their golden files compile without a warning, and do what the descriptions say.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod bodies;
mod client;
mod directions;
mod line;
mod looped;
mod missing;
mod names;
mod pages;
mod parameters;
mod received;
#[rustfmt::skip]
#[expect(unreachable_pub, reason = "a relay's function is public, where it has a crate of its own")]
mod relays;
mod responses;
mod send;
mod tags;

/// What generated code knows as `crate::runtime`.
#[expect(unreachable_pub, reason = "the golden files see a crate's module here")]
mod runtime {
    pub use trueline_runtime::*;
}

#[expect(unused_imports, reason = "one list for all constructs")]
pub(crate) use trueline_runtime::{
    answers, calls, content, headers, headers_or_any, integers, needs, newtype, object, one_of,
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

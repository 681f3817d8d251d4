//! Tests of the generator: what it writes, that it compiles, and that it does what the schemas say.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod deterministic;
mod embedded;
mod meaning;
mod operations;
mod refused;
mod robust;
mod written;

#[path = "../constructs/load.rs"]
mod constructs;

/// What generated code knows as `crate::runtime`.
#[expect(unreachable_pub, reason = "the golden files see a crate's module here")]
mod runtime {
    pub use trueline_runtime::*;
}

#[expect(unused_imports, reason = "one list for all constructs")]
pub(crate) use trueline_runtime::{
    integers, newtype, object, one_of, plain_bridge, read_member, serde_bridge, strings, tuple,
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

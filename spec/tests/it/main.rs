//! Tests of the spec crate that need files.

mod agreement;

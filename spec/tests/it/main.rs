//! Integration tests of `trueline-spec`.

mod agreement;
mod lowering;

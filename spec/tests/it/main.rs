//! Integration tests of `trueline-spec`.

mod agreement;
mod documents;
mod lowering;
mod places;
mod robustness;

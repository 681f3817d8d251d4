//! The words in which generated types are written: one macro for each kind of type.
//!
//! A type's code is a table of its members, one line each, with its Rust name, its type and what it is
//! called on the wire. The macro makes the definition, both codecs and serde's traits of it, in the
//! form that is cheapest to check. Generated modules know this crate's root as `runtime`.

mod answers;
mod headers;
mod listed;
mod newtype;
mod object;
mod one_of;
mod pages;
mod request;
mod tuple;

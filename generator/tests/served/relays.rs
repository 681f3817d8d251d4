//! Relays, written by the test `the_relays_are_fresh`.

pub mod bodies;
pub mod directions;
pub mod names;
pub mod pages;
pub mod parameters;
pub mod responses;

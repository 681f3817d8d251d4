//! Relays of the closed loop; the test `golden` writes them.

pub mod bodies;
pub mod directions;
pub mod names;
pub mod pages;
pub mod parameters;
pub mod received;
pub mod responses;

//! Comparing schemas: pairs of them, each compared once in each position that it is met in.

mod facets;
mod flatten;
mod logic;
mod members;
mod pair;
mod rules;
mod shape;
mod site;
mod union;

pub(crate) use pair::{Pairs, Position};
pub(crate) use shape::{Shape, Shapes};

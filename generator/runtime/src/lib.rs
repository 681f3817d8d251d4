//! The hand-written part of every generated crate.
//!
//! It is tested here and its sources are copied into each generated crate as `runtime`, so modules name
//! each other by `super::`, never by `crate::`, and the dependencies are registry crates only.
//!
//! The idea: a type is decoded from a [`Node`] (JSON text or a bracketed form, parsed) and encoded to a
//! [`Sink`]. Neither side is generic over a format, so a generated type implements each trait once, in
//! a few lines that compile fast. A scalar knows its type, so form text is coerced where it is due and
//! JSON text is not; [`Members`] owns the path, so each [`Fault`] says where.

mod decode;
mod encode;
mod fault;
mod node;
mod rules;
mod scalar;
mod union;

pub use decode::{Decode, Decoder, Direction, Members, Unknown};
pub use encode::{Encode, JsonSink, Sink, member, nullable_member, optional_member};
pub use fault::{Fault, FaultKind, Path, Segment};
pub use node::Node;
pub use rules::Rules;
pub use scalar::{Map, Maybe, UnixTime};
pub use union::{Clearable, Expandable};

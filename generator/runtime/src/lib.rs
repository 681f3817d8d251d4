//! The hand-written part of every generated crate.
//!
//! It is tested here and its sources are copied into each generated crate as `runtime`, so modules name
//! each other by `super::`, never by `crate::`, and the dependencies are registry crates only.
//!
//! The idea: a type is decoded from a [`Node`] (JSON text or a bracketed form, parsed) and encoded to a
//! [`Sink`]. Neither side is generic over a format, so a generated type implements each trait once, in
//! a few lines that compile fast. A scalar knows its type, so form text is coerced where it is due and
//! JSON text is not; [`Members`] owns the path, so each [`Fault`] says where.

mod bridge;
#[cfg(feature = "client")]
pub mod client;
mod container;
mod decode;
mod describe;
mod encode;
mod fault;
mod foreign;
mod form;
mod given;
mod items;
mod json;
mod listed;
mod multipart;
mod node;
mod number;
mod operation;
mod pattern;
mod places;
mod rules;
mod scalar;
#[cfg(feature = "server")]
pub mod server;
mod style;
mod union;

pub use bridge::{debug, deserialize, same, serialize};
pub use container::{Map, Maybe};
pub use decode::{
    Decode, Decoder, Direction, Members, Own, Unknown, are_several, reads, refuse_several,
};
pub use encode::{
    Encode, FormSink, JsonSink, ListNames, Part, PartContent, Sink, TreeSink, WriteMembers,
    to_form, to_json, to_parts, to_value, write_cookie, write_header, write_object, write_path,
    write_query,
};
pub use fault::{Fault, FaultKind, Path, Segment};
pub use foreign::Foreign;
pub use form::{Entries, FormLimits, read_form};
pub use given::{Clear, Given, Take};
pub use json::read_json;
pub use listed::{Unlisted, find_listed, listed, listed_integer};
pub use multipart::{PartInfo, boundary_of, read_multipart, read_part_infos};
pub use node::{Kind, Node};
pub use operation::{
    BodyInfo, MediaInfo, MediaKind, Operation, OperationInfo, Scheme, SchemeKind, SchemeUse,
};
pub use pattern::is_pattern_checked;
pub use places::Places;
pub use rules::{Logic, Rules};
pub use scalar::{Base64, Bytes, Date, DateTime, Empty, Never, NotADate, UnixTime, Value};
pub use style::{ParameterInfo, Shape, Style, read_value};
pub use union::{Clearable, Expandable};

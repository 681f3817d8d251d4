//! Reads API descriptions (OpenAPI 3.0 and 3.1, YAML or JSON) into one plain-data IR.
//!
//! Invariants: this crate knows no Rust tokens, no HTTP, no async and no JSON Schema validator.
//! Loading never panics and never stops at the first fault: whatever bytes come in,
//! [`load`] gives the API as far as it could be read, and every diagnostic.

pub mod check;
pub mod diagnostic;
pub mod ir;
mod lint;
pub mod load;
pub mod lower;
pub mod overlay;
pub mod pointer;
mod reference;
mod shell;
pub mod source;
pub mod spelling;

pub use diagnostic::{Code, Diagnostic, Label, Severity};
pub use ir::Api;
pub use load::{LoadOptions, Loaded, load, load_beside, load_file, load_named};
pub use pointer::Pointer;
pub use source::{At, DocumentId, Sources, Span};

//! Names: from what a document says to what Rust can say.
//!
//! A word is cut into pieces that may stand in an identifier, put into the case of its place, kept
//! away from keywords and from the names that generated code itself uses, and then claimed in a
//! [`Scope`], where the first come keeps it and later ones get a number. The same document gives the
//! same names.

mod case;
mod reserved;
mod scope;

pub use case::{constant_case, field_case, module_case, type_case, variant_case};
pub use scope::Scope;

//! `$ref`: finding what a reference leads to, in this document or another.
//!
//! Documents are loaded before lowering starts, so that lowering can borrow them all; what could not
//! be loaded is reported where lowering needs it, not where it is merely written.

mod broken;
mod load;
mod registry;
mod suggest;
mod target;
mod text;
mod walk;

pub(crate) use load::load_referenced;
pub(crate) use registry::Registry;
pub(crate) use suggest::nearest;
pub(crate) use target::Kind;
pub(crate) use text::percent_decode;

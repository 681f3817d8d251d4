//! Files to start from: what can be read off a description alone, and what it leaves open as questions.
//!
//! Invariant: what is written is valid at once, and holds no server to anything that the description does
//! not promise.

mod requirements;
mod workflows;
mod write;

use crate::contract::Contract;

pub use requirements::requirements;
pub use workflows::workflows;

/// What the files are written from.
#[derive(Clone, Copy)]
pub struct Start<'a> {
    /// The description, with no requirements file.
    pub contract: &'a Contract,
    /// The ids of all cases that the description gives rise to.
    pub cases: &'a [String],
    /// The name of the description's file, as seen from the new files.
    pub document: &'a str,
}

//! Turns the IR of an API into Rust: models, server handlers, a client.
//!
//! The way: [`trueline_spec::Api`] → [`plan::Plan`] (pure data, every name given) → tokens
//! (`emit`, one function per construct) → files (path → text) → a directory, staged and swapped.

mod choices;
pub mod emit;
pub mod files;
pub mod generate;
pub mod names;
pub mod plan;
pub mod planning;
pub mod refusal;
mod write;

pub use choices::{ChoiceError, Choices};
pub use generate::{Bundled, GenerateError, Options, Output, Summary, bundle, generate};
pub use planning::Selection;
pub use write::{Change, ChangeKind, Freshness, WriteError, Written};

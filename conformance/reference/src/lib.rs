//! The reference server: the documented API, on the generated handlers.
//!
//! The domain ([`links`], [`list`], [`metadata`], [`expand`], [`idempotency`]) knows nothing of HTTP; it states
//! the rules. Requirement ids such as `META-02` name the rule that a piece of code answers.

pub mod clock;
pub mod expand;
pub mod fault;
pub mod files;
pub mod idempotency;
pub mod ids;
pub mod keys;
pub mod link;
pub mod links;
pub mod list;
pub mod metadata;
pub mod purposes;
pub mod refusal;
pub mod serve;
pub mod store;
mod stripe;
pub mod view;

/// The description that the server serves, by the name under which it is bundled.
pub const API: &str = "stripe/file_links";

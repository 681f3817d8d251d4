//! The reference server: the documented API, on the generated handlers.
//!
//! The domain ([`links`], [`list`], [`metadata`], [`expand`], [`idempotency`]) knows nothing of HTTP; it states
//! the rules. Requirement ids such as `META-02` name the rule that a piece of code answers.

pub mod api;
pub mod clock;
mod content;
mod digital_river;
pub mod expand;
pub mod fault;
pub mod files;
mod garden;
pub mod idempotency;
pub mod ids;
pub mod keys;
pub mod limits;
pub mod link;
pub mod links;
pub mod list;
pub mod metadata;
pub mod purposes;
pub mod refusal;
pub mod seed;
pub mod serve;
pub mod store;
mod stripe;
pub mod uploads;
pub mod view;

pub use api::Api;

/// The description that the server serves unless another is asked for.
pub const API: &str = "stripe/file_links";

/// [`Api::fixtures`] of [`API`].
pub const FIXTURES: [(&str, &str); 4] = [
    ("file", files::EXAMPLE_FILE),
    ("other_file", files::OTHER_FILE),
    ("unlinkable_file", files::UNLINKABLE_FILE),
    ("live_file", files::EXAMPLE_FILE),
];

//! Scalar types: how each is read from JSON and from text, and how it is written.

mod any;
mod base64;
mod date;
mod date_time;
mod number;
mod text;
mod unix_time;

pub use self::base64::Base64;
pub use any::{Empty, Never};
pub use date::{Date, NotADate};
pub use date_time::DateTime;
pub use unix_time::UnixTime;

/// Bytes as they are: a binary part or body.
pub type Bytes = bytes::Bytes;

/// Any JSON value.
pub type Value = serde_json::Value;

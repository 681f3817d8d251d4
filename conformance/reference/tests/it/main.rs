//! The rules of the API, each under the id of its requirement.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod client;
mod digital_river;
mod domain;
mod faults;
mod garden;
mod http;
mod site;
mod stores;

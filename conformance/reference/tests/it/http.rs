//! The API as a client sees it, over real connections.

mod authentication;
mod changes;
mod creation;
mod encoding;
mod errors;
mod expansion;
mod idempotency;
mod lists;
mod metadata;
mod objects;
mod persistence;
mod transport;
mod uploads;

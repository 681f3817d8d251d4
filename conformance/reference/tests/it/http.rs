//! The API as a client sees it, over real connections.

mod authentication;
mod changes;
mod creation;
mod encoding;
mod errors;
mod expansion;
mod idempotency;
mod limits;
mod lists;
mod metadata;
mod objects;
mod operation;
mod persistence;
mod transport;
mod uploads;

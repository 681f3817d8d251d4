//! What holds of an object beyond the kinds of its members.

pub(super) mod document;
pub(super) mod exclusive;
pub(super) mod media_type;
pub(super) mod operation;
pub(super) mod parameter;
pub(super) mod path;
pub(super) mod security;
pub(super) mod server;
pub(super) mod status;

//! Nothing here: the session is `tests/session.rs`.

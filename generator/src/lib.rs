//! Turns the IR of an API into Rust: models, server handlers, a client.

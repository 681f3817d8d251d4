//! The reference server: the documented API, on the generated handlers.

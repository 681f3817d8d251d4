//! How much the server takes, and how long it waits.

use std::time::Duration;

use trueline_generated::runtime::FormLimits;

/// Limits of a server. What goes beyond them is refused in the API's own error shape where HTTP leaves room for an
/// answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a body at most, 413 beyond (FORM-12).
    pub body: usize,
    /// Bytes of the body of an upload at most, 413 beyond.
    pub upload: usize,
    /// Parameters of a query or form at most, 400 beyond (FORM-12).
    pub parameters: usize,
    /// Levels of brackets in the name of a parameter at most, 400 beyond.
    pub depth: usize,
    /// Headers of a request at most, 431 beyond.
    pub headers: usize,
    /// Bytes of the request line and headers at most, 431 beyond; at least 8 KiB.
    pub head: usize,
    /// How long the request line and headers may take, 408 beyond.
    pub head_time: Duration,
    /// How long the body may take, 408 beyond.
    pub body_time: Duration,
    /// How long a connection may be idle before it is closed.
    pub idle_time: Duration,
    /// Connections at most; those beyond are answered with 503 and closed.
    pub connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 1 << 20,
            upload: 16 << 20,
            parameters: 1000,
            depth: 8,
            headers: 100,
            head: 64 << 10,
            head_time: Duration::from_secs(15),
            body_time: Duration::from_secs(60),
            idle_time: Duration::from_secs(75),
            connections: 1024,
        }
    }
}

impl Limits {
    /// The part that the generated code watches.
    pub(crate) fn form(&self) -> FormLimits {
        FormLimits {
            pairs: self.parameters,
            depth: self.depth,
        }
    }
}

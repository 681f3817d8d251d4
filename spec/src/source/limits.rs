//! How much a document may ask of the machine that reads it.

/// Caps that are checked before a document's value is built, so that a hostile or broken document
/// costs little.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Size of one document in bytes; 64 MiB by default, and never more than 4 GiB.
    pub bytes: usize,
    /// Nodes of one document after YAML aliases are expanded; 5 million by default.
    pub nodes: u64,
    /// Objects and lists inside one another; 256 by default. A YAML document may nest
    /// [`Limits::YAML_DEPTH`] deep at most, whatever is set here.
    pub depth: u32,
}

impl Limits {
    /// The nesting that the YAML reader can follow.
    pub const YAML_DEPTH: u32 = 127;
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 64 << 20,
            nodes: 5_000_000,
            depth: 256,
        }
    }
}

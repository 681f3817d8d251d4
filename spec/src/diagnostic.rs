//! What is said to the person who must mend a description.

use crate::source::Span;

/// How bad a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Something worth knowing; nothing is wrong.
    Note,
    /// Suspicious, but the document can be used as it stands.
    Warning,
    /// The document, or the part that the span names, cannot be used.
    Error,
}

/// A stable code such as `S0012`, with a page under `docs/diagnostics/`.
///
/// Codes are declared once, in [`crate::diagnostic`]; a test holds them to their pages and fixtures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code(pub &'static str);

/// A span and what is to be said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What; empty when the message says it all.
    pub text: String,
}

/// One fault, suspicion or note about a description.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable code.
    pub code: Code,
    /// How bad.
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Where; the first label is the primary one. Empty only for faults of a whole file.
    pub labels: Vec<Label>,
    /// Facts that help to understand it.
    pub notes: Vec<String>,
    /// What to do about it.
    pub help: Option<String>,
}

//! The structural check of a raw document: every fault of form, found in one run.

mod version;

use crate::Diagnostic;
use crate::ir::OpenApiVersion;
use crate::source::{DocumentId, Sources};

/// What the check found.
#[derive(Debug)]
pub struct Checked {
    /// The declared version, or `None` when this is no OpenAPI 3 description.
    pub version: Option<OpenApiVersion>,
    /// All faults, unsorted.
    pub diagnostics: Vec<Diagnostic>,
}

/// Checks a document that is the root of a description.
pub fn check(sources: &Sources, document: DocumentId) -> Checked {
    let mut diagnostics = Vec::new();
    let version = version::detect(sources, document, &mut diagnostics);
    Checked {
        version,
        diagnostics,
    }
}

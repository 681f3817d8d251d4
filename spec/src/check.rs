//! The structural check of a raw document: every fault of form, found in one run.
//!
//! Tables say which members each object has and of which kind (`table`), one walk holds a document
//! to them (`walk`), and rules say what a table cannot (`rules`, `schema`). Whether `$ref`s lead
//! anywhere is not looked at here: resolution says that.

mod rules;
mod schema;
mod table;
mod version;
mod walk;

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
    if let (Some(version), Some(root)) = (version, sources.document(document).value()) {
        let mut walk = walk::Walk::new(sources, document, root, version);
        walk.document();
        diagnostics.append(&mut walk.diagnostics);
    }
    Checked {
        version,
        diagnostics,
    }
}

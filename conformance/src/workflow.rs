//! Workflows: sequences of calls for rules that no schema can state, as Arazzo 1.0.1 documents.
//!
//! [`read`] turns a document into a [`Document`], with every fault at once; [`cases`] makes a case of
//! each workflow. `docs/guide/describe-your-api.md` explains the extensions (`x-requirement`,
//! `x-credentials`, `x-generate`, `x-alone`) and the points that Arazzo leaves open.

pub mod condition;
pub mod criterion;
pub mod document;
pub mod expression;
pub mod generate;
mod read;
mod run;

use std::sync::Arc;

pub use document::Document;
pub use read::read;

use crate::case::Case;

/// One case `workflows/<workflowId>` for each workflow of the document, in its order.
pub fn cases(document: &Arc<Document>) -> Vec<Arc<dyn Case>> {
    (0..document.workflows.len())
        .map(|index| -> Arc<dyn Case> {
            Arc::new(run::WorkflowCase::new(Arc::clone(document), index))
        })
        .collect()
}

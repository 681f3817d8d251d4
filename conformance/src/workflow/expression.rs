//! Runtime expressions (Arazzo 1.0.1 §4.7): values that are known only while a workflow runs.

mod evaluate;
mod parse;
mod template;

pub use evaluate::{Found, Left, Message, Scope};
pub use parse::{ExpressionFault, parse};
pub(in crate::workflow) use template::as_text;
pub use template::{Piece, Template};

/// A parsed runtime expression, such as `$response.body#/data/0/id`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression {
    /// As written.
    pub text: String,
    /// What it reads.
    pub root: Root,
    /// A JSON pointer (RFC 6901) into that; empty for all of it.
    pub pointer: String,
    /// What is added to the number that is found there (`x-later`); 0 where an expression stands by itself.
    pub plus: i64,
}

/// What a runtime expression reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Root {
    /// `$url`: the whole address of the request.
    Url,
    /// `$method`: the request's method.
    Method,
    /// `$statusCode`: the answer's status.
    StatusCode,
    /// `$request.…`: a part of the request.
    Request(Part),
    /// `$response.…`: a part of the answer.
    Response(Part),
    /// `$inputs.name`.
    Input(String),
    /// `$outputs.name`: an output of the running workflow.
    Output(String),
    /// `$steps.step.outputs.name`.
    StepOutput {
        /// The step.
        step: String,
        /// The output's name.
        name: String,
    },
    /// `$workflows.workflow.inputs.name`.
    WorkflowInput {
        /// The workflow.
        workflow: String,
        /// The input's name.
        name: String,
    },
    /// `$workflows.workflow.outputs.name`.
    WorkflowOutput {
        /// The workflow.
        workflow: String,
        /// The output's name.
        name: String,
    },
    /// `$sourceDescriptions.source.member`: `url`, or the id of an operation or workflow.
    Source {
        /// The source description.
        source: String,
        /// What of it.
        member: String,
    },
    /// `$components.kind.name`.
    Component {
        /// `parameters`, `successActions`, `failureActions` or `inputs`.
        kind: String,
        /// The component's name.
        name: String,
    },
}

/// A part of a request or an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A header field, by its name in any case.
    Header(String),
    /// A query parameter; of requests only.
    Query(String),
    /// A path parameter; of requests only.
    Path(String),
    /// The content.
    Body,
}

impl Expression {
    /// The step whose output it reads, if it reads one.
    pub fn step(&self) -> Option<&str> {
        match &self.root {
            Root::StepOutput { step, .. } => Some(step),
            _ => None,
        }
    }
}

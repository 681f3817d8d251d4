//! An Arazzo document as plain data, references resolved: what [`super::read`] makes and
//! [`super::run`] executes.

use std::time::Duration;

use indexmap::IndexMap;
use serde_json::Value;
use trueline_spec::At;

use super::criterion::Criterion;
use super::expression::{Expression, Template};
use super::generate::Generator;

/// An Arazzo document (Arazzo 1.0.1 §4.6.1).
#[derive(Debug, Clone)]
pub struct Document {
    /// `info.title`.
    pub title: String,
    /// `info.version`: the version of this document.
    pub version: String,
    /// The descriptions that it speaks of: name → address as written.
    pub sources: IndexMap<String, String>,
    /// Its workflows, in document order.
    pub workflows: Vec<Workflow>,
}

impl Document {
    /// The workflow with this id.
    pub fn workflow(&self, id: &str) -> Option<&Workflow> {
        self.workflows.iter().find(|workflow| workflow.id == id)
    }
}

/// A workflow (Arazzo 1.0.1 §4.6.4).
#[derive(Debug, Clone)]
pub struct Workflow {
    /// Where it stands.
    pub at: At,
    /// `workflowId`.
    pub id: String,
    /// One line for a person.
    pub summary: Option<String>,
    /// Declared inputs, by name.
    pub inputs: IndexMap<String, Input>,
    /// Workflows that must run before it.
    pub depends_on: Vec<String>,
    /// Its steps, in order; at least one.
    pub steps: Vec<Step>,
    /// Outputs: name → expression.
    pub outputs: IndexMap<String, Expression>,
    /// `x-requirement`: requirements that every step judges that names none of its own.
    pub requirements: Vec<String>,
    /// `x-alone`: no other case may run beside it.
    pub alone: bool,
}

impl Workflow {
    /// The place of the step with this id.
    pub fn step(&self, id: &str) -> Option<usize> {
        self.steps.iter().position(|step| step.id == id)
    }
}

/// A declared input of a workflow.
#[derive(Debug, Clone)]
pub struct Input {
    /// Where it stands.
    pub at: At,
    /// `default` of its schema.
    pub default: Option<Value>,
    /// `x-generate`: how the runner makes the value up.
    pub generator: Option<Generator>,
    /// Whether its schema asks for a number or a boolean, so that a fixture's text is read as one.
    pub is_text: bool,
}

/// A step (Arazzo 1.0.1 §4.6.5), the parameters and actions of its workflow merged in.
#[derive(Debug, Clone)]
pub struct Step {
    /// Where it stands.
    pub at: At,
    /// `stepId`.
    pub id: String,
    /// For a person.
    pub description: Option<String>,
    /// What it calls.
    pub call: Call,
    /// What it passes.
    pub parameters: Vec<Argument>,
    /// The request's content.
    pub body: Option<Payload>,
    /// What must hold; without any, a call is expected to answer 2xx.
    pub success: Vec<Criterion>,
    /// `x-untested-if`: answers that leave the workflow's question open.
    pub untested_if: Vec<Criterion>,
    /// What to do when it succeeded; the first whose criteria hold.
    pub on_success: Vec<Action>,
    /// What to do when it failed; the first whose criteria hold.
    pub on_failure: Vec<Action>,
    /// Outputs: name → expression.
    pub outputs: IndexMap<String, Expression>,
    /// `x-requirement`: what it judges. Without any it prepares, and its failure is an error.
    pub requirements: Vec<String>,
    /// `x-credentials`: with which key it goes out, where not with the run's own.
    pub credentials: Option<Credentials>,
}

/// What a step calls.
#[derive(Debug, Clone, PartialEq)]
pub enum Call {
    /// An operation of the API, by its id in the IR.
    Operation(String),
    /// Another workflow of the document.
    Workflow(String),
    /// `x-fetch`: GET of an address that an answer gave, without credentials.
    Address(Template),
}

/// A parameter of a step (Arazzo 1.0.1 §4.6.6).
#[derive(Debug, Clone)]
pub struct Argument {
    /// Where it stands.
    pub at: At,
    /// Its name.
    pub name: String,
    /// Where it goes; `None` for an input of a called workflow.
    pub place: Option<Place>,
    /// Its value.
    pub value: Template,
}

/// Where a parameter goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants are the values of `in`")]
pub enum Place {
    Path,
    Query,
    Header,
    Cookie,
}

impl Place {
    /// The word in a document.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// A request body (Arazzo 1.0.1 §4.6.13).
#[derive(Debug, Clone)]
pub struct Payload {
    /// Where it stands.
    pub at: At,
    /// `contentType`; without one, that of the operation.
    pub content_type: Option<String>,
    /// The content.
    pub value: Template,
    /// Values put into it afterwards: JSON pointer → value.
    pub replacements: Vec<(String, Template)>,
}

/// A success or failure action (Arazzo 1.0.1 §4.6.7, §4.6.8).
#[derive(Debug, Clone)]
pub struct Action {
    /// Where it stands.
    pub at: At,
    /// Its name.
    pub name: String,
    /// What to do.
    pub kind: ActionKind,
    /// When to do it: all must hold.
    pub criteria: Vec<Criterion>,
}

/// What an action does.
#[derive(Debug, Clone, PartialEq)]
pub enum ActionKind {
    /// The workflow ends here.
    End,
    /// The workflow goes on elsewhere and does not come back.
    Goto(Destination),
    /// The step is tried again.
    Retry {
        /// How long to wait before that.
        after: Duration,
        /// How many further attempts there may be.
        limit: u32,
        /// What to run before each further attempt.
        first: Option<Destination>,
    },
}

/// Where an action leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// A step of the same workflow.
    Step(String),
    /// Another workflow of the document.
    Workflow(String),
}

/// `x-credentials`: with which key a step goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credentials {
    /// None at all.
    None,
    /// The run's own key, as the user name of Basic (RFC 7617).
    OwnAsBasic,
    /// The run's own key, as a bearer token (RFC 6750).
    OwnAsBearer,
    /// The run's own key, altered so that it is nearly right.
    OwnAltered(crate::target::Alteration),
    /// This credential.
    Other(crate::Credential),
    /// The run's further credential of this name.
    Named(String),
}

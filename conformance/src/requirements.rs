//! The side file of an API: fixtures, credentials, members that vary, and the requirements that its
//! cases answer.

use indexmap::IndexMap;
use serde_json::Value;

use crate::case::Level;

/// A requirements file (`<document>.requirements.yaml`), read.
#[derive(Debug, Clone, Default)]
pub struct Requirements {
    /// Things that a target must already have, by name.
    pub fixtures: IndexMap<String, Fixture>,
    /// What the embedded reference server accepts: `basic:KEY`, `bearer:KEY` or `header:NAME=VALUE`.
    pub example_credentials: Option<String>,
    /// Members that differ from server to server; compared by schema only.
    pub varying: Vec<Varying>,
    /// Names of schema extensions that leave an `enum` open: further values may come unannounced.
    pub open_enums: Vec<String>,
    /// The requirements, in file order.
    pub requirements: Vec<Requirement>,
}

/// Something that a target must already have.
#[derive(Debug, Clone, PartialEq)]
pub struct Fixture {
    /// What it is, for the person who must provide it.
    pub description: String,
    /// The literal in the documented examples that stands for it.
    pub example: Option<Value>,
}

/// Members that differ from server to server.
#[derive(Debug, Clone, PartialEq)]
pub struct Varying {
    /// Of what.
    pub of: VaryingScope,
    /// Their names.
    pub members: Vec<String>,
}

/// Where varying members stand.
#[derive(Debug, Clone, PartialEq)]
pub enum VaryingScope {
    /// In every object that is an instance of this component schema.
    Schema(String),
    /// At the top of the responses of this operation.
    Operation(String),
}

/// One requirement of the API.
#[derive(Debug, Clone, PartialEq)]
pub struct Requirement {
    /// Its stable id.
    pub id: String,
    /// How binding it is.
    pub level: Level,
    /// What must hold, for a person.
    pub text: String,
    /// Where it is stated.
    pub source: Option<String>,
    /// What answers it.
    pub answer: RequirementAnswer,
}

/// What answers a requirement.
#[derive(Debug, Clone, PartialEq)]
pub enum RequirementAnswer {
    /// Cases whose ids match one of these globs; a `#check` at the end of a glob narrows it to one
    /// check of the case.
    Cases(Vec<String>),
    /// Nothing does, for this reason.
    Untested(String),
}

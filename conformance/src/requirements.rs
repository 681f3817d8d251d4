//! The side file of an API: fixtures, credentials, members that vary, and the requirements that its
//! cases answer.

mod fault;
mod glob;
mod laws;
mod members;
mod read;

use indexmap::IndexMap;
use serde_json::Value;

use crate::case::Level;
use crate::place::Place;
use crate::standing::EveryAnswer;

pub use fault::{RequirementsError, RequirementsFault};
pub use glob::CaseGlob;
pub use laws::{JobSettings, LawSettings, ListSettings, Order, SoftDeleteSettings, State};
pub use members::{MemberKind, MemberRule};
pub use read::read;

/// A requirements file (`<document>.requirements.yaml`), read. An API without one has the default:
/// nothing is required beyond what its description says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Requirements {
    /// Whether nobody has gone over the file yet (`draft: true`, as `trueline init` writes it).
    pub is_draft: bool,
    /// Things that a target must already have, by name.
    pub fixtures: IndexMap<String, Fixture>,
    /// What the embedded reference server accepts: `basic:KEY`, `bearer:KEY` or `header:NAME=VALUE`.
    pub example_credentials: Option<String>,
    /// Further credentials that some cases need: name → what it is, for the person who must provide it.
    pub further_credentials: IndexMap<String, String>,
    /// Members that differ from server to server; compared by schema only.
    pub varying: Vec<Varying>,
    /// Names of schema extensions that leave an `enum` open: further values may come unannounced.
    pub open_enums: Vec<String>,
    /// Schemas under `components` whose optional members may be null where they could be absent.
    pub null_as_absent: Vec<String>,
    /// What every answer must have.
    pub every_answer: Vec<EveryAnswer>,
    /// What no description can say of a resource and the laws must know, by resource.
    pub laws: IndexMap<String, LawSettings>,
    /// The requirements, in file order.
    pub requirements: Vec<Requirement>,
}

impl Requirements {
    /// Whether it is known which members of an example vary and what the target must have: there is a file,
    /// and somebody has gone over it. Otherwise examples are judged by their schema alone, and what the
    /// target may lack is left untested.
    pub fn is_settled(&self) -> bool {
        !self.is_draft && *self != Self::default()
    }

    /// The requirement with this id.
    pub fn requirement(&self, id: &str) -> Option<&Requirement> {
        self.requirements
            .iter()
            .find(|requirement| requirement.id == id)
    }

    /// The ids of the requirements that some check of this case answers, in file order.
    pub fn answered_by(&self, case: &str) -> Vec<String> {
        self.matching(|glob| glob.matches_case(case))
    }

    /// The ids of the requirements to which a failure of `check` in `case` is laid, in file order.
    /// `pointer` is its place in the answer.
    pub fn broken_by(&self, case: &str, check: &str, pointer: Option<&str>) -> Vec<String> {
        self.matching(|glob| glob.matches(case, check, pointer))
    }

    /// As [`Requirements::broken_by`], but only by globs that name the check.
    pub fn broken_in_check(&self, case: &str, check: &str, pointer: Option<&str>) -> Vec<String> {
        self.matching(|glob| glob.check().is_some() && glob.matches(case, check, pointer))
    }

    fn matching(&self, matches: impl Fn(&CaseGlob) -> bool) -> Vec<String> {
        self.requirements
            .iter()
            .filter(|requirement| match &requirement.answer {
                RequirementAnswer::Cases(globs) => globs.iter().any(&matches),
                RequirementAnswer::Untested(_) => false,
            })
            .map(|requirement| requirement.id.clone())
            .collect()
    }
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
    /// They vary only where the run's own key matches this.
    pub with_key: Option<Pattern>,
}

/// A regular expression. Two are equal when they are written alike.
#[derive(Debug, Clone)]
pub struct Pattern(pub regex::Regex);

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_str() == other.0.as_str()
    }
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
    /// Where it stands in its file.
    pub place: Option<Place>,
    /// What answers it.
    pub answer: RequirementAnswer,
}

/// What answers a requirement.
#[derive(Debug, Clone, PartialEq)]
pub enum RequirementAnswer {
    /// Cases whose ids match one of these globs.
    Cases(Vec<CaseGlob>),
    /// Nothing does, for this reason.
    Untested(String),
}

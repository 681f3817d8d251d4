//! The inputs of a workflow: given, made up, fixtures or defaults.

use indexmap::IndexMap;
use serde_json::Value;

use super::Stop;
use crate::case::CaseContext;
use crate::workflow::document::{Call, Credentials, Input, Workflow};
use crate::workflow::expression::{Expression, Root};
use crate::workflow::generate::Source;

/// The inputs that the workflow's expressions mention, each with a value.
///
/// # Errors
///
/// [`Stop::Untested`] when one of them has none, or when a credential that a step needs was not given.
pub(super) fn gather(
    cx: &CaseContext,
    workflow: &Workflow,
    given: IndexMap<String, Value>,
    source: &Source,
) -> Result<IndexMap<String, Value>, Stop> {
    if let Some(name) = workflow.misses(cx) {
        let known = &cx.contract().requirements.further_credentials;
        let what = known.get(name).map_or("", String::as_str);
        return Err(Stop::Untested(format!(
            "it needs the credential `{name}` ({}); give it with `--credential {name}=KIND:KEY`",
            what.trim_end_matches('.')
        )));
    }
    let mut inputs = given;
    for (name, input) in &workflow.inputs {
        if inputs.contains_key(name) || !workflow.mentions(name) {
            continue;
        }
        let value = match &input.generator {
            Some(generator) => Some(generator.make(name, source)),
            None => cx
                .fixture(name)
                .map(|text| typed(text, input))
                .or_else(|| input.default.clone()),
        };
        let Some(value) = value else {
            return Err(Stop::Untested(format!(
                "it needs the fixture `{name}`; give it with `--fixture {name}=…`"
            )));
        };
        inputs.insert(name.clone(), value);
    }
    Ok(inputs)
}

/// A fixture arrives as text; where the input is a number or a boolean it is read as one.
fn typed(text: &str, input: &Input) -> Value {
    match serde_json::from_str::<Value>(text) {
        Ok(value @ (Value::Number(_) | Value::Bool(_))) if !input.is_text => value,
        _ => Value::from(text),
    }
}

impl Workflow {
    /// Whether one of its expressions reads this input.
    fn mentions(&self, input: &str) -> bool {
        let reads = |expression: &Expression| match &expression.root {
            Root::Input(name) => name
                .strip_prefix(input)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.')),
            _ => false,
        };
        self.steps.iter().any(|step| {
            let body = step.body.iter().flat_map(|body| {
                let replaced = body
                    .replacements
                    .iter()
                    .flat_map(|(_, it)| it.expressions());
                body.value.expressions().into_iter().chain(replaced)
            });
            let parameters = step.parameters.iter().flat_map(|it| it.value.expressions());
            let actions = step.on_success.iter().chain(&step.on_failure);
            let criteria = step
                .success
                .iter()
                .chain(&step.untested_if)
                .chain(actions.flat_map(|action| &action.criteria));
            let address = match &step.call {
                Call::Address(address) => address.expressions(),
                Call::Operation(_) | Call::Workflow(_) => Vec::new(),
            };
            parameters.chain(body).chain(address).any(reads)
                || criteria.flat_map(|it| it.expressions()).any(reads)
                || step.outputs.values().any(reads)
        }) || self.outputs.values().any(reads)
    }

    /// The first of the run's further credentials that a step needs and that was not given.
    pub(super) fn misses(&self, cx: &CaseContext) -> Option<&str> {
        self.steps.iter().find_map(|step| match &step.credentials {
            Some(Credentials::Named(name)) if !cx.target().further.contains_key(name) => {
                Some(name.as_str())
            }
            _ => None,
        })
    }

    /// Whether a step names any requirement. Where none does, as in a document that was written for
    /// other tools, every step judges; else those without one prepare.
    pub(super) fn names_requirements(&self) -> bool {
        !self.judged().is_empty()
    }

    /// The workflows that its steps call.
    pub fn calls(&self) -> impl Iterator<Item = &str> {
        self.steps.iter().filter_map(|step| match &step.call {
            Call::Workflow(id) => Some(id.as_str()),
            Call::Operation(_) | Call::Address(_) => None,
        })
    }
}

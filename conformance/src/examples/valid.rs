//! Valid requests for other phases to start from.

use indexmap::IndexMap;
use trueline_spec::ir::{Method, Operation, ParameterForm, ParameterLocation};

use super::case::Replay;
use super::pair::{ExampleRequest, Pair};
use super::plan::{Plan, is_success};
use crate::case::CaseContext;
use crate::contract::Contract;
use crate::resource::specimen;
use crate::schema::Direction;
use crate::verdict::Verdict;

/// A valid request of each operation, as the documented examples show it.
pub(crate) struct ValidRequests {
    plan: Plan,
    /// Requests made of lone examples and schemas, by operation.
    made: IndexMap<usize, ExampleRequest>,
}

/// Where a valid request of an operation comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ValidRequest {
    /// From the example with this index.
    Example(usize),
    /// The operation requires nothing: a request without arguments is valid.
    Bare,
    /// Made of what the description says of the arguments of the operation with this index. Nobody says that
    /// the target has what it names.
    Made(usize),
}

impl ValidRequests {
    pub(crate) fn new(contract: &Contract) -> Self {
        let mut made = IndexMap::new();
        // Where somebody has gone over the requirements, what is not documented is left alone.
        if !contract.requirements.is_settled() {
            for (index, operation) in contract.api.operations.iter().enumerate() {
                made.extend(make(contract, operation).map(|request| (index, request)));
            }
        }
        Self {
            plan: Plan::new(contract),
            made,
        }
    }

    /// A valid request of the operation with this index: the first example that is answered by a
    /// success, else nothing at all where nothing is required.
    pub(crate) fn of(&self, contract: &Contract, operation: usize) -> Option<ValidRequest> {
        let subject = contract.api.operations.get(operation)?;
        let succeeds = |pair: &Pair| match &pair.answer {
            Some(answer) => subject
                .responses
                .get(answer.response)
                .is_some_and(|response| is_success(response.status)),
            None => true,
        };
        let example =
            self.plan.pairs.iter().position(|pair| {
                pair.operation == operation && pair.request.is_ok() && succeeds(pair)
            });
        let requires = subject.parameters.iter().any(|it| it.required)
            || subject.body.as_ref().is_some_and(|it| it.required);
        match example {
            Some(index) => Some(ValidRequest::Example(index)),
            None if !requires => Some(ValidRequest::Bare),
            None => self
                .made
                .contains_key(&operation)
                .then_some(ValidRequest::Made(operation)),
        }
    }

    /// The arguments as the document shows them, before anything is made.
    pub(crate) fn documented(&self, request: ValidRequest) -> ExampleRequest {
        let request = match request {
            ValidRequest::Example(index) => {
                let pair = self.plan.pairs.get(index);
                pair.and_then(|pair| pair.request.clone().ok())
            }
            ValidRequest::Made(operation) => self.made.get(&operation).cloned(),
            ValidRequest::Bare => None,
        };
        request.unwrap_or_default()
    }

    /// The arguments of a valid request, with fresh things made where it names some.
    ///
    /// # Errors
    ///
    /// The verdict of the case, when they could not be made.
    pub(crate) async fn prepare(
        &self,
        cx: &CaseContext,
        request: ValidRequest,
    ) -> Result<ExampleRequest, Verdict> {
        let replay = Replay {
            plan: &self.plan,
            cx,
        };
        let mut bindings = replay.fixtures();
        let ValidRequest::Example(index) = request else {
            return Ok(self.documented(request).with(&bindings));
        };
        replay.prepare(index, &mut bindings, &mut Vec::new()).await
    }
}

/// A request with all that the operation requires: the lone example of each argument, else what its schema
/// gives. `None` where that gives nothing valid, and where an id out of nowhere could change or remove what
/// is not the run's own.
fn make(contract: &Contract, operation: &Operation) -> Option<ExampleRequest> {
    let schemas = &contract.api.schemas;
    let is_safe = matches!(operation.method, Method::Get | Method::Head);
    let valid = |schema, value: &serde_json::Value| {
        let direction = Direction::Request;
        contract.judge.is_valid(schemas, schema, direction, value)
    };
    let mut parameters = Vec::new();
    for (index, parameter) in operation.parameters.iter().enumerate() {
        if !parameter.required {
            continue;
        }
        let ParameterForm::Style { schema, .. } = parameter.form else {
            return None;
        };
        let shown = parameter.examples.iter().find_map(|it| it.value.clone());
        let value = match shown {
            Some(value) => value,
            None if parameter.location == ParameterLocation::Path && !is_safe => return None,
            None => specimen(&contract.api, schema)?,
        };
        if !valid(schema, &value) {
            return None;
        }
        parameters.push((index, value));
    }
    let body = match &operation.body {
        Some(body) if body.required => {
            let media = body.content.first()?;
            let shown = media.examples.iter().find_map(|it| it.value.clone());
            let value = match shown {
                Some(value) => value,
                None => specimen(&contract.api, media.schema?)?,
            };
            if !media.schema.is_none_or(|schema| valid(schema, &value)) {
                return None;
            }
            Some((0, value))
        }
        _ => None,
    };
    Some(ExampleRequest { parameters, body })
}

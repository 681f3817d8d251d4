//! Valid requests for other phases to start from.

use super::case::Replay;
use super::pair::{ExampleRequest, Pair};
use super::plan::{Plan, is_success};
use crate::case::CaseContext;
use crate::contract::Contract;
use crate::verdict::Verdict;

/// A valid request of each operation, as the documented examples show it.
pub(crate) struct ValidRequests {
    plan: Plan,
}

/// Where a valid request of an operation comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ValidRequest {
    /// From the example with this index.
    Example(usize),
    /// The operation requires nothing: a request without arguments is valid.
    Bare,
}

impl ValidRequests {
    pub(crate) fn new(contract: &Contract) -> Self {
        Self {
            plan: Plan::new(contract),
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
            None => (!requires).then_some(ValidRequest::Bare),
        }
    }

    /// The arguments as the document shows them, before anything is made.
    pub(crate) fn documented(&self, request: ValidRequest) -> ExampleRequest {
        let ValidRequest::Example(index) = request else {
            return ExampleRequest::default();
        };
        let pair = self.plan.pairs.get(index);
        let request = pair.and_then(|pair| pair.request.clone().ok());
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
        let ValidRequest::Example(index) = request else {
            return Ok(ExampleRequest::default());
        };
        let replay = Replay {
            plan: &self.plan,
            cx,
        };
        let mut bindings = replay.fixtures();
        replay.prepare(index, &mut bindings, &mut Vec::new()).await
    }
}

//! One step: its request, its criteria, and what is laid to whom.

use std::time::Duration;

use indexmap::IndexMap;

use super::actions::Mended;
use super::blame::judged_by;
use super::request::{Unmade, answered, build};
use super::{Next, Run, Stop};
use crate::check;
use crate::exchange::{Exchange, Request};
use crate::judge;
use crate::target::Credential;
use crate::verdict::Failure;
use crate::workflow::document::{Call, Credentials, Step, Workflow};
use crate::workflow::expression::Scope;

/// How a step went.
pub(super) enum Went {
    /// It succeeded.
    Well,
    /// It failed; the failures are not recorded yet, for an action may mend it.
    Badly {
        /// What it broke.
        failures: Vec<Failure>,
        /// What the server asked to wait (`Retry-After`, in seconds).
        retry_after: Option<Duration>,
    },
}

impl Run<'_> {
    /// Runs a step until it succeeded or no action is left, and says what follows.
    pub(super) async fn step(
        &mut self,
        workflow: &Workflow,
        index: usize,
        scope: &mut Scope,
    ) -> Result<Next, Stop> {
        let step = &workflow.steps[index];
        let mut retries = IndexMap::new();
        loop {
            match self.attempt(workflow, step, scope).await? {
                Went::Well => {
                    self.keep_outputs(step, scope);
                    return Ok(self.after_success(workflow, index, scope));
                }
                Went::Badly {
                    failures,
                    retry_after,
                } => {
                    let next = self
                        .after_failure(workflow, index, scope, &mut retries, retry_after)
                        .await?;
                    match next {
                        Mended::Again => {}
                        Mended::Elsewhere(next) => return Ok(next),
                        // A SHOULD that is broken is worth a warning, but what comes after it can
                        // still be asked.
                        Mended::No
                            if failures.iter().all(|it| self.only_should(&it.requirements)) =>
                        {
                            self.failures.extend(failures);
                            self.keep_outputs(step, scope);
                            return Ok(self.after_success(workflow, index, scope));
                        }
                        Mended::No => {
                            return Err(self.lay(workflow, step, failures));
                        }
                    }
                }
            }
        }
    }

    /// Sends the request of a step once, or runs the workflow that it calls, and judges what came.
    pub(super) async fn attempt(
        &mut self,
        workflow: &Workflow,
        step: &Step,
        scope: &mut Scope,
    ) -> Result<Went, Stop> {
        self.spend(&step.id)?;
        match &step.call {
            Call::Workflow(id) => self.call_workflow(workflow, step, id, scope).await,
            Call::Operation(id) => self.call_operation(workflow, step, id, scope).await,
            Call::Address(address) => self.fetch(workflow, step, address, scope).await,
        }
    }

    async fn call_workflow(
        &mut self,
        workflow: &Workflow,
        step: &Step,
        id: &str,
        scope: &mut Scope,
    ) -> Result<Went, Stop> {
        let mut given = IndexMap::new();
        for argument in &step.parameters {
            let value = argument
                .value
                .fill(scope)
                .map_err(|nothing| self.nothing(workflow, step, nothing, scope))?;
            given.insert(argument.name.clone(), value);
        }
        let Some(called) = self.document.workflow(id) else {
            return Err(Stop::Error(format!("there is no workflow `{id}`")));
        };
        let left = self.workflow(called, given).await?;
        scope.message = None;
        scope.outputs.clone_from(&left.1);
        scope.workflows.insert(id.to_owned(), left);
        let failures = self.unmet(workflow, step, scope, None);
        Ok(went(failures, None))
    }

    async fn call_operation(
        &mut self,
        workflow: &Workflow,
        step: &Step,
        id: &str,
        scope: &mut Scope,
    ) -> Result<Went, Stop> {
        let contract = self.cx.contract();
        let Some(operation) = contract.api.operation(id) else {
            return Err(Stop::Error(format!("there is no operation `{id}`")));
        };
        let (request, mut message) = match build(operation, step, scope) {
            Ok(built) => built,
            Err(Unmade::Nothing(expression)) => {
                return Err(self.nothing(workflow, step, expression, scope));
            }
            Err(Unmade::Encode(error)) => {
                return Err(Stop::Error(format!("the step `{}`: {error}", step.id)));
            }
            Err(Unmade::Pathless(name)) => {
                return Err(Stop::Error(format!(
                    "the step `{}`: the path parameter `{name}` is empty, and the path without it is another one",
                    step.id
                )));
            }
            Err(Unmade::Replacement(target)) => {
                return Err(Stop::Error(format!(
                    "the step `{}`: the payload has no place `{target}`",
                    step.id
                )));
            }
        };
        // The answer before this one may be large, and many cases may be waiting for theirs.
        scope.message = None;
        let exchange = self.send(step, request).await?;
        let place = (workflow.id.clone(), step.id.clone());
        self.exchanges.insert(place, exchange.index);
        message
            .request_headers
            .clone_from(&exchange.request.headers);
        message.url = format!("{}{}", self.cx.target().base, exchange.request.target);
        let answer = match &exchange.outcome {
            Ok(answer) => answer,
            Err(error) if error.is_unreachable() => return Err(Stop::Error(error.to_string())),
            Err(_) => return Ok(unanswered(workflow, step, &exchange)),
        };
        // One reading of it is gone before the next is made.
        let documented = judge::documented(contract, operation, &exchange);
        answered(&mut message, answer);
        scope.message = Some(message);
        step.left_open(scope)?;
        let failures = self.unmet(workflow, step, scope, Some(&exchange));
        // Whatever the workflow asks, the answer must also be one that the operation documents. Of the
        // status the step has spoken already, unless it succeeded and asked for none.
        let spoken = !(failures.is_empty() && step.success.is_empty());
        for failure in documented {
            let is_known = self.failures.iter().any(|known| {
                (&known.check, &known.pointer, &known.expected)
                    == (&failure.check, &failure.pointer, &failure.expected)
            });
            if !(is_known || spoken && failure.check == check::STATUS) {
                self.failures.push(failure);
            }
        }
        let retry_after = answer
            .header_value("retry-after")
            .and_then(|seconds| seconds.trim().parse().ok())
            .map(Duration::from_secs);
        Ok(went(failures, retry_after))
    }

    async fn send(
        &mut self,
        step: &Step,
        request: Request,
    ) -> Result<std::sync::Arc<Exchange>, Stop> {
        let own = self.cx.target().credential.as_ref();
        let key = match own {
            Some(Credential::Basic(key) | Credential::Bearer(key)) => Some(key.clone()),
            Some(Credential::Header { .. }) | None => None,
        };
        let own_key = || {
            key.clone().ok_or_else(|| {
                let id = &step.id;
                Stop::Untested(format!(
                    "the step `{id}` shows the run's key as Basic or Bearer; give one with `--auth`"
                ))
            })
        };
        let credential = match &step.credentials {
            None => return Ok(self.cx.send(request).await),
            Some(Credentials::None) => return Ok(self.cx.send_bare(request).await),
            Some(Credentials::OwnAsBasic) => Credential::Basic(own_key()?),
            // What was given as `user:password` has no form as a token.
            Some(Credentials::OwnAsBearer) => {
                Credential::Bearer(own_key()?.trim_end_matches(':').to_owned())
            }
            Some(Credentials::OwnAltered(alteration)) => match own {
                Some(own) => own.altered(*alteration).ok_or_else(|| {
                    let id = &step.id;
                    Stop::Untested(format!(
                        "the step `{id}` shows the run's key in a form that such credentials have not"
                    ))
                })?,
                None => {
                    let reason = format!(
                        "the step `{}` alters the run's key; give one with `--auth`",
                        step.id
                    );
                    return Err(Stop::Untested(reason));
                }
            },
            Some(Credentials::Other(credential)) => credential.clone(),
            Some(Credentials::Named(name)) => {
                let given = self.cx.target().further.get(name).cloned();
                given.ok_or_else(|| {
                    Stop::Untested(format!("the credential `{name}` is not given"))
                })?
            }
        };
        let (name, value) = credential.header();
        Ok(self.cx.send_bare(request.header(name, value)).await)
    }

    pub(super) fn keep_outputs(&self, step: &Step, scope: &mut Scope) {
        let outputs = step
            .outputs
            .iter()
            .filter_map(|(name, expression)| {
                Some((name.clone(), expression.evaluate(scope)?.value))
            })
            .collect();
        scope.steps.insert(step.id.clone(), outputs);
    }
}

impl Step {
    /// Stops the workflow when the answer leaves its question open (`x-untested-if`).
    pub(super) fn left_open(&self, scope: &Scope) -> Result<(), Stop> {
        match self.untested_if.iter().find(|it| it.judge(scope).is_ok()) {
            None => Ok(()),
            Some(criterion) => Err(Stop::Untested(format!(
                "in the step `{}` the answer leaves the question open: {}",
                self.id,
                criterion.in_words()
            ))),
        }
    }
}

/// How a step went whose request got no answer that could be read.
pub(super) fn unanswered(workflow: &Workflow, step: &Step, exchange: &Exchange) -> Went {
    let mut failure = judge::answered(exchange).err().map_or_else(
        || Failure::new(check::TRANSPORT, "an answer", "none"),
        |failure| *failure,
    );
    failure.requirements = judged_by(workflow, step, None).to_vec();
    went(vec![failure], None)
}

pub(super) fn went(failures: Vec<Failure>, retry_after: Option<Duration>) -> Went {
    if failures.is_empty() {
        Went::Well
    } else {
        Went::Badly {
            failures,
            retry_after,
        }
    }
}

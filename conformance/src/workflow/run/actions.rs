//! What follows a step: success and failure actions (Arazzo 1.0.1 §4.6.7, §4.6.8).

use std::time::Duration;

use indexmap::IndexMap;

use super::{Next, Run, Stop};
use crate::workflow::document::{Action, ActionKind, Destination, Workflow};
use crate::workflow::expression::Scope;

/// How long the server's own `Retry-After` is followed at most.
const PATIENCE: Duration = Duration::from_secs(60);

/// What came of a failed step's actions.
pub(super) enum Mended {
    /// The step is to be tried again.
    Again,
    /// The workflow goes on elsewhere: it was ready for this failure.
    Elsewhere(Next),
    /// Nothing; the step has failed.
    No,
}

impl Run<'_> {
    pub(super) fn after_success(&self, workflow: &Workflow, index: usize, scope: &Scope) -> Next {
        for action in &workflow.steps[index].on_success {
            if !applies(action, scope) {
                continue;
            }
            return match &action.kind {
                ActionKind::Goto(to) => destination(workflow, to),
                ActionKind::End | ActionKind::Retry { .. } => Next::End,
            };
        }
        Next::Step(index + 1)
    }

    /// Follows the first failure action that applies. `retries` counts, by action, how often the step
    /// was tried again; an action whose limit is reached gives way to the next.
    pub(super) async fn after_failure(
        &mut self,
        workflow: &Workflow,
        index: usize,
        scope: &mut Scope,
        retries: &mut IndexMap<String, u32>,
        asked_to_wait: Option<Duration>,
    ) -> Result<Mended, Stop> {
        for action in &workflow.steps[index].on_failure {
            if !applies(action, scope) {
                continue;
            }
            match &action.kind {
                ActionKind::End => return Ok(Mended::No),
                ActionKind::Goto(to) => {
                    return Ok(Mended::Elsewhere(destination(workflow, to)));
                }
                ActionKind::Retry {
                    after,
                    limit,
                    first,
                } => {
                    let done = retries.entry(action.name.clone()).or_default();
                    if *done >= *limit {
                        continue;
                    }
                    *done += 1;
                    let pause = asked_to_wait.map_or(*after, |asked| asked.min(PATIENCE));
                    tokio::time::sleep(pause).await;
                    if let Some(first) = first {
                        self.before_retry(workflow, first, scope).await?;
                    }
                    return Ok(Mended::Again);
                }
            }
        }
        Ok(Mended::No)
    }

    /// Runs what a retry asks for first. When that fails the retry shows it.
    async fn before_retry(
        &mut self,
        workflow: &Workflow,
        first: &Destination,
        scope: &mut Scope,
    ) -> Result<(), Stop> {
        match first {
            Destination::Step(id) => {
                if let Some(index) = workflow.step(id) {
                    let step = &workflow.steps[index];
                    if let super::step::Went::Well = self.attempt(workflow, step, scope).await? {
                        self.keep_outputs(step, scope);
                    }
                }
            }
            Destination::Workflow(id) => {
                if let Some(other) = self.document.workflow(id) {
                    let left = self.workflow(other, IndexMap::new()).await?;
                    scope.workflows.insert(id.clone(), left);
                }
            }
        }
        Ok(())
    }
}

fn applies(action: &Action, scope: &Scope) -> bool {
    action
        .criteria
        .iter()
        .all(|criterion| criterion.judge(scope).is_ok())
}

fn destination(workflow: &Workflow, to: &Destination) -> Next {
    match to {
        // The reader has seen to it that the step exists.
        Destination::Step(id) => workflow.step(id).map_or(Next::End, Next::Step),
        Destination::Workflow(id) => Next::Workflow(id.clone()),
    }
}

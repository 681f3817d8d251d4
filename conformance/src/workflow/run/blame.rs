//! What is laid to whom when a step fails.

use super::{Run, Stop};
use crate::case::Level;
use crate::check;
use crate::exchange::Exchange;
use crate::verdict::Failure;
use crate::workflow::criterion::Criterion;
use crate::workflow::document::{Step, Workflow};
use crate::workflow::expression::{Expression, Root, Scope};

impl Run<'_> {
    /// Records what a failed step broke. A step that only prepares breaks nothing of its own: its
    /// failure leaves the workflow's question open.
    pub(super) fn lay(&mut self, workflow: &Workflow, step: &Step, failures: Vec<Failure>) -> Stop {
        let reason = failures.first().map(|failure| {
            format!(
                "the step `{}`, which prepares, failed: expected {}, received {}",
                step.id, failure.expected, failure.received
            )
        });
        let (own, prepared): (Vec<_>, Vec<_>) = failures
            .into_iter()
            .partition(|it| !it.requirements.is_empty() || !prepares(workflow, step));
        self.failures.extend(own);
        match reason {
            Some(reason) if !prepared.is_empty() => Stop::Error(reason),
            _ => Stop::Failed,
        }
    }

    /// The criteria that do not hold, as failures.
    pub(super) fn unmet(
        &self,
        workflow: &Workflow,
        step: &Step,
        scope: &Scope,
        exchange: Option<&Exchange>,
    ) -> Vec<Failure> {
        let mut failures = Vec::new();
        if step.success.is_empty()
            && let Some(answer) = exchange.and_then(Exchange::answer)
            && !(200..300).contains(&answer.status)
        {
            let mut failure = Failure::new(
                check::WORKFLOW,
                format!("a 2xx status in the step `{}`", step.id),
                answer.status.to_string(),
            )
            .at(&step.at);
            failure.requirements = judged_by(workflow, step, None).to_vec();
            failures.push(failure);
        }
        let mut other_answer = false;
        for criterion in &step.success {
            let requirements = judged_by(workflow, step, Some(criterion));
            if other_answer && self.only_should(requirements) {
                continue;
            }
            let Err(evidence) = criterion.judge(scope) else {
                continue;
            };
            let mut failure = Failure::new(
                check::WORKFLOW,
                format!("{} in the step `{}`", criterion.in_words(), step.id),
                evidence,
            )
            .at(&criterion.at);
            failure.requirements = requirements.to_vec();
            failures.push(failure);
            // With another status the answer is another one: to ask it further would only blame
            // requirements that were never reached. Of a MUST that stands after a SHOULD it is still asked.
            if is_about_status(criterion) {
                if !self.only_should(requirements) {
                    break;
                }
                other_answer = true;
            }
        }
        for failure in &mut failures {
            failure.exchange = exchange.map(|it| it.index);
        }
        failures
    }

    pub(super) fn only_should(&self, ids: &[String]) -> bool {
        let requirements = &self.cx.contract().requirements;
        let mut levels = ids
            .iter()
            .filter_map(|id| requirements.requirement(id))
            .map(|it| it.level)
            .peekable();
        levels.peek().is_some() && levels.all(|level| level != Level::Must)
    }

    /// An expression of a request found nothing. Where that is what an earlier step should have left,
    /// the earlier step is to blame, by the requirements that it judges.
    pub(super) fn nothing(
        &mut self,
        workflow: &Workflow,
        step: &Step,
        expression: &Expression,
        scope: &Scope,
    ) -> Stop {
        let reason = format!(
            "the step `{}` needs {}, which is not there",
            step.id, expression.text
        );
        let Root::StepOutput {
            step: earlier,
            name,
        } = &expression.root
        else {
            return Stop::Error(reason);
        };
        let Some(earlier) = workflow.step(earlier).map(|index| &workflow.steps[index]) else {
            return Stop::Error(reason);
        };
        let requirements = judged_by(workflow, earlier, None);
        let ran = scope.steps.contains_key(&earlier.id);
        let from = earlier.outputs.get(name);
        if !ran || prepares(workflow, earlier) {
            return Stop::Error(reason);
        }
        let mut failure = Failure::new(
            check::WORKFLOW,
            format!(
                "{} in the answer to the step `{}`",
                from.map_or("the output", |it| it.text.as_str()),
                earlier.id
            ),
            "nothing there",
        )
        .at(&earlier.at);
        failure.requirements = requirements.to_vec();
        let place = (workflow.id.clone(), earlier.id.clone());
        failure.exchange = self.exchanges.get(&place).copied();
        self.failures.push(failure);
        Stop::Failed
    }
}

/// The requirements that speak: the criterion's, else the step's, else the workflow's.
pub(super) fn judged_by<'a>(
    workflow: &'a Workflow,
    step: &'a Step,
    criterion: Option<&'a Criterion>,
) -> &'a [String] {
    [
        criterion.map_or(&[][..], |it| &it.requirements),
        &step.requirements,
        &workflow.requirements,
    ]
    .into_iter()
    .find(|ids| !ids.is_empty())
    .unwrap_or_default()
}

/// Whether a step only prepares. Where a workflow names no requirement at all, every step judges.
fn prepares(workflow: &Workflow, step: &Step) -> bool {
    workflow.names_requirements() && judged_by(workflow, step, None).is_empty()
}

fn is_about_status(criterion: &Criterion) -> bool {
    criterion
        .expressions()
        .iter()
        .any(|expression| expression.root == Root::StatusCode)
}

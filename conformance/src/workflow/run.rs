//! Runs a workflow against a server, as one case.

mod actions;
mod blame;
mod fetch;
mod inputs;
mod request;
mod step;

use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use indexmap::IndexMap;
use serde_json::Value;

use super::document::{Document, Workflow};
use super::expression::{Left, Scope};
use super::generate::Source;
use crate::case::{Case, CaseContext, CaseMeta, Phase};
use crate::verdict::{Failure, Verdict};

/// Steps that one case may run: a guard against a `goto` that leads in a circle.
const STEPS: usize = 1_000;

/// A workflow as a case, `workflows/<workflowId>`.
pub(super) struct WorkflowCase {
    document: Arc<Document>,
    index: usize,
    meta: CaseMeta,
}

impl WorkflowCase {
    pub(super) fn new(document: Arc<Document>, index: usize) -> Self {
        let workflow = &document.workflows[index];
        let title = workflow.summary.clone();
        let title = title.unwrap_or_else(|| workflow.id.replace('-', " "));
        let id = workflow.id.replace('/', "~1");
        let mut meta = CaseMeta::free(Phase::Workflows, &id, title.trim_end_matches('.'));
        meta.requirements = workflow.judged();
        meta.alone = workflow.alone;
        Self {
            document,
            index,
            meta,
        }
    }
}

impl Case for WorkflowCase {
    fn meta(&self) -> &CaseMeta {
        &self.meta
    }

    fn run<'a>(&'a self, cx: &'a CaseContext) -> BoxFuture<'a, Verdict> {
        async move {
            let mut run = Run {
                cx,
                document: &self.document,
                failures: Vec::new(),
                exchanges: IndexMap::new(),
                steps: 0,
            };
            let workflow = &self.document.workflows[self.index];
            let stop = run.workflow(workflow, IndexMap::new()).await.err();
            // What was found before the workflow could not go on stays found.
            match stop {
                _ if !run.failures.is_empty() => Verdict::Failed(run.failures),
                None | Some(Stop::Failed) => Verdict::Passed,
                Some(Stop::Error(reason)) => Verdict::Error(reason),
                Some(Stop::Untested(reason)) => Verdict::Untested(reason),
            }
        }
        .boxed()
    }
}

impl Workflow {
    /// All requirements that it judges, in order, once each.
    pub fn judged(&self) -> Vec<String> {
        let steps = self.steps.iter().flat_map(|step| {
            let criteria = step.success.iter().flat_map(|it| &it.requirements);
            step.requirements.iter().chain(criteria)
        });
        let mut all: Vec<String> = Vec::new();
        for id in self.requirements.iter().chain(steps) {
            if !all.contains(id) {
                all.push(id.clone());
            }
        }
        all
    }
}

/// Why a workflow did not reach its end.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Stop {
    /// A step failed; what it broke is among the failures.
    Failed,
    /// It could not be found out, with the reason.
    Error(String),
    /// It was not tried, with the reason.
    Untested(String),
}

/// A case while it runs.
struct Run<'a> {
    cx: &'a CaseContext,
    document: &'a Document,
    failures: Vec<Failure>,
    /// The latest exchange of each step: workflow and step → index.
    exchanges: IndexMap<(String, String), usize>,
    steps: usize,
}

/// What follows a step.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Next {
    /// The step after it.
    Step(usize),
    /// The end of the workflow.
    End,
    /// Another workflow, in place of the rest of this one.
    Workflow(String),
}

impl<'a> Run<'a> {
    /// Runs a workflow with these inputs; what else it needs is made up or taken from the fixtures.
    fn workflow<'r>(
        &'r mut self,
        workflow: &'r Workflow,
        given: IndexMap<String, Value>,
    ) -> BoxFuture<'r, Result<Left, Stop>> {
        async move {
            let mut scope = Scope {
                sources: self.document.sources.clone(),
                ..Scope::default()
            };
            for id in &workflow.depends_on {
                let Some(needed) = self.document.workflow(id) else {
                    continue;
                };
                // What it breaks is said in its own case.
                let before = self.failures.len();
                let left = self.workflow(needed, IndexMap::new()).await;
                self.failures.truncate(before);
                let left = left.map_err(|stop| match stop {
                    Stop::Failed => Stop::Error(format!(
                        "the workflow `{id}`, which must run before, failed"
                    )),
                    stop => stop,
                })?;
                scope.workflows.insert(id.clone(), left);
            }
            let source = Source::new(self.cx.now(), self.cx.seed());
            scope.inputs = inputs::gather(self.cx, workflow, given, &source)?;
            let own = (scope.inputs.clone(), IndexMap::new());
            scope.workflows.insert(workflow.id.clone(), own);
            let mut next = Next::Step(0);
            loop {
                match next {
                    Next::End => break,
                    Next::Workflow(id) => {
                        // One way: the other workflow ends this one.
                        if let Some(other) = self.document.workflow(&id) {
                            self.spend(&id)?;
                            self.workflow(other, IndexMap::new()).await?;
                        }
                        break;
                    }
                    Next::Step(index) if index < workflow.steps.len() => {
                        next = self.step(workflow, index, &mut scope).await?;
                    }
                    Next::Step(_) => break,
                }
            }
            scope.message = None;
            let outputs = workflow
                .outputs
                .iter()
                .filter_map(|(name, expression)| {
                    Some((name.clone(), expression.evaluate(&scope)?.value))
                })
                .collect();
            Ok((scope.inputs, outputs))
        }
        .boxed()
    }

    /// Counts a step, and stops what does not end.
    fn spend(&mut self, step: &str) -> Result<(), Stop> {
        self.steps += 1;
        if self.steps > STEPS {
            return Err(Stop::Error(format!(
                "after {STEPS} steps the workflow has not ended, the last of them `{step}`: it waits for something that \
                 the target does not do, or a `goto` leads in a circle"
            )));
        }
        Ok(())
    }
}

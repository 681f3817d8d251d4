//! What expressions and actions refer to: it must be there, and circles lead nowhere.

use indexmap::IndexSet;
use trueline_spec::At;
use trueline_spec::diagnostic::codes;

use super::{Reader, closest};
use crate::workflow::document::{Action, ActionKind, Call, Destination, Document, Step, Workflow};
use crate::workflow::expression::{Expression, Root};

/// What the names in an expression are looked up in.
struct Names<'a> {
    document: &'a Document,
    workflow: &'a Workflow,
    /// Whose outputs `$outputs` means: in a step that calls a workflow, those of that workflow.
    outputs: &'a Workflow,
}

impl Reader<'_> {
    /// Checks a document that was read: names of inputs, steps, outputs and workflows.
    pub(super) fn references(&mut self, document: &Document) {
        for workflow in &document.workflows {
            for step in &workflow.steps {
                self.step_references(document, workflow, step);
            }
            for (name, expression) in &workflow.outputs {
                let at = workflow.at.child("outputs").child(name);
                let names = Names {
                    document,
                    workflow,
                    outputs: workflow,
                };
                self.expression_reference(&names, expression, &at);
            }
            self.circle(document, workflow);
        }
    }

    fn step_references(&mut self, document: &Document, workflow: &Workflow, step: &Step) {
        let called = match &step.call {
            Call::Workflow(id) => document.workflow(id),
            Call::Operation(_) | Call::Address(_) => None,
        };
        let names = Names {
            document,
            workflow,
            outputs: called.unwrap_or(workflow),
        };
        for parameter in &step.parameters {
            for expression in parameter.value.expressions() {
                self.expression_reference(&names, expression, &parameter.at.child("value"));
            }
            if let Some(called) = called
                && !called.inputs.contains_key(&parameter.name)
            {
                let help = closest(&parameter.name, called.inputs.keys().map(String::as_str));
                let message = format!(
                    "the workflow `{}` has no input `{}`",
                    called.id, parameter.name
                );
                self.fault(codes::ARAZZO_UNRESOLVED, &parameter.at, message)
                    .help = help;
            }
        }
        if let Some(body) = &step.body {
            let replaced = body.replacements.iter().map(|(_, value)| value);
            for template in std::iter::once(&body.value).chain(replaced) {
                for expression in template.expressions() {
                    self.expression_reference(&names, expression, &body.at);
                }
            }
        }
        if let Call::Address(address) = &step.call {
            for expression in address.expressions() {
                self.expression_reference(&names, expression, &step.at.child("x-fetch"));
            }
        }
        let actions = || step.on_success.iter().chain(&step.on_failure);
        let criteria = step
            .success
            .iter()
            .chain(&step.untested_if)
            .chain(actions().flat_map(|action| &action.criteria));
        for criterion in criteria {
            for expression in criterion.expressions() {
                self.expression_reference(&names, expression, &criterion.at);
            }
        }
        for (name, expression) in &step.outputs {
            let at = step.at.child("outputs").child(name);
            self.expression_reference(&names, expression, &at);
        }
        for action in actions() {
            self.action_reference(workflow, action);
        }
    }

    fn action_reference(&mut self, workflow: &Workflow, action: &Action) {
        let to = match &action.kind {
            ActionKind::End => None,
            ActionKind::Goto(to) => Some(to),
            ActionKind::Retry { first, .. } => first.as_ref(),
        };
        if let Some(Destination::Step(id)) = to
            && workflow.step(id).is_none()
        {
            let help = closest(id, workflow.steps.iter().map(|step| step.id.as_str()));
            let message = format!("the workflow `{}` has no step `{id}`", workflow.id);
            self.fault(codes::ARAZZO_UNRESOLVED, &action.at, message)
                .help = help;
        }
    }

    fn expression_reference(&mut self, names: &Names<'_>, expression: &Expression, at: &At) {
        let Names {
            document,
            workflow,
            outputs,
        } = names;
        let unresolved = match &expression.root {
            Root::Input(name) => unknown_name(name, workflow.inputs.keys())
                .map(|help| (format!("the workflow has no input `{name}`"), help)),
            Root::StepOutput { step, name } => match workflow.step(step) {
                None => Some((
                    format!("the workflow has no step `{step}`"),
                    closest(step, workflow.steps.iter().map(|step| step.id.as_str())),
                )),
                Some(index) => unknown_name(name, workflow.steps[index].outputs.keys())
                    .map(|help| (format!("the step `{step}` has no output `{name}`"), help)),
            },
            Root::Output(name) => unknown_name(name, outputs.outputs.keys()).map(|help| {
                let message = format!("the workflow `{}` has no output `{name}`", outputs.id);
                (message, help)
            }),
            Root::WorkflowInput { workflow: id, name } => match document.workflow(id) {
                None => Some((format!("there is no workflow `{id}`"), None)),
                Some(other) => unknown_name(name, other.inputs.keys())
                    .map(|help| (format!("the workflow `{id}` has no input `{name}`"), help)),
            },
            Root::WorkflowOutput { workflow: id, name } => match document.workflow(id) {
                None => Some((format!("there is no workflow `{id}`"), None)),
                Some(other) => unknown_name(name, other.outputs.keys())
                    .map(|help| (format!("the workflow `{id}` has no output `{name}`"), help)),
            },
            Root::Source { source, .. } if !document.sources.contains_key(source) => Some((
                format!("there is no source description `{source}`"),
                closest(source, document.sources.keys().map(String::as_str)),
            )),
            Root::Source { member, .. } if member != "url" => Some((
                format!("`{}` has no value", expression.text),
                Some("of a source description only the `url` is a value".to_owned()),
            )),
            Root::Component { .. } => Some((
                format!("`{}` has no value", expression.text),
                Some("refer to a component with `reference:`".to_owned()),
            )),
            _ => None,
        };
        if let Some((message, help)) = unresolved {
            self.fault(codes::ARAZZO_UNRESOLVED, at, message).help = help;
        }
    }

    /// Workflows that need each other would never end.
    fn circle(&mut self, document: &Document, workflow: &Workflow) {
        let mut seen = IndexSet::new();
        let mut waiting = needs(workflow);
        while let Some(id) = waiting.pop() {
            if id == workflow.id {
                let message = format!("the workflow `{id}` needs itself");
                self.fault(
                    codes::ARAZZO_CIRCLE,
                    &workflow.at.child("workflowId"),
                    message,
                );
                return;
            }
            if seen.insert(id)
                && let Some(next) = document.workflow(id)
            {
                waiting.extend(needs(next));
            }
        }
    }
}

fn needs(workflow: &Workflow) -> Vec<&str> {
    let calls = workflow.steps.iter().filter_map(|step| match &step.call {
        Call::Workflow(id) => Some(id.as_str()),
        Call::Operation(_) | Call::Address(_) => None,
    });
    let depends = workflow.depends_on.iter().map(String::as_str);
    calls.chain(depends).collect()
}

/// Advice when no prefix of the dotted `name` is known: names may hold dots, and dots lead into
/// objects. `None` when it is known.
fn unknown_name<'a>(
    name: &str,
    mut known: impl Iterator<Item = &'a String> + Clone,
) -> Option<Option<String>> {
    let names = known.clone();
    let is = |known: &str| {
        name.strip_prefix(known)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    if known.any(|known| is(known)) {
        return None;
    }
    Some(closest(name, names.map(String::as_str)))
}

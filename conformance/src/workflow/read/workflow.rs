//! Workflows and their outputs (Arazzo 1.0.1 §4.6.4).

use indexmap::{IndexMap, IndexSet};
use serde_json::{Map, Value};
use trueline_spec::At;
use trueline_spec::diagnostic::codes;

use super::{Reader, closest};
use crate::workflow::document::{Action, Argument, Workflow};
use crate::workflow::expression::Expression;

impl Reader<'_> {
    pub(super) fn workflow(&mut self, value: &Value, at: &At) -> Option<Workflow> {
        let known = [
            "workflowId",
            "summary",
            "description",
            "inputs",
            "dependsOn",
            "steps",
            "successActions",
            "failureActions",
            "outputs",
            "parameters",
        ];
        let ours = ["x-requirement", "x-alone"];
        let map = self.object(value, at, "a workflow", &known, &ours)?;
        let id = self.required_text(map, at, "workflowId")?;
        let inputs = self.inputs(map, at);
        let depends_on = self.depends_on(map, at);
        let parameters: Vec<Argument> = self.arguments(map, at, "parameters");
        let on_success: Vec<Action> = self.actions(map, at, "successActions");
        let on_failure: Vec<Action> = self.actions(map, at, "failureActions");
        let requirements = self.requirement_ids(map, at);
        let mut steps = Vec::new();
        let mut ids = IndexSet::new();
        let list = self.list(map, at, "steps");
        if list.is_empty() {
            let message = format!("the workflow `{id}` has no `steps`");
            self.fault(codes::ARAZZO_MISSING, at, message);
        }
        for (value, at) in list {
            let Some(mut step) = self.step(value, &at) else {
                continue;
            };
            if !ids.insert(step.id.clone()) {
                let message = format!("the workflow `{id}` has two steps `{}`", step.id);
                self.fault(codes::ARAZZO_DUPLICATE, &at.child("stepId"), message);
            }
            step.inherit(&parameters, &on_success, &on_failure);
            steps.push(step);
        }
        let outputs = self.outputs(map, at);
        let alone = self.flag(map, at, "x-alone");
        Some(Workflow {
            at: at.clone(),
            summary: self.text(map, at, "summary"),
            id,
            inputs,
            depends_on,
            steps,
            outputs,
            requirements,
            alone,
        })
    }

    fn depends_on(&mut self, map: &Map<String, Value>, at: &At) -> Vec<String> {
        let mut ids = Vec::new();
        for (value, at) in self.list(map, at, "dependsOn") {
            if let Some(id) = self.workflow_id(value, &at) {
                ids.push(id);
            }
        }
        ids
    }

    /// The id of a workflow of this document.
    pub(super) fn workflow_id(&mut self, value: &Value, at: &At) -> Option<String> {
        let Value::String(id) = value else {
            self.wrong_type(at, "the id of a workflow", value);
            return None;
        };
        if id.starts_with("$sourceDescriptions.") {
            self.fault(
                codes::ARAZZO_UNSUPPORTED,
                at,
                format!("`{id}` is a workflow of another document, which cannot be called"),
            );
            return None;
        }
        if !self.workflows.contains(id) {
            let message = format!("there is no workflow `{id}`");
            let help = closest(id, self.workflows.iter().map(String::as_str));
            self.fault(codes::ARAZZO_UNRESOLVED, at, message).help = help;
            return None;
        }
        Some(id.clone())
    }

    pub(super) fn outputs(
        &mut self,
        map: &Map<String, Value>,
        at: &At,
    ) -> IndexMap<String, Expression> {
        let at = at.child("outputs");
        let mut outputs = IndexMap::new();
        let Some(value) = map.get("outputs") else {
            return outputs;
        };
        let Value::Object(members) = value else {
            self.wrong_type(&at, "a map from name to expression", value);
            return outputs;
        };
        for (name, value) in members {
            let at = at.child(name);
            let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
            if !name.chars().all(allowed) {
                let message = format!("`{name}` cannot be the name of an output");
                self.fault(codes::ARAZZO_VALUE, &at, message).help =
                    Some("use letters, digits, `.`, `-` and `_`".to_owned());
            }
            let Value::String(text) = value else {
                self.wrong_type(&at, "a runtime expression", value);
                continue;
            };
            if let Some(expression) = self.expression(text, &at) {
                outputs.insert(name.clone(), expression);
            }
        }
        outputs
    }
}

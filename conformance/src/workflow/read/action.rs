//! Success and failure actions (Arazzo 1.0.1 §4.6.7, §4.6.8).

use std::time::Duration;

use serde_json::{Map, Value};
use trueline_spec::At;
use trueline_spec::diagnostic::codes;

use super::Reader;
use crate::workflow::document::{Action, ActionKind, Destination};

/// How long a single pause may be. A longer one is a mistake: nothing would be heard of the run.
const LONGEST_PAUSE: f64 = 600.0;

impl Reader<'_> {
    /// The actions of a list named after when they apply: `onFailure`, `successActions` and so on.
    pub(super) fn actions(&mut self, map: &Map<String, Value>, at: &At, name: &str) -> Vec<Action> {
        let of_failure = name.to_ascii_lowercase().contains("failure");
        let kind = if of_failure {
            "failureActions"
        } else {
            "successActions"
        };
        let mut actions: Vec<Action> = Vec::new();
        for (value, at) in self.list(map, at, name) {
            let Some((value, at, _)) = self.reusable(value, &at, kind) else {
                continue;
            };
            let Some(action) = self.action(&value, &at, of_failure) else {
                continue;
            };
            if actions.iter().any(|other| other.name == action.name) {
                let message = format!("an action `{}` stands here twice", action.name);
                self.fault(codes::ARAZZO_DUPLICATE, &at, message);
            }
            actions.push(action);
        }
        actions
    }

    fn action(&mut self, value: &Value, at: &At, of_failure: bool) -> Option<Action> {
        let (what, known): (_, &[&str]) = if of_failure {
            (
                "a failure action",
                &[
                    "name",
                    "type",
                    "workflowId",
                    "stepId",
                    "retryAfter",
                    "retryLimit",
                    "criteria",
                ],
            )
        } else {
            (
                "a success action",
                &["name", "type", "workflowId", "stepId", "criteria"],
            )
        };
        let map = self.object(value, at, what, known, &[])?;
        let name = self.required_text(map, at, "name");
        let word = self.required_text(map, at, "type");
        let criteria = self.criteria(map, at, "criteria");
        let to = self.destination(map, at);
        let kind = match word?.as_str() {
            "end" => ActionKind::End,
            "goto" => match to {
                Some(to) => ActionKind::Goto(to),
                None => {
                    self.fault(codes::ARAZZO_MISSING, at, "`goto` leads nowhere")
                        .help = Some("add a `stepId` or a `workflowId`".to_owned());
                    return None;
                }
            },
            "retry" if of_failure => {
                let after = self.number(map, at, "retryAfter").unwrap_or_default();
                if after > LONGEST_PAUSE {
                    let message = format!("`retryAfter` may be {LONGEST_PAUSE} seconds at most");
                    self.fault(codes::ARAZZO_VALUE, &at.child("retryAfter"), message);
                }
                let limit = self.count(map, at, "retryLimit").unwrap_or(1);
                ActionKind::Retry {
                    after: Duration::from_secs_f64(after.min(LONGEST_PAUSE)),
                    limit: u32::try_from(limit).unwrap_or(u32::MAX),
                    first: to,
                }
            }
            other => {
                let message = format!("`{other}` is no type of {what}");
                let help = if of_failure {
                    "the types are end, goto and retry"
                } else {
                    "the types are end and goto"
                };
                self.fault(codes::ARAZZO_VALUE, &at.child("type"), message)
                    .help = Some(help.to_owned());
                return None;
            }
        };
        Some(Action {
            at: at.clone(),
            name: name?,
            kind,
            criteria,
        })
    }

    fn destination(&mut self, map: &Map<String, Value>, at: &At) -> Option<Destination> {
        match (map.get("stepId"), map.get("workflowId")) {
            (None, None) => None,
            (Some(_), None) => self.text(map, at, "stepId").map(Destination::Step),
            (None, Some(id)) => self
                .workflow_id(id, &at.child("workflowId"))
                .map(Destination::Workflow),
            (Some(_), Some(_)) => {
                self.fault(
                    codes::ARAZZO_VALUE,
                    at,
                    "an action leads to a `stepId` or to a `workflowId`, not to both",
                );
                None
            }
        }
    }
}

//! What an expression stands for, at a moment of a run.

use indexmap::IndexMap;
use serde_json::Value;

use super::{Expression, Part, Root};

/// A value that an expression found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The value. Expressions keep the type of what they refer to.
    pub value: Value,
    /// Whether it is text by nature and not by choice: a header, an address, a parameter as sent.
    /// Compared with a number, such text is read as one; a JSON string is not.
    pub is_text: bool,
}

/// A request and its answer, as expressions see them.
#[derive(Debug, Clone, Default)]
pub struct Message {
    /// The whole address.
    pub url: String,
    /// The method.
    pub method: String,
    /// The status, when an answer came.
    pub status: u16,
    /// Path parameters of the request, as given.
    pub path: IndexMap<String, Value>,
    /// Query parameters of the request, as given.
    pub query: IndexMap<String, Value>,
    /// Header fields as sent.
    pub request_headers: Vec<(String, String)>,
    /// The request's content as a value.
    pub request_body: Option<Value>,
    /// Header fields as received.
    pub response_headers: Vec<(String, String)>,
    /// The answer's content: a JSON value where it is JSON, else its text; `None` when it is empty.
    pub response_body: Option<Value>,
}

/// What a workflow that ran leaves behind: its inputs and its outputs, by name.
pub type Left = (IndexMap<String, Value>, IndexMap<String, Value>);

/// All that expressions can see at a moment of a run.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// Inputs of the running workflow.
    pub inputs: IndexMap<String, Value>,
    /// Outputs of the steps that ran: step → name → value.
    pub steps: IndexMap<String, IndexMap<String, Value>>,
    /// Outputs of the running workflow, once it ended.
    pub outputs: IndexMap<String, Value>,
    /// Inputs and outputs of other workflows that ran.
    pub workflows: IndexMap<String, Left>,
    /// Addresses of the source descriptions.
    pub sources: IndexMap<String, String>,
    /// The exchange of the current step.
    pub message: Option<Message>,
}

impl Expression {
    /// What it refers to in the content of a request or an answer, which may be large and is not copied; `None` where it
    /// refers to something else, or nothing is there.
    pub fn in_content<'s>(&self, scope: &'s Scope) -> Option<&'s Value> {
        let message = scope.message.as_ref();
        let content = match &self.root {
            Root::Request(Part::Body) => message?.request_body.as_ref()?,
            Root::Response(Part::Body) => message?.response_body.as_ref()?,
            _ => return None,
        };
        content.pointer(&self.pointer)
    }

    /// The value, or `None` when there is nothing there.
    pub fn evaluate(&self, scope: &Scope) -> Option<Found> {
        let message = scope.message.as_ref();
        let text = |text: &str| Found {
            value: Value::String(text.to_owned()),
            is_text: true,
        };
        let found = match &self.root {
            Root::Url => text(&message?.url),
            Root::Method => text(&message?.method),
            Root::StatusCode => Found {
                value: Value::from(message?.status),
                is_text: false,
            },
            Root::Request(Part::Header(name)) => text(&header(&message?.request_headers, name)?),
            Root::Response(Part::Header(name)) => text(&header(&message?.response_headers, name)?),
            Root::Request(Part::Query(name)) => Found {
                value: message?.query.get(name)?.clone(),
                is_text: true,
            },
            Root::Request(Part::Path(name)) => Found {
                value: message?.path.get(name)?.clone(),
                is_text: true,
            },
            Root::Request(Part::Body) | Root::Response(Part::Body) => json(self.in_content(scope)?),
            Root::Response(Part::Query(_) | Part::Path(_)) => return None,
            Root::Input(name) => json(dotted(&scope.inputs, name)?),
            Root::Output(name) => json(dotted(&scope.outputs, name)?),
            Root::StepOutput { step, name } => json(dotted(scope.steps.get(step)?, name)?),
            Root::WorkflowInput { workflow, name } => {
                json(dotted(&scope.workflows.get(workflow)?.0, name)?)
            }
            Root::WorkflowOutput { workflow, name } => {
                json(dotted(&scope.workflows.get(workflow)?.1, name)?)
            }
            Root::Source { source, member } if member == "url" => text(scope.sources.get(source)?),
            Root::Source { .. } | Root::Component { .. } => return None,
        };
        let is_there = matches!(
            self.root,
            Root::Request(Part::Body) | Root::Response(Part::Body)
        );
        let found = if is_there || self.pointer.is_empty() {
            found
        } else {
            found.value.pointer(&self.pointer).map(json)?
        };
        if self.plus == 0 {
            return Some(found);
        }
        let sum = found.value.as_i64()?.checked_add(self.plus)?;
        Some(json(&Value::from(sum)))
    }
}

/// A value of JSON. A whole number is one however it is written (JSON Schema 2020-12 §6.1.1 in Validation: `1.0` is an
/// integer), and goes out again as others write it.
fn json(value: &Value) -> Found {
    let whole = |number: &serde_json::Number| {
        let float = number.as_f64().filter(|it| it.fract() == 0.0)?;
        format!("{float:.0}").parse::<i64>().ok()
    };
    let value = match value {
        Value::Number(number) if number.is_f64() => {
            whole(number).map_or_else(|| value.clone(), Value::from)
        }
        _ => value.clone(),
    };
    Found {
        value,
        is_text: false,
    }
}

/// The field's value; several lines of one name are one list (RFC 9110 §5.3).
fn header(headers: &[(String, String)], name: &str) -> Option<String> {
    let lines: Vec<&str> = headers
        .iter()
        .filter(|(candidate, _)| candidate.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.as_str())
        .collect();
    (!lines.is_empty()).then(|| lines.join(", "))
}

/// The value under `name`. Names may hold dots, and dots also lead into an object: the longest name
/// that exists wins, the rest are members.
fn dotted<'a>(map: &'a IndexMap<String, Value>, name: &str) -> Option<&'a Value> {
    let mut end = name.len();
    loop {
        if let Some(value) = map.get(&name[..end]) {
            return name[end..]
                .split('.')
                .skip(1)
                .try_fold(value, |value, member| value.get(member));
        }
        end = name[..end].rfind('.')?;
    }
}

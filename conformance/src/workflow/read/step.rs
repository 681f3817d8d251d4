//! Steps, their parameters and their payloads (Arazzo 1.0.1 §4.6.5, §4.6.6, §4.6.13).

use serde_json::{Map, Value};
use trueline_spec::diagnostic::codes;
use trueline_spec::{At, Pointer};

use super::{Reader, closest};
use crate::Credential;
use crate::target::Alteration;
use crate::workflow::document::{Action, Argument, Call, Credentials, Payload, Place, Step};
use crate::workflow::expression::{Expression, Template};

impl Step {
    /// Adds what its workflow gives to all of its steps; its own comes first and wins.
    pub(super) fn inherit(
        &mut self,
        parameters: &[Argument],
        on_success: &[Action],
        on_failure: &[Action],
    ) {
        for parameter in parameters {
            let same = |own: &Argument| own.name == parameter.name && own.place == parameter.place;
            if !self.parameters.iter().any(same) {
                self.parameters.push(parameter.clone());
            }
        }
        for (own, all) in [
            (&mut self.on_success, on_success),
            (&mut self.on_failure, on_failure),
        ] {
            for action in all {
                if !own.iter().any(|it| it.name == action.name) {
                    own.push(action.clone());
                }
            }
        }
    }
}

impl Reader<'_> {
    pub(super) fn step(&mut self, value: &Value, at: &At) -> Option<Step> {
        let known = [
            "stepId",
            "description",
            "operationId",
            "operationPath",
            "workflowId",
            "parameters",
            "requestBody",
            "successCriteria",
            "onSuccess",
            "onFailure",
            "outputs",
        ];
        let map = self.object(
            value,
            at,
            "a step",
            &known,
            &[
                "x-requirement",
                "x-credentials",
                "x-fetch",
                "x-later",
                "x-untested-if",
            ],
        )?;
        let id = self.required_text(map, at, "stepId");
        let call = self.call(map, at);
        let parameters = self.arguments(map, at, "parameters");
        let body = self.payload(map, at);
        let success = self.criteria(map, at, "successCriteria");
        let untested_if = self.criteria(map, at, "x-untested-if");
        let on_success = self.actions(map, at, "onSuccess");
        let on_failure = self.actions(map, at, "onFailure");
        let mut outputs = self.outputs(map, at);
        outputs.extend(self.later(map, at));
        let requirements = self.requirement_ids(map, at);
        let credentials = self.credentials(map, at);
        let description = self.text(map, at, "description");
        let call = call?;
        match &call {
            Call::Workflow(_) | Call::Address(_) => {
                let (what, unusable): (_, &[&str]) = match call {
                    Call::Address(_) => (
                        "fetches an address",
                        &["requestBody", "x-credentials", "parameters"],
                    ),
                    _ => (
                        "calls a workflow",
                        &["requestBody", "x-credentials", "x-untested-if"],
                    ),
                };
                for unusable in unusable {
                    if map.contains_key(*unusable) {
                        let message = format!("a step that {what} has no `{unusable}`");
                        self.fault(codes::ARAZZO_VALUE, &at.child(unusable), message);
                    }
                }
            }
            Call::Operation(_) => {
                for parameter in parameters.iter().filter(|it| it.place.is_none()) {
                    let message = format!("the parameter `{}` needs an `in`", parameter.name);
                    self.fault(codes::ARAZZO_MISSING, &parameter.at, message)
                        .help = Some("say path, query, header or cookie".to_owned());
                }
            }
        }
        Some(Step {
            at: at.clone(),
            id: id?,
            description,
            call,
            parameters,
            body,
            success,
            untested_if,
            on_success,
            on_failure,
            outputs,
            requirements,
            credentials,
        })
    }

    /// `x-later`: outputs that are a number of an answer with seconds added. No expression of Arazzo adds, and the
    /// target's clock need not be ours.
    fn later(&mut self, map: &Map<String, Value>, at: &At) -> Vec<(String, Expression)> {
        let at = at.child("x-later");
        let Some(value) = map.get("x-later") else {
            return Vec::new();
        };
        let Value::Object(members) = value else {
            self.wrong_type(&at, "a map from name to `{than, seconds}`", value);
            return Vec::new();
        };
        let mut later = Vec::new();
        for (name, value) in members {
            let at = at.child(name);
            let known = ["than", "seconds"];
            let Some(map) = self.object(value, &at, "an entry of `x-later`", &known, &[]) else {
                continue;
            };
            let Some(than) = self.required_text(map, &at, "than") else {
                continue;
            };
            let Some(plus) = map.get("seconds").and_then(Value::as_i64) else {
                let message = "`seconds` must say how many, as a whole number";
                self.fault(codes::ARAZZO_VALUE, &at, message);
                continue;
            };
            if let Some(expression) = self.expression(&than, &at.child("than")) {
                later.push((name.clone(), Expression { plus, ..expression }));
            }
        }
        later
    }

    fn call(&mut self, map: &Map<String, Value>, at: &At) -> Option<Call> {
        let given: Vec<&str> = ["operationId", "operationPath", "workflowId", "x-fetch"]
            .into_iter()
            .filter(|name| map.contains_key(*name))
            .collect();
        let at_given = |name: &str| at.child(name);
        match given.as_slice() {
            ["operationId"] => {
                let id = self.text(map, at, "operationId")?;
                self.operation_id(&id, &at_given("operationId"))
            }
            ["operationPath"] => {
                let path = self.text(map, at, "operationPath")?;
                self.operation_path(&path, &at_given("operationPath"))
            }
            ["workflowId"] => self
                .workflow_id(map.get("workflowId")?, &at_given("workflowId"))
                .map(Call::Workflow),
            ["x-fetch"] => {
                let address = self.required_text(map, at, "x-fetch")?;
                let address = self.template(&Value::String(address), &at_given("x-fetch"));
                Some(Call::Address(address))
            }
            [] => {
                self.fault(codes::ARAZZO_MISSING, at, "the step calls nothing")
                    .help = Some("add an `operationId`".to_owned());
                None
            }
            several => {
                let message = format!("a step calls one thing, this has {}", several.join(" and "));
                self.fault(codes::ARAZZO_VALUE, at, message);
                None
            }
        }
    }

    fn operation_id(&mut self, id: &str, at: &At) -> Option<Call> {
        let mut name = id;
        if let Some(rest) = id.strip_prefix("$sourceDescriptions.") {
            let (source, operation) = rest.split_once('.').unwrap_or((rest, ""));
            self.source(source, at)?;
            name = operation;
        }
        if self.api.operation(name).is_none() {
            let help = closest(name, self.api.operations.iter().map(|it| it.id.as_str()));
            let message = format!("the description has no operation `{name}`");
            self.fault(codes::ARAZZO_UNRESOLVED, at, message).help = help;
            return None;
        }
        Some(Call::Operation(name.to_owned()))
    }

    /// `{$sourceDescriptions.api.url}#/paths/~1links/get`.
    fn operation_path(&mut self, path: &str, at: &At) -> Option<Call> {
        let form = "write `{$sourceDescriptions.<name>.url}#/paths/~1links/get`";
        let parts = path
            .strip_prefix("{$sourceDescriptions.")
            .and_then(|rest| rest.split_once(".url}#"));
        let Some((source, pointer)) = parts else {
            let message = format!("`{path}` does not lead to an operation");
            self.fault(codes::ARAZZO_EXPRESSION, at, message).help = Some(form.to_owned());
            return None;
        };
        self.source(source, at)?;
        let tokens: Vec<String> = Pointer::from_escaped(pointer).tokens().collect();
        let operation = match tokens.as_slice() {
            [paths, path, method] if paths == "paths" => self
                .api
                .operations
                .iter()
                .find(|it| it.path.text == *path && it.method.member() == method),
            _ => None,
        };
        let Some(operation) = operation else {
            let message = format!("the description has no operation at `{pointer}`");
            self.fault(codes::ARAZZO_UNRESOLVED, at, message).help = Some(form.to_owned());
            return None;
        };
        Some(Call::Operation(operation.id.clone()))
    }

    fn source(&mut self, name: &str, at: &At) -> Option<()> {
        if self.names.contains_key(name) {
            return Some(());
        }
        let help = closest(name, self.names.keys().map(String::as_str));
        let message = format!("there is no source description `{name}`");
        self.fault(codes::ARAZZO_UNRESOLVED, at, message).help = help;
        None
    }

    pub(super) fn arguments(
        &mut self,
        map: &Map<String, Value>,
        at: &At,
        name: &str,
    ) -> Vec<Argument> {
        let mut arguments: Vec<Argument> = Vec::new();
        for (value, at) in self.list(map, at, name) {
            let Some((value, at, overridden)) = self.reusable(value, &at, "parameters") else {
                continue;
            };
            let Some(argument) = self.argument(&value, &at, overridden) else {
                continue;
            };
            let same = |it: &Argument| it.name == argument.name && it.place == argument.place;
            if arguments.iter().any(same) {
                let message = format!("the parameter `{}` stands here twice", argument.name);
                self.fault(codes::ARAZZO_DUPLICATE, &at, message);
            }
            arguments.push(argument);
        }
        arguments
    }

    fn argument(&mut self, value: &Value, at: &At, overridden: Option<Value>) -> Option<Argument> {
        let map = self.object(value, at, "a parameter", &["name", "in", "value"], &[])?;
        let name = self.required_text(map, at, "name");
        let place = match self.text(map, at, "in").as_deref() {
            None => None,
            Some("path") => Some(Place::Path),
            Some("query") => Some(Place::Query),
            Some("header") => Some(Place::Header),
            Some("cookie") => Some(Place::Cookie),
            Some(other) => {
                let message = format!("`{other}` is no place of a parameter");
                self.fault(codes::ARAZZO_VALUE, &at.child("in"), message)
                    .help = Some("the places are path, query, header and cookie".to_owned());
                return None;
            }
        };
        let value = match &overridden {
            Some(value) => value,
            None => self.required(map, at, "value")?,
        };
        let value = self.template(value, &at.child("value"));
        Some(Argument {
            at: at.clone(),
            name: name?,
            place,
            value,
        })
    }

    fn payload(&mut self, map: &Map<String, Value>, at: &At) -> Option<Payload> {
        let at = at.child("requestBody");
        let known = ["contentType", "payload", "replacements"];
        let map = self.object(map.get("requestBody")?, &at, "a request body", &known, &[])?;
        let value = map.get("payload").unwrap_or(&Value::Null);
        let value = self.template(value, &at.child("payload"));
        let mut replacements = Vec::new();
        for (value, at) in self.list(map, &at, "replacements") {
            let known = ["target", "value"];
            let Some(map) = self.object(value, &at, "a payload replacement", &known, &[]) else {
                continue;
            };
            let target = self.required_text(map, &at, "target");
            let value = self.required(map, &at, "value").cloned();
            let (Some(target), Some(value)) = (target, value) else {
                continue;
            };
            if !target.starts_with('/') {
                let message = format!("`{target}` is not a JSON pointer");
                self.fault(codes::ARAZZO_UNSUPPORTED, &at.child("target"), message)
                    .help = Some("XPath targets are not supported; write `/member/0`".to_owned());
                continue;
            }
            replacements.push((target, self.template(&value, &at.child("value"))));
        }
        Some(Payload {
            content_type: self.text(map, &at, "contentType"),
            at,
            value,
            replacements,
        })
    }

    fn template(&mut self, value: &Value, at: &At) -> Template {
        let (template, faults) = Template::read(value);
        for (path, fault) in faults {
            let at = At {
                document: at.document,
                pointer: Pointer::from_escaped(&format!("{}{path}", at.pointer)),
            };
            let text = value.pointer(&path).and_then(Value::as_str);
            self.text_fault(
                codes::ARAZZO_EXPRESSION,
                &at,
                text.unwrap_or_default(),
                fault,
            );
        }
        template
    }

    fn credentials(&mut self, map: &Map<String, Value>, at: &At) -> Option<Credentials> {
        let text = self.text(map, at, "x-credentials")?;
        match text.as_str() {
            "none" => Some(Credentials::None),
            "basic" => Some(Credentials::OwnAsBasic),
            "bearer" => Some(Credentials::OwnAsBearer),
            "longer" => Some(Credentials::OwnAltered(Alteration::Longer)),
            "shorter" => Some(Credentials::OwnAltered(Alteration::Shorter)),
            "other-case" => Some(Credentials::OwnAltered(Alteration::OtherCase)),
            "as-password" => Some(Credentials::OwnAltered(Alteration::AsPassword)),
            "unencoded" => Some(Credentials::OwnAltered(Alteration::Unencoded)),
            other => match (other.strip_prefix("named:"), Credential::parse(other)) {
                (Some(name), _) => self.named_credential(name, &at.child("x-credentials")),
                (None, Ok(credential)) => Some(Credentials::Other(credential)),
                (None, Err(_)) => {
                    self.fault(
                        codes::ARAZZO_VALUE,
                        &at.child("x-credentials"),
                        "these are no credentials",
                    )
                    .help = Some(
                        "write none, basic, bearer, longer, shorter, other-case, as-password, unencoded, \
                         `named:NAME`, `basic:KEY`, `bearer:KEY` or `header:NAME=VALUE`"
                            .to_owned(),
                    );
                    None
                }
            },
        }
    }

    fn named_credential(&mut self, name: &str, at: &At) -> Option<Credentials> {
        let known = &self.requirements.further_credentials;
        if known.contains_key(name) {
            return Some(Credentials::Named(name.to_owned()));
        }
        let help = closest(name, known.keys().map(String::as_str));
        let message = format!("the requirements file names no credential `{name}`");
        self.fault(codes::ARAZZO_UNRESOLVED, at, message).help = help;
        None
    }
}

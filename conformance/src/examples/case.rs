//! One documented exchange, replayed.

use std::sync::Arc;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use serde_json::Value;
use trueline_spec::At;
use trueline_spec::ir::{Operation, ParameterForm, Response, SchemaId};

use super::bindings::Bindings;
use super::compare::{Comparison, Difference};
use super::pair::{ExampleAnswer, ExampleRequest, Pair};
use super::plan::{Plan, is_success, path_literals};
use super::varying::VaryingMembers;
use crate::case::{Case, CaseContext, CaseMeta, Phase};
use crate::check;
use crate::contract::Contract;
use crate::encode::RequestBuilder;
use crate::exchange::{Answer, Exchange, Request};
use crate::judge;
use crate::schema::{Direction, MISSING};
use crate::target::Credential;
use crate::verdict::{Failure, Verdict};

/// The cases of a plan, one per pair.
pub(super) fn cases(plan: Arc<Plan>, contract: &Contract) -> Vec<Arc<dyn Case>> {
    plan.pairs
        .iter()
        .enumerate()
        .filter_map(|(index, pair)| {
            let operation = contract.api.operations.get(pair.operation)?;
            let about = pair.summary.clone().or_else(|| operation.summary.clone());
            let title = match about {
                Some(about) => format!("the documented example `{}`: {about}", pair.name),
                None => format!("the documented example `{}`", pair.name),
            };
            let case: Arc<dyn Case> = Arc::new(ExampleCase {
                meta: CaseMeta::new(Phase::Examples, &operation.id, &pair.name, title),
                plan: Arc::clone(&plan),
                index,
            });
            Some(case)
        })
        .collect()
}

struct ExampleCase {
    meta: CaseMeta,
    plan: Arc<Plan>,
    index: usize,
}

impl Case for ExampleCase {
    fn meta(&self) -> &CaseMeta {
        &self.meta
    }

    fn run<'a>(&'a self, cx: &'a CaseContext) -> BoxFuture<'a, Verdict> {
        async move {
            let replay = Replay {
                plan: &self.plan,
                cx,
            };
            match replay.judge(self.index).await {
                Ok(failures) => Verdict::of(failures),
                Err(verdict) => verdict,
            }
        }
        .boxed()
    }
}

/// A replay under way. The errors of its steps are verdicts: errors or untested.
pub(super) struct Replay<'a> {
    pub(super) plan: &'a Plan,
    pub(super) cx: &'a CaseContext,
}

impl<'a> Replay<'a> {
    async fn judge(&self, index: usize) -> Result<Vec<Failure>, Verdict> {
        let (pair, operation) = self.pair(index)?;
        let mut bindings = self.fixtures();
        let exchange = self.send(index, &mut bindings, &mut Vec::new()).await?;
        let answer = match judge::answered(&exchange) {
            Ok(answer) => answer,
            Err(failure) => return Ok(vec![*failure]),
        };
        let expected = pair
            .answer
            .as_ref()
            .and_then(|example| Some((example, operation.responses.get(example.response)?)));
        let Some((example, response)) = expected else {
            let failures = judge::documented(self.cx.contract(), operation, &exchange);
            self.may_be_invalid(pair, operation, answer)?;
            if failures.is_empty() {
                return self.succeeded(operation, answer, exchange.index);
            }
            return Ok(failures);
        };
        if let Err(failure) = judge::expected_status(operation, response, answer) {
            self.may_be_invalid(pair, operation, answer)?;
            self.may_be_missing(pair, operation, response, answer, &bindings)?;
            return Ok(vec![failure.exchange(exchange.index)]);
        }
        let mut failures = judge::by_response(self.cx.contract(), operation, response, answer);
        let unreadable = failures
            .iter()
            .any(|failure| [check::MEDIA_TYPE, check::CONTENT].contains(&failure.check.as_str()));
        if !unreadable {
            let differences = self.compare(operation, example, answer, &bindings);
            let is_news = |difference: &Failure| {
                let mut schema = failures.iter().filter(|it| it.check == check::SCHEMA);
                !schema.any(|it| explains(it, difference))
            };
            let news: Vec<Failure> = differences.into_iter().filter(is_news).collect();
            failures.extend(news);
        }
        for failure in &mut failures {
            failure.exchange = Some(exchange.index);
        }
        Ok(failures)
    }

    fn pair(&self, index: usize) -> Result<(&'a Pair, &'a Operation), Verdict> {
        let pair = self.plan.pairs.get(index);
        let operations = &self.cx.contract().api.operations;
        pair.and_then(|pair| Some((pair, operations.get(pair.operation)?)))
            .ok_or_else(|| Verdict::Error("the example is not in the description".to_owned()))
    }

    /// Literals of the document that stand for fixtures.
    pub(super) fn fixtures(&self) -> Bindings {
        let mut bindings = Bindings::default();
        for (name, fixture) in &self.cx.contract().requirements.fixtures {
            if let (Some(literal), Some(value)) = (&fixture.example, self.cx.fixture(name)) {
                // A fixture keeps the JSON type of its literal: a number stays a number.
                let actual = match literal {
                    Value::String(_) => Value::String(value.to_owned()),
                    _ => serde_json::from_str(value)
                        .unwrap_or_else(|_| Value::String(value.to_owned())),
                };
                bindings.bind(literal.clone(), actual);
            }
        }
        bindings
    }

    /// Sends the request of a pair, after those that make what it names. `under_way` holds the pairs
    /// that wait for this one.
    fn send<'s>(
        &'s self,
        index: usize,
        bindings: &'s mut Bindings,
        under_way: &'s mut Vec<usize>,
    ) -> BoxFuture<'s, Result<Arc<Exchange>, Verdict>> {
        async move {
            let (_, operation) = self.pair(index)?;
            let request = self.prepare(index, bindings, under_way).await?;
            let request = written(operation, &request)?;
            let exchange = self.cx.send(request).await;
            match &exchange.outcome {
                Err(error) if error.is_unreachable() => Err(Verdict::Error(error.to_string())),
                _ => Ok(exchange),
            }
        }
        .boxed()
    }

    /// Makes what the request of a pair names, and gives the request with this target's values.
    pub(super) async fn prepare(
        &self,
        index: usize,
        bindings: &mut Bindings,
        under_way: &mut Vec<usize>,
    ) -> Result<ExampleRequest, Verdict> {
        let (pair, _) = self.pair(index)?;
        let request = pair
            .request
            .as_ref()
            .map_err(|reason| Verdict::Untested(reason.clone()))?;
        under_way.push(index);
        for need in self.plan.needs(index) {
            if bindings.actual(&need.literal).is_some() || under_way.contains(&need.producer) {
                continue;
            }
            let exchange = self.send(need.producer, bindings, under_way).await?;
            let made = self.made(need.producer, &need.pointer, &exchange)?;
            bindings.bind(need.literal.clone(), made);
        }
        under_way.pop();
        Ok(request.with(bindings))
    }

    /// What a preparing exchange made.
    fn made(&self, producer: usize, pointer: &str, exchange: &Exchange) -> Result<Value, Verdict> {
        let (pair, operation) = self.pair(producer)?;
        let failed = |reason: String| {
            Verdict::Error(format!(
                "could not be prepared: the example `{}` of {} {reason}",
                pair.name, operation.id
            ))
        };
        let answer = match &exchange.outcome {
            Ok(answer) => answer,
            Err(error) => return Err(failed(format!("got no answer: {error}"))),
        };
        if !(200..300).contains(&answer.status) {
            return Err(failed(format!(
                "was answered with status {}",
                answer.status
            )));
        }
        let value = answer.json();
        let made = value.as_ref().and_then(|value| value.pointer(pointer));
        // An empty text names nothing: a path that ends with it is another one, often that of the list.
        made.filter(|made| made.as_str() != Some(""))
            .cloned()
            .ok_or_else(|| failed(format!("was answered without `{pointer}`")))
    }

    /// Leaves the case untested when the target answered that it does not know what the path names,
    /// and nothing says that it must.
    fn may_be_missing(
        &self,
        pair: &Pair,
        operation: &Operation,
        response: &Response,
        answer: &Answer,
        bindings: &Bindings,
    ) -> Result<(), Verdict> {
        if answer.status != 404 || !is_success(response.status) {
            return Ok(());
        }
        let literals = pair.request.as_ref().ok();
        let literals = literals.map(|request| path_literals(operation, request));
        let unknown = literals
            .unwrap_or_default()
            .into_iter()
            .find(|literal| bindings.actual(literal).is_none());
        match unknown {
            None => Ok(()),
            Some(literal) => Err(Verdict::Untested(format!(
                "the target has no {literal}, and no other example makes it; declare it as a fixture \
                 in the requirements file"
            ))),
        }
    }

    /// Leaves the case untested when the target refused a request that the description itself does not
    /// allow: the example is wrong, and the target may be right.
    fn may_be_invalid(
        &self,
        pair: &Pair,
        operation: &Operation,
        answer: &Answer,
    ) -> Result<(), Verdict> {
        if !(400..500).contains(&answer.status) {
            return Ok(());
        }
        let Ok(request) = &pair.request else {
            return Ok(());
        };
        let contract = self.cx.contract();
        let violation = |schema: SchemaId, value: &Value| {
            let direction = Direction::Request;
            let judged =
                contract
                    .judge
                    .violations(&contract.api.schemas, schema, direction, value.clone());
            judged.into_iter().next()
        };
        let body = request.body.as_ref().and_then(|(index, value)| {
            let media = operation.body.as_ref()?.content.get(*index)?;
            violation(media.schema?, value)
        });
        let found = body.or_else(|| {
            request.parameters.iter().find_map(|(index, value)| {
                match operation.parameters.get(*index)?.form {
                    ParameterForm::Style { schema, .. } => violation(schema, value),
                    ParameterForm::Content(_) => None,
                }
            })
        });
        match found {
            None => Ok(()),
            Some(found) => Err(Verdict::Untested(format!(
                "the documented request is not valid by its own schema ({} at `{}`: {} is due), so that it \
                 was refused says nothing",
                found.received, found.pointer, found.expected
            ))),
        }
    }

    /// A request that is documented without its answer is meant to succeed, where success is documented.
    fn succeeded(
        &self,
        operation: &Operation,
        answer: &Answer,
        exchange: usize,
    ) -> Result<Vec<Failure>, Verdict> {
        let successes: Vec<String> = operation
            .responses
            .iter()
            .filter(|response| is_success(response.status))
            .map(|response| response.status.to_string())
            .collect();
        if answer.status < 400 || successes.is_empty() {
            return Ok(Vec::new());
        }
        let received = format!("status {}: {}", answer.status, answer.text());
        if !self.cx.contract().requirements.is_settled() {
            return Err(Verdict::Untested(format!(
                "the documented request was answered with {received}; what it names may be missing at \
                 the target, and there is no requirements file to say what the target must have"
            )));
        }
        let expected = format!("status {}", successes.join(" or "));
        let failure = Failure::new(check::STATUS, expected, received);
        Ok(vec![failure.at(&operation.at).exchange(exchange)])
    }

    fn compare(
        &self,
        operation: &Operation,
        example: &ExampleAnswer,
        answer: &Answer,
        bindings: &Bindings,
    ) -> Vec<Failure> {
        let contract = self.cx.contract();
        let (Some(documented), Some(actual)) = (&example.content, answer.json()) else {
            return Vec::new();
        };
        if !contract.requirements.is_settled() {
            self.cx.note(
                "judged by the schema alone: without a requirements file it is not known which members \
                 of the example differ from server to server",
            );
            return Vec::new();
        }
        let varying = VaryingMembers {
            api: &contract.api,
            requirements: &contract.requirements,
            operation: &operation.id,
            key: self.cx.target().credential.as_ref().map(Credential::key),
        };
        let mut comparison = Comparison {
            varying: &varying,
            bindings,
            differences: Vec::new(),
            further: Vec::new(),
        };
        let speaking = varying.speaking(example.schema);
        comparison.compare(documented, &actual, &speaking, "");
        if !comparison.further.is_empty() {
            let further = comparison.further.join(", ");
            self.cx
                .note(format!("members that the example does not show: {further}"));
        }
        let differences = comparison.differences.into_iter();
        differences.map(|it| failure(&example.at, it)).collect()
    }
}

/// Whether what the schema says of a place already says why it differs from the example: one fault is
/// reported once.
fn explains(schema: &Failure, difference: &Failure) -> bool {
    let (Some(invalid), Some(differs)) = (&schema.pointer, &difference.pointer) else {
        return false;
    };
    let is_absent = schema.received == MISSING && difference.received == MISSING;
    let parent = differs.rsplit_once('/').map_or("", |(parent, _)| parent);
    match differs.strip_prefix(invalid.as_str()) {
        Some("") => true,
        Some(rest) => {
            (!invalid.is_empty() && rest.starts_with('/')) || (is_absent && invalid == parent)
        }
        None => false,
    }
}

fn failure(example: &At, difference: Difference) -> Failure {
    let at = At {
        document: example.document,
        pointer: trueline_spec::Pointer::from_escaped(&format!(
            "{}{}",
            example.pointer, difference.pointer
        )),
    };
    let expected = format!("{}, as in the example", difference.expected);
    Failure::new(check::EXAMPLE, expected, difference.received)
        .pointer(difference.pointer)
        .at(&at)
}

impl ExampleRequest {
    /// The request with every documented literal replaced by what stands for it here.
    pub(super) fn with(&self, bindings: &Bindings) -> Self {
        let parameters = self.parameters.iter();
        let body = self.body.as_ref();
        Self {
            parameters: parameters
                .map(|(index, value)| (*index, bindings.replace(value)))
                .collect(),
            body: body.map(|(index, value)| (*index, bindings.replace(value))),
        }
    }
}

/// The request as it goes out.
fn written(operation: &Operation, request: &ExampleRequest) -> Result<Request, Verdict> {
    let untested = |error: crate::encode::EncodeError| Verdict::Untested(error.to_string());
    let mut builder = RequestBuilder::new(operation);
    for (index, value) in &request.parameters {
        if let Some(parameter) = operation.parameters.get(*index) {
            builder.parameter(parameter, value).map_err(untested)?;
        }
    }
    if let (Some((index, value)), Some(body)) = (&request.body, &operation.body)
        && let Some(media_type) = body.content.get(*index)
    {
        builder.body(media_type, value).map_err(untested)?;
    }
    builder.build().map_err(untested)
}

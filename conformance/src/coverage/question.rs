//! One question about the border of an operation: a valid request, one change, and what must come of it.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use indexmap::IndexMap;
use serde_json::Value;
use trueline_spec::At;
use trueline_spec::ir::{Extensions, MediaType, Method, Operation, StatusPattern};

use super::place::Place;
use crate::case::{Case, CaseContext, CaseMeta};
use crate::check;
use crate::encode::{RequestBuilder, content};
use crate::examples::{ExampleRequest, ValidRequest, ValidRequests};
use crate::exchange::{Exchange, Request};
use crate::judge;
use crate::verdict::{Failure, Verdict};

/// A question about the border of an operation.
pub(super) struct Question {
    pub(super) meta: CaseMeta,
    pub(super) requests: Arc<ValidRequests>,
    /// Index of the operation.
    pub(super) operation: usize,
    /// The valid request that is changed.
    pub(super) valid: ValidRequest,
    pub(super) change: Change,
    pub(super) must: Must,
    /// The change and the rule, for a person.
    pub(super) words: String,
    /// The promise.
    pub(super) at: At,
}

/// What must come of the changed request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Must {
    /// A 4xx status, in a documented form where one is documented.
    BeRefused,
    /// A 2xx status and all that is documented of it.
    BeAccepted,
}

/// The one thing that is changed.
#[derive(Debug, Clone)]
pub(super) enum Change {
    /// Another value at a place.
    Put(Place, Value),
    /// Nothing at a place.
    Remove(Place),
    /// Nothing at one place, and a value at another that had none: what is refused for being empty alone is accepted.
    Swap(Place, Place, Value),
    /// A further query parameter, encoded.
    Query(String, String),
    /// No body.
    NoBody,
    /// The body cut in half.
    HalfBody,
    /// The same bytes under another media type.
    Called(String),
    /// The same value in another media type.
    Written(&'static str),
}

impl Case for Question {
    fn meta(&self) -> &CaseMeta {
        &self.meta
    }

    fn run<'a>(&'a self, cx: &'a CaseContext) -> BoxFuture<'a, Verdict> {
        async move { self.ask(cx).await.unwrap_or_else(|verdict| verdict) }.boxed()
    }
}

impl Question {
    async fn ask(&self, cx: &CaseContext) -> Result<Verdict, Verdict> {
        let contract = cx.contract();
        let operation = contract.api.operations.get(self.operation);
        let operation = operation
            .ok_or_else(|| Verdict::Error("the operation is not in the description".to_owned()))?;
        let mut arguments = self.requests.prepare(cx, self.valid).await?;
        if self.must == Must::BeRefused {
            // A refusal says something only if the request without the change is accepted.
            let unchanged = cx.send(written(operation, &arguments)?).await;
            self.is_accepted(cx, &unchanged)?;
            if !is_safe(operation.method) {
                arguments = self.requests.prepare(cx, self.valid).await?;
            }
        }
        let exchange = cx.send(self.changed(operation, arguments)?).await;
        reached(&exchange)?;
        let was_refused = exchange.answer().is_some_and(|answer| answer.status >= 400);
        if self.must == Must::BeAccepted && was_refused && !contract.requirements.is_settled() {
            // Perhaps the target refuses the request without the change, too: for what it lacks.
            let arguments = self.requests.prepare(cx, self.valid).await?;
            let unchanged = cx.send(written(operation, &arguments)?).await;
            self.is_accepted(cx, &unchanged)?;
        }
        let failures = match self.must {
            Must::BeRefused => refused(cx, operation, &exchange, &self.words, &self.at),
            Must::BeAccepted => accepted(cx, operation, &exchange, &self.words, &self.at),
        };
        Ok(Verdict::of(failures))
    }

    /// Whether the unchanged request went through.
    ///
    /// # Errors
    ///
    /// An error; or untested, where nobody says what the target must have and the request may name
    /// something that it has not.
    fn is_accepted(&self, cx: &CaseContext, exchange: &Exchange) -> Result<(), Verdict> {
        reached(exchange)?;
        let got = match exchange.answer().map(|answer| answer.status) {
            Some(200..=299) => return Ok(()),
            Some(status) => format!("was answered with status {status}"),
            None => "got no answer".to_owned(),
        };
        let reason = format!(
            "the valid request that this case changes {got}, so a refusal would say nothing"
        );
        if !cx.contract().requirements.is_settled() {
            return Err(Verdict::Untested(reason));
        }
        Err(Verdict::Error(reason))
    }

    fn changed(
        &self,
        operation: &Operation,
        mut arguments: ExampleRequest,
    ) -> Result<Request, Verdict> {
        match &self.change {
            Change::Put(place, value) => place.put(&mut arguments, value.clone()),
            Change::Remove(place) => place.remove(&mut arguments),
            Change::Swap(from, to, value) => {
                from.remove(&mut arguments);
                to.put(&mut arguments, value.clone());
            }
            Change::NoBody => arguments.body = None,
            Change::Query(..) | Change::HalfBody | Change::Called(_) | Change::Written(_) => {}
        }
        let mut builder = builder(operation, &arguments)?;
        if let Change::Query(name, value) = &self.change {
            builder.raw_query(name, value);
        }
        let mut request = builder.build().map_err(unwritable)?;
        match &self.change {
            Change::HalfBody => {
                let half = request
                    .body
                    .as_ref()
                    .map(|body| body.slice(..body.len() / 2));
                request.body = half;
            }
            Change::Called(name) => {
                let body = request.body.clone().unwrap_or_else(Bytes::new);
                request = request.content(name, body);
            }
            Change::Written(name) => {
                let value = arguments.body.map_or(Value::Null, |(_, value)| value);
                let media_type = media_type(&self.at, name);
                let written = content(&media_type, &value).map_err(unwritable)?;
                request = request.content(name, written.body);
            }
            _ => {}
        }
        Ok(request)
    }
}

fn unwritable(error: crate::encode::EncodeError) -> Verdict {
    Verdict::Untested(error.to_string())
}

fn builder<'a>(
    operation: &'a Operation,
    arguments: &ExampleRequest,
) -> Result<RequestBuilder<'a>, Verdict> {
    let mut builder = RequestBuilder::new(operation);
    for (index, value) in &arguments.parameters {
        if let Some(parameter) = operation.parameters.get(*index) {
            builder.parameter(parameter, value).map_err(unwritable)?;
        }
    }
    if let (Some((index, value)), Some(body)) = (&arguments.body, &operation.body)
        && let Some(media_type) = body.content.get(*index)
    {
        builder.body(media_type, value).map_err(unwritable)?;
    }
    Ok(builder)
}

/// The request with these arguments.
pub(super) fn written(
    operation: &Operation,
    arguments: &ExampleRequest,
) -> Result<Request, Verdict> {
    builder(operation, arguments)?.build().map_err(unwritable)
}

/// Whether the answer says anything about the question.
pub(super) fn reached(exchange: &Exchange) -> Result<(), Verdict> {
    match &exchange.outcome {
        Err(error) if error.is_unreachable() => Err(Verdict::Error(error.to_string())),
        Ok(answer) if answer.status == 429 => Err(Verdict::Error(
            "the target refuses so many requests (429); slow down with `--rate`".to_owned(),
        )),
        _ => Ok(()),
    }
}

/// What is wrong with an answer that must be a refusal.
pub(super) fn refused(
    cx: &CaseContext,
    operation: &Operation,
    exchange: &Exchange,
    words: &str,
    at: &At,
) -> Vec<Failure> {
    let answer = match judge::answered(exchange) {
        Ok(answer) => answer,
        Err(failure) => return vec![*failure],
    };
    if !(400..500).contains(&answer.status) {
        let expected = format!("a refusal (4xx): {words}");
        return vec![answered(expected, exchange, at)];
    }
    // Any refusal will do where none is documented.
    let documents_refusals = operation.responses.iter().any(|it| match it.status {
        StatusPattern::Code(code) => (400..500).contains(&code),
        StatusPattern::Class(class) => class == 4,
        StatusPattern::Default => true,
    });
    let mut failures = judge::documented(cx.contract(), operation, exchange);
    failures.retain(|it| documents_refusals || it.check != check::STATUS);
    failures
}

/// What is wrong with an answer that must be a success.
fn accepted(
    cx: &CaseContext,
    operation: &Operation,
    exchange: &Exchange,
    words: &str,
    at: &At,
) -> Vec<Failure> {
    match judge::answered(exchange) {
        Err(failure) => vec![*failure],
        Ok(answer) if answer.status >= 400 => {
            vec![answered(format!("success: {words}"), exchange, at)]
        }
        Ok(_) => judge::documented(cx.contract(), operation, exchange),
    }
}

fn answered(expected: String, exchange: &Exchange, at: &At) -> Failure {
    const LONGEST: usize = 300;
    let received = exchange.answer().map_or_else(String::new, |answer| {
        let text: String = answer.text().chars().take(LONGEST).collect();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("status {}: {text}", answer.status)
    });
    let received = received.trim_end_matches(": ");
    Failure::new(check::ACCEPTANCE, expected, received)
        .at(at)
        .exchange(exchange.index)
}

/// Whether a method changes nothing (RFC 9110 §9.2.1).
pub(super) fn is_safe(method: Method) -> bool {
    matches!(
        method,
        Method::Get | Method::Head | Method::Options | Method::Trace
    )
}

/// A media type of which nothing is said.
fn media_type(at: &At, name: &str) -> MediaType {
    MediaType {
        at: at.clone(),
        name: name.to_owned(),
        schema: None,
        encoding: IndexMap::new(),
        examples: Vec::new(),
        extensions: Extensions::new(),
    }
}

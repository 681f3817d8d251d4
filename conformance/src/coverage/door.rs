//! Questions that come before any argument, and how they are asked.
//!
//! [`super::credentials`] and [`super::route`] put them.

use std::sync::Arc;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use trueline_spec::At;
use trueline_spec::ir::{Method, Operation, SecurityKind};

use super::question::{reached, refused, written};
use crate::case::{Case, CaseContext, CaseMeta};
use crate::check;
use crate::examples::{ExampleRequest, ValidRequest, ValidRequests};
use crate::exchange::{Answer, Exchange, Request};
use crate::judge;
use crate::verdict::{Failure, Verdict};

/// A question about credentials, methods or routes.
pub(super) struct DoorCase {
    pub(super) meta: CaseMeta,
    pub(super) requests: Arc<ValidRequests>,
    pub(super) operation: usize,
    pub(super) valid: ValidRequest,
    pub(super) ask: Ask,
    pub(super) words: String,
    pub(super) at: At,
    /// Whether the credentials are not even well-formed.
    pub(super) is_broken: bool,
}

/// What is wrong with the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ask {
    /// These credentials in place of the run's own: a header, or none at all.
    Credentials(Option<(String, String)>),
    /// Another method on the operation's path: without content, and then with that of a valid request of the
    /// operation of the same path with this index, if one has any.
    Method(Method, Option<(usize, ValidRequest)>),
    /// A path that nothing is said of.
    Route,
}

/// What is put below a path to leave everything that is described.
pub(super) const BELOW: &str = "/trueline/no-such-route";

impl Case for DoorCase {
    fn meta(&self) -> &CaseMeta {
        &self.meta
    }

    fn run<'a>(&'a self, cx: &'a CaseContext) -> BoxFuture<'a, Verdict> {
        async move { self.ask(cx).await.unwrap_or_else(|verdict| verdict) }.boxed()
    }
}

impl DoorCase {
    async fn ask(&self, cx: &CaseContext) -> Result<Verdict, Verdict> {
        let operation = cx.contract().api.operations.get(self.operation);
        let operation = operation
            .ok_or_else(|| Verdict::Error("the operation is not in the description".to_owned()))?;
        let mut arguments = self.requests.prepare(cx, self.valid).await?;
        match &self.ask {
            Ask::Credentials(header) => {
                self.no_other_key(cx)?;
                let mut request = written(operation, &arguments)?;
                if let Some((name, value)) = header {
                    request = request.header(name, value);
                }
                let exchange = cx.send_bare(request).await;
                reached(&exchange)?;
                let mut failures = refused(cx, operation, &exchange, &self.words, &self.at);
                // A header that is broken may also be a bad request (RFC 6750 §3.1).
                if let (Some(answer), true) = (exchange.answer(), failures.is_empty())
                    && ![401, 403].contains(&answer.status)
                    && !self.is_broken
                {
                    let received = format!("status {}", answer.status);
                    let failure = Failure::new(
                        check::ACCEPTANCE,
                        format!("status 401 or 403: {}", self.words),
                        received,
                    );
                    failures.push(failure.at(&self.at).exchange(exchange.index));
                }
                Ok(Verdict::of(failures))
            }
            Ask::Method(method, writer) => {
                let request = without_content(operation, &mut arguments)?;
                let bare = self.judge(cx, by(*method, request)).await?;
                let Some((writer, valid)) = writer.filter(|_| matches!(bare, Verdict::Passed))
                else {
                    return Ok(bare);
                };
                // What refused nothing but the missing content would take the request with it.
                let Some(writer) = cx.contract().api.operations.get(writer) else {
                    return Ok(bare);
                };
                let arguments = self.requests.prepare(cx, valid).await?;
                self.judge(cx, by(*method, written(writer, &arguments)?))
                    .await
            }
            Ask::Route => {
                let mut request = without_content(operation, &mut arguments)?;
                request.target.push_str(BELOW);
                self.judge(cx, request).await
            }
        }
    }

    /// Sends what must be refused though nothing is documented of it.
    async fn judge(&self, cx: &CaseContext, request: Request) -> Result<Verdict, Verdict> {
        let exchange = cx.send(request).await;
        reached(&exchange)?;
        let answer = match judge::answered(&exchange) {
            Ok(answer) => answer,
            Err(failure) => return Ok(Verdict::Failed(vec![*failure])),
        };
        // RFC 9110 §15.6.2: a method that the server does not know at all.
        let not_implemented = answer.status == 501 && matches!(self.ask, Ask::Method(..));
        if (400..500).contains(&answer.status) || not_implemented {
            return Ok(Verdict::of(self.misshapen(cx, &exchange, answer)));
        }
        let failure = Failure::new(
            check::ACCEPTANCE,
            format!("a refusal (4xx): {}", self.words),
            format!("status {}", answer.status),
        );
        Ok(Verdict::Failed(vec![
            failure.at(&self.at).exchange(exchange.index),
        ]))
    }

    /// What is wrong with the form of a refusal of which nothing is documented: where all operations
    /// refuse in one form, this is expected to be that one.
    fn misshapen(&self, cx: &CaseContext, exchange: &Exchange, answer: &Answer) -> Vec<Failure> {
        let contract = cx.contract();
        let form = |operation: &Operation| {
            let response = operation.response_for(answer.status)?;
            let forms = response.content.iter().map(|it| {
                let schema = it.schema.map(|id| contract.api.schemas.resolve(id));
                (it.name.clone(), schema)
            });
            Some(forms.collect::<Vec<_>>())
        };
        let operations = &contract.api.operations;
        let Some(operation) = operations.get(self.operation) else {
            return Vec::new();
        };
        let own = form(operation);
        let Some(response) = operation.response_for(answer.status) else {
            return Vec::new();
        };
        if response.content.is_empty() || operations.iter().any(|other| form(other) != own) {
            return Vec::new();
        }
        let failures = judge::by_response(contract, operation, response, answer);
        let here = |failure: Failure| failure.exchange(exchange.index);
        failures.into_iter().map(here).collect()
    }

    /// Headers of the target are sent with every request; a key among them would let this one in.
    fn no_other_key(&self, cx: &CaseContext) -> Result<(), Verdict> {
        let schemes = cx.contract().api.security_schemes.values();
        let mut names: Vec<&str> = vec!["authorization", "cookie"];
        for scheme in schemes {
            if let SecurityKind::ApiKey { name, .. } = &scheme.kind {
                names.push(name);
            }
        }
        let headers = &cx.target().headers;
        let key = headers
            .iter()
            .find(|(name, _)| names.iter().any(|it| it.eq_ignore_ascii_case(name)));
        match key {
            None => Ok(()),
            Some((name, _)) => Err(Verdict::Untested(format!(
                "`--header {name}` goes with every request and may let it in; give the key with \
                 `--auth`"
            ))),
        }
    }
}

fn by(method: Method, request: Request) -> Request {
    Request {
        method: method.as_str().to_owned(),
        ..request
    }
}

/// The request on the operation's path, without query and content.
fn without_content(
    operation: &Operation,
    arguments: &mut ExampleRequest,
) -> Result<Request, Verdict> {
    arguments.body = None;
    let mut request = written(operation, arguments)?;
    let end = request.target.find('?').unwrap_or(request.target.len());
    request.target.truncate(end);
    Ok(request)
}

//! Questions that come before any argument: credentials, methods and routes.

use std::sync::Arc;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use trueline_spec::At;
use trueline_spec::ir::{Api, ApiKeyLocation, Method, Operation, PathPiece, SecurityKind};

use super::question::{reached, refused, written};
use crate::case::{Case, CaseContext, CaseMeta, Level, Phase};
use crate::check;
use crate::contract::Contract;
use crate::examples::{ExampleRequest, ValidRequest, ValidRequests};
use crate::exchange::Request;
use crate::judge;
use crate::target::Credential;
use crate::verdict::{Failure, Verdict};

/// A question about credentials, methods or routes.
struct DoorCase {
    meta: CaseMeta,
    requests: Arc<ValidRequests>,
    operation: usize,
    valid: ValidRequest,
    ask: Ask,
    words: String,
    at: At,
    /// Whether the credentials are not even well-formed.
    is_broken: bool,
}

/// What is wrong with the request.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Ask {
    /// These credentials in place of the run's own: a header, or none at all.
    Credentials(Option<(String, String)>),
    /// Another method on the operation's path.
    Method(Method),
    /// A path that nothing is said of.
    Route,
}

/// A key that was never given out.
const WRONG: &str = "trueline-no-such-key";

/// The questions about an operation that needs credentials.
pub(super) fn credentials(
    contract: &Contract,
    requests: &Arc<ValidRequests>,
    operation: usize,
    valid: ValidRequest,
) -> Vec<Arc<dyn Case>> {
    let Some(subject) = contract.api.operations.get(operation) else {
        return Vec::new();
    };
    let alternatives = contract.api.security_of(subject);
    // Where anonymous requests are welcome there is nothing to refuse.
    if alternatives.is_empty() || alternatives.iter().any(|it| it.schemes.is_empty()) {
        return Vec::new();
    }
    let mut keys = vec![Key {
        name: "absent".to_owned(),
        header: None,
        words: "there are no credentials".to_owned(),
    }];
    for name in alternatives.iter().flat_map(|it| it.schemes.keys()) {
        if let Some(scheme) = contract.api.security_schemes.get(name) {
            keys.extend(faulty_keys(&scheme.kind));
        }
    }
    if keys.iter().any(|key| key.name.starts_with("malformed")) {
        keys.push(Key {
            name: "other-scheme".to_owned(),
            header: Some(("Authorization".to_owned(), format!("Trueline {WRONG}"))),
            words: "`Authorization: Trueline …` is no documented scheme".to_owned(),
        });
    }
    let mut cases: Vec<Arc<dyn Case>> = Vec::new();
    let mut names: Vec<String> = Vec::new();
    for Key {
        name,
        header,
        words,
    } in keys
    {
        if names.contains(&name) {
            continue;
        }
        let title = format!("refused: {words}");
        let id = format!("auth/{name}");
        cases.push(Arc::new(DoorCase {
            is_broken: name.starts_with("malformed") || name.starts_with("other"),
            meta: CaseMeta::new(Phase::Coverage, &subject.id, &id, title),
            requests: Arc::clone(requests),
            operation,
            valid,
            ask: Ask::Credentials(header),
            words,
            at: subject.at.clone(),
        }));
        names.push(name);
    }
    cases
}

/// Credentials that must not open the door.
struct Key {
    name: String,
    header: Option<(String, String)>,
    words: String,
}

/// Wrong and malformed keys for a scheme that travels in a header.
fn faulty_keys(kind: &SecurityKind) -> Vec<Key> {
    let (word, wrong, malformed) = match kind {
        SecurityKind::Basic => ("basic", Credential::Basic(WRONG.to_owned()), "Basic %%%"),
        SecurityKind::Bearer { .. } | SecurityKind::OAuth2 | SecurityKind::OpenIdConnect { .. } => {
            ("bearer", Credential::Bearer(WRONG.to_owned()), "Bearer")
        }
        SecurityKind::ApiKey {
            location: ApiKeyLocation::Header,
            name,
        } => {
            return vec![Key {
                name: format!("wrong-{name}"),
                header: Some((name.clone(), WRONG.to_owned())),
                words: format!("the key in `{name}` was never given out"),
            }];
        }
        SecurityKind::ApiKey { .. } | SecurityKind::OtherHttp(_) | SecurityKind::MutualTls => {
            return Vec::new();
        }
    };
    vec![
        Key {
            name: format!("wrong-{word}"),
            header: Some(wrong.header()),
            words: format!("the {word} key was never given out"),
        },
        Key {
            name: format!("malformed-{word}"),
            header: Some(("Authorization".to_owned(), malformed.to_owned())),
            words: format!("`Authorization: {malformed}` holds no key"),
        },
    ]
}

/// The questions about methods that the operation's path does not have. Asked of the first operation of
/// each path.
pub(super) fn methods(
    contract: &Contract,
    requests: &Arc<ValidRequests>,
    operation: usize,
    valid: ValidRequest,
) -> Vec<Arc<dyn Case>> {
    let api = &contract.api;
    let Some(subject) = api.operations.get(operation) else {
        return Vec::new();
    };
    let same_path = |other: &&Operation| shape(other) == shape(subject);
    let is_first = api.operations[..operation].iter().find(same_path).is_none();
    if !is_first {
        return Vec::new();
    }
    let has_parameter = subject
        .path
        .pieces
        .iter()
        .any(|piece| matches!(piece, PathPiece::Parameter(_)));
    let documented = |method: Method| {
        api.operations
            .iter()
            .filter(same_path)
            .any(|it| it.method == method)
    };
    [
        Method::Get,
        Method::Put,
        Method::Post,
        Method::Delete,
        Method::Patch,
    ]
    .into_iter()
    .filter(|method| !documented(*method))
    // Should the server have it after all, DELETE on a collection might remove what is not ours.
    .filter(|method| *method != Method::Delete || has_parameter)
    .map(|method| -> Arc<dyn Case> {
        let words = format!("{} has no {method}", subject.path.text);
        let name = format!("route/{}", method.member());
        let title = format!("refused: {words}");
        let mut meta = CaseMeta::new(Phase::Coverage, &subject.id, &name, title);
        // That a description does not have it is no promise that the server has not.
        meta.level = Level::Should;
        Arc::new(DoorCase {
            is_broken: false,
            meta,
            requests: Arc::clone(requests),
            operation,
            valid,
            ask: Ask::Method(method),
            words,
            at: subject.at.clone(),
        })
    })
    .collect()
}

/// The question about a path below the operation's that no template matches.
pub(super) fn route(
    contract: &Contract,
    requests: &Arc<ValidRequests>,
    operation: usize,
    valid: ValidRequest,
) -> Option<Arc<dyn Case>> {
    let api = &contract.api;
    let subject = api.operations.get(operation)?;
    let is_first = |other: &&Operation| shape(other) == shape(subject);
    if api.operations[..operation].iter().find(is_first).is_some() || may_match(api, subject) {
        return None;
    }
    let words = format!("nothing is described at {}{BELOW}", subject.path.text);
    let title = format!("refused: {words}");
    let mut meta = CaseMeta::new(Phase::Coverage, &subject.id, "route/unknown", title);
    meta.level = Level::Should;
    Some(Arc::new(DoorCase {
        is_broken: false,
        meta,
        requests: Arc::clone(requests),
        operation,
        valid,
        ask: Ask::Route,
        words,
        at: subject.at.clone(),
    }))
}

/// What is put below a path to leave everything that is described.
const BELOW: &str = "/trueline/no-such-route";

/// Whether a template of the API may match what lies [`BELOW`] the operation's path.
fn may_match(api: &Api, subject: &Operation) -> bool {
    let depth = |operation: &Operation| operation.path.text.matches('/').count();
    let deepest = depth(subject) + 2;
    api.operations.iter().any(|it| depth(it) >= deepest)
}

/// The path without the names of its parameters.
fn shape(operation: &Operation) -> Vec<Option<&str>> {
    let pieces = operation.path.pieces.iter();
    pieces
        .map(|piece| match piece {
            PathPiece::Literal(text) => Some(text.as_str()),
            PathPiece::Parameter(_) => None,
        })
        .collect()
}

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
            Ask::Method(method) => {
                let request = without_content(operation, &mut arguments)?;
                let request = Request {
                    method: method.as_str().to_owned(),
                    ..request
                };
                self.judge(cx, request).await
            }
            Ask::Route => {
                let mut request = without_content(operation, &mut arguments)?;
                request.target.push_str(BELOW);
                self.judge(cx, request).await
            }
        }
    }

    /// Sends what must be refused in whatever form: nothing is documented of it.
    async fn judge(&self, cx: &CaseContext, request: Request) -> Result<Verdict, Verdict> {
        let exchange = cx.send(request).await;
        reached(&exchange)?;
        let answer = match judge::answered(&exchange) {
            Ok(answer) => answer,
            Err(failure) => return Ok(Verdict::Failed(vec![*failure])),
        };
        // RFC 9110 §15.6.2: a method that the server does not know at all.
        let not_implemented = answer.status == 501 && matches!(self.ask, Ask::Method(_));
        if (400..500).contains(&answer.status) || not_implemented {
            return Ok(Verdict::Passed);
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

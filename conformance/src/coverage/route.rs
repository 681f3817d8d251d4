//! Questions about methods and paths that nothing is said of.

use std::sync::Arc;

use trueline_spec::ir::{Api, Method, Operation, PathPiece, PathTemplate};

use super::door::{Ask, BELOW, DoorCase};
use super::question::is_safe;
use crate::case::{Case, CaseMeta, Level, Phase};
use crate::contract::Contract;
use crate::examples::{ValidRequest, ValidRequests};

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
    let same_path = |other: &&Operation| may_be(&other.path, &subject.path);
    let same_shape = |other: &&Operation| shape(other) == shape(subject);
    let is_first = api.operations[..operation]
        .iter()
        .find(same_shape)
        .is_none();
    if !is_first {
        return Vec::new();
    }
    let has_parameter = subject
        .path
        .pieces
        .iter()
        .any(|piece| matches!(piece, PathPiece::Parameter(_)));
    let writer = api
        .operations
        .iter()
        .position(|other| {
            let writes = other.body.is_some() && !is_safe(other.method);
            writes && shape(other) == shape(subject)
        })
        .and_then(|writer| Some((writer, requests.of(contract, writer)?)));
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
        let has_content = matches!(method, Method::Put | Method::Post | Method::Patch);
        let writer = writer.filter(|_| has_content);
        let words = format!("`{}` has no {method}", subject.path.text);
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
            ask: Ask::Method(method, writer),
            words,
            at: subject.at.clone(),
        })
    })
    .collect()
}

/// The question about a path below the operation's that no template matches.
pub(super) fn below(
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
    let words = format!("nothing is described at `{}{BELOW}`", subject.path.text);
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

/// Whether a template of the API may match what lies [`BELOW`] the operation's path.
fn may_match(api: &Api, subject: &Operation) -> bool {
    let depth = |operation: &Operation| operation.path.text.matches('/').count();
    let deepest = depth(subject) + 2;
    api.operations.iter().any(|it| depth(it) >= deepest)
}

/// Whether another operation has the same method and, as far as it is sent, the same path: descriptions do
/// that with fragments.
pub(super) fn is_shared(contract: &Contract, operation: &Operation) -> bool {
    let same =
        |other: &&Operation| other.method == operation.method && shape(other) == shape(operation);
    contract.api.operations.iter().filter(same).count() > 1
}

/// Whether a path that fits `subject` may fit `other`, too: a parameter may have the very text that stands
/// in its place.
fn may_be(other: &PathTemplate, subject: &PathTemplate) -> bool {
    let segments = |path: &PathTemplate| -> Vec<String> {
        let sent = path.text.split('#').next().unwrap_or_default();
        let segments = sent.trim_end_matches('/').split('/');
        segments.map(str::to_owned).collect()
    };
    let (other, subject) = (segments(other), segments(subject));
    other.len() == subject.len()
        && other
            .iter()
            .zip(&subject)
            .all(|(one, two)| one == two || one.contains('{') || two.contains('{'))
}

/// The path without the names of its parameters.
fn shape(operation: &Operation) -> Vec<Option<&str>> {
    let pieces = operation.path.pieces.iter();
    pieces
        .map(|piece| match piece {
            // A fragment is not sent, so it makes no other path.
            PathPiece::Literal(text) => Some(text.split('#').next().unwrap_or_default()),
            PathPiece::Parameter(_) => None,
        })
        .filter(|piece| *piece != Some(""))
        .collect()
}

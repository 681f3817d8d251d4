//! Work that goes on after the answer: 202, then ask until it has ended (RFC 9110 §15.3.3).

use std::sync::Arc;

use serde_json::{Value, json};
use trueline_spec::ir::{Api, JsonType, Operation, ParameterLocation, StatusPattern};
use trueline_spec::spelling::fold;

use super::shape::listed_values;
use super::{Resource, component, members, split};

/// How a piece of work is begun, and how it says that it has ended.
#[derive(Debug, Clone)]
pub struct Job {
    /// Id of the operation that begins it.
    pub start: String,
    /// What must be there first: the resource whose id stands in the path of `start`.
    pub parent: Option<Arc<Resource>>,
    /// The member that says how far it has come.
    pub state: String,
    /// The values of that member that are final.
    pub ends: Vec<Value>,
    /// Whether the answer to `start` documents `Location`.
    pub is_placed: bool,
}

/// Gives each resource that a 202 answers with its job: things of it are begun and not made.
pub(super) fn attach(api: &Api, resources: &mut Vec<Resource>) {
    for start in &api.operations {
        let Some(accepted) = accepted(start) else {
            continue;
        };
        let schema = accepted
            .content
            .iter()
            .filter(|media| super::is_json(media))
            .find_map(|media| component(api, media.schema?));
        let Some(schema) = schema else { continue };
        let Some((state, ends)) = ends(api, schema) else {
            continue;
        };
        let parents: Vec<&str> = start
            .parameters
            .iter()
            .filter(|parameter| parameter.location == ParameterLocation::Path)
            .map(|parameter| parameter.name.as_str())
            .collect();
        let parent = match parents.as_slice() {
            [] => None,
            [name] => match parent(resources, start, name) {
                Some(parent) => Some(parent),
                None => continue,
            },
            // Which of them is whose is anyone's guess.
            _ => continue,
        };
        let job = Job {
            start: start.id.clone(),
            parent,
            state,
            ends,
            is_placed: accepted
                .headers
                .iter()
                .any(|header| header.name.eq_ignore_ascii_case("location")),
        };
        let polled = resources.iter_mut().find(|resource| {
            resource.schema == schema && resource.retrieve.is_some() && resource.job.is_none()
        });
        if let Some(polled) = polled {
            polled.job = Some(job);
            // A thing that is only begun has no laws about what is made.
            polled.create = polled.create.take().filter(|id| *id != start.id);
        }
        let (collection, _) = split(start);
        resources.retain(|resource| {
            let is_start =
                resource.path == collection && resource.create.as_ref() == Some(&start.id);
            !(is_start && resource.retrieve.is_none())
        });
    }
}

fn accepted(operation: &Operation) -> Option<&trueline_spec::ir::Response> {
    let mut responses = operation.responses.iter();
    responses.find(|response| response.status == StatusPattern::Code(202))
}

/// The resource whose item path the operation's path begins with.
fn parent(resources: &[Resource], start: &Operation, parameter: &str) -> Option<Arc<Resource>> {
    let place = format!("{{{parameter}}}");
    let end = start.path.text.find(&place)?;
    let collection = start.path.text[..end].trim_end_matches('/');
    let found = resources
        .iter()
        .find(|resource| resource.path == collection && resource.create.is_some())?;
    Some(Arc::new(found.clone()))
}

/// Words for having ended, well or not.
const ENDS: &[&str] = &[
    "done",
    "succeeded",
    "success",
    "successful",
    "completed",
    "complete",
    "finished",
    "ready",
    "failed",
    "failure",
    "error",
    "errored",
    "canceled",
    "cancelled",
    "aborted",
    "expired",
    "rejected",
    "timed_out",
    "partially_failed",
    "completed_with_errors",
];

/// The member that says how far a piece of work has come, and its final values: one that lists both
/// words for having ended and others, or a boolean `done`.
fn ends(api: &Api, schema: trueline_spec::ir::SchemaId) -> Option<(String, Vec<Value>)> {
    let members = members(api, schema);
    let told = members.iter().find_map(|(name, schema)| {
        if !matches!(fold(name).as_str(), "state" | "status" | "phase" | "stage") {
            return None;
        }
        let all = listed_values(api, *schema);
        let ended = |value: &&Value| {
            let word = value.as_str().map(fold).unwrap_or_default();
            ENDS.contains(&word.to_lowercase().as_str())
        };
        let ends: Vec<Value> = all.iter().filter(ended).cloned().collect();
        let both = !ends.is_empty() && ends.len() < all.len();
        both.then(|| ((*name).to_owned(), ends))
    });
    told.or_else(|| {
        let (name, schema) = members.iter().find(|(name, _)| fold(name) == "done")?;
        let types = api.schemas.get(api.schemas.resolve(*schema)).types;
        types
            .is(JsonType::Boolean)
            .then(|| ((*name).to_owned(), vec![json!(true)]))
    })
}

//! Bodies of operations: which media type is meant, and what kind of change a request makes.

use trueline_spec::ir::{Api, MediaType, Operation, SchemaId, StatusPattern};

use super::shape::required;

/// What a PUT does with the members that it does not name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// They go back to what a new thing has: the request is the whole thing (RFC 9110 §9.3.4).
    Replaces,
    /// They stay: the request is a change.
    Updates,
}

/// The schema of the first JSON body of the first 2XX response.
pub fn success_schema(operation: &Operation) -> Option<SchemaId> {
    operation
        .responses
        .iter()
        .filter(|response| {
            matches!(
                response.status,
                StatusPattern::Code(200..=299) | StatusPattern::Class(2)
            )
        })
        .flat_map(|response| &response.content)
        .find(|media| is_json(media))
        .and_then(|media| media.schema)
}

/// The media type in which a request states members and their values: a merge patch where there is one,
/// else the first that is no list of patch operations.
pub fn body_media(operation: &Operation) -> Option<&MediaType> {
    let content = &operation.body.as_ref()?.content;
    content
        .iter()
        .find(|media| is_merge_patch(media))
        .or_else(|| content.iter().find(|media| !is_patch_list(media)))
        .or_else(|| content.first())
}

/// The schema of the request body: that of [`body_media`], else the first that there is.
pub fn body_schema(operation: &Operation) -> Option<SchemaId> {
    body_media(operation)
        .and_then(|media| media.schema)
        .or_else(|| {
            let body = operation.body.as_ref()?;
            body.content.iter().find_map(|media| media.schema)
        })
}

/// Whether the operation takes merge patches (RFC 7396).
pub fn takes_merge_patch(operation: &Operation) -> bool {
    body_media(operation).is_some_and(is_merge_patch)
}

/// Whether a media type is JSON (RFC 8259, RFC 6839 §3.1).
pub fn is_json(media: &MediaType) -> bool {
    let name = essence(media);
    name == "application/json" || name.ends_with("+json")
}

fn is_merge_patch(media: &MediaType) -> bool {
    essence(media) == "application/merge-patch+json"
}

/// RFC 6902.
fn is_patch_list(media: &MediaType) -> bool {
    essence(media) == "application/json-patch+json"
}

fn essence(media: &MediaType) -> String {
    let name = media.name.split(';').next().unwrap_or_default();
    name.trim().to_ascii_lowercase()
}

/// What a PUT does, as far as its body tells: one that must say what a new thing must say is the whole
/// thing; one that need not is a change. Where a new thing needs nothing, nothing can be told.
pub(super) fn put(api: &Api, create: Option<&Operation>, put: &Operation) -> Option<Put> {
    let demands = |operation: &Operation| {
        let schema = body_schema(operation);
        schema
            .map(|schema| required(api, schema))
            .unwrap_or_default()
    };
    let due = demands(create?);
    if due.is_empty() {
        return None;
    }
    let said = demands(put);
    if due.iter().all(|name| said.contains(name)) {
        Some(Put::Replaces)
    } else {
        Some(Put::Updates)
    }
}

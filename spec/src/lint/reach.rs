//! What operations reach: every operation, and every schema that one leads to.

use crate::ir::{Api, Header, MediaType, Operation, ParameterForm, SchemaId};

/// All operations: those of paths and webhooks, and those in callbacks.
pub(super) fn operations(api: &Api) -> Vec<&Operation> {
    let mut all = Vec::new();
    let mut waiting: Vec<&Operation> = api.operations.iter().chain(&api.webhooks).collect();
    waiting.reverse();
    while let Some(operation) = waiting.pop() {
        all.push(operation);
        waiting.extend(operation.callbacks.values().flatten());
    }
    all
}

/// Marks each schema that an operation leads to, by the index of its id.
pub(super) fn schemas(api: &Api) -> Vec<bool> {
    let mut reached = vec![false; api.schemas.len()];
    let mut waiting = Vec::new();
    for operation in operations(api) {
        for parameter in &operation.parameters {
            form(&parameter.form, &mut waiting);
        }
        for media_type in operation.body.iter().flat_map(|body| &body.content) {
            content(media_type, &mut waiting);
        }
        for response in &operation.responses {
            headers(&response.headers, &mut waiting);
            for media_type in &response.content {
                content(media_type, &mut waiting);
            }
        }
    }
    while let Some(id) = waiting.pop() {
        let Some(mark) = reached.get_mut(id.0 as usize) else {
            continue;
        };
        if std::mem::replace(mark, true) {
            continue;
        }
        let schema = api.schemas.get(id);
        waiting.extend(schema.subschemas());
        waiting.extend(schema.reference);
        if let Some(discriminator) = &schema.discriminator {
            waiting.extend(discriminator.mapping.values());
        }
    }
    reached
}

fn form(form: &ParameterForm, out: &mut Vec<SchemaId>) {
    match form {
        ParameterForm::Style { schema, .. } => out.push(*schema),
        ParameterForm::Content(media_type) => content(media_type, out),
    }
}

fn content(media_type: &MediaType, out: &mut Vec<SchemaId>) {
    out.extend(media_type.schema);
    for encoding in media_type.encoding.values() {
        headers(&encoding.headers, out);
    }
}

fn headers(headers: &[Header], out: &mut Vec<SchemaId>) {
    for header in headers {
        form(&header.form, out);
    }
}

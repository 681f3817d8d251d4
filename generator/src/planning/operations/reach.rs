//! Which components some operations reach.

use std::collections::HashSet;

use trueline_spec::ir::{
    Additional, Api, Body, Header, MediaType, Operation, ParameterForm, Response, SchemaId,
};

/// The components that `operations` reach through parameters, bodies, headers and schemas.
pub(super) fn components<'a>(
    api: &'a Api,
    operations: impl Iterator<Item = &'a Operation>,
) -> HashSet<SchemaId> {
    let mut todo = Vec::new();
    for operation in operations {
        for parameter in &operation.parameters {
            of_form(&parameter.form, &mut todo);
        }
        if let Some(Body { content, .. }) = &operation.body {
            of_content(content, &mut todo);
        }
        for Response {
            headers, content, ..
        } in &operation.responses
        {
            for Header { form, .. } in headers {
                of_form(form, &mut todo);
            }
            of_content(content, &mut todo);
        }
    }
    let mut seen = HashSet::new();
    while let Some(id) = todo.pop() {
        if seen.insert(id) {
            below(api, id, &mut todo);
        }
    }
    seen.retain(|id| api.schemas.get(*id).component.is_some());
    seen
}

fn of_form(form: &ParameterForm, todo: &mut Vec<SchemaId>) {
    match form {
        ParameterForm::Style { schema, .. } => todo.push(*schema),
        ParameterForm::Content(media) => todo.extend(media.schema),
    }
}

fn of_content(content: &[MediaType], todo: &mut Vec<SchemaId>) {
    todo.extend(content.iter().filter_map(|media| media.schema));
}

/// The schemas directly below one, as far as types are made of them.
fn below(api: &Api, id: SchemaId, todo: &mut Vec<SchemaId>) {
    let schema = api.schemas.get(id);
    todo.extend(schema.reference);
    for list in [&schema.all_of, &schema.any_of, &schema.one_of] {
        todo.extend(list);
    }
    if let Some(array) = &schema.array {
        todo.extend(&array.prefix_items);
        todo.extend(array.items);
    }
    if let Some(object) = &schema.object {
        todo.extend(object.properties.values());
        todo.extend(object.pattern_properties.values());
        if let Additional::Schema(id) = object.additional {
            todo.push(id);
        }
    }
}

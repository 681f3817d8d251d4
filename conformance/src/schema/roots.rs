//! The schemas that requests and answers are judged by directly.

use std::collections::BTreeSet;

use trueline_spec::ir::{Api, MediaType, ParameterForm, SchemaId};

use super::Direction;

/// The schemas of all documented parameters, bodies, answers and headers, references resolved.
#[derive(Debug, Default)]
pub(super) struct Roots {
    requests: BTreeSet<SchemaId>,
    answers: BTreeSet<SchemaId>,
}

impl Roots {
    /// Those of an API.
    pub(super) fn of(api: &Api) -> Self {
        let mut roots = Self::default();
        let resolved = |id: Option<SchemaId>| id.map(|id| api.schemas.resolve(id));
        for operation in &api.operations {
            for parameter in &operation.parameters {
                roots.requests.extend(resolved(of_form(&parameter.form)));
            }
            for media_type in operation.body.iter().flat_map(|body| &body.content) {
                roots.requests.extend(resolved(media_type.schema));
            }
            for response in &operation.responses {
                let content = response.content.iter().map(|it: &MediaType| it.schema);
                let headers = response.headers.iter().map(|it| of_form(&it.form));
                roots
                    .answers
                    .extend(content.chain(headers).filter_map(resolved));
            }
        }
        roots
    }

    /// Those of one direction.
    pub(super) fn documented(&self, direction: Direction) -> &BTreeSet<SchemaId> {
        match direction {
            Direction::Request => &self.requests,
            Direction::Response => &self.answers,
        }
    }
}

fn of_form(form: &ParameterForm) -> Option<SchemaId> {
    match form {
        ParameterForm::Style { schema, .. } => Some(*schema),
        ParameterForm::Content(media_type) => media_type.schema,
    }
}

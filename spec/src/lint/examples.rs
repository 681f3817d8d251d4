//! Examples and defaults that do not fit their schemas.

use serde_json::Value;

use super::judge::{Misfit, Way, misfit};
use super::{Lint, reach};
use crate::diagnostic::codes;
use crate::ir::{Api, Example, Header, MediaType, ParameterForm, SchemaId};
use crate::source::At;

impl Lint<'_> {
    pub(super) fn examples(&mut self) {
        let api: &Api = self.api;
        for (id, schema) in api.schemas.iter() {
            let prose = &schema.prose;
            if let Some(default) = &prose.default {
                self.judge(
                    id,
                    default,
                    &schema.at.child("default"),
                    "default",
                    Way::Either,
                );
            }
            for (index, example) in prose.examples.iter().enumerate() {
                self.judge(
                    id,
                    example,
                    &self.example_place(&schema.at, index),
                    "example",
                    Way::Either,
                );
            }
        }
        for operation in reach::operations(api) {
            for parameter in &operation.parameters {
                self.form_examples(&parameter.form, &parameter.examples, Way::Request);
            }
            for media_type in operation.body.iter().flat_map(|body| &body.content) {
                self.content_examples(media_type, Way::Request);
            }
            for response in &operation.responses {
                self.header_examples(&response.headers, Way::Response);
                for media_type in &response.content {
                    self.content_examples(media_type, Way::Response);
                }
            }
        }
    }

    /// Where the example of this index stands: a lone `example` comes first.
    fn example_place(&self, schema: &At, index: usize) -> At {
        let lone = schema.child("example");
        let has_lone = self.sources.value(&lone).is_some();
        match (has_lone, index) {
            (true, 0) => lone,
            (true, index) => schema.child("examples").index(index - 1),
            (false, index) => schema.child("examples").index(index),
        }
    }

    fn form_examples(&mut self, form: &ParameterForm, examples: &[Example], way: Way) {
        match form {
            ParameterForm::Style { schema, .. } => self.all(*schema, examples, way),
            ParameterForm::Content(media_type) => self.content_examples(media_type, way),
        }
    }

    fn header_examples(&mut self, headers: &[Header], way: Way) {
        for header in headers {
            self.form_examples(&header.form, &header.examples, way);
        }
    }

    /// The example of a media type that is neither JSON nor a form is its text, which a schema says
    /// little about.
    fn content_examples(&mut self, media_type: &MediaType, way: Way) {
        let name = media_type.name.split(';').next().unwrap_or_default().trim();
        let is_data = name.ends_with("/json")
            || name.ends_with("+json")
            || name.eq_ignore_ascii_case("application/x-www-form-urlencoded");
        if let Some(schema) = media_type.schema
            && is_data
        {
            self.all(schema, &media_type.examples, way);
        }
        for encoding in media_type.encoding.values() {
            self.header_examples(&encoding.headers, way);
        }
    }

    fn all(&mut self, schema: SchemaId, examples: &[Example], way: Way) {
        for example in examples {
            if let Some(value) = &example.value {
                self.judge(schema, value, &example.at, "example", way);
            }
        }
    }

    fn judge(&mut self, schema: SchemaId, value: &Value, at: &At, what: &str, way: Way) {
        let Some(Misfit { path, reason }) = misfit(&self.api.schemas, schema, value, way) else {
            return;
        };
        let place = path.tokens().fold(at.clone(), |at, token| at.child(&token));
        let subject = match path.as_str() {
            "" => format!("this {what}"),
            path => format!("`{path}` of this {what}"),
        };
        let mut diagnostic = self
            .about(codes::EXAMPLE_MISFIT, &place, format!("{subject} {reason}"))
            .with_labelled(
                self.sources.span(&self.api.schemas.get(schema).at),
                "by this schema",
            );
        let is_text_of_data = path.as_str().is_empty()
            && value
                .as_str()
                .is_some_and(|text| text.trim_start().starts_with(['{', '[']));
        diagnostic = diagnostic.with_help(if is_text_of_data {
            "write the value itself, not text that contains it"
        } else {
            "mend the value or the schema"
        });
        self.found.push(diagnostic);
    }
}

//! Parameters, and how their values are written.

use super::context::Lowering;
use super::node::Node;
use crate::diagnostic::codes;
use crate::ir::{Parameter, ParameterForm, ParameterLocation, Schema, SchemaId, Style};

/// What the typed shell knows of how a parameter is written.
struct Writing {
    location: ParameterLocation,
    style: Style,
}

impl<'a> Lowering<'a> {
    /// Whether this is a header parameter that OpenAPI says shall be ignored (3.0.4 §4.12.2).
    pub(crate) fn is_ignored_header(&self, node: &Node<'a>) -> bool {
        let text = |name| node.member(name).and_then(|member| member.text());
        text("in") == Some("header")
            && text("name").is_some_and(|name| {
                ["accept", "content-type", "authorization"]
                    .contains(&name.to_ascii_lowercase().as_str())
            })
    }

    pub(crate) fn parameter(&mut self, node: &Node<'a>) -> Option<Parameter> {
        let name = node.member("name").and_then(|name| name.text());
        let what = match name {
            Some(name) => format!("the parameter `{name}`"),
            None => "a parameter".to_owned(),
        };
        let shell = self.shell::<openapiv3::Parameter>(node, &what)?;
        let writing = writing(&shell);
        let data = shell.parameter_data();
        let form = self.parameter_form(node, &data.format, &writing, data.explode, &what)?;
        Some(Parameter {
            at: node.at.clone(),
            name: data.name,
            location: writing.location,
            // A path without its parameter would be another path (OpenAPI 3.0.4 §4.12.2.1).
            required: data.required || writing.location == ParameterLocation::Path,
            deprecated: data.deprecated.unwrap_or(false),
            description: data.description,
            form,
            examples: self.examples(node),
            extensions: self.extensions(node),
        })
    }

    fn parameter_form(
        &mut self,
        node: &Node<'a>,
        format: &openapiv3::ParameterSchemaOrContent,
        writing: &Writing,
        explode: Option<bool>,
        what: &str,
    ) -> Option<ParameterForm> {
        match format {
            openapiv3::ParameterSchemaOrContent::Content(_) => self.content_form(node, what),
            openapiv3::ParameterSchemaOrContent::Schema(_) => Some(ParameterForm::Style {
                style: writing.style,
                explode: explode.unwrap_or(writing.style == Style::Form),
                // It says something of query parameters only (OpenAPI 3.0.4 §4.12.2.2).
                allow_reserved: writing.location == ParameterLocation::Query
                    && self.take_bool(node, "allowReserved").unwrap_or(false),
                schema: self.own_schema(node),
            }),
        }
    }

    /// The one media type of `content` (OpenAPI 3.0.4 §4.12.2.3).
    pub(crate) fn content_form(&mut self, node: &Node<'a>, what: &str) -> Option<ParameterForm> {
        let mut content = node.members_of("content").into_iter();
        let Some((name, first)) = content.next() else {
            self.report(
                self.about(
                    codes::UNREADABLE_OBJECT,
                    &node.at.child("content"),
                    format!("`content` of {what} names no media type"),
                )
                .with_help("name exactly one, such as `application/json`"),
            );
            return None;
        };
        if let Some((_, second)) = content.next() {
            self.report(
                self.about(
                    codes::PARAMETER_FORM,
                    &second.at,
                    format!("`content` of {what} names more than one media type"),
                )
                .with_note(format!("`{name}`, the first, is used"))
                .with_help("leave one"),
            );
        }
        let media_type = self.media_type(&first, name)?;
        Some(ParameterForm::Content(Box::new(media_type)))
    }

    /// The schema in `schema`, or one that states nothing where there is none.
    pub(crate) fn own_schema(&mut self, node: &Node<'a>) -> SchemaId {
        match node.member("schema") {
            Some(schema) => self.schema(&schema),
            None => self.schemas.add(Schema::anything(node.at.child("schema"))),
        }
    }
}

fn writing(shell: &openapiv3::Parameter) -> Writing {
    use openapiv3::Parameter as Shell;
    match shell {
        Shell::Query { style, .. } => Writing {
            location: ParameterLocation::Query,
            style: query_style(style),
        },
        Shell::Header { style, .. } => Writing {
            location: ParameterLocation::Header,
            style: match style {
                openapiv3::HeaderStyle::Simple => Style::Simple,
            },
        },
        Shell::Path { style, .. } => Writing {
            location: ParameterLocation::Path,
            style: match style {
                openapiv3::PathStyle::Matrix => Style::Matrix,
                openapiv3::PathStyle::Label => Style::Label,
                openapiv3::PathStyle::Simple => Style::Simple,
            },
        },
        Shell::Cookie { style, .. } => Writing {
            location: ParameterLocation::Cookie,
            style: match style {
                openapiv3::CookieStyle::Form => Style::Form,
            },
        },
    }
}

/// The style of a query parameter or of a member of a form.
pub(crate) fn query_style(style: &openapiv3::QueryStyle) -> Style {
    match style {
        openapiv3::QueryStyle::Form => Style::Form,
        openapiv3::QueryStyle::SpaceDelimited => Style::SpaceDelimited,
        openapiv3::QueryStyle::PipeDelimited => Style::PipeDelimited,
        openapiv3::QueryStyle::DeepObject => Style::DeepObject,
    }
}

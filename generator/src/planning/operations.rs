//! Operations: which are wanted, and what each needs.

mod content;
mod query;
mod reach;
mod received;
mod select;

use std::collections::HashSet;

use trueline_spec::ir::{self, ParameterForm, SchemaId};
use trueline_spec::{At, Pointer};

use super::draft::{Owner, Place};
use super::planner::Planner;
use super::shape::{Part, Shape};
use crate::plan::{
    Body, Docs, Field, Group, Header, Home, Operation, OperationNames, Parameter, Presence,
    Response, SecurityUse, Type, ValueForm,
};
use crate::refusal::RefusalKind;

use received::{selected_webhooks, with_callbacks};
pub use select::Selection;

/// What was selected.
pub(super) struct Wanted {
    /// Indexes into the API's operations.
    operations: Vec<usize>,
    /// The components that these reach; `None` for all.
    components: Option<HashSet<SchemaId>>,
}

impl Wanted {
    /// Whether the component `id` is to be generated.
    pub(super) fn has_component(&self, id: SchemaId) -> bool {
        self.components.as_ref().is_none_or(|ids| ids.contains(&id))
    }
}

/// Operations and their groups, not yet named.
pub(super) struct Operations {
    pub(super) operations: Vec<Operation>,
    pub(super) groups: Vec<Group>,
}

impl<'a> Planner<'a> {
    /// Settles which operations and components are wanted.
    pub(super) fn select(&mut self) -> Wanted {
        let api = self.api;
        let selection = &self.options.selection;
        let known: Vec<&ir::Operation> = api.operations.iter().chain(&api.webhooks).collect();
        for rule in selection.unused(&known) {
            let at = At {
                document: Default::default(),
                pointer: Pointer::root().child("paths"),
            };
            self.refuse(
                RefusalKind::NotInDocument,
                &at,
                format!("no operation, tag or path matches `{rule}`"),
            );
        }
        let operations: Vec<usize> = (0..api.operations.len())
            .filter(|index| selection.takes(&api.operations[*index]))
            .collect();
        let components = (!selection.is_everything()).then(|| {
            let chosen = operations.iter().map(|index| &api.operations[*index]);
            let chosen = chosen.chain(selected_webhooks(api, selection));
            reach::components(api, chosen.flat_map(with_callbacks))
        });
        Wanted {
            operations,
            components,
        }
    }

    /// Plans the operations among `wanted`, in document order.
    pub(super) fn plan_operations(&mut self, wanted: &Wanted) -> Operations {
        let mut groups: Vec<Group> = Vec::new();
        let mut operations = Vec::new();
        for index in &wanted.operations {
            let operation = &self.api.operations[*index];
            let tag = tag_of(operation);
            let group = match groups.iter().position(|group| group.tag == tag) {
                Some(group) => group,
                None => {
                    groups.push(self.group(tag));
                    groups.len() - 1
                }
            };
            if let Some(group) = groups.get_mut(group) {
                group.operations.push(operations.len());
            }
            operations.push(self.plan_operation(operation, group));
        }
        for (tag, received) in self.received(wanted) {
            if received.is_empty() {
                continue;
            }
            let group = groups.len();
            let mut made = self.group(tag.to_owned());
            made.is_received = true;
            for (template, operation) in received {
                made.operations.push(operations.len());
                operations.push(self.plan_received(operation, &template, group));
            }
            groups.push(made);
        }
        Operations { operations, groups }
    }

    fn group(&self, tag: String) -> Group {
        let declared = self.api.tags.iter().find(|declared| declared.name == tag);
        Group {
            description: declared.and_then(|tag| tag.description.clone()),
            tag,
            module: String::new(),
            trait_name: String::new(),
            operations: Vec::new(),
            is_received: false,
        }
    }

    fn plan_operation(&mut self, operation: &'a ir::Operation, group: usize) -> Operation {
        let place = Place {
            owner: Owner::Operation(operation.id.clone()),
            tail: Vec::new(),
            home: Home::Group(group),
        };
        let parameters = operation
            .parameters
            .iter()
            .map(|parameter| self.plan_parameter(parameter, &place))
            .collect();
        let body = operation
            .body
            .as_ref()
            // A body without a media type says nothing of what could be read.
            .filter(|body| query::may_have_body(operation.method) && !body.content.is_empty())
            .map(|body| self.plan_body(body, &place));
        let responses = operation
            .responses
            .iter()
            .map(|response| self.plan_response(response, operation.method, &place))
            .collect();
        let security = self
            .api
            .security_of(operation)
            .iter()
            .map(|alternative| self.security_uses(alternative))
            .collect();
        Operation {
            at: operation.at.clone(),
            id: operation.id.clone(),
            method: operation.method,
            path: operation.path.clone(),
            names: OperationNames::default(),
            group,
            docs: Docs {
                summary: operation.summary.clone(),
                description: operation.description.clone(),
                deprecated: operation.deprecated,
            },
            parameters,
            body,
            responses,
            security,
            refuses_unknown_query: query::refuses_unknown(self.api, operation),
            server: operation.servers.first().and_then(own_server),
            client: Default::default(),
        }
    }

    fn security_uses(&self, alternative: &ir::SecurityRequirement) -> Vec<SecurityUse> {
        alternative
            .schemes
            .iter()
            .filter_map(|(name, scopes)| {
                let scheme = self.api.security_schemes.get_index_of(name)?;
                Some(SecurityUse {
                    scheme,
                    scopes: scopes.clone(),
                })
            })
            .collect()
    }

    fn plan_parameter(&mut self, parameter: &'a ir::Parameter, place: &Place) -> Parameter {
        let (field, form) = self.plan_value(
            &parameter.at,
            &parameter.name,
            parameter.required,
            &parameter.form,
            place,
        );
        let docs = Docs {
            summary: None,
            description: parameter.description.clone().or(field.docs.description),
            deprecated: parameter.deprecated || field.docs.deprecated,
        };
        Parameter {
            field: Field { docs, ..field },
            location: parameter.location,
            form,
        }
    }

    fn plan_header(&mut self, header: &'a ir::Header, place: &Place) -> Header {
        let (field, form) = self.plan_value(
            &header.at,
            &header.name,
            header.required,
            &header.form,
            place,
        );
        let docs = Docs {
            summary: None,
            description: header.description.clone().or(field.docs.description),
            deprecated: header.deprecated || field.docs.deprecated,
        };
        Header {
            field: Field { docs, ..field },
            form,
        }
    }

    /// The field of a parameter or header.
    fn plan_value(
        &mut self,
        at: &At,
        name: &str,
        required: bool,
        form: &'a ParameterForm,
        place: &Place,
    ) -> (Field, ValueForm) {
        let (schema, form) = match form {
            ParameterForm::Style {
                style,
                explode,
                allow_reserved,
                schema,
            } => (
                Some(*schema),
                ValueForm::Style {
                    style: *style,
                    explode: *explode,
                    allow_reserved: *allow_reserved,
                },
            ),
            ParameterForm::Content(media) => {
                (media.schema, ValueForm::Content(content::kind(&media.name)))
            }
        };
        let Some(schema) = schema else {
            let field = Field {
                at: at.clone(),
                wire: name.to_owned(),
                name: String::new(),
                ty: Type::Any,
                presence: match required {
                    true => Presence::Required,
                    false => Presence::Optional,
                },
                rules: None,
                default: None,
                read_only: false,
                write_only: false,
                docs: Docs::default(),
                clear: None,
            };
            return (field, form);
        };
        let parts = [Part::from(schema)];
        let mut planned = self.plan_type(&parts, &place.then(name));
        // By style there is no way to write null.
        planned.nullable &= matches!(form, ValueForm::Content(_));
        let shape = Shape::of(self.api, &parts);
        let field = self.field(name, &shape, planned, required);
        (
            Field {
                at: at.clone(),
                ..field
            },
            form,
        )
    }

    fn plan_body(&mut self, body: &'a ir::Body, place: &Place) -> Body {
        let media = self.plan_content(&body.content, &place.then("Body"));
        let uniform = media.windows(2).all(|pair| pair[0].ty == pair[1].ty);
        Body {
            at: body.at.clone(),
            required: body.required,
            description: body.description.clone(),
            media,
            uniform,
        }
    }

    fn plan_response(
        &mut self,
        response: &'a ir::Response,
        method: ir::Method,
        place: &Place,
    ) -> Response {
        let status = super::naming::status_name(response.status);
        let place = place.then(&status);
        let headers = response
            .headers
            .iter()
            .map(|header| self.plan_header(header, &place))
            .collect();
        // What is described for HEAD is what GET would have; it never comes (RFC 9110 §9.3.2).
        let content = match method {
            ir::Method::Head => [].as_slice(),
            _ => &response.content,
        };
        Response {
            at: response.at.clone(),
            status: response.status,
            variant: String::new(),
            description: response.description.clone(),
            headers,
            media: self.plan_content(content, &place.then("Body")),
        }
    }
}

/// The address of a server that an operation has for itself. A relative one says nothing without the document's own
/// address, which nobody but the caller knows.
fn own_server(server: &ir::Server) -> Option<String> {
    let url = server
        .variables
        .iter()
        .fold(server.url.clone(), |url, (name, variable)| {
            url.replace(&format!("{{{name}}}"), &variable.default)
        });
    (url.starts_with("http://") || url.starts_with("https://")).then_some(url)
}

/// The first tag, or the first segment of the path that is neither a version nor a parameter.
fn tag_of(operation: &ir::Operation) -> String {
    if let Some(tag) = operation.tags.first() {
        return tag.clone();
    }
    let is_version = |segment: &str| {
        let mut chars = segment.chars();
        matches!(chars.next(), Some('v' | 'V')) && chars.next().is_some_and(|c| c.is_ascii_digit())
    };
    operation
        .path
        .text
        .split('/')
        .find(|segment| !segment.is_empty() && !segment.contains('{') && !is_version(segment))
        .unwrap_or("default")
        .to_owned()
}

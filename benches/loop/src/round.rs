//! Random valid requests of an operation; [`answer`] has what they are answered with.

mod answer;

use base64::Engine as _;
use http::Request;
use serde_json::Value;
use trueline_conformance::Contract;
use trueline_conformance::encode::RequestBuilder;
use trueline_generator::plan;
use trueline_spec::ir::{
    ApiKeyLocation, JsonType, Operation, Parameter, ParameterLocation, SchemaId, SecurityKind,
};

use crate::argument::{Place, is_json};
use crate::dice::Dice;

/// An operation, as the description has it and as it was generated.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'a> {
    pub(crate) contract: &'a Contract,
    pub(crate) operation: &'a Operation,
    pub(crate) planned: &'a plan::Operation,
}

/// The arguments of a request.
pub(crate) type Arguments<'a> = Vec<(Place<'a>, Value)>;

impl<'a> Subject<'a> {
    /// Random valid arguments.
    ///
    /// # Errors
    ///
    /// What no valid value was found for.
    pub(crate) fn arguments(self, dice: &mut Dice) -> Result<Arguments<'a>, String> {
        let mut arguments = Vec::new();
        for parameter in &self.operation.parameters {
            let is_planned = self
                .planned
                .parameters
                .iter()
                .any(|it| it.field.wire == parameter.name && it.location == parameter.location);
            if !is_planned || !(parameter.required || dice.chance(45)) || is_ignored(parameter) {
                continue;
            }
            let place = Place::Parameter(parameter);
            match place.draw(self.contract, dice) {
                Some(value) => arguments.push((place, value)),
                None if parameter.required => return Err(format!("no {}", place.name())),
                None => {}
            }
        }
        let Some(body) = &self.planned.body else {
            return Ok(arguments);
        };
        if !(body.required || dice.chance(80)) {
            return Ok(arguments);
        }
        // Of several media types with one type a client speaks the first.
        let spoken = if body.uniform { 1 } else { body.media.len() };
        let media = body.media.get(dice.below(spoken.min(body.media.len())));
        let described = self.operation.body.iter().flat_map(|it| &it.content);
        let media = media.and_then(|media| described.clone().find(|it| it.name == media.name));
        let drawn = media.and_then(|media_type| {
            let place = Place::Body(media_type);
            Some((place, place.draw(self.contract, dice)?))
        });
        match drawn {
            Some(argument) => arguments.push(argument),
            None if body.required => return Err("no body".to_owned()),
            None => {}
        }
        Ok(arguments)
    }

    /// The request, credentials included.
    ///
    /// # Errors
    ///
    /// What cannot be written.
    pub(crate) fn request(self, arguments: &Arguments<'_>) -> Result<Request<Vec<u8>>, String> {
        let mut builder = RequestBuilder::new(self.operation);
        for (place, value) in arguments {
            let written = match place {
                Place::Parameter(parameter) => builder.parameter(parameter, value),
                Place::Body(media_type) => builder.body(media_type, value),
            };
            written.map_err(|error| error.to_string())?;
        }
        self.credentials(&mut builder);
        let sent = builder.build().map_err(|error| error.to_string())?;
        let mut request = Request::builder()
            .method(sent.method.as_str())
            .uri(&sent.target);
        for (name, value) in &sent.headers {
            request = request.header(name, value);
        }
        let body = sent.body.map(|body| body.to_vec()).unwrap_or_default();
        request.body(body).map_err(|error| error.to_string())
    }

    fn schemes(self) -> impl Iterator<Item = &'a SecurityKind> {
        let api = &self.contract.api;
        let first = api.security_of(self.operation).first();
        let names = first.into_iter().flat_map(|it| it.schemes.keys());
        names
            .filter_map(|name| api.security_schemes.get(name))
            .map(|scheme| &scheme.kind)
    }

    fn credentials(self, builder: &mut RequestBuilder<'_>) {
        for kind in self.schemes() {
            match kind {
                SecurityKind::Basic => {
                    let pair = base64::engine::general_purpose::STANDARD.encode("relay:key");
                    builder.header("authorization", format!("Basic {pair}"));
                }
                SecurityKind::OtherHttp(scheme) => {
                    builder.header("authorization", format!("{scheme} relay-key"));
                }
                SecurityKind::ApiKey { location, name } => {
                    match location {
                        ApiKeyLocation::Query => builder.raw_query(name, "relay-key"),
                        ApiKeyLocation::Header => builder.header(name, "relay-key"),
                        ApiKeyLocation::Cookie => {
                            builder.header("cookie", format!("{name}=relay-key"))
                        }
                    };
                }
                SecurityKind::MutualTls => {}
                _ => {
                    builder.header("authorization", "Bearer relay-key");
                }
            }
        }
    }

    /// Names of query parameters and cookies that carry credentials.
    pub(crate) fn aside(self) -> Vec<&'a str> {
        let api = &self.contract.api;
        let keys = api.security_schemes.values();
        keys.filter_map(|scheme| match &scheme.kind {
            SecurityKind::ApiKey { name, .. } => Some(name.as_str()),
            _ => None,
        })
        .collect()
    }

    /// Names of the headers that are compared.
    pub(crate) fn headers(self) -> Vec<&'a str> {
        let parameters = self.operation.parameters.iter();
        parameters
            .filter(|it| it.location == ParameterLocation::Header && !is_ignored(it))
            .map(|it| it.name.as_str())
            .collect()
    }

    /// Whether the request is not valid without it. Content without types may be empty, which is sent like none.
    pub(crate) fn may_be_missed(self, place: Place<'_>) -> bool {
        let takes_body = self.planned.body.as_ref().is_some_and(|it| it.required);
        match place {
            Place::Parameter(it) => it.required && it.location != ParameterLocation::Path,
            Place::Body(media_type) => takes_body && is_json(&media_type.name),
        }
    }
}

/// Parameters of which OpenAPI says that they are ignored (3.0.4 §4.12.2).
fn is_ignored(parameter: &Parameter) -> bool {
    parameter.location == ParameterLocation::Header
        && ["accept", "content-type", "authorization"]
            .iter()
            .any(|name| parameter.name.eq_ignore_ascii_case(name))
}

/// Whether the schema takes nothing but text.
pub(crate) fn is_text(subject: Subject<'_>, schema: SchemaId) -> bool {
    let schemas = &subject.contract.api.schemas;
    schemas
        .get(schemas.resolve(schema))
        .types
        .is(JsonType::String)
}

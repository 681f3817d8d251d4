//! One way through the loop: a request and what is answered, made of random values.

use base64::Engine as _;
use http::{Request, Response};
use serde_json::Value;
use trueline_conformance::Contract;
use trueline_conformance::encode::{RequestBuilder, form_pairs, join};
use trueline_conformance::schema::Direction;
use trueline_generator::plan;
use trueline_spec::ir::{
    ApiKeyLocation, Header, JsonType, MediaType, Method, Operation, Parameter, ParameterForm,
    ParameterLocation, SchemaId, SecurityKind, StatusPattern,
};

use crate::argument::{Place, is_json};
use crate::dice::Dice;
use crate::draw::Draw;
use crate::text::Letters;

/// An operation, as the description has it and as it was generated.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'a> {
    pub(crate) contract: &'a Contract,
    pub(crate) operation: &'a Operation,
    pub(crate) planned: &'a plan::Operation,
}

/// The arguments of a request.
pub(crate) type Arguments<'a> = Vec<(Place<'a>, Value)>;

/// An answer, with what it holds where that is a JSON value.
pub(crate) struct Given {
    pub(crate) response: Response<Vec<u8>>,
    pub(crate) value: Option<(SchemaId, Value)>,
}

/// `Content-Type`, bytes, and what they hold where that is a JSON value.
type Content = (String, Vec<u8>, Option<(SchemaId, Value)>);

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

    /// A random valid answer of one of the documented responses.
    pub(crate) fn answer(self, dice: &mut Dice) -> Option<Given> {
        const ATTEMPTS: usize = 6;
        (0..ATTEMPTS).find_map(|attempt| self.try_answer(attempt, dice))
    }

    fn try_answer(self, attempt: usize, dice: &mut Dice) -> Option<Given> {
        // A success more often than not.
        let index = match dice.chance(60) {
            true => 0,
            false => dice.below(self.planned.responses.len()),
        };
        let planned = self.planned.responses.get(index)?;
        let described = self
            .operation
            .responses
            .iter()
            .find(|it| it.status == planned.status)?;
        let status = self.status(planned.status)?;
        let mut response = Response::builder().status(status);
        for header in &planned.headers {
            let mut described = described.headers.iter();
            let described = described.find(|it| it.name == header.field.wire)?;
            match self.header(described, dice) {
                Some((name, text)) => response = response.header(name, text),
                None if described.required => return None,
                None => {}
            }
        }
        let has_no_body = matches!(status, 204 | 205 | 304)
            || self.operation.method == Method::Head
            || planned.media.is_empty();
        if has_no_body {
            let response = response.body(Vec::new()).ok()?;
            return Some(Given {
                response,
                value: None,
            });
        }
        let media = planned.media.get(dice.below(planned.media.len()))?;
        let described = described.content.iter().find(|it| it.name == media.name)?;
        let (content_type, content, value) = self.content(media, described, attempt, dice)?;
        let response = response.header("content-type", content_type);
        Some(Given {
            response: response.body(content).ok()?,
            value,
        })
    }

    /// A random valid header of an answer, as the tester writes one in a request.
    fn header(self, header: &Header, dice: &mut Dice) -> Option<(String, String)> {
        let (schema, untyped) = match &header.form {
            ParameterForm::Style { schema, .. } => (*schema, true),
            ParameterForm::Content(media_type) if is_json(&media_type.name) => {
                (media_type.schema?, false)
            }
            ParameterForm::Content(_) => return None,
        };
        let parameter = Parameter {
            at: header.at.clone(),
            name: header.name.clone(),
            location: ParameterLocation::Header,
            description: None,
            required: true,
            deprecated: false,
            form: header.form.clone(),
            examples: Vec::new(),
            extensions: Default::default(),
        };
        let mut draw = self.draw(untyped, 0, dice);
        draw.letters = Letters::Plain;
        let value = draw.value(schema)?;
        let schemas = &self.contract.api.schemas;
        let judge = &self.contract.judge;
        if !judge.is_valid(schemas, schema, Direction::Response, &value)
            || !Place::Parameter(&parameter).can_say(&value)
        {
            return None;
        }
        let mut builder = RequestBuilder::new(self.operation);
        builder.parameter(&parameter, &value).ok()?;
        let mut headers = builder.build().ok()?.headers.into_iter();
        headers.find(|(name, _)| name.eq_ignore_ascii_case(&header.name))
    }

    fn content(
        self,
        media: &plan::Media,
        described: &MediaType,
        attempt: usize,
        dice: &mut Dice,
    ) -> Option<Content> {
        let essence = media.name.split(';').next().unwrap_or_default().trim();
        let named = |other: &str| match essence.contains('*') || !essence.contains('/') {
            true => other.to_owned(),
            false => media.name.clone(),
        };
        let schemas = &self.contract.api.schemas;
        let valid = |value: &Value, schema| {
            let judge = &self.contract.judge;
            judge.is_valid(schemas, schema, Direction::Response, value)
        };
        match media.kind {
            plan::MediaKind::Json => {
                let Some(schema) = described.schema else {
                    return Some((named("application/json"), b"{\"a\":[1]}".to_vec(), None));
                };
                let value = self.draw(false, attempt, dice).value(schema)?;
                if !valid(&value, schema) {
                    return None;
                }
                let content = value.to_string().into_bytes();
                Some((named("application/json"), content, Some((schema, value))))
            }
            plan::MediaKind::Text => {
                let value = match described.schema {
                    Some(schema) => {
                        let value = self.draw(true, attempt, dice).value(schema)?;
                        if !valid(&value, schema) {
                            return None;
                        }
                        value
                    }
                    None => Value::from("text"),
                };
                let text = match value {
                    Value::String(text) => text,
                    value @ (Value::Number(_) | Value::Bool(_)) => value.to_string(),
                    _ => return None,
                };
                Some((named("text/plain"), text.into_bytes(), None))
            }
            plan::MediaKind::Form => {
                let schema = described.schema?;
                let mut draw = self.draw(true, attempt, dice);
                draw.letters = Letters::Plain;
                let value = draw.value(schema)?;
                if !valid(&value, schema) {
                    return None;
                }
                let text = join(&form_pairs(described, &value), "&");
                Some((media.name.clone(), text.into_bytes(), None))
            }
            _ => {
                let content = (0..dice.between(1, 40)).map(|_| dice.below(256) as u8);
                let content: Vec<u8> = content.collect();
                Some((named("application/octet-stream"), content, None))
            }
        }
    }

    fn draw<'b>(self, untyped: bool, attempt: usize, dice: &'b mut Dice) -> Draw<'b>
    where
        'a: 'b,
    {
        Draw {
            schemas: &self.contract.api.schemas,
            way: Direction::Response,
            letters: if untyped { Letters::Some } else { Letters::Any },
            untyped,
            left: 120 >> attempt,
            dice,
        }
    }

    /// A status of the pattern that no other response has for itself.
    fn status(self, pattern: StatusPattern) -> Option<u16> {
        let mut candidates = match pattern {
            StatusPattern::Code(code) => code..=code,
            StatusPattern::Class(class) => u16::from(class) * 100..=u16::from(class) * 100 + 99,
            StatusPattern::Default => 400..=599,
        };
        let is_its_own = |status: &u16| {
            self.operation
                .response_for(*status)
                .is_some_and(|it| it.status == pattern)
        };
        candidates.find(|status| *status >= 200 && is_its_own(status))
    }

    /// Whether the value is JSON on the wire and can be changed there.
    pub(crate) fn is_json(self, given: &Given) -> bool {
        let content_type = given.response.headers().get("content-type");
        content_type.is_some_and(|it| is_json(&String::from_utf8_lossy(it.as_bytes())))
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

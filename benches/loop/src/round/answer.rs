//! Random valid answers.

use http::Response;
use serde_json::Value;
use trueline_conformance::encode::{RequestBuilder, form_pairs, join};
use trueline_conformance::schema::Direction;
use trueline_generator::plan;
use trueline_spec::ir::{
    Header, MediaType, Method, Parameter, ParameterForm, ParameterLocation, SchemaId, StatusPattern,
};

use super::Subject;
use crate::argument::{Place, is_json};
use crate::dice::Dice;
use crate::draw::Draw;
use crate::text::Letters;

/// An answer, with what it holds where that is a JSON value.
pub(crate) struct Given {
    pub(crate) response: Response<Vec<u8>>,
    pub(crate) value: Option<(SchemaId, Value)>,
}

/// `Content-Type`, bytes, and what they hold where that is a JSON value.
type Content = (String, Vec<u8>, Option<(SchemaId, Value)>);

impl<'a> Subject<'a> {
    /// A random valid answer of one of the documented responses.
    pub(crate) fn answer(self, dice: &mut Dice) -> Option<Given> {
        const ATTEMPTS: usize = 6;
        (0..ATTEMPTS).find_map(|attempt| self.try_answer(attempt, dice))
    }

    fn try_answer(self, attempt: usize, dice: &mut Dice) -> Option<Given> {
        // The first more often than not: that is a success in most descriptions.
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
        // What a range was taken for may have an entry of its own, which goes before it (OpenAPI 3.0.4 §4.14).
        let is_others = |other: &plan::Media| {
            other.name != media.name && other.name.eq_ignore_ascii_case(&content_type)
        };
        if planned.media.iter().any(is_others) {
            return None;
        }
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
}

//! The arguments of a request: where each stands, what may be said there, and what is.

use serde_json::Value;
use trueline_conformance::Contract;
use trueline_conformance::schema::Direction;
use trueline_spec::ir::{MediaType, Parameter, ParameterForm, ParameterLocation, SchemaId, Style};

use crate::dice::Dice;
use crate::draw::{Draw, is_unsaid};
use crate::text::Letters;

/// Where an argument stands.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place<'a> {
    Parameter(&'a Parameter),
    Body(&'a MediaType),
}

/// What a place lets one say.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wire {
    /// Whether there are no types: all scalars are text.
    pub(crate) untyped: bool,
    pub(crate) letters: Letters,
}

impl<'a> Place<'a> {
    pub(crate) fn schema(self) -> Option<SchemaId> {
        match self {
            Place::Parameter(parameter) => match &parameter.form {
                ParameterForm::Style { schema, .. } => Some(*schema),
                ParameterForm::Content(media_type) => media_type.schema,
            },
            Place::Body(media_type) => media_type.schema,
        }
    }

    /// For a person: `query expand`, `body`.
    pub(crate) fn name(self) -> String {
        match self {
            Place::Parameter(it) => format!("{} {}", it.location.as_str(), it.name),
            Place::Body(_) => "body".to_owned(),
        }
    }

    pub(crate) fn wire(self) -> Wire {
        let wire = |untyped, letters| Wire { untyped, letters };
        match self {
            Place::Parameter(parameter) => {
                let is_narrow = matches!(
                    parameter.location,
                    ParameterLocation::Header | ParameterLocation::Cookie
                );
                match &parameter.form {
                    ParameterForm::Content(_) if is_narrow => wire(false, Letters::Plain),
                    ParameterForm::Content(_) => wire(false, Letters::Any),
                    ParameterForm::Style { style, explode, .. } => {
                        let divides = match style {
                            Style::Form => !explode,
                            Style::DeepObject => false,
                            // A lone value in a path has the segment to itself.
                            Style::Simple => is_narrow,
                            _ => true,
                        };
                        match is_narrow || divides {
                            true => wire(true, Letters::Plain),
                            false => wire(true, Letters::Some),
                        }
                    }
                }
            }
            Place::Body(media_type) if is_json(&media_type.name) => wire(false, Letters::Any),
            Place::Body(media_type) => {
                let divides = media_type.encoding.values().any(|encoding| {
                    encoding.explode == Some(false)
                        || matches!(
                            encoding.style,
                            Some(Style::SpaceDelimited | Style::PipeDelimited)
                        )
                });
                match divides {
                    true => wire(true, Letters::Plain),
                    false => wire(true, Letters::Some),
                }
            }
        }
    }

    /// A valid value that can be said here; `None` where none was found.
    pub(crate) fn draw(self, contract: &Contract, dice: &mut Dice) -> Option<Value> {
        const ATTEMPTS: usize = 10;
        let schema = self.schema()?;
        let wire = self.wire();
        (0..ATTEMPTS).find_map(|attempt| {
            let mut draw = Draw {
                schemas: &contract.api.schemas,
                way: Direction::Request,
                letters: wire.letters,
                untyped: wire.untyped,
                left: 80 >> attempt,
                dice,
            };
            let value = draw.value(schema)?;
            let schemas = &contract.api.schemas;
            let is_valid = contract
                .judge
                .is_valid(schemas, schema, Direction::Request, &value);
            (is_valid && self.can_say(&value)).then_some(value)
        })
    }

    /// Whether there is a way to write the value here that says what it is.
    pub(crate) fn can_say(self, value: &Value) -> bool {
        let wire = self.wire();
        if wire.untyped && is_unsaid(value) {
            return false;
        }
        match self {
            Place::Parameter(parameter) => match parameter.location {
                // An empty segment, or one of dots, is another path (RFC 3986 §5.2.4).
                ParameterLocation::Path => !has_text(value, &|text| {
                    text.trim_matches('.').is_empty() || text.contains('/')
                }),
                ParameterLocation::Header | ParameterLocation::Cookie => {
                    !has_text(value, &|text| {
                        let is_plain = |it: char| it.is_ascii_graphic() && !",;\"\\".contains(it);
                        text.is_empty() || !text.chars().all(is_plain)
                    })
                }
                ParameterLocation::Query => true,
            },
            Place::Body(media_type) if is_json(&media_type.name) => true,
            Place::Body(_) => *value != "" && !(wire.letters == Letters::Plain && has_odd(value)),
        }
    }

    /// Whether a member that is not declared would be a parameter of its own.
    pub(crate) fn lets_go(self, value: &Value) -> bool {
        let Place::Parameter(parameter) = self else {
            return false;
        };
        let is_spread = matches!(
            parameter.form,
            ParameterForm::Style {
                style: Style::Form,
                explode: true,
                ..
            }
        );
        is_spread && value.is_object()
    }

    /// Whether the place below the argument is in a member that a form or part has as JSON, with its types.
    pub(crate) fn is_typed_at(self, value: &Value, pointer: &str) -> bool {
        if !self.wire().untyped {
            return true;
        }
        let Place::Body(media_type) = self else {
            return false;
        };
        let Some(name) = pointer.split('/').nth(1) else {
            return false;
        };
        let name = name.replace("~1", "/").replace("~0", "~");
        let is_styled = media_type
            .encoding
            .get(&name)
            .is_some_and(|it| it.style.is_some() || it.explode.is_some());
        let is_json = match value.get(&name) {
            Some(Value::Object(_)) => true,
            Some(Value::Array(items)) => items.iter().any(|it| it.is_object() || it.is_array()),
            _ => false,
        };
        is_json && !is_styled
    }
}

fn has_odd(value: &Value) -> bool {
    has_text(value, &|text| text.contains([' ', '|', ',']))
}

fn has_text(value: &Value, is_meant: &dyn Fn(&str) -> bool) -> bool {
    match value {
        Value::String(text) => is_meant(text),
        Value::Array(items) => items.iter().any(|it| has_text(it, is_meant)),
        Value::Object(members) => members
            .iter()
            .any(|(name, it)| is_meant(name) || has_text(it, is_meant)),
        _ => false,
    }
}

/// Whether content of this media type, or of a range that JSON is in, is written as JSON.
pub(crate) fn is_json(name: &str) -> bool {
    let essence = name.split(';').next().unwrap_or_default();
    let essence = essence.trim().to_ascii_lowercase();
    matches!(essence.as_str(), "*/*" | "application/*")
        || essence.ends_with("/json")
        || essence.ends_with("+json")
}

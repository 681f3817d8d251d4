//! Parameters: which is which, and how they are written.

use trueline_spec::ir::{Operation, Parameter, ParameterForm, ParameterLocation, Style};

use super::operation::path_names;
use super::{Comparison, Texts};
use crate::change::Direction;
use crate::codes;
use crate::schema::Position;

impl Comparison<'_> {
    pub(super) fn parameters(&mut self, old: &Operation, new: &Operation, direction: Direction) {
        let keys = |operation: &Operation| -> Vec<String> {
            let names = path_names(operation);
            let key = |parameter: &Parameter| key(parameter, &names);
            operation.parameters.iter().map(key).collect()
        };
        let (before, after) = (keys(old), keys(new));
        let mut partner: Vec<Option<usize>> = before
            .iter()
            .map(|key| after.iter().position(|other| other == key))
            .collect();
        // A parameter of the same name elsewhere has moved, unless that one was there before.
        for (index, parameter) in old.parameters.iter().enumerate() {
            if partner[index].is_none() {
                let same = |(other, it): &(usize, &Parameter)| {
                    it.name == parameter.name && !partner.contains(&Some(*other))
                };
                partner[index] = new
                    .parameters
                    .iter()
                    .enumerate()
                    .find(same)
                    .map(|(other, _)| other);
            }
        }
        for (index, from) in old.parameters.iter().enumerate() {
            match partner[index].and_then(|other| new.parameters.get(other)) {
                Some(to) => self.parameter(from, to, direction),
                None => {
                    let code = if from.required {
                        &codes::REQUIRED_PARAMETER_REMOVED
                    } else {
                        &codes::OPTIONAL_PARAMETER_REMOVED
                    };
                    self.went(code, Some(direction), &from.at, &new.at, "was removed");
                }
            }
        }
        for (index, to) in new.parameters.iter().enumerate() {
            if partner.contains(&Some(index)) {
                continue;
            }
            let (code, message) = if to.required {
                (
                    &codes::REQUIRED_PARAMETER_ADDED,
                    "was added and must be given",
                )
            } else {
                (&codes::OPTIONAL_PARAMETER_ADDED, "was added")
            };
            self.came(code, Some(direction), &old.at, &to.at, message);
        }
    }

    fn parameter(&mut self, old: &Parameter, new: &Parameter, direction: Direction) {
        let travels = Some(direction);
        if old.location != new.location {
            let message = format!(
                "moved from the {} to the {}",
                old.location.as_str(),
                new.location.as_str()
            );
            let places = (old.at.child("in"), new.at.child("in"));
            self.changed(
                &codes::PARAMETER_MOVED,
                travels,
                places.0,
                places.1,
                message,
            );
        }
        let (code, message) = if new.required {
            (
                &codes::PARAMETER_BECAME_REQUIRED,
                "must be given from now on",
            )
        } else {
            (
                &codes::PARAMETER_BECAME_OPTIONAL,
                "may be left out from now on",
            )
        };
        if old.required != new.required {
            let places = (old.at.clone(), new.at.clone());
            self.changed(code, travels, places.0, places.1, message.to_owned());
        }
        self.deprecation(travels, &old.at, &new.at, old.deprecated, new.deprecated);
        let texts = Texts::plain(
            "description",
            old.description.as_deref(),
            new.description.as_deref(),
        );
        self.text(travels, &old.at, &new.at, &texts);
        self.examples((&old.at, &new.at), &old.examples, &new.examples);
        self.extensions(&old.at, &new.at, &old.extensions, &new.extensions);
        let forms = (&old.form, &new.form);
        if let (ParameterForm::Style { schema, .. }, ParameterForm::Style { schema: other, .. }) =
            forms
            && old.location != new.location
        {
            // Each place has styles of its own.
            let position = Position {
                direction,
                text: true,
            };
            self.schema(&[*schema], &[*other], position);
        } else {
            self.form((&old.at, &new.at), forms.0, forms.1, direction);
        }
    }

    /// How the value of a parameter or header is written, and its schema.
    pub(super) fn form(
        &mut self,
        at: (&trueline_spec::At, &trueline_spec::At),
        old: &ParameterForm,
        new: &ParameterForm,
        direction: Direction,
    ) {
        let position = Position {
            direction,
            text: true,
        };
        let message = match (old, new) {
            (
                ParameterForm::Style {
                    style,
                    explode,
                    allow_reserved,
                    schema,
                },
                ParameterForm::Style {
                    style: new_style,
                    explode: new_explode,
                    allow_reserved: new_reserved,
                    schema: new_schema,
                },
            ) => {
                // `explode` changes nothing for what is neither a list nor an object.
                let simple = !(self.left.nests(*schema) || self.right.nests(*new_schema));
                self.schema(&[*schema], &[*new_schema], position);
                let mut parts = Vec::new();
                if style != new_style {
                    parts.push(format!(
                        "the style was `{}`, is `{}`",
                        word(*style),
                        word(*new_style)
                    ));
                }
                if explode != new_explode && !simple {
                    parts.push(format!("`explode` was {explode}, is {new_explode}"));
                }
                if allow_reserved != new_reserved {
                    parts.push(format!(
                        "`allowReserved` was {allow_reserved}, is {new_reserved}"
                    ));
                }
                parts.join("; ")
            }
            (ParameterForm::Content(old), ParameterForm::Content(new)) => {
                self.media_type(old, new, direction);
                if old.name.eq_ignore_ascii_case(&new.name) {
                    String::new()
                } else {
                    format!("the media type was `{}`, is `{}`", old.name, new.name)
                }
            }
            (ParameterForm::Style { .. }, ParameterForm::Content(new)) => {
                format!("was written by style, is written as `{}`", new.name)
            }
            (ParameterForm::Content(old), ParameterForm::Style { .. }) => {
                format!("was written as `{}`, is written by style", old.name)
            }
        };
        if !message.is_empty() {
            self.changed(
                &codes::PARAMETER_STYLE_CHANGED,
                Some(direction),
                at.0.clone(),
                at.1.clone(),
                message,
            );
        }
    }
}

/// A style as the document writes it.
pub(super) fn word(style: Style) -> &'static str {
    match style {
        Style::Matrix => "matrix",
        Style::Label => "label",
        Style::Simple => "simple",
        Style::Form => "form",
        Style::SpaceDelimited => "spaceDelimited",
        Style::PipeDelimited => "pipeDelimited",
        Style::DeepObject => "deepObject",
    }
}

/// What a parameter is known by on both sides: in a path its place, elsewhere its name.
fn key(parameter: &Parameter, path_names: &[String]) -> String {
    let place = path_names.iter().position(|name| *name == parameter.name);
    match (parameter.location, place) {
        (ParameterLocation::Path, Some(index)) => format!("path {index}"),
        (ParameterLocation::Header, _) => {
            format!("header {}", parameter.name.to_ascii_lowercase())
        }
        (location, _) => format!("{} {}", location.as_str(), parameter.name),
    }
}

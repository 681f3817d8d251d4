//! From values to the bytes of a request, by what the description says of each parameter and body.
//!
//! This codec is the tester's own, on purpose: one shared with the generated code would let a wrong
//! reading of the standard pass on both sides.

mod body;
mod multipart;
mod percent;
mod style;

use bytes::Bytes;
use serde_json::Value;
use thiserror::Error;
use trueline_spec::ir::{
    MediaType, Operation, Parameter, ParameterForm, ParameterLocation, PathPiece, Style,
};

use crate::exchange::Request;

pub use body::{Content, content, form_pairs};
pub(crate) use body::{essence, is_json};
pub use percent::{form_text, percent_encode};
pub use style::bracket_pairs;

/// A name and value of a query string or form, both already encoded.
pub type Pair = (String, String);

/// Builds one request of an operation, argument by argument, in any order.
///
/// What is put in need not be valid: a test may add pairs and headers that nobody documents, or leave
/// out what is required. Only a path parameter cannot be left out, for want of a path.
#[derive(Debug, Clone)]
pub struct RequestBuilder<'a> {
    operation: &'a Operation,
    path: Vec<(String, String)>,
    query: Vec<Pair>,
    headers: Vec<(String, String)>,
    cookies: Vec<Pair>,
    content: Option<(String, Bytes)>,
}

impl<'a> RequestBuilder<'a> {
    /// A request of `operation` without any arguments.
    pub fn new(operation: &'a Operation) -> Self {
        Self {
            operation,
            path: Vec::new(),
            query: Vec::new(),
            headers: Vec::new(),
            cookies: Vec::new(),
            content: None,
        }
    }

    /// Gives a parameter its value, written as the parameter's style or media type says.
    ///
    /// # Errors
    ///
    /// When the style is not one for the parameter's place (OpenAPI 3.0.4 §4.12.3), or its media type
    /// is one that the tester cannot write.
    pub fn parameter(
        &mut self,
        parameter: &Parameter,
        value: &Value,
    ) -> Result<&mut Self, EncodeError> {
        let name = parameter.name.as_str();
        let (style, explode, reserved, value) = match &parameter.form {
            ParameterForm::Style {
                style,
                explode,
                allow_reserved,
                ..
            } => (*style, *explode, *allow_reserved, value.clone()),
            // A document in place of a value: written whole, as one scalar (OpenAPI 3.0.4 §4.12.2.3).
            ParameterForm::Content(media_type) => {
                let written = content(media_type, value)?;
                let text = String::from_utf8_lossy(&written.body).into_owned();
                let style = match parameter.location {
                    ParameterLocation::Path | ParameterLocation::Header => Style::Simple,
                    ParameterLocation::Query | ParameterLocation::Cookie => Style::Form,
                };
                (style, false, false, Value::String(text))
            }
        };
        let misplaced = || EncodeError::Style {
            parameter: name.to_owned(),
            style,
            location: parameter.location,
        };
        match parameter.location {
            ParameterLocation::Path => {
                let text = style::path(name, &value, style, explode).ok_or_else(misplaced)?;
                self.path.retain(|(other, _)| other != name);
                self.path.push((name.to_owned(), text));
            }
            ParameterLocation::Query => {
                let pairs = style::query(name, &value, style, explode, reserved);
                self.query.extend(pairs.ok_or_else(misplaced)?);
            }
            ParameterLocation::Header => {
                if style != Style::Simple {
                    return Err(misplaced());
                }
                self.headers
                    .push((name.to_owned(), style::header(&value, explode)));
            }
            ParameterLocation::Cookie => {
                if style != Style::Form {
                    return Err(misplaced());
                }
                let pairs = style::query(name, &value, style, explode, false);
                self.cookies.extend(pairs.unwrap_or_default());
            }
        }
        Ok(self)
    }

    /// Gives a path parameter by name, already encoded: for deliberate nonsense.
    pub fn raw_path(&mut self, name: &str, encoded: impl Into<String>) -> &mut Self {
        self.path.retain(|(other, _)| other != name);
        self.path.push((name.to_owned(), encoded.into()));
        self
    }

    /// Adds a pair to the query, already encoded.
    pub fn raw_query(&mut self, name: impl Into<String>, value: impl Into<String>) -> &mut Self {
        self.query.push((name.into(), value.into()));
        self
    }

    /// Adds a header field.
    pub fn header(&mut self, name: impl Into<String>, value: impl Into<String>) -> &mut Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Gives the request this content, written as `media_type` says.
    ///
    /// # Errors
    ///
    /// When the media type is one that the tester cannot write.
    pub fn body(
        &mut self,
        media_type: &MediaType,
        value: &Value,
    ) -> Result<&mut Self, EncodeError> {
        let written = content(media_type, value)?;
        Ok(self.raw_body(written.media_type, written.body))
    }

    /// Gives the request this content, byte for byte, under this `Content-Type`.
    pub fn raw_body(&mut self, media_type: impl Into<String>, body: impl Into<Bytes>) -> &mut Self {
        self.content = Some((media_type.into(), body.into()));
        self
    }

    /// The request.
    ///
    /// # Errors
    ///
    /// When a parameter of the path has no value.
    pub fn build(&self) -> Result<Request, EncodeError> {
        let mut target = String::new();
        for piece in &self.operation.path.pieces {
            match piece {
                // Some descriptions tell operations of one path apart by a fragment, which is never sent
                // (RFC 9110 §7.1).
                PathPiece::Literal(text) if text.contains('#') => {
                    let sent = text.split('#').next().unwrap_or_default();
                    target.push_str(&percent::path_literal(sent));
                    break;
                }
                PathPiece::Literal(text) => target.push_str(&percent::path_literal(text)),
                PathPiece::Parameter(name) => {
                    let value = self.path.iter().find(|(other, _)| other == name);
                    let (_, value) = value.ok_or_else(|| EncodeError::MissingPathParameter {
                        parameter: name.clone(),
                    })?;
                    target.push_str(value);
                }
            }
        }
        if !target.starts_with('/') {
            target.insert(0, '/');
        }
        if !self.query.is_empty() {
            target.push('?');
            target.push_str(&join(&self.query, "&"));
        }
        let mut request = Request::new(self.operation.method.as_str(), target);
        request.headers.clone_from(&self.headers);
        if !self.cookies.is_empty() {
            request = request.header("Cookie", join(&self.cookies, "; "));
        }
        if let Some((media_type, body)) = &self.content {
            request = request.content(media_type, body.clone());
        }
        Ok(request)
    }
}

/// `a=1&b=2`, for `&` or another separator.
pub fn join(pairs: &[Pair], separator: &str) -> String {
    let written: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    written.join(separator)
}

/// Why a request of an operation cannot be written. Says nothing about the server.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// A parameter of the path has no value.
    #[error("the path parameter `{parameter}` has no value")]
    MissingPathParameter {
        /// Its name.
        parameter: String,
    },
    /// OpenAPI does not define this style in this place.
    #[error("style {style:?} is not defined for the parameter `{parameter}` in {location:?}")]
    Style {
        /// The parameter's name.
        parameter: String,
        /// The style.
        style: Style,
        /// The place.
        location: ParameterLocation,
    },
    /// The tester cannot write this media type.
    #[error("content of media type `{media_type}` cannot be written from a JSON value")]
    MediaType {
        /// As documented.
        media_type: String,
    },
}

//! How single values are written in paths, headers and cookies (OpenAPI 3.0.4 §4.12.3).

use std::borrow::Cow;

use super::fault::{Fault, Segment};
use super::form::{decode, syntax};
use super::json::read_json;
use super::node::Node;

/// How the value of one name is written: a parameter, or a member of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParameterInfo {
    /// The name on the wire.
    pub name: &'static str,
    /// The style.
    pub style: Style,
    /// Whether lists and objects are written as separate values. Of [`Style::Json`]: whether brackets are read, too.
    pub explode: bool,
    /// What it is, as far as the style asks.
    pub shape: Shape,
    /// Whether reserved characters are written as they are (`allowReserved`); read they are either way.
    pub reserved: bool,
    /// The media type of a part of a multipart body, where the description names one.
    pub media_type: Option<&'static str>,
}

impl ParameterInfo {
    /// How the value of `name` is written.
    pub const fn new(name: &'static str, style: Style, explode: bool, shape: Shape) -> Self {
        Self {
            name,
            style,
            explode,
            shape,
            reserved: false,
            media_type: None,
        }
    }

    /// The same, as a part of this media type.
    pub const fn of_type(self, media_type: &'static str) -> Self {
        Self {
            media_type: Some(media_type),
            ..self
        }
    }

    /// The same, with reserved characters written as they are.
    pub const fn reserved(self) -> Self {
        Self {
            reserved: true,
            ..self
        }
    }

    /// A scalar in a query, form or cookie: `a=1`.
    pub const fn form(name: &'static str) -> Self {
        Self::new(name, Style::Form, true, Shape::Scalar)
    }

    /// A list in a query, form or cookie: `a=1&a=2`.
    pub const fn form_list(name: &'static str) -> Self {
        Self::new(name, Style::Form, true, Shape::List)
    }

    /// What brackets alone tell: `a[b]=1`, and `a=1` for a scalar branch of a union.
    pub const fn deep(name: &'static str) -> Self {
        Self::new(name, Style::DeepObject, true, Shape::Scalar)
    }

    /// A list in brackets: `a[]=1` or `a[0]=1`.
    pub const fn deep_list(name: &'static str) -> Self {
        Self::new(name, Style::DeepObject, true, Shape::List)
    }

    /// An object in a form, of which nothing else is said: JSON (OpenAPI 3.0.4 §4.15.1.1), and in brackets where
    /// others write it so. Of a list of objects, each item.
    pub const fn json_member(name: &'static str, shape: Shape) -> Self {
        Self::new(name, Style::Json, true, shape)
    }

    /// A scalar or an object in a form, of which nothing else is said: an object as [`ParameterInfo::json_member`], a
    /// scalar as text.
    pub const fn json_or_text(name: &'static str) -> Self {
        Self::new(name, Style::Json, true, Shape::Scalar)
    }

    /// Whether it is what [`ParameterInfo::json_or_text`] gives.
    pub(super) fn may_be_text(&self) -> bool {
        self.style == Style::Json && self.explode && self.shape == Shape::Scalar
    }

    /// A scalar in a path or header: `1`.
    pub const fn simple(name: &'static str) -> Self {
        Self::new(name, Style::Simple, false, Shape::Scalar)
    }
}

/// Parameter styles, and the one parameter form that has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `a=1`, `a=1,2`.
    Form,
    /// `a=1%202`.
    SpaceDelimited,
    /// `a=1|2`.
    PipeDelimited,
    /// `a[b]=1`. For a list `a[]=1` or `a[0]=1`, for a scalar branch of a union `a=1`.
    DeepObject,
    /// `1,2` in a path or header.
    Simple,
    /// `.1.2` in a path.
    Label,
    /// `;a=1` in a path.
    Matrix,
    /// A JSON text (`content` with a JSON media type).
    Json,
}

/// What a value is, as far as a style must know before its type is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A scalar, or anything that brackets alone tell.
    Scalar,
    /// A list.
    List,
    /// An object with these members.
    Object(&'static [&'static str]),
    /// An object with any members.
    Map,
    /// Bytes: a part of a multipart body that is taken as it is, whatever media type it names.
    Bytes,
}

/// Reads the lines of one header, which are one value (RFC 9110 §5.3); `None` without any.
///
/// # Errors
///
/// As [`read_value`], and where a line is not UTF-8.
#[cfg(any(feature = "client", feature = "server"))]
pub(super) fn read_lines<'a>(
    lines: impl Iterator<Item = &'a [u8]>,
    info: &ParameterInfo,
) -> Result<Option<Node<'a>>, Fault> {
    let lines = lines
        .map(std::str::from_utf8)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|_| syntax(Some(info.name), "is not UTF-8"))?;
    match lines.as_slice() {
        [] => Ok(None),
        [line] => read_value(line, info, false).map(Some),
        // Only lists may be given in several lines.
        [.., last] if info.shape == Shape::Scalar => read_value(last, info, false).map(Some),
        lines => read_value(&lines.join(","), info, false)
            .map(Node::into_owned)
            .map(Some),
    }
}

/// Reads the value of a path parameter, header or cookie. `escaped` says whether it is percent-encoded:
/// paths and cookies are, headers are not.
///
/// # Errors
///
/// A fault of syntax at the parameter's name: text that the style does not allow, or a bad escape.
pub fn read_value<'a>(
    text: &'a str,
    info: &ParameterInfo,
    escaped: bool,
) -> Result<Node<'a>, Fault> {
    let reader = Reader { info, escaped };
    match info.style {
        Style::Json => {
            let text = reader.text(text)?;
            read_json(text.as_bytes())
                .map(Node::into_owned)
                .map_err(|mut fault| {
                    fault.path.insert(0, Segment::Member(info.name.to_owned()));
                    fault
                })
        }
        Style::Label => {
            let rest = text
                .strip_prefix('.')
                .ok_or_else(|| reader.fault("must start with a dot"))?;
            reader.pieces(rest, if info.explode { '.' } else { ',' })
        }
        Style::Matrix => reader.matrix(text),
        _ => reader.pieces(text, ','),
    }
}

struct Reader<'i> {
    info: &'i ParameterInfo,
    escaped: bool,
}

impl Reader<'_> {
    fn fault(&self, detail: &str) -> Fault {
        syntax(Some(self.info.name), detail)
    }

    fn text<'a>(&self, text: &'a str) -> Result<Cow<'a, str>, Fault> {
        if self.escaped {
            decode(text, false).map_err(|detail| self.fault(detail))
        } else {
            Ok(Cow::Borrowed(text.trim_matches([' ', '\t'])))
        }
    }

    fn raw<'a>(&self, text: &'a str) -> Result<Node<'a>, Fault> {
        self.text(text).map(Node::Raw)
    }

    fn pieces<'a>(&self, text: &'a str, delimiter: char) -> Result<Node<'a>, Fault> {
        match self.info.shape {
            Shape::Scalar | Shape::Bytes => self.raw(text),
            Shape::List => text
                .split(delimiter)
                .map(|item| self.raw(item))
                .collect::<Result<_, _>>()
                .map(Node::Repeated),
            Shape::Object(_) | Shape::Map if self.info.explode => {
                let mut members = Vec::new();
                for pair in text.split(delimiter) {
                    let (name, value) = match (pair.split_once('='), self.info.style) {
                        (Some(pair), _) => pair,
                        // What is empty has no equals sign there (RFC 6570 §3.2.7).
                        (None, Style::Matrix) => (pair, ""),
                        (None, _) => return Err(self.fault("has a member without a value")),
                    };
                    members.push((self.text(name)?, self.raw(value)?));
                }
                Ok(Node::Branch(members))
            }
            Shape::Object(_) | Shape::Map => {
                let mut members = Vec::new();
                let mut pieces = text.split(delimiter);
                while let Some(name) = pieces.next() {
                    let value = pieces
                        .next()
                        .ok_or_else(|| self.fault("has a member without a value"))?;
                    members.push((self.text(name)?, self.raw(value)?));
                }
                Ok(Node::Branch(members))
            }
        }
    }

    /// `;a=1`, `;a=1,2`, `;a=1;a=2`, `;b=1;c=2`.
    fn matrix<'a>(&self, text: &'a str) -> Result<Node<'a>, Fault> {
        let rest = text
            .strip_prefix(';')
            .ok_or_else(|| self.fault("must start with a semicolon"))?;
        if self.info.explode && matches!(self.info.shape, Shape::Object(_) | Shape::Map) {
            return self.pieces(rest, ';');
        }
        let value_of = |pair: &'a str| match pair.split_once('=').unwrap_or((pair, "")) {
            (name, value) if name == self.info.name => Ok(value),
            _ => Err(self.fault("must be written behind its own name")),
        };
        if self.info.explode && self.info.shape == Shape::List {
            return rest
                .split(';')
                .map(|pair| self.raw(value_of(pair)?))
                .collect::<Result<_, _>>()
                .map(Node::Repeated);
        }
        self.pieces(value_of(rest)?, ',')
    }
}

//! Operations: what may be asked, and what is answered.

use std::fmt;

use indexmap::IndexMap;
use serde_json::Value;

use super::{Extensions, SchemaId, SecurityRequirement, Server};
use crate::source::At;

/// One method on one path (OpenAPI 3.0.4 §4.10), path-item parameters and servers merged in.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Where it stands.
    pub at: At,
    /// `operationId`, or one made of method and path where the document has none or repeats it.
    pub id: String,
    /// Whether `id` is the document's own.
    pub id_is_declared: bool,
    /// The HTTP method, upper case.
    pub method: Method,
    /// The path template.
    pub path: PathTemplate,
    /// Tags in order.
    pub tags: Vec<String>,
    /// One line.
    pub summary: Option<String>,
    /// CommonMark.
    pub description: Option<String>,
    /// Whether it is marked deprecated.
    pub deprecated: bool,
    /// All parameters: those of the path item first unless overridden, then its own.
    pub parameters: Vec<Parameter>,
    /// The request body.
    pub body: Option<Body>,
    /// Responses in document order.
    pub responses: Vec<Response>,
    /// Callbacks by name: requests that the API sends, each path a runtime expression.
    pub callbacks: IndexMap<String, Vec<Operation>>,
    /// Its own security; `None` means the document's ([`super::Api::security_of`]).
    pub security: Option<Vec<SecurityRequirement>>,
    /// Its own servers or those of its path item; empty means the document's.
    pub servers: Vec<Server>,
    /// Extensions of the operation, those of the path item included where not overridden.
    pub extensions: Extensions,
}

/// An HTTP method, upper case: one of the eight of OpenAPI 3.0/3.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the variants are the methods' own names")]
pub enum Method {
    Get,
    Put,
    Post,
    Delete,
    Options,
    Head,
    Patch,
    Trace,
}

impl Method {
    /// All methods, in the order of the Path Item Object (OpenAPI 3.0.4 §4.9).
    pub const ALL: [Method; 8] = [
        Method::Get,
        Method::Put,
        Method::Post,
        Method::Delete,
        Method::Options,
        Method::Head,
        Method::Patch,
        Method::Trace,
    ];

    /// Upper case, as on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Put => "PUT",
            Method::Post => "POST",
            Method::Delete => "DELETE",
            Method::Options => "OPTIONS",
            Method::Head => "HEAD",
            Method::Patch => "PATCH",
            Method::Trace => "TRACE",
        }
    }

    /// Lower case, as in a Path Item Object.
    pub fn member(self) -> &'static str {
        match self {
            Method::Get => "get",
            Method::Put => "put",
            Method::Post => "post",
            Method::Delete => "delete",
            Method::Options => "options",
            Method::Head => "head",
            Method::Patch => "patch",
            Method::Trace => "trace",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A path template, split: `/a/{id}.json` is `/a/`, `{id}`, `.json`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PathTemplate {
    /// As written in the document.
    pub text: String,
    /// Its pieces in order.
    pub pieces: Vec<PathPiece>,
}

/// A piece of a path template.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PathPiece {
    /// Text, slashes included, as written (not percent-decoded).
    Literal(String),
    /// The name of a path parameter, without its braces.
    Parameter(String),
}

/// A parameter (OpenAPI 3.0.4 §4.12).
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Where it stands.
    pub at: At,
    /// Its name; header names as written.
    pub name: String,
    /// Where it travels.
    pub location: ParameterLocation,
    /// Whether a request must have it.
    pub required: bool,
    /// Whether it is marked deprecated.
    pub deprecated: bool,
    /// CommonMark.
    pub description: Option<String>,
    /// How its value is written.
    pub form: ParameterForm,
    /// Its examples; a lone `example` is one named `""`.
    pub examples: Vec<Example>,
    /// Extensions of the parameter.
    pub extensions: Extensions,
}

/// Where a parameter travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the variants are the values of `in`")]
pub enum ParameterLocation {
    Path,
    Query,
    Header,
    Cookie,
}

impl ParameterLocation {
    /// As `in` says it: `path`, `query`, `header` or `cookie`.
    pub fn as_str(self) -> &'static str {
        match self {
            ParameterLocation::Path => "path",
            ParameterLocation::Query => "query",
            ParameterLocation::Header => "header",
            ParameterLocation::Cookie => "cookie",
        }
    }
}

/// How a parameter's value is written.
#[derive(Debug, Clone)]
pub enum ParameterForm {
    /// By `style` and `explode`, defaults filled in.
    Style {
        /// The style.
        style: Style,
        /// Whether lists and objects are written as separate parameters.
        explode: bool,
        /// Whether reserved characters stay as they are.
        allow_reserved: bool,
        /// What it must look like.
        schema: SchemaId,
    },
    /// As a document of a media type (`content`).
    Content(Box<MediaType>),
}

/// Parameter styles (OpenAPI 3.0.4 §4.12.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the variants are the values of `style`")]
pub enum Style {
    Matrix,
    Label,
    Simple,
    Form,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
}

/// A request body (OpenAPI 3.0.4 §4.13).
#[derive(Debug, Clone)]
pub struct Body {
    /// Where it stands.
    pub at: At,
    /// CommonMark.
    pub description: Option<String>,
    /// Whether a request must have one.
    pub required: bool,
    /// Its media types in document order.
    pub content: Vec<MediaType>,
    /// Extensions of the body.
    pub extensions: Extensions,
}

/// A media type of a body, response, header or parameter (OpenAPI 3.0.4 §4.14).
#[derive(Debug, Clone)]
pub struct MediaType {
    /// Where it stands.
    pub at: At,
    /// The media type or range as written: `application/json`, `text/*; charset=utf-8`.
    pub name: String,
    /// What it must look like; `None` means anything.
    pub schema: Option<SchemaId>,
    /// How single members are written (forms and multipart), by member name.
    pub encoding: IndexMap<String, Encoding>,
    /// Its examples; a lone `example` is one named `""`.
    pub examples: Vec<Example>,
    /// Extensions of the media type.
    pub extensions: Extensions,
}

/// How one member of a form or multipart body is written (OpenAPI 3.0.4 §4.15).
#[derive(Debug, Clone)]
pub struct Encoding {
    /// Where it stands.
    pub at: At,
    /// Media type of the part.
    pub content_type: Option<String>,
    /// Headers of the part.
    pub headers: Vec<Header>,
    /// Style; `None` where the document says nothing (the default is `form`).
    pub style: Option<Style>,
    /// Explode; `None` where the document says nothing (the default depends on the style).
    pub explode: Option<bool>,
    /// Whether reserved characters stay as they are.
    pub allow_reserved: bool,
}

/// A response (OpenAPI 3.0.4 §4.17).
#[derive(Debug, Clone)]
pub struct Response {
    /// Where it stands.
    pub at: At,
    /// For which statuses it speaks.
    pub status: StatusPattern,
    /// CommonMark.
    pub description: String,
    /// Documented headers, in document order.
    pub headers: Vec<Header>,
    /// Its media types in document order; empty means no body is documented.
    pub content: Vec<MediaType>,
    /// Links by name.
    pub links: IndexMap<String, Link>,
    /// Extensions of the response.
    pub extensions: Extensions,
}

/// For which statuses a response speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StatusPattern {
    /// One status, 100 to 599.
    Code(u16),
    /// A class: 2 for `2XX`.
    Class(u8),
    /// All that no other response speaks for.
    Default,
}

impl StatusPattern {
    /// Whether `status` falls under this pattern (`Default` takes every status).
    pub fn matches(self, status: u16) -> bool {
        match self {
            StatusPattern::Code(code) => code == status,
            StatusPattern::Class(class) => status / 100 == u16::from(class),
            StatusPattern::Default => true,
        }
    }

    /// Whether an answer may have content: with 1xx, 204, 205 and 304 none can come (RFC 9110 §6.4.1, §15.3.6).
    pub fn may_have_content(self) -> bool {
        !matches!(
            self,
            StatusPattern::Code(100..=199 | 204 | 205 | 304) | StatusPattern::Class(1)
        )
    }
}

impl fmt::Display for StatusPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StatusPattern::Code(code) => write!(f, "{code}"),
            StatusPattern::Class(class) => write!(f, "{class}XX"),
            StatusPattern::Default => f.write_str("default"),
        }
    }
}

impl Operation {
    /// The response that speaks for `status`: the exact code, else its class, else `default`
    /// (OpenAPI 3.0.4 §4.16).
    pub fn response_for(&self, status: u16) -> Option<&Response> {
        self.responses
            .iter()
            .filter(|response| response.status.matches(status))
            .min_by_key(|response| response.status)
    }
}

/// A header of a response or a part (OpenAPI 3.0.4 §4.21).
#[derive(Debug, Clone)]
pub struct Header {
    /// Where it stands.
    pub at: At,
    /// Its name as written.
    pub name: String,
    /// Whether it is always there.
    pub required: bool,
    /// Whether it is marked deprecated.
    pub deprecated: bool,
    /// CommonMark.
    pub description: Option<String>,
    /// How its value is written; the style is always `simple`.
    pub form: ParameterForm,
    /// Its examples.
    pub examples: Vec<Example>,
}

/// An example (OpenAPI 3.0.4 §4.19).
#[derive(Debug, Clone)]
pub struct Example {
    /// Where its value stands.
    pub at: At,
    /// Its name in `examples`; `""` for a lone `example`.
    pub name: String,
    /// One line.
    pub summary: Option<String>,
    /// CommonMark.
    pub description: Option<String>,
    /// The value; `None` only where the example is external.
    pub value: Option<Value>,
    /// `externalValue`.
    pub external_value: Option<String>,
    /// Extensions of the Example Object.
    pub extensions: Extensions,
}

/// A link (OpenAPI 3.0.4 §4.20): how a response's values feed another operation.
#[derive(Debug, Clone)]
pub struct Link {
    /// Where it stands.
    pub at: At,
    /// The operation that it leads to: its id, where it could be resolved.
    pub operation: Option<String>,
    /// Parameter name (possibly `path.id`) → constant or runtime expression.
    pub parameters: IndexMap<String, Value>,
    /// Constant or runtime expression for the body.
    pub body: Option<Value>,
    /// CommonMark.
    pub description: Option<String>,
}

//! What both sides must know of an operation before its types matter: static data, one per operation.

use super::style::ParameterInfo;

/// An operation.
#[derive(Debug, Clone, Copy)]
pub struct OperationInfo {
    /// Its `operationId`.
    pub id: &'static str,
    /// Its method, upper case.
    pub method: &'static str,
    /// Its path template: `/v1/file_links/{link}`.
    pub template: &'static str,
    /// Its path parameters, in the order of the template.
    pub path: &'static [ParameterInfo],
    /// Its query parameters.
    pub query: &'static [ParameterInfo],
    /// Its header parameters.
    pub headers: &'static [ParameterInfo],
    /// Its cookie parameters.
    pub cookies: &'static [ParameterInfo],
    /// Its body. A body that comes although there is none here is not read.
    pub body: Option<&'static BodyInfo>,
    /// Alternatives of security, each a set of schemes that must all be satisfied. An empty set is
    /// anonymous access; no alternative at all means that nothing is asked.
    pub security: &'static [&'static [SchemeUse]],
    /// The statuses that are documented: a code, a class by its first digit (`4` for `4XX`), 0 for `default`.
    pub statuses: &'static [u16],
    /// Where it is served, if not where the rest of the API is: the first of its own servers.
    pub server: Option<&'static str>,
    /// Whether the API sends it, as a webhook or callback: what comes is read as an answer would be, so that an
    /// addition on the other side breaks nothing.
    pub is_received: bool,
}

impl OperationInfo {
    /// Nothing: the base of every generated static.
    pub const NONE: OperationInfo = OperationInfo {
        id: "",
        method: "GET",
        template: "/",
        path: &[],
        query: &[],
        headers: &[],
        cookies: &[],
        body: None,
        security: &[],
        statuses: &[],
        server: None,
        is_received: false,
    };
}

/// What an operation is asked with: it knows its operation. The macro `request` makes it.
pub trait Operation {
    /// The operation.
    fn info() -> &'static OperationInfo;
}

/// A request body.
#[derive(Debug, Clone, Copy)]
pub struct BodyInfo {
    /// Whether a request must have one.
    pub required: bool,
    /// The media types that it may have.
    pub media: &'static [MediaInfo],
}

impl BodyInfo {
    /// A body that a request must have, with one of these media types.
    pub const fn required(media: &'static [MediaInfo]) -> Self {
        let required = true;
        Self { required, media }
    }

    /// A body that a request may have, with one of these media types.
    pub const fn optional(media: &'static [MediaInfo]) -> Self {
        let required = false;
        Self { required, media }
    }
}

/// A media type of a body.
#[derive(Debug, Clone, Copy)]
pub struct MediaInfo {
    /// The media type or range, lower case, without parameters: `application/json`, `text/*`.
    pub range: &'static str,
    /// How it is read.
    pub kind: MediaKind,
    /// Members of a form that have a style of their own.
    pub members: &'static [ParameterInfo],
}

impl MediaInfo {
    /// A media type, how it is read, and the members of a form that have a style of their own.
    pub const fn new(
        range: &'static str,
        kind: MediaKind,
        members: &'static [ParameterInfo],
    ) -> Self {
        Self {
            range,
            kind,
            members,
        }
    }
}

/// How a body is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaKind {
    /// As JSON.
    Json,
    /// As a form with brackets.
    Form,
    /// As `multipart/form-data`.
    Multipart,
    /// As UTF-8 text.
    Text,
    /// As it is.
    Bytes,
    /// As JSON texts, one a line.
    JsonLines,
}

/// A security scheme of the description.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scheme {
    /// Its name in the description.
    pub name: &'static str,
    /// What it asks of a request.
    pub kind: SchemeKind,
}

/// What a security scheme asks of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemeKind {
    /// `Authorization: Basic …` (RFC 7617).
    Basic,
    /// `Authorization: Bearer …` (RFC 6750); OAuth 2.0 and OpenID Connect come to the same.
    Bearer,
    /// `Authorization` with another scheme, whose name this is.
    Http(&'static str),
    /// A key in this header.
    Header(&'static str),
    /// A key in this query parameter.
    Query(&'static str),
    /// A key in this cookie.
    Cookie(&'static str),
    /// A client certificate: it was shown, or not, before the request came here.
    MutualTls,
}

/// A scheme that an operation asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SchemeUse {
    /// The scheme.
    pub scheme: &'static Scheme,
    /// The scopes that it must have.
    pub scopes: &'static [&'static str],
}

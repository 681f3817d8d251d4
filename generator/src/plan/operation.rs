//! Operations: what servers and clients are emitted from.

use indexmap::IndexMap;
use trueline_spec::At;
use trueline_spec::ir::{Method, ParameterLocation, PathTemplate, StatusPattern, Style};

use super::{ClientSide, Docs, Field, RulesId, Type};

/// One operation.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Where it stands.
    pub at: At,
    /// Its id in the document (or the one that lowering made up).
    pub id: String,
    /// The HTTP method.
    pub method: Method,
    /// The path template, parameters by their wire names.
    pub path: PathTemplate,
    /// Its Rust names.
    pub names: OperationNames,
    /// Index of its group in [`super::Plan::groups`].
    pub group: usize,
    /// What to say about it.
    pub docs: Docs,
    /// Its parameters, path parameters included, in document order.
    pub parameters: Vec<Parameter>,
    /// Its body; none for GET, HEAD and TRACE, where a body means nothing (RFC 9110 §9.3.1).
    pub body: Option<Body>,
    /// Its responses, in document order.
    pub responses: Vec<Response>,
    /// Alternatives, each a set of schemes that must all be satisfied; an empty set is anonymous
    /// access, no alternative at all means that nothing is asked.
    pub security: Vec<Vec<SecurityUse>>,
    /// Whether a server refuses query parameters that are not declared: the document says
    /// `x-unknown-query: refuse`, or declares a closed form without members for a method that has no
    /// body.
    pub refuses_unknown_query: bool,
    /// Where it is served, if it has servers of its own: the URL of the first, variables at their defaults.
    pub server: Option<String>,
    /// What a client makes of its answers.
    pub client: ClientSide,
}

/// Rust names of an operation; the type names are unique among all types of the API.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OperationNames {
    /// Of the trait's method and of the client's.
    pub method: String,
    /// Of the struct with parameters and body.
    pub request: String,
    /// Of the enum of responses.
    pub response: String,
    /// Of the enum of bodies, for operations that take several media types of different shapes.
    pub body: String,
    /// Of a client's call.
    pub call: String,
    /// Of the enum of successes that a client reads, where they differ in what they carry.
    pub answer: String,
    /// Of the enum of refusals that a client reads, where they differ in what they carry.
    pub refusal: String,
    /// Of the headers of a success.
    pub answer_headers: String,
    /// Of the headers of a refusal.
    pub refusal_headers: String,
}

/// A scheme that an operation asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityUse {
    /// Index into [`super::Plan::security_schemes`].
    pub scheme: usize,
    /// Scopes.
    pub scopes: Vec<String>,
}

/// A parameter.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Its field in the request struct; names are unique among the operation's parameters and
    /// `body`.
    pub field: Field,
    /// Where it travels.
    pub location: ParameterLocation,
    /// How its value is written.
    pub form: ValueForm,
}

/// How the value of a parameter or header is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValueForm {
    /// By style.
    Style {
        /// The style.
        style: Style,
        /// Whether lists and objects are written as separate parameters.
        explode: bool,
        /// Whether reserved characters stay as they are.
        allow_reserved: bool,
    },
    /// As a document of this media type.
    Content(MediaKind),
}

/// A request body.
#[derive(Debug, Clone)]
pub struct Body {
    /// Where it stands.
    pub at: At,
    /// Whether a request must have one.
    pub required: bool,
    /// CommonMark.
    pub description: Option<String>,
    /// Its media types in document order; those that cannot be read were refused by name.
    pub media: Vec<Media>,
    /// Whether all media types have the same type and kind of content, so that no enum is needed.
    pub uniform: bool,
}

/// A media type with the type of its content.
#[derive(Debug, Clone)]
pub struct Media {
    /// Where it stands.
    pub at: At,
    /// The media type or range as written.
    pub name: String,
    /// How it is read and written.
    pub kind: MediaKind,
    /// Type of the content.
    pub ty: Type,
    /// Constraints of the content as a whole.
    pub rules: Option<RulesId>,
    /// How members of a form are written, where the document says so; by wire name.
    pub encoding: IndexMap<String, ValueForm>,
    /// Media types of the parts of a multipart body, where the document names one; by wire name.
    pub part_types: IndexMap<String, String>,
    /// The variant's name where an enum of media types is needed.
    pub variant: String,
}

/// How a media type is read and written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MediaKind {
    /// `application/json`, `…+json`.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/…`.
    Multipart,
    /// `text/…`.
    Text,
    /// Anything else: bytes as they are.
    Bytes,
    /// `text/event-stream`.
    EventStream,
    /// `application/x-ndjson`, `application/jsonl`, `application/json-seq`.
    JsonLines,
}

/// A response.
#[derive(Debug, Clone)]
pub struct Response {
    /// Where it stands.
    pub at: At,
    /// For which statuses it speaks.
    pub status: StatusPattern,
    /// The variant's name in the response enum. `Code` variants carry no status, the others do.
    pub variant: String,
    /// CommonMark.
    pub description: String,
    /// Documented headers.
    pub headers: Vec<Header>,
    /// Its media types; empty means no body.
    pub media: Vec<Media>,
}

/// A response header.
#[derive(Debug, Clone)]
pub struct Header {
    /// Its field; the wire name is the header's name as written.
    pub field: Field,
    /// How its value is written.
    pub form: ValueForm,
}

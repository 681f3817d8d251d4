//! The one reading of a description that both the generator and the tester work from.
//!
//! Plain data and closed enums. No Rust names, no tokens. Every node knows its address ([`At`]).
//! Both schema dialects (OpenAPI 3.0 and JSON Schema 2020-12 of 3.1) are lowered into one, with the
//! semantics of 2020-12: `nullable` became a `null` in the type set, a boolean `exclusiveMinimum` a
//! number, `example` became `examples`, `const` a one-element `enum`.

mod operation;
mod schema;

use indexmap::IndexMap;
use serde_json::Value;

pub use operation::*;
pub use schema::*;

use crate::source::At;

/// Extension members (`x-…`) of an object, in document order, with their full names.
pub type Extensions = IndexMap<String, Value>;

/// A whole API description, read.
#[derive(Debug, Clone)]
pub struct Api {
    /// Which version of OpenAPI the document declares.
    pub version: OpenApiVersion,
    /// `info` of the document.
    pub info: Info,
    /// The servers, in order; at least one (OpenAPI 3.0.4 §4.1: the default is `/`).
    pub servers: Vec<Server>,
    /// Declared tags in order; operations may name others.
    pub tags: Vec<Tag>,
    /// All operations under `paths`, in document order.
    pub operations: Vec<Operation>,
    /// Operations of `webhooks` (3.1): requests that the API sends. The path is the webhook's name.
    pub webhooks: Vec<Operation>,
    /// Every schema of the document that an operation or component reaches.
    pub schemas: Schemas,
    /// `components.schemas`, in document order.
    pub components: IndexMap<String, SchemaId>,
    /// Security schemes by name.
    pub security_schemes: IndexMap<String, SecurityScheme>,
    /// The document-wide security: alternatives, each a set of schemes. Empty when none is declared.
    pub security: Vec<SecurityRequirement>,
    /// Extensions of the document root.
    pub extensions: Extensions,
}

impl Api {
    /// The operation with this id (as declared, or as made up by lowering when none was).
    pub fn operation(&self, id: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.id == id)
    }

    /// The security that holds for `operation`: its own, or the document's.
    pub fn security_of<'a>(&'a self, operation: &'a Operation) -> &'a [SecurityRequirement] {
        operation.security.as_deref().unwrap_or(&self.security)
    }
}

/// The OpenAPI line that a document declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OpenApiVersion {
    /// 3.0.x
    V30,
    /// 3.1.x
    V31,
    /// 3.2.x, read as far as it agrees with 3.1; what is new in it is refused by name.
    V32,
}

/// `info` (OpenAPI 3.0.4 §4.2).
#[derive(Debug, Clone)]
pub struct Info {
    /// Where it stands.
    pub at: At,
    /// Title of the API.
    pub title: String,
    /// Version of the API (not of OpenAPI).
    pub version: String,
    /// Short summary (3.1).
    pub summary: Option<String>,
    /// Description, CommonMark.
    pub description: Option<String>,
    /// Extensions of `info`.
    pub extensions: Extensions,
}

/// A server (OpenAPI 3.0.4 §4.5).
#[derive(Debug, Clone)]
pub struct Server {
    /// Where it stands.
    pub at: At,
    /// URL template, with `{variables}`.
    pub url: String,
    /// Description, CommonMark.
    pub description: Option<String>,
    /// Variables in document order.
    pub variables: IndexMap<String, ServerVariable>,
}

/// A server variable (OpenAPI 3.0.4 §4.6).
#[derive(Debug, Clone)]
pub struct ServerVariable {
    /// Its default.
    pub default: String,
    /// The values that it may take; empty when open.
    pub values: Vec<String>,
    /// Description.
    pub description: Option<String>,
}

/// A tag declared by the document.
#[derive(Debug, Clone)]
pub struct Tag {
    /// Where it stands.
    pub at: At,
    /// Its name.
    pub name: String,
    /// Description, CommonMark.
    pub description: Option<String>,
}

/// A security scheme (OpenAPI 3.0.4 §4.28).
#[derive(Debug, Clone)]
pub struct SecurityScheme {
    /// Where it stands.
    pub at: At,
    /// Description.
    pub description: Option<String>,
    /// What it asks of a request.
    pub kind: SecurityKind,
}

/// What a security scheme asks of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecurityKind {
    /// `Authorization: Basic …` (RFC 7617).
    Basic,
    /// `Authorization: Bearer …` (RFC 6750).
    Bearer {
        /// A hint about the form of the token.
        format: Option<String>,
    },
    /// `Authorization` with another scheme of the IANA registry, lower case.
    OtherHttp(String),
    /// A key in a named place.
    ApiKey {
        /// Where the key stands.
        location: ApiKeyLocation,
        /// Name of the header, query parameter or cookie.
        name: String,
    },
    /// OAuth 2.0: on the wire a bearer token.
    OAuth2,
    /// OpenID Connect: on the wire a bearer token.
    OpenIdConnect {
        /// The discovery URL.
        url: String,
    },
    /// A client certificate (3.1).
    MutualTls,
}

/// Where an API key stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApiKeyLocation {
    /// A query parameter.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
}

/// One alternative of a `security` list: all of its schemes must be satisfied; none means anonymous.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityRequirement {
    /// Scheme name → scopes.
    pub schemes: IndexMap<String, Vec<String>>,
}

//! For each object of OpenAPI: what its `openapiv3` type is given.

use super::{Demand, Shell};

impl Shell for openapiv3::Info {
    const KEPT: &'static [&'static str] = &["title", "version", "description"];
    const DEMANDED: &'static [(&'static str, Demand)] =
        &[("title", Demand::Text), ("version", Demand::Text)];
}

impl Shell for openapiv3::Server {
    const KEPT: &'static [&'static str] = &["url", "description"];
}

impl Shell for openapiv3::ServerVariable {
    const KEPT: &'static [&'static str] = &["default", "enum", "description"];
}

impl Shell for openapiv3::Tag {
    const KEPT: &'static [&'static str] = &["name", "description"];
}

/// Callbacks, parameters, body and responses are read on their own turn.
impl Shell for openapiv3::Operation {
    const KEPT: &'static [&'static str] = &[
        "operationId",
        "tags",
        "summary",
        "description",
        "deprecated",
        "security",
    ];
    const PROSE: &'static [&'static str] = &[
        "operationId",
        "tags",
        "summary",
        "description",
        "deprecated",
    ];
    const DEMANDED: &'static [(&'static str, Demand)] = &[("responses", Demand::Object)];
}

impl Shell for openapiv3::Parameter {
    const KEPT: &'static [&'static str] = &[
        "in",
        "name",
        "description",
        "required",
        "deprecated",
        "style",
        "explode",
    ];
    const PROSE: &'static [&'static str] = &["description", "deprecated"];
    const TAG: Option<&'static str> = Some("in");
    const DEMANDED: &'static [(&'static str, Demand)] = &[("schema", Demand::SchemaOrContent)];
}

impl Shell for openapiv3::Header {
    const KEPT: &'static [&'static str] = &["description", "required", "deprecated", "style"];
    const PROSE: &'static [&'static str] = &["description", "deprecated"];
    const DEMANDED: &'static [(&'static str, Demand)] = &[("schema", Demand::SchemaOrContent)];
}

impl Shell for openapiv3::RequestBody {
    const KEPT: &'static [&'static str] = &["description", "required"];
}

impl Shell for openapiv3::Encoding {
    const KEPT: &'static [&'static str] = &["contentType", "style", "explode", "allowReserved"];
}

impl Shell for openapiv3::Response {
    const KEPT: &'static [&'static str] = &["description"];
    const DEMANDED: &'static [(&'static str, Demand)] = &[("description", Demand::Text)];
}

impl Shell for openapiv3::Link {
    const KEPT: &'static [&'static str] = &[
        "operationRef",
        "operationId",
        "description",
        "requestBody",
        "parameters",
    ];
}

/// The value is read from the raw object: the type takes a `null` for none.
impl Shell for openapiv3::Example {
    const KEPT: &'static [&'static str] = &["summary", "description", "externalValue"];
}

/// `mutualTLS` (3.1) is unknown to the type and never reaches it. The flows of OAuth 2.0 say how a
/// token is had, which the IR does not keep.
impl Shell for openapiv3::SecurityScheme {
    const KEPT: &'static [&'static str] = &[
        "type",
        "description",
        "name",
        "in",
        "scheme",
        "bearerFormat",
        "openIdConnectUrl",
    ];
    const TAG: Option<&'static str> = Some("type");
    const DEMANDED: &'static [(&'static str, Demand)] = &[("flows", Demand::Object)];
}

/// Schema, encodings and examples are read on their own turn.
impl Shell for openapiv3::MediaType {
    const KEPT: &'static [&'static str] = &[];
}

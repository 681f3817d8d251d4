//! Components and security schemes (OpenAPI 3.0.4 and 3.1.1, §4).

use super::operation::{
    CALLBACK_HOLDER, EXAMPLE, HEADER, LINK, PARAMETER, PATH_ITEM, REQUEST_BODY, RESPONSE,
};
use super::{Key, Kind, MapType, ObjectType, from31, from32, member, required};
use crate::check::rules;

/// Components Object.
pub(super) static COMPONENTS: ObjectType = ObjectType {
    name: "Components Object",
    members: &[
        member("schemas", Kind::Map(&SCHEMAS)),
        member("responses", Kind::Map(&RESPONSES)),
        member("parameters", Kind::Map(&PARAMETERS)),
        member("examples", Kind::Map(&EXAMPLES)),
        member("requestBodies", Kind::Map(&REQUEST_BODIES)),
        member("headers", Kind::Map(&HEADERS)),
        member("securitySchemes", Kind::Map(&SECURITY_SCHEMES)),
        member("links", Kind::Map(&LINKS)),
        member("callbacks", Kind::Map(&CALLBACKS)),
        from31("pathItems", Kind::Map(&PATH_ITEMS)),
        from32("mediaTypes"),
    ],
    rule: None,
};

const fn named(value: Kind) -> MapType {
    MapType {
        key: Key::ComponentName,
        value,
    }
}

static SCHEMAS: MapType = named(Kind::Schema);
static RESPONSES: MapType = named(Kind::OrRef(&RESPONSE));
static PARAMETERS: MapType = named(Kind::OrRef(&PARAMETER));
static EXAMPLES: MapType = named(Kind::OrRef(&EXAMPLE));
static REQUEST_BODIES: MapType = named(Kind::OrRef(&REQUEST_BODY));
static HEADERS: MapType = named(Kind::OrRef(&HEADER));
static SECURITY_SCHEMES: MapType = named(Kind::OrRef(&SECURITY_SCHEME));
static LINKS: MapType = named(Kind::OrRef(&LINK));
static CALLBACKS: MapType = named(Kind::OrRef(&CALLBACK_HOLDER));
static PATH_ITEMS: MapType = named(Kind::OrRef(&PATH_ITEM));

static SECURITY_SCHEME: ObjectType = ObjectType {
    name: "Security Scheme Object",
    members: &[
        required(
            "type",
            Kind::Word(&["apiKey", "http", "mutualTLS", "oauth2", "openIdConnect"]),
        ),
        member("description", Kind::Text),
        member("name", Kind::Text),
        member("in", Kind::Word(&["query", "header", "cookie"])),
        member("scheme", Kind::Text),
        member("bearerFormat", Kind::Text),
        member("flows", Kind::Object(&OAUTH_FLOWS)),
        member("openIdConnectUrl", Kind::Text),
        from32("oauth2MetadataUrl"),
        from32("deprecated"),
    ],
    rule: Some(rules::security::check_scheme),
};

static OAUTH_FLOWS: ObjectType = ObjectType {
    name: "OAuth Flows Object",
    members: &[
        member("implicit", Kind::Object(&IMPLICIT)),
        member("password", Kind::Object(&BY_TOKEN_URL)),
        member("clientCredentials", Kind::Object(&BY_TOKEN_URL)),
        member("authorizationCode", Kind::Object(&AUTHORIZATION_CODE)),
        from32("deviceAuthorization"),
    ],
    rule: None,
};

static IMPLICIT: ObjectType = ObjectType {
    name: "OAuth Flow Object (implicit)",
    members: &[
        required("authorizationUrl", Kind::Text),
        member("tokenUrl", Kind::Text),
        member("refreshUrl", Kind::Text),
        required("scopes", Kind::Map(&SCOPES)),
    ],
    rule: None,
};

static BY_TOKEN_URL: ObjectType = ObjectType {
    name: "OAuth Flow Object",
    members: &[
        member("authorizationUrl", Kind::Text),
        required("tokenUrl", Kind::Text),
        member("refreshUrl", Kind::Text),
        required("scopes", Kind::Map(&SCOPES)),
    ],
    rule: None,
};

static AUTHORIZATION_CODE: ObjectType = ObjectType {
    name: "OAuth Flow Object (authorizationCode)",
    members: &[
        required("authorizationUrl", Kind::Text),
        required("tokenUrl", Kind::Text),
        member("refreshUrl", Kind::Text),
        required("scopes", Kind::Map(&SCOPES)),
    ],
    rule: None,
};

static SCOPES: MapType = MapType {
    key: Key::Extensible,
    value: Kind::Text,
};

/// Security Requirement Object; whether its names are declared is looked at where it is walked.
pub(in crate::check) static SECURITY_REQUIREMENT: MapType = MapType {
    key: Key::Scheme,
    value: Kind::List(&Kind::Text),
};

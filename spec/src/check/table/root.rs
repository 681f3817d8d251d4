//! The root of a description and what stands close to it (OpenAPI 3.0.4 and 3.1.1, §4).

use super::components::{COMPONENTS, SECURITY_REQUIREMENT};
use super::operation::PATH_ITEM;
use super::{
    Key, Kind, MapType, Member, ObjectType, from31, from32, member, required, required_in_30,
};
use crate::check::rules;

/// OpenAPI Object.
pub(in crate::check) static OPENAPI: ObjectType = ObjectType {
    name: "OpenAPI Object",
    members: &[
        // Which version it is was looked at before.
        required("openapi", Kind::Any),
        from32("$self"),
        required("info", Kind::Object(&INFO)),
        from31("jsonSchemaDialect", Kind::Text),
        member("servers", Kind::List(&Kind::Object(&SERVER))),
        required_in_30("paths", Kind::Map(&PATHS)),
        from31("webhooks", Kind::Map(&WEBHOOKS)),
        member("components", Kind::Object(&COMPONENTS)),
        member("security", Kind::List(&Kind::Map(&SECURITY_REQUIREMENT))),
        member("tags", Kind::List(&Kind::Object(&TAG))),
        member("externalDocs", Kind::Object(&EXTERNAL_DOCS)),
    ],
    rule: Some(rules::document::check),
};

static PATHS: MapType = MapType {
    key: Key::Path,
    value: Kind::Object(&PATH_ITEM),
};

static WEBHOOKS: MapType = MapType {
    key: Key::Any,
    value: Kind::OrRef(&PATH_ITEM),
};

static INFO: ObjectType = ObjectType {
    name: "Info Object",
    members: &[
        required("title", Kind::Text),
        from31("summary", Kind::Text),
        member("description", Kind::Text),
        member("termsOfService", Kind::Text),
        member("contact", Kind::Object(&CONTACT)),
        member("license", Kind::Object(&LICENSE)),
        required("version", Kind::Text),
    ],
    rule: None,
};

static CONTACT: ObjectType = ObjectType {
    name: "Contact Object",
    members: &[
        member("name", Kind::Text),
        member("url", Kind::Text),
        member("email", Kind::Text),
    ],
    rule: None,
};

static LICENSE: ObjectType = ObjectType {
    name: "License Object",
    members: &[
        required("name", Kind::Text),
        from31("identifier", Kind::Text),
        member("url", Kind::Text),
    ],
    rule: Some(rules::exclusive::license),
};

/// Server Object.
pub(in crate::check) static SERVER: ObjectType = ObjectType {
    name: "Server Object",
    members: &[
        required("url", Kind::Text),
        from32("name"),
        member("description", Kind::Text),
        member("variables", Kind::Map(&SERVER_VARIABLES)),
    ],
    rule: Some(rules::server::check),
};

static SERVER_VARIABLES: MapType = MapType {
    key: Key::Any,
    value: Kind::Object(&SERVER_VARIABLE),
};

static SERVER_VARIABLE: ObjectType = ObjectType {
    name: "Server Variable Object",
    members: &[
        member("enum", Kind::List(&Kind::Text)),
        required("default", Kind::Text),
        member("description", Kind::Text),
    ],
    rule: Some(rules::server::check_variable),
};

static TAG: ObjectType = ObjectType {
    name: "Tag Object",
    members: &[
        required("name", Kind::Text),
        from32("summary"),
        from32("parent"),
        from32("kind"),
        member("description", Kind::Text),
        member("externalDocs", Kind::Object(&EXTERNAL_DOCS)),
    ],
    rule: None,
};

/// External Documentation Object.
pub(in crate::check) static EXTERNAL_DOCS: ObjectType = ObjectType {
    name: "External Documentation Object",
    members: &[
        member("description", Kind::Text),
        required("url", Kind::Text),
    ],
    rule: None,
};

/// Discriminator Object.
pub(in crate::check) static DISCRIMINATOR: ObjectType = ObjectType {
    name: "Discriminator Object",
    members: &[
        required("propertyName", Kind::Text),
        member("mapping", Kind::Map(&MAPPING)),
        from32("defaultMapping"),
    ],
    rule: None,
};

static MAPPING: MapType = MapType {
    key: Key::Any,
    value: Kind::Text,
};

/// XML Object.
pub(in crate::check) static XML: ObjectType = ObjectType {
    name: "XML Object",
    members: XML_MEMBERS,
    rule: None,
};

static XML_MEMBERS: &[Member] = &[
    member("name", Kind::Text),
    member("namespace", Kind::Text),
    member("prefix", Kind::Text),
    member("attribute", Kind::Bool),
    member("wrapped", Kind::Bool),
    from32("nodeType"),
];

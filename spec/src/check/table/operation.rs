//! Path items, operations and what they exchange (OpenAPI 3.0.4 and 3.1.1, §4).

use super::components::SECURITY_REQUIREMENT;
use super::root::{EXTERNAL_DOCS, SERVER};
use super::{Key, Kind, MapType, ObjectType, from32, member, required, required_in_30};
use crate::check::rules;

/// Path Item Object.
pub(super) static PATH_ITEM: ObjectType = ObjectType {
    name: "Path Item Object",
    members: &[
        member("$ref", Kind::Text),
        member("summary", Kind::Text),
        member("description", Kind::Text),
        member("get", Kind::Object(&OPERATION)),
        member("put", Kind::Object(&OPERATION)),
        member("post", Kind::Object(&OPERATION)),
        member("delete", Kind::Object(&OPERATION)),
        member("options", Kind::Object(&OPERATION)),
        member("head", Kind::Object(&OPERATION)),
        member("patch", Kind::Object(&OPERATION)),
        member("trace", Kind::Object(&OPERATION)),
        from32("query"),
        from32("additionalOperations"),
        member("servers", Kind::List(&Kind::Object(&SERVER))),
        member("parameters", Kind::List(&Kind::OrRef(&PARAMETER))),
    ],
    rule: Some(rules::path::check_item),
};

static OPERATION: ObjectType = ObjectType {
    name: "Operation Object",
    members: &[
        member("tags", Kind::List(&Kind::Text)),
        member("summary", Kind::Text),
        member("description", Kind::Text),
        member("externalDocs", Kind::Object(&EXTERNAL_DOCS)),
        member("operationId", Kind::Text),
        member("parameters", Kind::List(&Kind::OrRef(&PARAMETER))),
        member("requestBody", Kind::OrRef(&REQUEST_BODY)),
        required_in_30("responses", Kind::Map(&RESPONSES)),
        member("callbacks", Kind::Map(&CALLBACKS)),
        member("deprecated", Kind::Bool),
        member("security", Kind::List(&Kind::Map(&SECURITY_REQUIREMENT))),
        member("servers", Kind::List(&Kind::Object(&SERVER))),
    ],
    rule: Some(rules::operation::check),
};

static RESPONSES: MapType = MapType {
    key: Key::Status,
    value: Kind::OrRef(&RESPONSE),
};

static CALLBACKS: MapType = MapType {
    key: Key::Any,
    value: Kind::OrRef(&CALLBACK_HOLDER),
};

/// A Callback Object has no fixed members; its patterned ones are looked at by its rule.
pub(super) static CALLBACK_HOLDER: ObjectType = ObjectType {
    name: "Callback Object",
    members: &[],
    rule: Some(rules::operation::check_callback),
};

/// What stands under each expression of a Callback Object.
pub(in crate::check) static CALLBACK_ITEM: Kind = Kind::OrRef(&PATH_ITEM);

/// Parameter Object.
pub(super) static PARAMETER: ObjectType = ObjectType {
    name: "Parameter Object",
    members: &[
        required("name", Kind::Text),
        required("in", Kind::Word(&["query", "header", "path", "cookie"])),
        member("description", Kind::Text),
        member("required", Kind::Bool),
        member("deprecated", Kind::Bool),
        member("allowEmptyValue", Kind::Bool),
        member("style", Kind::Word(STYLES)),
        member("explode", Kind::Bool),
        member("allowReserved", Kind::Bool),
        member("schema", Kind::Schema),
        member("example", Kind::Any),
        member("examples", Kind::Map(&EXAMPLES)),
        member("content", Kind::Map(&CONTENT)),
    ],
    rule: Some(rules::parameter::check),
};

/// All styles; which of them a location allows is the parameter's rule.
pub(in crate::check) static STYLES: &[&str] = &[
    "matrix",
    "label",
    "form",
    "simple",
    "spaceDelimited",
    "pipeDelimited",
    "deepObject",
];

/// Header Object: a parameter without `name` and `in`.
pub(super) static HEADER: ObjectType = ObjectType {
    name: "Header Object",
    members: &[
        member("description", Kind::Text),
        member("required", Kind::Bool),
        member("deprecated", Kind::Bool),
        member("allowEmptyValue", Kind::Bool),
        member("style", Kind::Word(&["simple"])),
        member("explode", Kind::Bool),
        member("allowReserved", Kind::Bool),
        member("schema", Kind::Schema),
        member("example", Kind::Any),
        member("examples", Kind::Map(&EXAMPLES)),
        member("content", Kind::Map(&CONTENT)),
    ],
    rule: Some(rules::parameter::check_form),
};

/// Request Body Object.
pub(super) static REQUEST_BODY: ObjectType = ObjectType {
    name: "Request Body Object",
    members: &[
        member("description", Kind::Text),
        required("content", Kind::Map(&CONTENT)),
        member("required", Kind::Bool),
    ],
    rule: None,
};

static CONTENT: MapType = MapType {
    key: Key::MediaType,
    value: Kind::Object(&MEDIA_TYPE),
};

static MEDIA_TYPE: ObjectType = ObjectType {
    name: "Media Type Object",
    members: &[
        member("schema", Kind::Schema),
        from32("itemSchema"),
        member("example", Kind::Any),
        member("examples", Kind::Map(&EXAMPLES)),
        member("encoding", Kind::Map(&ENCODINGS)),
        from32("prefixEncoding"),
        from32("itemEncoding"),
    ],
    rule: Some(rules::exclusive::examples),
};

static ENCODINGS: MapType = MapType {
    key: Key::Any,
    value: Kind::Object(&ENCODING),
};

static ENCODING: ObjectType = ObjectType {
    name: "Encoding Object",
    members: &[
        member("contentType", Kind::Text),
        member("headers", Kind::Map(&HEADERS)),
        member(
            "style",
            Kind::Word(&["form", "spaceDelimited", "pipeDelimited", "deepObject"]),
        ),
        member("explode", Kind::Bool),
        member("allowReserved", Kind::Bool),
        from32("encoding"),
        from32("prefixEncoding"),
        from32("itemEncoding"),
    ],
    rule: None,
};

static HEADERS: MapType = MapType {
    key: Key::Any,
    value: Kind::OrRef(&HEADER),
};

/// Response Object.
pub(super) static RESPONSE: ObjectType = ObjectType {
    name: "Response Object",
    members: &[
        from32("summary"),
        required("description", Kind::Text),
        member("headers", Kind::Map(&HEADERS)),
        member("content", Kind::Map(&CONTENT)),
        member("links", Kind::Map(&LINKS)),
    ],
    rule: None,
};

static LINKS: MapType = MapType {
    key: Key::ComponentName,
    value: Kind::OrRef(&LINK),
};

/// Link Object.
pub(super) static LINK: ObjectType = ObjectType {
    name: "Link Object",
    members: &[
        member("operationRef", Kind::Text),
        member("operationId", Kind::Text),
        member("parameters", Kind::Map(&ANYTHING)),
        member("requestBody", Kind::Any),
        member("description", Kind::Text),
        member("server", Kind::Object(&SERVER)),
    ],
    rule: Some(rules::operation::check_link),
};

static ANYTHING: MapType = MapType {
    key: Key::Any,
    value: Kind::Any,
};

static EXAMPLES: MapType = MapType {
    key: Key::Any,
    value: Kind::OrRef(&EXAMPLE),
};

/// Example Object.
pub(super) static EXAMPLE: ObjectType = ObjectType {
    name: "Example Object",
    members: &[
        member("summary", Kind::Text),
        member("description", Kind::Text),
        from32("dataValue"),
        from32("serializedValue"),
        member("value", Kind::Any),
        member("externalValue", Kind::Text),
    ],
    rule: Some(rules::exclusive::example_value),
};

//! What a reference should lead to, and what it led to.

use serde_json::Value;

use crate::Pointer;
use crate::lower::Node;

/// The kind of object that a `$ref` stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Schema,
    Response,
    Parameter,
    Example,
    RequestBody,
    Header,
    SecurityScheme,
    Link,
    Callback,
    PathItem,
}

impl Kind {
    /// What it is called in a sentence.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Kind::Schema => "a schema",
            Kind::Response => "a response",
            Kind::Parameter => "a parameter",
            Kind::Example => "an example",
            Kind::RequestBody => "a request body",
            Kind::Header => "a header",
            Kind::SecurityScheme => "a security scheme",
            Kind::Link => "a link",
            Kind::Callback => "a callback",
            Kind::PathItem => "a path item",
        }
    }

    /// The member of `components` that holds such objects (OpenAPI 3.1.1 §4.8.7).
    pub(crate) fn component(self) -> &'static str {
        match self {
            Kind::Schema => "schemas",
            Kind::Response => "responses",
            Kind::Parameter => "parameters",
            Kind::Example => "examples",
            Kind::RequestBody => "requestBodies",
            Kind::Header => "headers",
            Kind::SecurityScheme => "securitySchemes",
            Kind::Link => "links",
            Kind::Callback => "callbacks",
            Kind::PathItem => "pathItems",
        }
    }

    const ALL: [Kind; 10] = [
        Kind::Schema,
        Kind::Response,
        Kind::Parameter,
        Kind::Example,
        Kind::RequestBody,
        Kind::Header,
        Kind::SecurityScheme,
        Kind::Link,
        Kind::Callback,
        Kind::PathItem,
    ];

    /// The kind of the component that stands at this pointer, where it is the place of one.
    pub(crate) fn at(pointer: &Pointer) -> Option<Kind> {
        let mut tokens = pointer.tokens();
        if tokens.next()? != "components" {
            return None;
        }
        let member = tokens.next()?;
        tokens.next()?;
        if tokens.next().is_some() {
            return None;
        }
        Kind::ALL
            .into_iter()
            .find(|kind| kind.component() == member)
    }
}

/// Where a chain of references ended.
#[derive(Debug)]
pub(crate) struct Followed<'a> {
    /// What it led to.
    pub(crate) target: Node<'a>,
    /// The texts of the `$ref`s that were followed.
    pub(crate) passed: Vec<&'a Value>,
}

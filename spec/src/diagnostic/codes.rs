//! The table of all codes. To add one: a line here, and a page `docs/diagnostics/<code>.md`.
//!
//! `S00xx` speak of the text and its structure, `S01xx` of references and schemas, `A00xx` of Arazzo
//! documents (they are found by the tester's crate, which reads them).

use super::{Code, Severity};

/// What is known about a code.
#[derive(Debug)]
pub struct CodeInfo {
    /// The code.
    pub code: Code,
    /// How bad it usually is; a diagnostic may differ.
    pub severity: Severity,
    /// What it is about, in a few words.
    pub title: &'static str,
    /// The page that explains it, CommonMark.
    pub page: &'static str,
}

/// The page that explains a code such as `S0012` (in either case), or `None` for an unknown one.
pub fn explain(code: &str) -> Option<&'static str> {
    CODES
        .iter()
        .find(|info| info.code.0.eq_ignore_ascii_case(code))
        .map(|info| info.page)
}

macro_rules! codes {
    ($($name:ident = $code:literal, $severity:ident, $title:literal;)*) => {
        $(
            #[doc = $title]
            pub const $name: Code = Code($code);
        )*

        /// Every code, in order.
        pub static CODES: &[CodeInfo] = &[$(
            CodeInfo {
                code: $name,
                severity: Severity::$severity,
                title: $title,
                page: include_str!(concat!("../../../docs/diagnostics/", $code, ".md")),
            },
        )*];
    };
}

codes! {
    NOT_UTF8 = "S0001", Error, "The document is not UTF-8";
    SYNTAX = "S0002", Error, "The document is not well-formed YAML or JSON";
    TOO_LARGE = "S0003", Error, "The document is beyond the limits";
    DUPLICATE_KEY = "S0004", Error, "A key stands twice in one object";
    MERGE_KEY = "S0005", Warning, "A YAML 1.1 merge key";
    LOOKALIKE = "S0006", Warning, "A YAML scalar that tools read differently";
    NOT_JSON = "S0007", Warning, "YAML that JSON cannot express";
    SEVERAL_DOCUMENTS = "S0008", Error, "More than one YAML document in a file";
    NUMBER_ROUNDED = "S0009", Warning, "A number that is not kept exactly";
    NOT_OPENAPI = "S0010", Error, "The document is not an OpenAPI description";
    SWAGGER_2 = "S0011", Error, "The document is Swagger 2.0";
    UNKNOWN_VERSION = "S0012", Error, "A version of OpenAPI that is not read";
    VERSION_NUMBER = "S0013", Warning, "The OpenAPI version is written as a number";
    NEWER_VERSION = "S0014", Note, "OpenAPI 3.2 is read as 3.1";
    UNREADABLE_FILE = "S0015", Error, "The file cannot be read";
    BROKEN_REFERENCE = "S0201", Error, "A reference leads nowhere";
    REFERENCE_KIND = "S0202", Error, "A reference leads to something of another kind";
    REFERENCE_CYCLE = "S0203", Error, "A reference leads back to itself";
    REMOTE_REFERENCE = "S0204", Error, "A reference leads to the network";
    UNREADABLE_REFERENCE = "S0205", Error, "A document that is referred to cannot be read";
    UNSUPPORTED = "S0301", Warning, "A feature that is not supported";
    UNREADABLE_OBJECT = "S0302", Error, "An object that cannot be read";
    DUPLICATE_OPERATION_ID = "S0303", Error, "An operationId is declared twice";
    STATUS_PATTERN = "S0304", Error, "A response is not filed under a status";
    LINK_TARGET = "S0305", Warning, "A link leads to no operation";
    SEVERAL_MEDIA_TYPES = "S0306", Warning, "A parameter with more than one media type";
    OPERATION_LEFT_OUT = "S0307", Warning, "An operation is left out";
    NOT_ARAZZO = "A0001", Error, "The document is not Arazzo 1.0";
    ARAZZO_UNKNOWN = "A0002", Error, "A member that Arazzo does not know";
    ARAZZO_MISSING = "A0003", Error, "A member that Arazzo requires is missing";
    ARAZZO_VALUE = "A0004", Error, "A member of an Arazzo document has a value that it cannot have";
    ARAZZO_DUPLICATE = "A0005", Error, "An id stands twice in an Arazzo document";
    ARAZZO_UNRESOLVED = "A0006", Error, "An Arazzo document names something that is not there";
    ARAZZO_EXPRESSION = "A0007", Error, "A runtime expression cannot be read";
    ARAZZO_CONDITION = "A0008", Error, "A condition cannot be read";
    ARAZZO_CIRCLE = "A0009", Error, "Workflows need each other in a circle";
    ARAZZO_UNSUPPORTED = "A0010", Error, "A part of Arazzo that is not supported";
    ARAZZO_UNUSED = "A0011", Note, "An extension that nothing reads";
}

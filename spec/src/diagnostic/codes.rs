//! The table of all codes. To add one: a line here, and a page `docs/diagnostics/<code>.md`.
//!
//! `S00xx` speak of the text and its structure, `S02xx` of references, `S03xx` of what is refused,
//! `A00xx` of Arazzo documents (they are found by the tester's crate, which reads them), `R00xx` of what the
//! reference server is started with (found by the command).

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
    WRONG_KIND = "S0016", Error, "A value of the wrong kind";
    MISSING_MEMBER = "S0017", Error, "A required member is missing";
    UNKNOWN_MEMBER = "S0018", Warning, "A member that the object does not have";
    UNKNOWN_KEYWORD = "S0019", Warning, "A keyword that schemas do not have";
    NOT_PERMITTED = "S0020", Error, "A word that is not among the permitted ones";
    OTHER_VERSION = "S0021", Warning, "A member of another version of OpenAPI";
    EXCLUSIVE_MEMBERS = "S0022", Error, "Members that exclude each other";
    REF_SIBLINGS = "S0023", Warning, "Members beside a $ref that have no effect";
    COMPONENT_NAME = "S0024", Error, "A component's name has forbidden characters";
    PATH_START = "S0025", Error, "A path does not begin with a slash";
    PATH_TEMPLATE = "S0026", Error, "A path is not a valid template";
    SAME_PATH = "S0027", Error, "Two paths match the same requests";
    PATH_PARAMETER_UNDECLARED = "S0028", Error, "A path parameter is not declared";
    PATH_PARAMETER_UNUSED = "S0029", Error, "A path parameter does not stand in the path";
    PATH_PARAMETER_OPTIONAL = "S0030", Error, "A path parameter is not required";
    PARAMETER_TWICE = "S0031", Error, "A parameter stands twice in one list";
    OPERATION_ID_TWICE = "S0032", Error, "An operationId stands twice";
    PARAMETER_FORM = "S0033", Error, "A parameter without exactly one form";
    STYLE = "S0034", Error, "A style that the parameter's location does not allow";
    STATUS_CODE = "S0035", Error, "A key of responses is not a status code";
    NO_RESPONSES = "S0036", Warning, "An operation without responses";
    MEDIA_TYPE = "S0037", Error, "A key of content is not a media type";
    IGNORED_HEADER = "S0038", Warning, "A header parameter that is ignored";
    SECURITY_UNDECLARED = "S0039", Error, "A security scheme is not declared";
    SERVER_VARIABLE = "S0040", Error, "A server's URL and variables do not agree";
    CONTRADICTION = "S0041", Warning, "Bounds that leave no value";
    VALUE_OF_OTHER_TYPE = "S0042", Warning, "A value that the schema's type excludes";
    TAG_TWICE = "S0043", Warning, "A tag is declared twice";
    UNKNOWN_OPERATION = "S0044", Error, "A link leads to an unknown operation";
    BODY_WITHOUT_MEANING = "S0045", Note, "A request body where HTTP gives it no meaning";
    INDENTATION = "S0046", Warning, "Lines indented too little in brackets or quotes";
    CONTENT_WITHOUT_BODY = "S0047", Warning, "Content of an answer that has none";
    BROKEN_REFERENCE = "S0201", Error, "A reference leads nowhere";
    REFERENCE_KIND = "S0202", Error, "A reference leads to something of another kind";
    REFERENCE_CYCLE = "S0203", Error, "A reference leads back to itself";
    REMOTE_REFERENCE = "S0204", Error, "A reference leads to the network";
    UNREADABLE_REFERENCE = "S0205", Error, "A document that is referred to cannot be read";
    UNSUPPORTED = "S0301", Warning, "A feature that is not supported";
    UNREADABLE_OBJECT = "S0302", Error, "An object that cannot be read";
    OPERATION_LEFT_OUT = "S0307", Warning, "An operation is left out";
    UNUSED_COMPONENT = "S0401", Note, "A component that nothing uses";
    REQUIRED_UNDECLARED = "S0402", Warning, "A required member is not declared";
    EXAMPLE_MISFIT = "S0403", Warning, "An example or default does not fit its schema";
    AMBIGUOUS_UNION = "S0404", Warning, "Branches of a union cannot be told apart";
    ENUM_TWICE = "S0405", Warning, "A value stands twice in an enum";
    EMPTY_ENUM = "S0406", Warning, "An enum that allows nothing";
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
    SEED = "R0001", Error, "The seed cannot be planted";
}

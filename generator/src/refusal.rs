//! What the generator cannot express, said by name and place.

use trueline_spec::{At, Code, Diagnostic, Severity, Sources};

/// Something that the generated code does not do, or does less exactly than the document says.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// What kind of thing.
    pub kind: RefusalKind,
    /// Where in the document.
    pub at: At,
    /// The particulars, in one sentence without a full stop.
    pub message: String,
}

/// The kinds of refusals. Each has a stable code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RefusalKind {
    /// An enum whose values are not all strings or all integers.
    MixedEnum,
    /// A list of very many items with schemas of their own (`prefixItems`).
    Tuple,
    /// Branches of a union that nothing in the value tells apart.
    AmbiguousUnion,
    /// Parts of an `allOf` that no value satisfies together.
    Contradiction,
    /// A media type, style or encoding that the generated code cannot read or write.
    MediaType,
    /// `patternProperties` whose schemas have no type in common.
    PatternProperties,
    /// `not`, `if`, `contains`, `dependent…` that cannot be constraints: checked by the tester alone.
    Logic,
    /// A parameter whose style cannot carry what its schema describes.
    Parameter,
    /// A name in the options that the document does not have.
    NotInDocument,
    /// A path parameter of a webhook or callback, whose address is its receiver's own.
    Webhook,
    /// A pattern that Rust's regular expressions cannot express.
    Pattern,
    /// Schemas that state members or items and no type, and are taken for objects and lists.
    Untyped,
}

impl RefusalKind {
    /// All kinds, in the order of their codes.
    pub const ALL: [RefusalKind; 12] = [
        RefusalKind::MixedEnum,
        RefusalKind::Tuple,
        RefusalKind::AmbiguousUnion,
        RefusalKind::Contradiction,
        RefusalKind::MediaType,
        RefusalKind::PatternProperties,
        RefusalKind::Logic,
        RefusalKind::Parameter,
        RefusalKind::NotInDocument,
        RefusalKind::Webhook,
        RefusalKind::Pattern,
        RefusalKind::Untyped,
    ];

    /// The stable code, with a page under `docs/diagnostics/`.
    pub fn code(self) -> Code {
        Code(match self {
            RefusalKind::MixedEnum => "G0001",
            RefusalKind::Tuple => "G0002",
            RefusalKind::AmbiguousUnion => "G0003",
            RefusalKind::Contradiction => "G0004",
            RefusalKind::MediaType => "G0005",
            RefusalKind::PatternProperties => "G0006",
            RefusalKind::Logic => "G0007",
            RefusalKind::Parameter => "G0008",
            RefusalKind::NotInDocument => "G0009",
            RefusalKind::Webhook => "G0010",
            RefusalKind::Pattern => "G0011",
            RefusalKind::Untyped => "G0012",
        })
    }

    /// What it is about, in a few words.
    pub fn title(self) -> &'static str {
        match self {
            RefusalKind::MixedEnum => "An enum of several types",
            RefusalKind::Tuple => "A list with very many types",
            RefusalKind::AmbiguousUnion => "Branches that nothing tells apart",
            RefusalKind::Contradiction => "A schema that no value satisfies",
            RefusalKind::MediaType => "A media type that cannot carry its schema",
            RefusalKind::PatternProperties => "Members by patterns of their names",
            RefusalKind::Logic => "A rule that is not checked",
            RefusalKind::Parameter => "A parameter that cannot be read",
            RefusalKind::NotInDocument => "A name that the document does not have",
            RefusalKind::Webhook => "A path parameter of a request that the API sends",
            RefusalKind::Pattern => "A pattern that is not checked",
            RefusalKind::Untyped => "Members or items without a type",
        }
    }

    /// The page that explains it, CommonMark.
    pub fn page(self) -> &'static str {
        macro_rules! page {
            ($code:literal) => {
                include_str!(concat!("../../docs/diagnostics/", $code, ".md"))
            };
        }
        match self {
            RefusalKind::MixedEnum => page!("G0001"),
            RefusalKind::Tuple => page!("G0002"),
            RefusalKind::AmbiguousUnion => page!("G0003"),
            RefusalKind::Contradiction => page!("G0004"),
            RefusalKind::MediaType => page!("G0005"),
            RefusalKind::PatternProperties => page!("G0006"),
            RefusalKind::Logic => page!("G0007"),
            RefusalKind::Parameter => page!("G0008"),
            RefusalKind::NotInDocument => page!("G0009"),
            RefusalKind::Webhook => page!("G0010"),
            RefusalKind::Pattern => page!("G0011"),
            RefusalKind::Untyped => page!("G0012"),
        }
    }

    /// How bad it is: a warning where less is checked or typed than the document says, an error where
    /// something asked for is not generated.
    pub fn severity(self) -> Severity {
        match self {
            RefusalKind::MixedEnum
            | RefusalKind::PatternProperties
            | RefusalKind::Logic
            | RefusalKind::Webhook
            | RefusalKind::Pattern
            | RefusalKind::Untyped => Severity::Note,
            RefusalKind::Tuple
            | RefusalKind::AmbiguousUnion
            | RefusalKind::Contradiction
            | RefusalKind::MediaType
            | RefusalKind::Parameter => Severity::Warning,
            RefusalKind::NotInDocument => Severity::Error,
        }
    }

    /// What to do about it.
    pub fn help(self) -> &'static str {
        match self {
            RefusalKind::MixedEnum => {
                "give the enum values of one type; until then the member is any JSON value of the list"
            }
            RefusalKind::Tuple => {
                "describe an object with named members; until then the items are any JSON values"
            }
            RefusalKind::AmbiguousUnion => {
                "add a `discriminator`, or a required member with a constant in each branch; until \
                 then the branch is taken that knows all members which come, and fewest others"
            }
            RefusalKind::Contradiction => {
                "mend the `allOf`; what no type can be is any JSON value until then"
            }
            RefusalKind::MediaType => {
                "offer `application/json` beside it; until then the content is bytes"
            }
            RefusalKind::PatternProperties => {
                "declare members that matter under `properties`; each member is held to its schema"
            }
            RefusalKind::Logic => "the rule is left to the tester; generated code ignores it",
            RefusalKind::Parameter => {
                "use `deepObject`, or `content` with JSON; until then it is read by its brackets"
            }
            RefusalKind::NotInDocument => "check the spelling of the name in the options",
            RefusalKind::Webhook => {
                "what must be known of the request has its place in the query, the headers or the body"
            }
            RefusalKind::Pattern => {
                "have look-around at the anchored start or end only, and no back reference"
            }
            RefusalKind::Untyped => {
                "state the `type`; until then a value that is neither is refused"
            }
        }
    }
}

/// The page that explains a code such as `G0003` (in either case), or `None` for a code that is not the
/// generator's.
pub fn explain(code: &str) -> Option<&'static str> {
    RefusalKind::ALL
        .into_iter()
        .find(|kind| kind.code().0.eq_ignore_ascii_case(code))
        .map(RefusalKind::page)
}

impl Refusal {
    /// As a diagnostic, with the span of its place.
    pub fn diagnostic(&self, sources: &Sources) -> Diagnostic {
        Diagnostic::new(self.kind.code(), self.message.clone())
            .with_severity(self.kind.severity())
            .with_label(sources.span(&self.at))
            .with_help(self.kind.help())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_page() {
        for (index, kind) in RefusalKind::ALL.into_iter().enumerate() {
            let code = kind.code().0;
            assert_eq!(code, format!("G{:04}", index + 1));
            let heading = format!("# {code}: {}\n", kind.title());
            assert!(
                kind.page().starts_with(&heading),
                "{code}: {}",
                kind.title()
            );
            assert_eq!(explain(&code.to_lowercase()), Some(kind.page()));
        }
        assert_eq!(explain("S0001"), None);
    }
}

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
    /// A list whose first items have schemas of their own (`prefixItems`).
    Tuple,
    /// Branches of a union that nothing in the value tells apart.
    AmbiguousUnion,
    /// Parts of an `allOf` that no value satisfies together.
    Contradiction,
    /// A media type, style or encoding that the generated code cannot read or write.
    MediaType,
    /// `patternProperties`: which names go with which schema is not checked.
    PatternProperties,
    /// `not`, `if`, `contains`, `dependent…`: checked by the tester, not by generated code.
    Logic,
    /// A parameter that the generated code cannot read or write.
    Parameter,
    /// A name in the options that the document does not have.
    NotInDocument,
    /// A default that is not a value of its type.
    Default,
}

impl RefusalKind {
    /// All kinds, in the order of their codes.
    pub const ALL: [RefusalKind; 10] = [
        RefusalKind::MixedEnum,
        RefusalKind::Tuple,
        RefusalKind::AmbiguousUnion,
        RefusalKind::Contradiction,
        RefusalKind::MediaType,
        RefusalKind::PatternProperties,
        RefusalKind::Logic,
        RefusalKind::Parameter,
        RefusalKind::NotInDocument,
        RefusalKind::Default,
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
            RefusalKind::Default => "G0010",
        })
    }

    /// How bad it is: a warning where less is checked or typed than the document says, an error where
    /// something asked for is not generated.
    pub fn severity(self) -> Severity {
        match self {
            RefusalKind::PatternProperties | RefusalKind::Logic | RefusalKind::Default => {
                Severity::Note
            }
            RefusalKind::MixedEnum
            | RefusalKind::Tuple
            | RefusalKind::AmbiguousUnion
            | RefusalKind::Contradiction
            | RefusalKind::MediaType => Severity::Warning,
            RefusalKind::Parameter | RefusalKind::NotInDocument => Severity::Error,
        }
    }

    /// What to do about it.
    pub fn help(self) -> &'static str {
        match self {
            RefusalKind::MixedEnum => {
                "give the enum values of one type; until then the member is any JSON value"
            }
            RefusalKind::Tuple => {
                "describe the list's items by one schema; until then they are any JSON values"
            }
            RefusalKind::AmbiguousUnion => {
                "add a `discriminator`, or a required member with a constant in each branch; until \
                 then the branch is taken that knows all members which come, and fewest others"
            }
            RefusalKind::Contradiction => "mend the `allOf`; until then any JSON value is accepted",
            RefusalKind::MediaType => {
                "offer `application/json` beside it; until then the content is bytes"
            }
            RefusalKind::PatternProperties => "the names are kept, but not held to the patterns",
            RefusalKind::Logic => "the keyword is left to the tester; generated code ignores it",
            RefusalKind::Parameter => "change the parameter, or leave the operation out",
            RefusalKind::NotInDocument => "check the spelling of the name in the options",
            RefusalKind::Default => "give a default that the schema allows",
        }
    }
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

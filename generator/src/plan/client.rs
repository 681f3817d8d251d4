//! What a client needs beyond what a server does.

use indexmap::IndexMap;

use super::{Docs, Response, Type, ValueForm};

/// A server of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// Its URL, with `{variables}`.
    pub url: String,
    /// Its variables: default, and the values that they may take.
    pub variables: IndexMap<String, (String, Vec<String>)>,
}

/// What a client makes of an operation's answers.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ClientSide {
    /// What successes are read as.
    pub answer: Outcome,
    /// What all other answers are read as.
    pub refusal: Outcome,
    /// The documented headers of successes.
    pub answer_headers: Vec<AnswerHeader>,
    /// The documented headers of all other answers.
    pub refusal_headers: Vec<AnswerHeader>,
    /// How its list is walked, if it is one that comes in pages.
    pub paging: Option<Paging>,
}

/// What a client reads a set of an operation's responses as.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Outcome {
    /// None of them is documented.
    #[default]
    Undocumented,
    /// They have no body.
    Empty,
    /// One type for all of them.
    One(Type),
    /// Content that comes bit by bit.
    Stream,
    /// They differ: one of several.
    Several(Vec<OutcomeRow>),
}

/// One of several outcomes: a response in one of its media types.
#[derive(Debug, Clone, PartialEq)]
pub struct OutcomeRow {
    /// The variant's name.
    pub variant: String,
    /// A code, a class by its first digit, 0 for `default`.
    pub status: u16,
    /// Its media type, lower case, without parameters; empty without a body.
    pub media: String,
    /// Type of its body.
    pub ty: Option<Type>,
    /// CommonMark.
    pub description: String,
}

/// A header of answers, as a client asks for it.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerHeader {
    /// Name of its accessor.
    pub name: String,
    /// Its name as written.
    pub wire: String,
    /// The variant of the only response that it speaks for, where the others have another of this name.
    pub response: Option<String>,
    /// Type of its value.
    pub ty: Type,
    /// How its value is written.
    pub form: ValueForm,
    /// Whether it must be there.
    pub required: bool,
    /// What to say about it.
    pub docs: Docs,
}

impl AnswerHeader {
    /// Whether it is the header of this name of the response; case does not matter (RFC 9110 §5.1).
    pub fn speaks_for(&self, wire: &str, response: &Response) -> bool {
        let of = self.response.as_ref();
        self.wire.eq_ignore_ascii_case(wire) && of.is_none_or(|of| *of == response.variant)
    }
}

/// How a list is walked, page by page.
#[derive(Debug, Clone, PartialEq)]
pub struct Paging {
    /// Type of the items.
    pub item: Type,
    /// The page's field that has them; `None` where the page is the list.
    pub items: Option<String>,
    /// What tells one page from the next.
    pub turn: Turn,
    /// The page's field that says whether there is more.
    pub more: Option<String>,
}

/// What tells one page from the next; all names are those of fields.
#[derive(Debug, Clone, PartialEq)]
pub enum Turn {
    /// The id of the item at its edge.
    Edge {
        /// The item's field with its id.
        id: String,
        /// The parameter behind whose item a page starts.
        after: String,
        /// The parameter before whose item a page ends.
        before: Option<String>,
    },
    /// A token that each page has for the next.
    Token {
        /// The parameter.
        parameter: String,
        /// The page's field.
        member: String,
    },
    /// How many items to leave out.
    Offset {
        /// The parameter.
        parameter: String,
        /// The page's field that counts the items of all pages.
        total: Option<String>,
    },
    /// The number of the page.
    Page {
        /// The parameter.
        parameter: String,
        /// The number of the first page: 0 or 1.
        first: u8,
    },
}

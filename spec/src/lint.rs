//! What is suspicious in a description although it can be read: found in the IR, where references are
//! resolved and both dialects are one.

mod enums;
mod examples;
mod judge;
mod members;
mod reach;
mod unions;
mod unused;

use crate::diagnostic::Code;
use crate::ir::Api;
use crate::source::{At, Sources};
use crate::{Diagnostic, Span};

/// Looks at the whole API. `ignored` is what lowering did not read.
pub(crate) fn lint(api: &Api, sources: &Sources, ignored: &[At]) -> Vec<Diagnostic> {
    let mut lint = Lint {
        api,
        sources,
        found: Vec::new(),
    };
    lint.enums();
    lint.members();
    lint.unions();
    lint.examples();
    lint.unused(ignored);
    lint.found
}

/// One run over an API.
struct Lint<'a> {
    api: &'a Api,
    sources: &'a Sources,
    found: Vec<Diagnostic>,
}

impl Lint<'_> {
    /// A diagnostic whose primary place is the value at `at`.
    fn about(&self, code: Code, at: &At, message: String) -> Diagnostic {
        Diagnostic::new(code, message).with_label(self.sources.span(at))
    }

    /// The place of a node's name, or of the node where it has none.
    fn name_span(&self, at: &At) -> Span {
        let key = self.sources.key_span(at);
        key.unwrap_or_else(|| self.sources.span(at))
    }
}

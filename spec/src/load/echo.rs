//! One fault, one diagnostic: the check and lowering look at the same nodes.

use crate::diagnostic::{Code, codes};
use crate::source::Sources;
use crate::{Diagnostic, Severity, Span};

/// Adds to the check's diagnostics those of lowering that say something new.
///
/// Where lowering stumbles over what the check has said already, and more exactly, only its notes on
/// the consequence are kept, with the check's diagnostic.
pub(super) fn join(
    sources: &Sources,
    mut checked: Vec<Diagnostic>,
    lowered: Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let start = |diagnostic: &Diagnostic| {
        diagnostic
            .span()
            .map(|span| (span.document, span.start, span.end))
    };
    checked.sort_by_key(start);
    let mut new = Vec::new();
    for diagnostic in lowered {
        match original(sources, &checked, &diagnostic) {
            None => new.push(diagnostic),
            Some(at) => {
                for note in diagnostic.notes {
                    if let Some(original) = checked.get_mut(at)
                        && !original.notes.contains(&note)
                    {
                        original.notes.push(note);
                    }
                }
            }
        }
    }
    checked.extend(new);
    checked
}

/// Which of the check's diagnostics, sorted by place, `echo` repeats.
fn original(sources: &Sources, checked: &[Diagnostic], echo: &Diagnostic) -> Option<usize> {
    let span = echo.span()?;
    let first = checked.partition_point(|other| {
        other.span().map(|other| (other.document, other.start)) < Some((span.document, span.start))
    });
    let within = checked
        .iter()
        .enumerate()
        .skip(first)
        .take_while(|(_, other)| {
            other
                .span()
                .is_some_and(|other| other.document == span.document && other.start <= span.end)
        });
    // A fault may be shown at the node's key, which stands before its value, or at what holds it.
    let before = checked.iter().enumerate().take(first).rev().take(8);
    let around = before.filter(|(_, other)| {
        other
            .span()
            .filter(|other| other.document == span.document)
            .is_some_and(|other| other.end >= span.end || is_key_of(sources, other, span))
    });
    within
        .chain(around)
        .find(|(_, other)| says_more(other, echo.code))
        .map(|(at, _)| at)
}

/// Whether a diagnostic of the check makes one of lowering with this code needless.
fn says_more(checked: &Diagnostic, code: Code) -> bool {
    checked.code == code
        || (code == codes::UNREADABLE_OBJECT && checked.severity == Severity::Error)
        || (code == codes::EXAMPLE_MISFIT && checked.code == codes::VALUE_OF_OTHER_TYPE)
        || (code == codes::UNSUPPORTED && checked.code == codes::OTHER_VERSION)
}

/// Whether `key` stands right before `value`, with nothing but `:`, quotes and space between.
fn is_key_of(sources: &Sources, key: Span, value: Span) -> bool {
    key.document == value.document
        && sources
            .document(key.document)
            .text
            .get(key.end..value.start)
            .is_some_and(|between| {
                between.len() < 1000
                    && between.contains(':')
                    && between
                        .chars()
                        .all(|c| c.is_whitespace() || matches!(c, ':' | '"' | '\''))
            })
}

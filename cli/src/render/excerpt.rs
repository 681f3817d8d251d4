//! What of a source is shown beside a diagnostic.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Snippet};
use trueline_spec::{Label, Sources};

/// A line of more bytes is not shown whole: descriptions in JSON are often one line of megabytes, which nobody
/// reads and which costs the renderer time for each diagnostic.
const LONGEST_LINE: usize = 400;
/// Bytes of a long line that are shown before the place.
const BEFORE: usize = 60;
/// Bytes of a long line that are shown from the place on.
const AFTER: usize = 120;
/// Stands where a long line was cut.
const CUT: &str = "...";

/// The places of excerpts that were cut: the renderer counts their columns from the cut.
#[derive(Default)]
pub(super) struct Places(Vec<(String, String)>);

impl Places {
    /// Adds the line that `label` starts on to `group`, with a mark under what it speaks of.
    pub(super) fn show<'a>(
        &mut self,
        group: Group<'a>,
        label: &'a Label,
        kind: AnnotationKind,
        sources: &'a Sources,
    ) -> Group<'a> {
        let span = label.span;
        let excerpt = Excerpt::of(
            sources.document(span.document).text.as_str(),
            span.start..span.end,
        );
        let path = sources.name(span.document);
        if excerpt.cut {
            let shown = excerpt.text[..excerpt.marked.start].chars().count() + 1;
            self.0.push((
                format!("{path}:{}:{shown}", span.line),
                format!("{path}:{}:{}", span.line, span.column),
            ));
        }
        let mut annotation = kind.span(excerpt.marked);
        if !label.text.is_empty() {
            annotation = annotation.label(label.text.as_str());
        }
        group.element(
            Snippet::source(excerpt.text)
                .path(path)
                .line_start(span.line as usize)
                .annotation(annotation),
        )
    }

    /// `rendered` with the columns that the documents have.
    pub(super) fn put_right(&self, rendered: String) -> String {
        if self.0.is_empty() {
            return rendered;
        }
        let mut right = String::with_capacity(rendered.len() + 16);
        let mut rest = rendered.as_str();
        // Labels are rendered in the order in which they were added.
        for (shown, real) in &self.0 {
            if let Some((before, after)) = rest.split_once(shown.as_str()) {
                right.push_str(before);
                right.push_str(real);
                rest = after;
            }
        }
        right.push_str(rest);
        right
    }
}

/// The line that a span starts on, or what is near the span where that line is very long. A span that goes on
/// below the line is shown to the end of the line.
#[derive(Debug, PartialEq, Eq)]
struct Excerpt<'a> {
    text: Cow<'a, str>,
    /// Bytes of `text`.
    marked: Range<usize>,
    /// Whether something of the line is missing.
    cut: bool,
}

impl<'a> Excerpt<'a> {
    fn of(text: &'a str, span: Range<usize>) -> Self {
        let from = text.floor_char_boundary(span.start);
        let to = text.floor_char_boundary(span.end).max(from);
        let line_start = text[..from].rfind('\n').map_or(0, |newline| newline + 1);
        let line_end = text[from..]
            .find('\n')
            .map_or(text.len(), |newline| from + newline);
        let to = to.min(line_end).max(from);
        if line_end - line_start <= LONGEST_LINE {
            return Self {
                text: Cow::Borrowed(&text[line_start..line_end]),
                marked: from - line_start..to - line_start,
                cut: false,
            };
        }
        let first = text
            .ceil_char_boundary(from.saturating_sub(BEFORE))
            .max(line_start);
        let last = text.floor_char_boundary(from + AFTER).min(line_end);
        let mut shown = String::with_capacity(BEFORE + AFTER + 2 * CUT.len());
        if first > line_start {
            shown.push_str(CUT);
        }
        let lead = shown.len();
        shown.push_str(&text[first..last]);
        if last < line_end {
            shown.push_str(CUT);
        }
        Self {
            text: Cow::Owned(shown),
            marked: lead + from - first..lead + to.min(last) - first,
            cut: true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ordinary_line_is_shown_whole() {
        let excerpt = Excerpt::of("one\ntwo three\nfour", 8..18);
        assert_eq!(excerpt.text, "two three");
        assert_eq!(&excerpt.text[excerpt.marked], "three");
        assert!(!excerpt.cut);
    }

    #[test]
    fn of_a_long_line_only_what_is_near_is_shown() {
        let line = "é".repeat(5000) + "<here>" + &"ü".repeat(5000);
        let text = format!("first\n{line}\nlast");
        let at = text.find("<here>").expect("it was put there");
        let excerpt = Excerpt::of(&text, at..at + 6);
        assert!(excerpt.cut);
        assert_eq!(&excerpt.text[excerpt.marked.clone()], "<here>");
        assert!(excerpt.text.len() < LONGEST_LINE, "{}", excerpt.text.len());
        assert!(excerpt.text.starts_with("...é") && excerpt.text.ends_with("ü..."));

        // A span that is longer than what is shown ends with it.
        let excerpt = Excerpt::of(&text, at..text.len());
        assert!(excerpt.text[excerpt.marked].starts_with("<here>ü"));
    }

    #[test]
    fn the_ends_of_a_long_line_are_not_marked_as_cut() {
        let text = "x".repeat(1000);
        let start = Excerpt::of(&text, 0..3);
        assert!(!start.text.starts_with(CUT) && start.text.ends_with(CUT));
        assert_eq!(start.marked, 0..3);
        let end = Excerpt::of(&text, 1000..1000);
        assert!(end.text.starts_with(CUT) && !end.text.ends_with(CUT));
        assert_eq!(end.marked, end.text.len()..end.text.len());
    }
}

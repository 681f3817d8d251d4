//! The event pass: from the parser's events to the span index and to what is wrong in the text.

mod tree;

use std::ops::Range;

use saphyr_parser::{Parser, ScanError};

use super::super::index::SpanIndex;
use super::super::{Limits, read::Reporter};
use super::indent::{self, Missing, Scanned};
use tree::{Open, Tree};

/// What the event pass found.
pub(crate) struct Events {
    pub(crate) index: SpanIndex,
    /// Whether the text was read to its end without a fault that forbids building a value.
    pub(crate) complete: bool,
    pub(crate) has_merge_keys: bool,
}

/// Bytes that may be read again and again to get over lines indented too little.
const PATIENCE: usize = 256 << 20;

/// Runs over the whole text.
pub(crate) fn pass(report: &mut Reporter<'_>, limits: &Limits) -> Events {
    let mut missing = Missing::default();
    let mut read = 0;
    let said = report.diagnostics.len();
    loop {
        let scanned = Scanned::new(report.text, &missing);
        let (events, fault) = run(report, limits, &scanned);
        let Some(fault) = fault else {
            if let Some((first, lines)) = missing.first() {
                report.too_little_indented(first, lines);
            }
            return events;
        };
        read += scanned.text.len();
        let mended = read < PATIENCE
            && fault
                .indentation
                .as_ref()
                .is_some_and(|(region, column)| missing.note(report.text, region.clone(), *column));
        if !mended {
            report.syntax(fault.at, format!("not valid YAML: {}", fault.message));
            return events;
        }
        report.diagnostics.truncate(said);
    }
}

/// What the parser stumbled over.
struct Fault {
    at: usize,
    message: String,
    /// For a line indented too little: what it lies in, and the column it must be deeper than.
    indentation: Option<(Range<usize>, usize)>,
}

fn run(
    report: &mut Reporter<'_>,
    limits: &Limits,
    scanned: &Scanned<'_>,
) -> (Events, Option<Fault>) {
    let mut parser = Parser::new_from_str(&scanned.text);
    let mut tree = Tree::new(report, limits, scanned);
    let mut fault = None;
    let mut failed = false;
    while let Some(event) = parser.next_event() {
        let event = match event {
            Ok((event, span)) => {
                let place = tree.place(span);
                tree.event(event, place)
            }
            Err(error) => {
                fault = Some(self::fault(&tree, &error));
                None
            }
        };
        if event.is_none() {
            failed = true;
            break;
        }
    }
    if let Some(root) = tree.root {
        tree.index.finish(root);
    }
    if !failed && tree.root.is_none() {
        tree.report.syntax(0, "the document is empty".to_owned());
    }
    let events = Events {
        complete: !failed && tree.root.is_some(),
        has_merge_keys: tree.has_merge_keys,
        index: tree.index,
    };
    (events, fault)
}

/// What a parser's error says, and whether spaces before some lines would mend it.
fn fault(tree: &Tree<'_, '_>, error: &ScanError) -> Fault {
    let text = tree.report.text;
    let at = tree.scanned.byte_of_char(error.marker().index());
    let in_quotes = error.info().contains("in quoted scalar");
    let start = if in_quotes {
        Some(at)
    } else {
        let is_flow = |open: &&Open| matches!(text.as_bytes().get(open.start), Some(b'[' | b'{'));
        tree.open.iter().find(is_flow).map(|open| open.start)
    };
    let line_start = text.get(..at).and_then(|before| before.rfind('\n'));
    let indentation = match (start, line_start) {
        _ if !error.info().starts_with("invalid indentation") => None,
        (Some(start), _) => Some((indent::region(text, start), column(text, start))),
        // The bracket has just been opened, on the line before.
        (None, Some(line)) => Some((line..at, column(text, line))),
        (None, None) => None,
    };
    Fault {
        at,
        message: error.info().to_owned(),
        indentation,
    }
}

/// How many characters stand before this byte in its line.
fn column(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    let line = before.rfind('\n').map_or(0, |line| line + 1);
    before.get(line..).map_or(0, |line| line.chars().count())
}

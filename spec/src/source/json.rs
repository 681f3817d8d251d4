//! JSON (RFC 8259): the places of all nodes, by a scanner of our own, and the value, by `serde_json`.
//!
//! The scanner is strict and stops at the first fault of syntax. It exists because `serde_json`
//! gives no places, drops duplicate keys silently and cannot read a number beyond the range of a
//! double; and because a YAML parser, the other candidate, refuses valid JSON.

mod scan;

use std::borrow::Cow;
use std::ops::Range;

use serde::Deserialize;
use serde_json::Value;

use super::index::SpanIndex;
use super::{Limits, read::Reporter};
use crate::diagnostic::codes;
use scan::{Fault, Scanner};

/// The deepest nesting that is followed whatever the limits say: the readers are recursive.
const HARD_DEPTH: u32 = 512;

/// Reads the text. The value is `None` after a fault of syntax or an exceeded limit.
pub(crate) fn read(report: &mut Reporter<'_>, limits: &Limits) -> (Option<Value>, SpanIndex) {
    let text = report.text;
    let mut scan = Scanner::new(text, limits.depth.min(HARD_DEPTH), limits.nodes);
    let outcome = scan.document();
    for duplicate in std::mem::take(&mut scan.duplicates) {
        report.duplicate_key(&duplicate);
    }
    for place in &scan.rounded {
        report.rounded_number(place.clone());
    }
    for place in &scan.beyond_double {
        report.number_beyond_double(place.clone());
    }
    let root = match outcome {
        Ok(root) => root,
        Err(Fault::Syntax(at, message)) => {
            report.syntax(at, format!("not valid JSON: {message}"));
            return (None, scan.index);
        }
        Err(Fault::TooDeep(at)) => {
            report.too_deep(at, scan.depth);
            return (None, scan.index);
        }
        Err(Fault::TooMany(at)) => {
            report.too_many_nodes(at, limits.nodes);
            return (None, scan.index);
        }
    };
    scan.index.finish(root);
    let readable = within_double(text, &scan.beyond_double);
    let mut reader = serde_json::Deserializer::from_str(&readable);
    // The scanner has already held the nesting to its limit.
    reader.disable_recursion_limit();
    match Value::deserialize(&mut reader) {
        Ok(value) => (Some(value), scan.index),
        Err(error) => {
            let line_start = text
                .split_inclusive('\n')
                .take(error.line().saturating_sub(1))
                .map(str::len)
                .sum::<usize>();
            let at = line_start + error.column().saturating_sub(1);
            report.add(
                codes::SYNTAX,
                at..at,
                format!("not valid JSON: {error}"),
                None,
            );
            (None, scan.index)
        }
    }
}

/// The text with each number that no double can hold replaced by the nearest power of ten that
/// fits. Such a number takes five characters at least (`1e309`), so the places stay as they are.
fn within_double<'t>(text: &'t str, numbers: &[Range<usize>]) -> Cow<'t, str> {
    if numbers.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut mended = String::with_capacity(text.len());
    let mut done = 0;
    for place in numbers {
        let written = text.get(place.clone()).unwrap_or_default();
        let stand_in = if written.starts_with('-') {
            "-1e308"
        } else {
            "1e308"
        };
        mended.push_str(text.get(done..place.start).unwrap_or_default());
        mended.push_str(&format!("{stand_in:<width$}", width = written.len()));
        done = place.end;
    }
    mended.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(mended)
}

//! YAML 1.2: an event pass of our own for places, duplicate keys, merge keys and limits, then the
//! value by `serde_yaml`.
//!
//! `serde_yaml` reads scalars as YAML 1.2 wants them, but gives no places, drops duplicate keys
//! silently and keeps a merge key as a member called `<<`. The event pass supplies what is missing,
//! and refuses what is too large before a value is built.

mod events;
mod indent;
mod lookalike;
mod value;

use serde_json::Value;

use super::index::SpanIndex;
use super::{Limits, read::Reporter};
use crate::diagnostic::codes;

/// Reads the text. The value is `None` after a fault of syntax or an exceeded limit.
pub(crate) fn read(report: &mut Reporter<'_>, limits: &Limits) -> (Option<Value>, SpanIndex) {
    let events = events::pass(report, limits);
    if !events.complete {
        return (None, events.index);
    }
    match value::read(report.text) {
        Ok(mut value) => {
            if events.has_merge_keys {
                value::apply_merge_keys(&mut value);
            }
            (Some(value), events.index)
        }
        Err(error) => {
            let at = error.location().map_or(0, |place| {
                // libyaml counts bytes for the index it reports.
                place.index().min(report.text.len())
            });
            let at = (0..=at)
                .rev()
                .find(|at| report.text.is_char_boundary(*at))
                .unwrap_or(0);
            report.add(
                codes::SYNTAX,
                at..at,
                format!("not valid YAML: {}", value::without_place(&error)),
                None,
            );
            (None, events.index)
        }
    }
}

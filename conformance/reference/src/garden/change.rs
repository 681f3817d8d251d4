//! What a merge patch makes of a plot (RFC 7396).

use trueline_generated::garden::plots::models::PlotPatch;
use trueline_generated::runtime::{Map, Maybe};

use super::plot::{Content, DEFAULT_SOIL};
use super::problem::Refused;
use crate::fault::{Fault, Planted};

/// Labels that a plot may have.
const MOST_LABELS: usize = 20;

/// The content after `patch`: what it leaves out stays, null takes a member back, labels are merged one by
/// one, and lists are taken as they are (GD-PATCH-02 to GD-PATCH-05).
///
/// # Errors
///
/// The plot would have too many labels.
pub(super) fn patched(
    before: &Content,
    patch: PlotPatch,
    fault: Planted,
) -> Result<Content, Refused> {
    let mut after = before.clone();
    if fault.is(Fault::EmptyPatchClears) && names_nothing(&patch) {
        after.notes = None;
        after.crops.clear();
    }
    if fault.is(Fault::PatchNullTakesNotes) && takes_back(&patch) {
        after.notes = None;
    }
    if fault.is(Fault::PatchResetsOthers) {
        after.notes = None;
        after.irrigated = false;
    }
    after.name = patch.name.unwrap_or(after.name);
    after.area = patch.area.unwrap_or(after.area);
    let null_counts = !fault.is(Fault::PatchNullIgnored);
    put(&mut after.soil, patch.soil, DEFAULT_SOIL, null_counts);
    put(&mut after.irrigated, patch.irrigated, false, null_counts);
    let notes = match patch.notes {
        Maybe::Present(notes) => Maybe::Present(Some(notes)),
        Maybe::Null => Maybe::Null,
        Maybe::Absent => Maybe::Absent,
    };
    put(&mut after.notes, notes, None, null_counts);
    let crops = match patch.crops {
        Maybe::Present(more) if fault.is(Fault::PatchAppendsLists) => {
            Maybe::Present(before.crops.iter().cloned().chain(more).collect())
        }
        crops => crops,
    };
    put(&mut after.crops, crops, Vec::new(), null_counts);
    match patch.labels {
        Maybe::Present(labels) => {
            if fault.is(Fault::PatchReplacesLabels) {
                after.labels = Map::new();
            }
            for (name, value) in labels {
                match value {
                    Some(value) => {
                        after.labels.insert(name, value);
                    }
                    None if fault.is(Fault::PatchNullLabelIsText) => {
                        after.labels.insert(name, String::new());
                    }
                    None => {
                        after.labels.shift_remove(&name);
                    }
                }
            }
        }
        Maybe::Null if null_counts => after.labels = Map::new(),
        Maybe::Null | Maybe::Absent => {}
    }
    if after.labels.len() > MOST_LABELS {
        return Err(Refused::TooManyLabels);
    }
    Ok(after)
}

/// Whether the patch has no members at all.
fn names_nothing(patch: &PlotPatch) -> bool {
    let PlotPatch {
        name,
        area,
        soil,
        irrigated,
        notes,
        crops,
        labels,
    } = patch;
    let is_absent = name.is_none() && area.is_none();
    is_absent
        && matches!(soil, Maybe::Absent)
        && matches!(irrigated, Maybe::Absent)
        && matches!(notes, Maybe::Absent)
        && matches!(crops, Maybe::Absent)
        && matches!(labels, Maybe::Absent)
}

/// Whether the patch sets a member to null.
fn takes_back(patch: &PlotPatch) -> bool {
    matches!(patch.soil, Maybe::Null)
        || matches!(patch.irrigated, Maybe::Null)
        || matches!(patch.crops, Maybe::Null)
        || matches!(patch.labels, Maybe::Null)
}

fn put<T>(member: &mut T, change: Maybe<T>, default: T, null_counts: bool) {
    match change {
        Maybe::Present(value) => *member = value,
        Maybe::Null if null_counts => *member = default,
        Maybe::Null | Maybe::Absent => {}
    }
}

//! The plots, in the order in which they were made.

use std::sync::{Mutex, MutexGuard, PoisonError};

use indexmap::IndexMap;
use trueline_generated::garden::plots::models::{PlotPatch, Soil};
use trueline_generated::runtime::DateTime;

use super::change::patched;
use super::plot::{Content, Plot};
use super::problem::Refused;
use super::recent::Recent;
use crate::fault::{Fault, Planted};
use crate::ids;

/// Plots on a page when the request does not say (GD-LIST-04).
const DEFAULT_LIMIT: usize = 20;

/// What is asked of the list.
#[derive(Debug, Clone, Default)]
pub(super) struct Query {
    pub(super) offset: Option<usize>,
    pub(super) limit: Option<usize>,
    pub(super) soil: Option<Soil>,
    pub(super) irrigated: Option<bool>,
    pub(super) with_archived: bool,
}

/// A page of the list.
#[derive(Debug, Clone)]
pub(super) struct Page {
    pub(super) plots: Vec<Plot>,
    pub(super) total: usize,
    pub(super) offset: usize,
    pub(super) limit: usize,
}

/// All plots.
#[derive(Debug)]
pub(super) struct Plots {
    kept: Mutex<IndexMap<String, Plot>>,
    recent: Mutex<Recent>,
    fault: Planted,
}

impl Plots {
    pub(super) fn new(fault: Planted) -> Self {
        Self {
            kept: Mutex::default(),
            recent: Mutex::default(),
            fault,
        }
    }

    /// Adds a plot (GD-PLOT-02).
    pub(super) fn add(&self, mut content: Content) -> Plot {
        if self.fault.is(Fault::LabelsTrimmed) {
            for value in content.labels.values_mut() {
                *value = value.trim().to_owned();
            }
        }
        let plot = Plot {
            id: ids::plot(),
            content,
            created: DateTime::now(),
            archived: None,
            was_put: false,
        };
        self.recent().made(&plot);
        self.lock().insert(plot.id.clone(), plot.clone());
        plot
    }

    /// The plot, archived or not (GD-PLOT-03, GD-ARCHIVE-02).
    pub(super) fn get(&self, id: &str) -> Result<Plot, Refused> {
        let kept = self.lock();
        let plot = kept.get(id).filter(|plot| {
            let is_lost = self.fault.is(Fault::ArchivedPlotIsLost) && plot.archived.is_some();
            !is_lost
        });
        plot.cloned().ok_or_else(|| no_such(id))
    }

    /// Makes a plot with an id that the caller chose: the planted fault [`Fault::PutOfNobodyCreates`].
    pub(super) fn add_as(&self, id: &str, content: Content) -> Plot {
        let mut plot = self.add(content);
        let mut kept = self.lock();
        kept.shift_remove(&plot.id);
        id.clone_into(&mut plot.id);
        kept.insert(plot.id.clone(), plot.clone());
        plot
    }

    /// As [`Plots::get`], for the caller who asked for it.
    pub(super) fn show(&self, id: &str) -> Result<Plot, Refused> {
        let plot = self.get(id)?;
        Ok(self.recent().shown(plot, self.fault))
    }

    /// Writes a plot over what it has become since: the planted fault [`Fault::PatchLosesConcurrent`].
    pub(super) fn set_back(&self, before: Plot) {
        self.lock().insert(before.id.clone(), before);
    }

    /// Puts this content in place of the old (GD-PUT-01 to GD-PUT-03).
    pub(super) fn replace(&self, id: &str, said: Content, named: &[&str]) -> Result<Plot, Refused> {
        self.change(id, |plot, fault| {
            if plot.was_put && fault.is(Fault::SecondPutConflicts) {
                return Err(Refused::PutBefore(plot.id.clone()));
            }
            plot.was_put = true;
            let before = plot.content.clone();
            let mut content = said;
            if fault.is(Fault::PutDropsLabels) {
                content.labels.clear();
            }
            if fault.is(Fault::PutKeepsAbsent) {
                if !named.contains(&"notes") {
                    content.notes.clone_from(&before.notes);
                }
                if !named.contains(&"irrigated") {
                    content.irrigated = before.irrigated;
                }
            }
            if fault.is(Fault::PutMergesLabels) {
                let said = std::mem::take(&mut content.labels);
                content.labels.clone_from(&before.labels);
                content.labels.extend(said);
            }
            if fault.is(Fault::PutAppendsLists) {
                let mut crops = before.crops.clone();
                crops.append(&mut content.crops);
                content.crops = crops;
            }
            if fault.is(Fault::PutMakesAnew) {
                // A second later than it was: within one millisecond the time of now may be the old one.
                let later = DateTime::from_unix(plot.created.unix_seconds() + 1, 0);
                plot.created = later.unwrap_or_else(DateTime::now);
            }
            plot.content = content;
            Ok(())
        })
    }

    /// Changes what the patch names (GD-PATCH-02).
    pub(super) fn patch(&self, id: &str, patch: PlotPatch) -> Result<Plot, Refused> {
        self.change(id, |plot, fault| {
            plot.content = patched(&plot.content, patch, fault)?;
            Ok(())
        })
    }

    /// Takes the plot out of use; once more is no change (GD-ARCHIVE-01, GD-ARCHIVE-05).
    pub(super) fn archive(&self, id: &str) -> Result<(), Refused> {
        let mut kept = self.lock();
        let plot = kept.get_mut(id).ok_or_else(|| no_such(id))?;
        if plot.archived.is_some() && self.fault.is(Fault::SecondArchiveMovesTime) {
            plot.archived = Some(DateTime::now());
        }
        if plot.archived.is_some() && self.fault.is(Fault::SecondArchiveClearsNotes) {
            plot.content.notes = None;
        }
        self.recent().changed(plot.clone());
        if plot.archived.is_none() {
            plot.archived = Some(DateTime::now());
        }
        Ok(())
    }

    /// A page, oldest first (GD-LIST-01 to GD-LIST-06).
    pub(super) fn page(&self, query: &Query) -> Result<Page, Refused> {
        let fault = self.fault;
        let kept = self.lock();
        let shows_archived = (query.with_archived && !fault.is(Fault::ArchivedNeverListed))
            || fault.is(Fault::ArchivedListed);
        let in_use = |plot: &&Plot| shows_archived || plot.archived.is_none();
        let wanted = |plot: &&Plot| {
            let content = &plot.content;
            let soil = query.soil.as_ref().is_none_or(|soil| *soil == content.soil);
            let water = query.irrigated.is_none_or(|it| it == content.irrigated);
            let is_second = query.soil.is_some() && fault.is(Fault::SecondFilterIgnored);
            let is_falsy = query.irrigated == Some(false) && fault.is(Fault::WaterFalseIgnored);
            (soil || fault.is(Fault::SoilFilterIgnored)) && (water || is_second || is_falsy)
        };
        let mut found: Vec<&Plot> = kept.values().filter(in_use).filter(wanted).collect();
        if fault.is(Fault::NewestPlotFirst) {
            found.reverse();
        }
        let offset = query.offset.unwrap_or_default();
        let mut limit = query.limit.unwrap_or(DEFAULT_LIMIT);
        if fault.is(Fault::PlotsByTen) && query.limit.is_none() {
            limit = 10;
        }
        if offset > found.len() && fault.is(Fault::OffsetBeyondRefused) {
            return Err(Refused::BeyondTheEnd);
        }
        let start = match offset {
            _ if fault.is(Fault::OffsetIgnored) => 0,
            offset if fault.is(Fault::OffsetCountsPages) => offset.saturating_mul(limit),
            offset if fault.is(Fault::OffsetOneLess) => offset.saturating_sub(1),
            offset if limit < 10 && fault.is(Fault::ShortPagesOverlap) => offset.saturating_sub(1),
            offset
                if (found.len() + 1..found.len() + limit).contains(&offset)
                    && fault.is(Fault::OffsetJustBeyondGivesLast) =>
            {
                found.len().saturating_sub(1)
            }
            offset if offset >= found.len() && fault.is(Fault::OffsetBeyondGivesLast) => {
                found.len().saturating_sub(limit)
            }
            offset => offset,
        };
        let is_short = offset == 0 && (2..=5).contains(&limit);
        let has_one_more =
            fault.is(Fault::OnePlotMore) || is_short && fault.is(Fault::ShortFirstPageOneMore);
        let length = limit + usize::from(has_one_more);
        let recent = self.recent();
        let plots: Vec<Plot> = found
            .iter()
            .skip(start)
            .take(length)
            .map(|plot| recent.listed(plot, fault))
            .collect();
        let total = if fault.is(Fault::TotalOfPage) {
            plots.len()
        } else if fault.is(Fault::TotalOfAll) {
            kept.len()
        } else {
            found.len()
        };
        Ok(Page {
            plots,
            total,
            offset,
            limit: match fault.is(Fault::PageSaysUsualLimit) {
                true => DEFAULT_LIMIT,
                false => limit,
            },
        })
    }

    /// Changes a plot that is in use; nothing where the change is refused (GD-ARCHIVE-04).
    fn change(
        &self,
        id: &str,
        change: impl FnOnce(&mut Plot, Planted) -> Result<(), Refused>,
    ) -> Result<Plot, Refused> {
        let mut kept = self.lock();
        let plot = kept.get_mut(id).ok_or_else(|| no_such(id))?;
        if plot.archived.is_some() && !self.fault.is(Fault::ArchivedPlotChanges) {
            return Err(Refused::Archived(id.to_owned()));
        }
        let before = plot.clone();
        change(plot, self.fault)?;
        self.recent().changed(before);
        Ok(plot.clone())
    }

    fn recent(&self) -> MutexGuard<'_, Recent> {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self) -> MutexGuard<'_, IndexMap<String, Plot>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn no_such(id: &str) -> Refused {
    Refused::NoSuchPlot(id.to_owned())
}

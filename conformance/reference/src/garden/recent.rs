//! What was written and read last: for planted faults of servers that keep a copy of it.

use super::plot::Plot;
use crate::fault::{Fault, Planted};

/// The last write, and the last reading since.
#[derive(Debug, Default)]
pub(super) struct Recent {
    written: Option<Written>,
    read: Option<String>,
}

#[derive(Debug)]
enum Written {
    /// A plot was made.
    Made(String),
    /// A plot was changed, and was this before.
    Changed(Box<Plot>),
}

impl Recent {
    /// A plot was made.
    pub(super) fn made(&mut self, plot: &Plot) {
        *self = Self {
            written: Some(Written::Made(plot.id.clone())),
            read: None,
        };
    }

    /// A plot was changed.
    pub(super) fn changed(&mut self, before: Plot) {
        *self = Self {
            written: Some(Written::Changed(Box::new(before))),
            read: None,
        };
    }

    /// The plot as it is shown when it is asked for: without its notes where it is the one that was read before.
    pub(super) fn shown(&mut self, mut plot: Plot, fault: Planted) -> Plot {
        let again = self.read.replace(plot.id.clone());
        if fault.is(Fault::SecondReadingLacksNotes) && again.as_ref() == Some(&plot.id) {
            plot.content.notes = None;
        }
        plot
    }

    /// The plot as it stands in a list.
    pub(super) fn listed(&self, plot: &Plot, fault: Planted) -> Plot {
        let mut plot = plot.clone();
        match &self.written {
            Some(Written::Made(id)) if fault.is(Fault::NewestListedBare) && *id == plot.id => {
                plot.content.labels.clear();
            }
            Some(Written::Changed(before))
                if fault.is(Fault::LastChangeListedLate) && before.id == plot.id =>
            {
                plot.content = before.content.clone();
            }
            _ => {}
        }
        plot
    }
}

//! The uploaded files of one mode, and the orders in which they can be read.

use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;
use std::sync::Arc;

use bytes::Bytes;

use crate::files::{Download, File};
use crate::link::Position;
use crate::store::{Direction, FileScan};

/// The files of one mode. Each purpose is an ordered set of its own, so that a page costs as much as its items.
#[derive(Debug, Default)]
pub(super) struct Drawer {
    by_id: HashMap<String, Download>,
    all: Row,
    by_purpose: HashMap<String, Row>,
}

type Row = BTreeMap<Position, Arc<File>>;

impl Drawer {
    pub(super) fn get(&self, id: &str) -> Option<&Download> {
        self.by_id.get(id)
    }

    pub(super) fn put(&mut self, file: File, content: Bytes) {
        let file = Arc::new(file);
        self.all.insert(file.position, Arc::clone(&file));
        self.by_purpose
            .entry(file.purpose.clone())
            .or_default()
            .insert(file.position, Arc::clone(&file));
        self.by_id
            .insert(file.id.clone(), Download { file, content });
    }

    /// Shows the files of a scan.
    pub(super) fn scan(
        &self,
        scan: &FileScan<'_>,
        visit: &mut dyn FnMut(&Arc<File>) -> ControlFlow<()>,
    ) {
        let row = match scan.purpose {
            None => Some(&self.all),
            Some(purpose) => self.by_purpose.get(purpose),
        };
        let Some(row) = row else { return };
        let from = scan.from.unwrap_or(Position {
            created: i64::MIN,
            sequence: 0,
        });
        let mut show = |(_, file): (&Position, &Arc<File>)| visit(file);
        let flow = match (scan.until, scan.direction) {
            // A range whose ends are the wrong way round would panic; it holds nothing.
            (Some(until), _) if until <= from => return,
            (Some(until), Direction::OldestFirst) => row.range(from..until).try_for_each(&mut show),
            (Some(until), Direction::NewestFirst) => {
                row.range(from..until).rev().try_for_each(&mut show)
            }
            (None, Direction::OldestFirst) => row.range(from..).try_for_each(&mut show),
            (None, Direction::NewestFirst) => row.range(from..).rev().try_for_each(&mut show),
        };
        // Whether the visitor broke off or the files ran out is for the visitor to know.
        let (ControlFlow::Continue(()) | ControlFlow::Break(())) = flow;
    }
}

//! The uploaded files of one mode, and the orders in which they can be read.

use std::collections::{BTreeMap, HashMap};
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

    /// The files of a scan.
    pub(super) fn scan(&self, scan: &FileScan<'_>) -> Vec<Arc<File>> {
        let row = match scan.purpose {
            None => Some(&self.all),
            Some(purpose) => self.by_purpose.get(purpose),
        };
        let Some(row) = row else { return Vec::new() };
        let file = |(_, file): (&Position, &Arc<File>)| Arc::clone(file);
        let most = scan.most;
        let from = scan.from.unwrap_or(Position::LEAST);
        match (scan.until, scan.direction) {
            // A range whose ends are the wrong way round would panic; it holds nothing.
            (Some(until), _) if until <= from => Vec::new(),
            (Some(until), Direction::OldestFirst) => {
                row.range(from..until).map(file).take(most).collect()
            }
            (Some(until), Direction::NewestFirst) => {
                let files = row.range(from..until).rev();
                files.map(file).take(most).collect()
            }
            (None, Direction::OldestFirst) => row.range(from..).map(file).take(most).collect(),
            (None, Direction::NewestFirst) => {
                row.range(from..).rev().map(file).take(most).collect()
            }
        }
    }
}

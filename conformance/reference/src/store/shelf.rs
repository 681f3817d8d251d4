//! The links of one mode, and the orders in which they can be read.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::link::{Link, Position};
use crate::store::{Direction, Scan};

/// The links of one mode.
///
/// Every filter of a list is an ordered set of its own, so that a page costs as much as its items: all links, those
/// of one file, and of each the expired and the others. A link moves to the expired set when a scan first
/// sees a time at or after its expiry; it never moves back (LIFE-01).
#[derive(Debug, Default)]
pub(super) struct Shelf {
    by_id: HashMap<String, Position>,
    links: BTreeMap<Position, Arc<Link>>,
    all: Row,
    by_file: HashMap<String, Row>,
    /// Links that will expire, by the time at which they will.
    due: BTreeSet<(i64, Position)>,
}

/// Positions of links that have something in common.
#[derive(Debug, Default)]
struct Row {
    every: BTreeSet<Position>,
    active: BTreeSet<Position>,
    expired: BTreeSet<Position>,
}

impl Row {
    fn add(&mut self, position: Position) {
        self.every.insert(position);
        self.active.insert(position);
    }

    fn expire(&mut self, position: Position) {
        if self.active.remove(&position) {
            self.expired.insert(position);
        }
    }

    fn remove(&mut self, position: Position) {
        self.every.remove(&position);
        self.active.remove(&position);
        self.expired.remove(&position);
    }
}

impl Shelf {
    pub(super) fn get(&self, id: &str) -> Option<&Arc<Link>> {
        self.links.get(self.by_id.get(id)?)
    }

    pub(super) fn put(&mut self, link: Link) {
        let position = link.position;
        match self.get(&link.id).cloned() {
            Some(before) => {
                if let Some(expiry) = before.expires_at {
                    self.due.remove(&(expiry, position));
                }
            }
            None => {
                self.by_id.insert(link.id.clone(), position);
                self.all.add(position);
                self.by_file
                    .entry(link.file.clone())
                    .or_default()
                    .add(position);
            }
        }
        if let Some(expiry) = link.expires_at {
            self.due.insert((expiry, position));
        }
        self.links.insert(position, Arc::new(link));
    }

    pub(super) fn remove(&mut self, id: &str) -> Option<Arc<Link>> {
        let position = self.by_id.remove(id)?;
        let link = self.links.remove(&position)?;
        if let Some(expiry) = link.expires_at {
            self.due.remove(&(expiry, position));
        }
        self.all.remove(position);
        if let Some(row) = self.by_file.get_mut(&link.file) {
            row.remove(position);
            if row.every.is_empty() {
                self.by_file.remove(&link.file);
            }
        }
        Some(link)
    }

    /// Whether some link has expired and was not yet moved.
    pub(super) fn is_due(&self, now: i64) -> bool {
        self.due.first().is_some_and(|(expiry, _)| *expiry <= now)
    }

    /// Moves the links that have expired.
    pub(super) fn expire(&mut self, now: i64) {
        while let Some(&(expiry, position)) = self.due.first()
            && expiry <= now
        {
            self.due.pop_first();
            self.all.expire(position);
            if let Some(link) = self.links.get(&position)
                && let Some(row) = self.by_file.get_mut(&link.file)
            {
                row.expire(position);
            }
        }
    }

    /// The links of a scan; [`Shelf::expire`] must have seen its time.
    pub(super) fn scan(&self, scan: &Scan<'_>) -> Vec<Arc<Link>> {
        let row = match scan.file {
            None => Some(&self.all),
            Some(file) => self.by_file.get(file),
        };
        let Some(row) = row else { return Vec::new() };
        let set = match scan.expired {
            None => &row.every,
            Some(true) => &row.expired,
            Some(false) => &row.active,
        };
        let link = |position: &Position| self.links.get(position).cloned();
        let most = scan.most;
        let from = scan.from.unwrap_or(Position::LEAST);
        match (scan.until, scan.direction) {
            // A range whose ends are the wrong way round would panic; it holds nothing.
            (Some(until), _) if until <= from => Vec::new(),
            (Some(until), Direction::OldestFirst) => {
                let links = set.range(from..until);
                links.filter_map(link).take(most).collect()
            }
            (Some(until), Direction::NewestFirst) => {
                let links = set.range(from..until).rev();
                links.filter_map(link).take(most).collect()
            }
            (None, Direction::OldestFirst) => {
                set.range(from..).filter_map(link).take(most).collect()
            }
            (None, Direction::NewestFirst) => {
                let links = set.range(from..).rev();
                links.filter_map(link).take(most).collect()
            }
        }
    }
}

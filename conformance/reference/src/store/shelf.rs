//! The links of one mode, and the orders in which they can be read.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Bound;
use std::sync::Arc;

use crate::link::{Link, Position};
use crate::store::{Direction, Scan};

/// The links of one mode.
///
/// Every filter of a list is an ordered set of its own, so that a page costs as much as its items: all links, those
/// of one file, and of each the expired and the others. Which links are in the expired set was right at one time;
/// a scan at another time first moves those whose expiry lies between the two.
#[derive(Debug)]
pub(super) struct Shelf {
    by_id: HashMap<String, Position>,
    links: BTreeMap<Position, Arc<Link>>,
    all: Row,
    by_file: HashMap<String, Row>,
    /// Links that expire, by the time at which they do.
    due: BTreeSet<(i64, Position)>,
    /// The time at which the expired sets are right.
    at: i64,
}

impl Default for Shelf {
    fn default() -> Self {
        Self {
            by_id: HashMap::new(),
            links: BTreeMap::new(),
            all: Row::default(),
            by_file: HashMap::new(),
            due: BTreeSet::new(),
            at: i64::MIN,
        }
    }
}

/// Positions of links that have something in common.
#[derive(Debug, Default)]
struct Row {
    every: BTreeSet<Position>,
    active: BTreeSet<Position>,
    expired: BTreeSet<Position>,
}

impl Row {
    fn put(&mut self, position: Position, expired: bool) {
        self.every.insert(position);
        let (there, elsewhere) = if expired {
            (&mut self.expired, &mut self.active)
        } else {
            (&mut self.active, &mut self.expired)
        };
        elsewhere.remove(&position);
        there.insert(position);
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
        let expired = link.is_expired(self.at);
        let before = self.get(&link.id);
        match before.map(|before| (before.expires_at, before.is_expired(self.at))) {
            Some((expiry, was)) => {
                if let Some(expiry) = expiry {
                    self.due.remove(&(expiry, position));
                }
                if was != expired {
                    self.place(&link.file, position, expired);
                }
            }
            None => {
                self.by_id.insert(link.id.clone(), position);
                self.place(&link.file, position, expired);
            }
        }
        if let Some(expiry) = link.expires_at {
            self.due.insert((expiry, position));
        }
        self.links.insert(position, Arc::new(link));
    }

    fn place(&mut self, file: &str, position: Position, expired: bool) {
        self.all.put(position, expired);
        match self.by_file.get_mut(file) {
            Some(row) => row.put(position, expired),
            None => {
                let mut row = Row::default();
                row.put(position, expired);
                self.by_file.insert(file.to_owned(), row);
            }
        }
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

    /// Whether some link is in the wrong set at this time.
    pub(super) fn is_due(&self, now: i64) -> bool {
        self.between(now).next().is_some()
    }

    /// Makes the expired sets right for this time.
    pub(super) fn expire(&mut self, now: i64) {
        let moved: Vec<Position> = self.between(now).collect();
        let expired = now > self.at;
        self.at = now;
        for position in moved {
            if let Some(link) = self.links.get(&position).cloned() {
                self.place(&link.file, position, expired);
            }
        }
    }

    /// The links whose expiry lies between the time of the sets and this one.
    fn between(&self, now: i64) -> impl Iterator<Item = Position> {
        const LAST: Position = Position {
            created: i64::MAX,
            sequence: u64::MAX,
        };
        let (low, high) = (now.min(self.at), now.max(self.at));
        let range = (Bound::Excluded((low, LAST)), Bound::Included((high, LAST)));
        // With both ends the same there is nothing between, and no such range.
        let range = (low < high).then(|| self.due.range(range));
        range.into_iter().flatten().map(|(_, position)| *position)
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

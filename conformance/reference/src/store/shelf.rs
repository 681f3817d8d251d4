//! The links of one mode, and the orders in which they can be read.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Bound;
use std::sync::Arc;

use crate::link::{Link, Position};
use crate::store::keyed::Keyed;
use crate::store::{Direction, Scan};

/// The links of one mode.
///
/// Every filter of a list is an ordered set of its own, so that a page costs as much as its items: all links, and of all
/// as of those of one file the expired and the others. Which links are in the expired set was right at one time; a scan
/// at another time first moves those whose expiry lies between the two.
#[derive(Debug)]
pub(super) struct Shelf {
    by_id: Keyed,
    links: BTreeMap<Position, Arc<Link>>,
    all: Halves,
    by_file: HashMap<String, Halves>,
    /// Links that expire, by the time at which they do.
    due: BTreeSet<(i64, Position)>,
    /// The time at which the expired sets are right.
    at: i64,
}

impl Default for Shelf {
    fn default() -> Self {
        Self {
            by_id: Keyed::by_id(),
            links: BTreeMap::new(),
            all: Halves::default(),
            by_file: HashMap::new(),
            due: BTreeSet::new(),
            at: i64::MIN,
        }
    }
}

/// Links that have not expired, and links that have.
#[derive(Debug, Default)]
struct Halves {
    active: BTreeSet<Position>,
    expired: BTreeSet<Position>,
}

impl Halves {
    fn put(&mut self, position: Position, expired: bool) {
        let (there, elsewhere) = if expired {
            (&mut self.expired, &mut self.active)
        } else {
            (&mut self.active, &mut self.expired)
        };
        elsewhere.remove(&position);
        there.insert(position);
    }

    fn remove(&mut self, position: Position) {
        self.active.remove(&position);
        self.expired.remove(&position);
    }

    fn is_empty(&self) -> bool {
        self.active.is_empty() && self.expired.is_empty()
    }

    fn half(&self, expired: bool) -> &BTreeSet<Position> {
        if expired { &self.expired } else { &self.active }
    }
}

impl Shelf {
    pub(super) fn get(&self, id: &str) -> Option<&Arc<Link>> {
        self.by_id.get(id)
    }

    pub(super) fn put(&mut self, link: Arc<Link>) {
        let position = link.position;
        let expired = link.is_expired(self.at);
        let before = self.by_id.replace(Arc::clone(&link));
        match before.map(|before| (before.expires_at, before.is_expired(self.at))) {
            Some((expiry, was)) => {
                if let Some(expiry) = expiry {
                    self.due.remove(&(expiry, position));
                }
                if was != expired {
                    self.place(&link.file, position, expired);
                }
            }
            None => self.place(&link.file, position, expired),
        }
        if let Some(expiry) = link.expires_at {
            self.due.insert((expiry, position));
        }
        self.links.insert(position, link);
    }

    fn place(&mut self, file: &str, position: Position, expired: bool) {
        self.all.put(position, expired);
        // Most files have links already, and looking one up needs no text of its own.
        match self.by_file.get_mut(file) {
            Some(halves) => halves.put(position, expired),
            None => {
                let halves = self.by_file.entry(file.to_owned()).or_default();
                halves.put(position, expired);
            }
        }
    }

    pub(super) fn remove(&mut self, id: &str) -> Option<Arc<Link>> {
        let link = self.by_id.remove(id)?;
        let position = link.position;
        self.links.remove(&position);
        if let Some(expiry) = link.expires_at {
            self.due.remove(&(expiry, position));
        }
        self.all.remove(position);
        if let Some(halves) = self.by_file.get_mut(&link.file) {
            halves.remove(position);
            if halves.is_empty() {
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
        let from = scan.from.unwrap_or(Position::LEAST);
        let until = match scan.until {
            // A range whose ends are the wrong way round would panic; it holds nothing.
            Some(until) if until <= from => return Vec::new(),
            Some(until) => Bound::Excluded(until),
            None => Bound::Unbounded,
        };
        let range = (Bound::Included(from), until);
        let halves = match scan.file {
            None if scan.expired.is_none() => {
                let links = self.links.range(range).map(|(_, link)| Arc::clone(link));
                return first(links, scan);
            }
            None => &self.all,
            Some(file) => match self.by_file.get(file) {
                Some(halves) => halves,
                None => return Vec::new(),
            },
        };
        let positions = |expired| first(halves.half(expired).range(range).copied(), scan);
        let positions = match scan.expired {
            Some(expired) => positions(expired),
            // Of each half as many as are wanted in all, so that a page costs no more than twice its items.
            None => {
                let mut both = positions(false);
                both.extend(positions(true));
                both.sort_unstable();
                if scan.direction == Direction::NewestFirst {
                    both.reverse();
                }
                both.truncate(scan.most);
                both
            }
        };
        let links = positions
            .iter()
            .filter_map(|position| self.links.get(position));
        links.cloned().collect()
    }
}

/// The first ones on the way of a scan.
fn first<T>(items: impl DoubleEndedIterator<Item = T>, scan: &Scan<'_>) -> Vec<T> {
    match scan.direction {
        Direction::OldestFirst => items.take(scan.most).collect(),
        Direction::NewestFirst => items.rev().take(scan.most).collect(),
    }
}

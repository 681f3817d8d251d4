//! Links under one of their own texts, which is not kept a second time.

use std::fmt;
use std::hash::BuildHasher as _;
use std::sync::Arc;

use hashbrown::hash_table::Entry;
use hashbrown::{DefaultHashBuilder, HashTable};

use crate::link::Link;

/// Links under their ids, or under the tokens of their public urls.
///
/// Each hash is kept beside its link: a table that grows then moves what it has, and need not read a text of every link,
/// for which all other requests would wait.
pub(super) struct Keyed {
    text: fn(&Link) -> &str,
    hasher: DefaultHashBuilder,
    links: HashTable<(u64, Arc<Link>)>,
}

impl Keyed {
    pub(super) fn by_id() -> Self {
        Self::by(|link| &link.id)
    }

    pub(super) fn by_token() -> Self {
        Self::by(|link| &link.token)
    }

    fn by(text: fn(&Link) -> &str) -> Self {
        Self {
            text,
            hasher: DefaultHashBuilder::default(),
            links: HashTable::new(),
        }
    }

    pub(super) fn get(&self, text: &str) -> Option<&Arc<Link>> {
        let hash = self.hasher.hash_one(text);
        let found = self.links.find(hash, |(_, link)| (self.text)(link) == text);
        found.map(|(_, link)| link)
    }

    /// Keeps a link, and gives back the one that was kept under the same text.
    pub(super) fn replace(&mut self, link: Arc<Link>) -> Option<Arc<Link>> {
        let text = (self.text)(&link);
        let hash = self.hasher.hash_one(text);
        let same = |(_, other): &(u64, Arc<Link>)| (self.text)(other) == text;
        match self.links.entry(hash, same, |(hash, _)| *hash) {
            Entry::Occupied(mut entry) => Some(std::mem::replace(&mut entry.get_mut().1, link)),
            Entry::Vacant(entry) => {
                entry.insert((hash, link));
                None
            }
        }
    }

    pub(super) fn remove(&mut self, text: &str) -> Option<Arc<Link>> {
        let hash = self.hasher.hash_one(text);
        let same = |(_, link): &(u64, Arc<Link>)| (self.text)(link) == text;
        let entry = self.links.find_entry(hash, same).ok()?;
        let ((_, link), _) = entry.remove();
        Some(link)
    }
}

impl fmt::Debug for Keyed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let links = self.links.iter().map(|(_, link)| link);
        f.debug_map()
            .entries(links.map(|link| ((self.text)(link), link)))
            .finish()
    }
}

//! The domain alone, by a clock that stands still until a test moves it.

mod lifecycle;
mod listing;
mod paging;
mod scale;

use std::sync::Arc;

use trueline_reference::clock::Clock;
use trueline_reference::fault::Planted;
use trueline_reference::files::{EXAMPLE_FILE, Files};
use trueline_reference::keys::Mode;
use trueline_reference::link::Link;
use trueline_reference::links::{ExpiryChange, LinkChange, Links, NewLink};
use trueline_reference::list::{ListQuery, Page};
use trueline_reference::metadata::MetadataChange;
use trueline_reference::refusal::Refusal;

use crate::stores::Fresh;

const START: i64 = 1_700_000_000;

/// Links, and the clock that they go by.
struct World {
    links: Links,
    clock: Clock,
    _fresh: Fresh,
}

impl World {
    fn new() -> Self {
        let clock = Clock::at(START);
        let fresh = Fresh::new();
        let links = Links::new(
            Arc::clone(&fresh.store),
            Arc::new(Files::default()),
            clock.clone(),
            Planted::NONE,
        );
        Self {
            links,
            clock,
            _fresh: fresh,
        }
    }

    fn create(&self, new: &NewLink) -> Result<Arc<Link>, Refusal> {
        self.links.create(Mode::Test, new, &|| None)
    }

    fn made(&self, file: &str, expires_at: Option<i64>) -> Arc<Link> {
        self.create(&NewLink {
            file: file.to_owned(),
            expires_at,
            metadata: MetadataChange::Keep,
        })
        .unwrap()
    }

    fn example(&self) -> Arc<Link> {
        self.made(EXAMPLE_FILE, None)
    }

    fn update(&self, id: &str, change: &LinkChange) -> Result<Arc<Link>, Refusal> {
        self.links.update(Mode::Test, id, change, &|| None)
    }

    fn expire(&self, id: &str, expires_at: ExpiryChange) -> Result<Arc<Link>, Refusal> {
        self.update(
            id,
            &LinkChange {
                expires_at,
                metadata: MetadataChange::Keep,
            },
        )
    }

    fn get(&self, id: &str) -> Arc<Link> {
        self.links.retrieve(Mode::Test, id).unwrap()
    }

    fn list(&self, query: &ListQuery) -> Page {
        self.links.list(Mode::Test, query).unwrap()
    }
}

fn set(pairs: &[(&str, &str)]) -> MetadataChange {
    MetadataChange::Merge(
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
    )
}

fn ids(page: &Page) -> Vec<String> {
    page.links.iter().map(|link| link.id.clone()).collect()
}

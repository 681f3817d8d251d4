//! From what the domain shows to the generated types.

use trueline_generated::digital_river::file_links::models;
use trueline_generated::runtime::{DateTime, Map};

use super::App;
use super::times::time;
use crate::expand::Expansion;
use crate::fault::Fault;
use crate::link::Link;
use crate::list::Page;
use crate::refusal::Refusal;
use crate::view::FileField;

impl App {
    /// A link, with all of its members (DR-OBJ-01).
    pub(super) fn link(&self, link: &Link) -> Result<models::FileLink, Refusal> {
        let view = self.links.view(link, &Expansion::default())?;
        Ok(models::FileLink {
            id: Some(view.id),
            created_time: time(view.created).and_then(|time| self.zoned(time)),
            expired: Some(view.expired),
            expires_time: view.expires_at.and_then(time),
            file_id: match view.file {
                FileField::Id(id) => Some(id),
                FileField::Object(file) => Some(file.file.id.clone()),
            },
            live_mode: Some(view.livemode),
            metadata: Some(Map::new()),
            url: Some(format!("{}/links/{}", self.base, view.token)),
        })
    }

    /// The planted fault of times with an offset; without it the time as it is.
    fn zoned(&self, time: DateTime) -> Option<DateTime> {
        if self.links.fault().is(Fault::TimesWithOffset) {
            return time.as_str().replace('Z', "+00:00").parse().ok();
        }
        Some(time)
    }

    /// A page (DR-OP-01).
    pub(super) fn page(&self, page: &Page) -> Result<models::ListFileLinksOkBody, Refusal> {
        let links = page.links.iter().map(|link| self.link(link));
        Ok(models::ListFileLinksOkBody {
            has_more: Some(page.has_more),
            data: Some(links.collect::<Result<_, _>>()?),
        })
    }
}

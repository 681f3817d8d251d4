//! From what the domain shows to the generated types.

use trueline_generated::digital_river::file_links::models;
use trueline_generated::runtime::Map;

use super::App;
use super::times::time;
use crate::expand::Expansion;
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
            created_time: time(view.created),
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

    /// A page (DR-OP-01).
    pub(super) fn page(&self, page: &Page) -> Result<models::ListFileLinksOkBody, Refusal> {
        let links = page.links.iter().map(|link| self.link(link));
        Ok(models::ListFileLinksOkBody {
            has_more: Some(page.has_more),
            data: Some(links.collect::<Result<_, _>>()?),
        })
    }
}

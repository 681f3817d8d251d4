//! What is shown of links: to those who ask for them, and to those who follow their address.

use std::sync::Arc;

use super::Links;
use crate::expand::Expansion;
use crate::fault::Fault;
use crate::files::{Download, File};
use crate::ids;
use crate::keys::Mode;
use crate::link::Link;
use crate::list::{ListQuery, Page};
use crate::refusal::Refusal;
use crate::view::{FileField, FileView, LinkView, PageView};

impl Links {
    /// The file to which a link with this token gives access, as long as it has not expired (URL-03, URL-04).
    ///
    /// # Errors
    ///
    /// [`Refusal::Storage`].
    pub fn content(&self, token: &str) -> Result<Option<Download>, Refusal> {
        let open = |link: &Arc<Link>| {
            !link.is_expired(self.now()) || self.fault.is(Fault::UrlOpenAfterExpiry)
        };
        let token = match self.fault.is(Fault::UrlEndIgnored) {
            true => token.get(..ids::token().len()).unwrap_or(token),
            false => token,
        };
        match self.store.by_token(token)?.filter(open) {
            Some(link) => self.download(link.mode, &link.file),
            None => Ok(None),
        }
    }

    /// The file with this id: one that the server started with, or one that was uploaded in this mode.
    ///
    /// # Errors
    ///
    /// [`Refusal::Storage`].
    pub fn file(&self, mode: Mode, id: &str) -> Result<Option<Arc<File>>, Refusal> {
        match self.files.get(id) {
            Some(file) => Ok(Some(Arc::clone(file))),
            None => self.store.file(mode, id),
        }
    }

    /// The file with this id, and its content.
    ///
    /// # Errors
    ///
    /// [`Refusal::Storage`].
    pub fn download(&self, mode: Mode, id: &str) -> Result<Option<Download>, Refusal> {
        if let Some(download) = self.files.download(id) {
            return Ok(Some(download));
        }
        let Some(file) = self.store.file(mode, id)? else {
            return Ok(None);
        };
        let content = self.store.content(mode, id)?;
        Ok(content.map(|content| Download { file, content }))
    }

    /// The link as a response shows it, at the time of the request.
    ///
    /// # Errors
    ///
    /// [`Refusal::Storage`]: what is to be expanded cannot be read.
    pub fn view(&self, link: &Link, expansion: &Expansion) -> Result<LinkView, Refusal> {
        let now = self.now();
        let expanded = match expansion.below("file") {
            Some(below) => self.file(link.mode, &link.file)?.map(|file| {
                let links = match below.below("links") {
                    Some(below) => Some(self.links_of(link.mode, &file, below)?),
                    None => None,
                };
                Ok(FileView { file, links })
            }),
            None => None,
        };
        let file = match expanded {
            Some(view) => FileField::Object(Box::new(view?)),
            None => FileField::Id(link.file.clone()),
        };
        Ok(LinkView {
            id: link.id.clone(),
            created: if self.fault.is(Fault::CreatedIsNow) {
                now
            } else {
                link.position.created
            },
            expired: self.shown_expired(link, now),
            expires_at: link.expires_at,
            file,
            livemode: link.mode.is_live(),
            metadata: link.metadata.clone(),
            token: link.token.clone(),
        })
    }

    /// A file as a response shows it, with its newest links.
    ///
    /// # Errors
    ///
    /// [`Refusal::Storage`]: the links cannot be read.
    pub fn file_view(
        &self,
        mode: Mode,
        file: &Arc<File>,
        expansion: &Expansion,
    ) -> Result<FileView, Refusal> {
        let nothing = Expansion::default();
        let below = expansion.below("links").unwrap_or(&nothing);
        Ok(FileView {
            file: Arc::clone(file),
            links: Some(self.links_of(mode, file, below)?),
        })
    }

    /// A page as a response shows it; `expansion` is that of the list.
    ///
    /// # Errors
    ///
    /// [`Refusal::Storage`]: what is to be expanded cannot be read.
    pub fn page_view(
        &self,
        page: &Page,
        file: Option<&str>,
        expansion: &Expansion,
    ) -> Result<PageView, Refusal> {
        let nothing = Expansion::default();
        let below = expansion.below("data").unwrap_or(&nothing);
        let views = page.links.iter().map(|link| self.view(link, below));
        Ok(PageView {
            file: file.map(str::to_owned),
            has_more: page.has_more,
            data: views.collect::<Result<_, _>>()?,
        })
    }

    /// The newest links of a file; `expansion` is that of their list.
    fn links_of(
        &self,
        mode: Mode,
        file: &File,
        expansion: &Expansion,
    ) -> Result<PageView, Refusal> {
        let query = ListQuery {
            file: Some(file.id.clone()),
            ..ListQuery::default()
        };
        let page = query.run(self.store.as_ref(), mode, self.now(), self.fault)?;
        self.page_view(&page, Some(&file.id), expansion)
    }

    fn shown_expired(&self, link: &Link, now: i64) -> bool {
        let fault = self.fault;
        if fault.is(Fault::ExpiredAlwaysFalse) {
            false
        } else if fault.is(Fault::ExpiredWhenSet) {
            link.expires_at.is_some()
        } else if fault.is(Fault::ExpiredOnlyByNow) {
            // An expiry that was still to come when the link was last written never comes.
            link.is_expired(link.position.created)
        } else {
            link.is_expired(now)
        }
    }
}

//! The four operations on links, between the generated types and the rules (TR-01).

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::App;
use super::call::Call;
use crate::expand::{Expansion, Root};
use crate::fault::Fault;
use crate::keys::Mode;
use crate::link::Link;
use crate::links::{LinkChange, NewLink};
use crate::list::ListQuery;
use crate::refusal::{Answer, Refusal};
use crate::view::{LinkView, PageView};

mod files;

impl App {
    /// Makes a link.
    pub(super) fn create(
        &self,
        mode: Mode,
        new: &NewLink,
        expand: &[String],
    ) -> Result<LinkView, Answer> {
        let expansion = self.expansion(expand, Root::Link);
        if self.fault.is(Fault::ExpandCheckedLate) {
            let link = self.granted(self.links.create(mode, new, &Call::begin))?;
            return self.granted(self.links.view(&link, &expansion?));
        }
        let expansion = expansion?;
        let link = self.granted(self.links.create(mode, new, &Call::begin))?;
        self.granted(self.links.view(&link, &expansion))
    }

    /// Changes a link.
    pub(super) async fn update(
        &self,
        mode: Mode,
        id: &str,
        change: &LinkChange,
        expand: &[String],
    ) -> Result<LinkView, Answer> {
        let expansion = self.expansion(expand, Root::Link)?;
        if self.fault.is(Fault::UpdateNeedsParameter) && *change == LinkChange::default() {
            return Err(Answer::invalid(
                400,
                "Name at least one parameter to update.",
            ));
        }
        if self.fault.is(Fault::EmptyUpdateOfNothing)
            && *change == LinkChange::default()
            && self.links.retrieve(mode, id).is_err()
        {
            let page = self.granted(self.links.list(mode, &ListQuery::default()))?;
            if let Some(any) = page.links.first() {
                return self.granted(self.links.view(any, &expansion));
            }
        }
        if self.fault.is(Fault::EmptyUpdatePanics) && *change == LinkChange::default() {
            // Without the hook: nobody who runs the self-test should read of a panic.
            std::panic::resume_unwind(Box::new(Fault::EmptyUpdatePanics));
        }
        let stale = match self.fault.is(Fault::ExpandedUpdateStale) && !expand.is_empty() {
            true => Some(self.granted(self.links.retrieve(mode, id))?),
            false => None,
        };
        let link = if self.fault.is(Fault::UpdateLosesConcurrent) {
            let before = self.granted(self.links.retrieve(mode, id))?;
            // Long enough that updates sent together read the same link.
            tokio::time::sleep(Duration::from_millis(20)).await;
            self.links.update_over(&before, change)
        } else {
            self.links.update(mode, id, change, &Call::begin)
        };
        let link = self.granted(link)?;
        let Some(before) = stale else {
            return self.granted(self.links.view(&link, &expansion));
        };
        let shown = Link {
            metadata: before.metadata.clone(),
            ..Link::clone(&link)
        };
        self.granted(self.links.view(&shown, &expansion))
    }

    /// Shows a link.
    pub(super) fn retrieve(
        &self,
        mode: Mode,
        id: &str,
        expand: &[String],
    ) -> Result<LinkView, Answer> {
        let expansion = self.expansion(expand, Root::Link)?;
        let link = self.granted(self.links.retrieve(mode, id))?;
        self.granted(self.links.view(&link, &expansion))
    }

    /// Shows a page of links.
    pub(super) fn list(
        &self,
        mode: Mode,
        query: &ListQuery,
        expand: &[String],
    ) -> Result<PageView, Answer> {
        let expansion = self.expansion(expand, Root::List)?;
        let page = self.granted(self.links.list(mode, query))?;
        self.granted(self.links.page_view(&page, None, &expansion))
    }

    /// A link without expansion, for a planted fault that shows one where none was asked for.
    pub(super) fn plain(&self, link: &Arc<Link>) -> Option<LinkView> {
        self.links.view(link, &Expansion::default()).ok()
    }

    fn granted<T>(&self, outcome: Result<T, Refusal>) -> Result<T, Answer> {
        outcome.map_err(|refusal| refusal.answer(self.fault))
    }

    fn expansion(&self, paths: &[String], root: Root) -> Result<Expansion, Answer> {
        let expansion = self.granted(Expansion::parse(paths, root, self.fault))?;
        if self.fault.is(Fault::ExpandPersists) && root == Root::Link {
            if !paths.is_empty() {
                self.expands.store(true, Ordering::Relaxed);
            } else if self.expands.load(Ordering::Relaxed) {
                return self.granted(Expansion::parse(&["file"], root, self.fault));
            }
        }
        Ok(expansion)
    }
}

//! Ways through a list by cursors.

use std::time::Duration;

use serde_json::{Value, json};

use super::order::key;
use super::page::expect_more;
use super::scene::{Halt, Page, Scene, Seen, Thing};
use super::value::{items, quoted};
use crate::resource::{Cursor, FilterKind};

/// Large pages that a law reads to come to the end of a list.
const MOST_PAGES_TO_THE_END: usize = 50;

/// Large pages of a list that is read whole to see how it ends.
const FEW_PAGES: usize = 6;

/// Large pages in which what was just made is looked for.
const PAGES_NEAR_THE_HEAD: usize = 20;

/// After this, what is made bears a later time, even in whole seconds.
pub(super) const MOMENT: Duration = Duration::from_millis(1100);

/// Pages after which a walk is given up.
const MOST_PAGES: usize = 400;

/// Items between two things of one row after which a walk is given up. Only what others made meanwhile stands there,
/// and a list that never ends has always more.
const MOST_BETWEEN: usize = 2_000;

impl Scene<'_> {
    /// The list's cursors.
    pub(super) fn cursor(&self) -> Result<&Cursor, Halt> {
        let cursor = self.listing()?.cursor.as_ref();
        cursor.ok_or_else(|| Halt::Untested("its list has no cursors".to_owned()))
    }

    /// The list's page size parameter.
    pub(super) fn limit(&self) -> Result<&str, Halt> {
        let limit = self.listing()?.limit.as_deref();
        limit.ok_or_else(|| Halt::Untested("its list takes no page size".to_owned()))
    }

    /// Makes `count` things; the result is oldest first, as the list has them. Walks are about the stretch between two
    /// of them, and that must not grow: where the list puts those of one moment in another order than that in which
    /// they were made, what others make in the same moment may come to stand between. So the moment is let pass.
    pub(super) async fn create_row(&self, count: usize) -> Result<Vec<Thing>, Halt> {
        let made = self.create_many(count).await?;
        let Some(order) = self.settings.order.as_ref().filter(|it| !it.is_ascending) else {
            return Ok(made);
        };
        let Some(row) = self.as_listed(&made).await? else {
            return Ok(made);
        };
        let member = order.member.as_str();
        let is_sorted = row
            .windows(2)
            .all(|pair| key(&pair[0], member) <= key(&pair[1], member));
        let is_as_made = row.iter().zip(&made).all(|(a, b)| a.id == b.id);
        if is_as_made || !is_sorted {
            return Ok(made);
        }
        tokio::time::sleep(MOMENT).await;
        Ok(self.as_listed(&made).await?.unwrap_or(made))
    }

    /// The same things in the order of the list, last first; `None` when they are not all near its head.
    pub(super) async fn as_listed(&self, made: &[Thing]) -> Result<Option<Vec<Thing>>, Halt> {
        if self.listing()?.cursor.is_none() {
            return Ok(None);
        }
        let (cursor, limit) = (self.cursor()?, self.limit()?);
        let mut row: Vec<Thing> = Vec::new();
        let mut edge: Option<String> = None;
        for _ in 0..PAGES_NEAR_THE_HEAD {
            let mut query = vec![(limit, json!(self.large()))];
            if let Some(edge) = &edge {
                query.push((cursor.after.as_str(), json!(edge)));
            }
            let page = self.list(&query).await?;
            edge = page.items.last().map(|item| item.id.clone());
            let ours = |item: &Thing| {
                made.iter().any(|thing| thing.id == item.id)
                    && !row.iter().any(|seen| seen.id == item.id)
            };
            let new: Vec<Thing> = page.items.into_iter().filter(ours).collect();
            row.extend(new);
            if row.len() == made.len() {
                row.reverse();
                return Ok(Some(row));
            }
            if edge.is_none() {
                break;
            }
        }
        Ok(None)
    }

    /// From the newest of `made` (oldest first) down to the oldest, both included, in pages of `size`.
    pub(super) async fn walk_from_newest(
        &self,
        made: &[Thing],
        size: usize,
    ) -> Result<Vec<Thing>, Halt> {
        let (Some(oldest), Some(newest)) = (made.first(), made.last()) else {
            return Ok(Vec::new());
        };
        let (cursor, limit) = (self.cursor()?, self.limit()?);
        let mut walk = vec![newest.clone()];
        let mut seen = Seen::default();
        seen.is_new(newest);
        for _ in 0..MOST_PAGES {
            let edge = walk
                .last()
                .map_or(newest.id.as_str(), |thing| thing.id.as_str());
            let query = [(cursor.after.as_str(), json!(edge)), (limit, json!(size))];
            let page = self.list(&query).await?;
            if !self.advances(&mut seen, &page, size) {
                return Ok(walk);
            }
            for item in page.items {
                let is_last = item.id == oldest.id;
                walk.push(item);
                if is_last {
                    return Ok(walk);
                }
            }
            // The oldest was passed over, and a list may never end.
            if self.is_past(made, walk.last()) || walk.len() > MOST_BETWEEN {
                return Ok(walk);
            }
        }
        Ok(walk)
    }

    /// From the oldest of `made` up to the newest in pages of `size`; the result is newest first.
    pub(super) async fn walk_back_to_newest(
        &self,
        made: &[Thing],
        size: usize,
    ) -> Result<Vec<Thing>, Halt> {
        let (Some(oldest), Some(newest)) = (made.first(), made.last()) else {
            return Ok(Vec::new());
        };
        let limit = self.limit()?;
        let Some(before) = self.cursor()?.before.as_deref() else {
            return Err(Halt::Untested(
                "its list has no cursor backwards".to_owned(),
            ));
        };
        let mut walk = vec![oldest.clone()];
        let mut seen = Seen::default();
        seen.is_new(oldest);
        for _ in 0..MOST_PAGES {
            let edge = walk
                .first()
                .map_or(oldest.id.as_str(), |thing| thing.id.as_str());
            let query = [(before, json!(edge)), (limit, json!(size))];
            let page = self.list(&query).await?;
            if !self.advances(&mut seen, &page, size) {
                return Ok(walk);
            }
            // What is newer than the newest came later, from others.
            let from = page.items.iter().position(|item| item.id == newest.id);
            let arrived = from.is_some();
            let items = page.items.into_iter().skip(from.unwrap_or(0));
            walk.splice(0..0, items);
            if arrived || walk.len() > MOST_BETWEEN {
                return Ok(walk);
            }
        }
        Ok(walk)
    }

    /// Whether a walk may go on after `page`; writes down why not when the page is at fault.
    fn advances(&self, seen: &mut Seen, page: &Page, size: usize) -> bool {
        if page.items.len() > size {
            self.broken(
                page.exchange,
                format!("at most {}", items(size)),
                items(page.items.len()),
            );
            return false;
        }
        if page.items.is_empty() {
            self.broken(
                page.exchange,
                "the page to hold what follows the cursor",
                "an empty page",
            );
            return false;
        }
        if let Some(item) = seen.again(&page.items) {
            self.broken(
                page.exchange,
                "only items that no earlier page held",
                format!("{} again", quoted(&item.id)),
            );
            return false;
        }
        seen.holds_any(&page.items);
        true
    }

    /// The more-flag on a last page. The end of a long list is far away, so a range filter brings it
    /// near where there is one; new things stand before the cursor and change nothing.
    pub(super) async fn more_flag_at_the_end(&self, made: &[Thing]) -> Result<(), Halt> {
        let (Some(oldest), Some(newest)) = (made.first(), made.last()) else {
            return Ok(());
        };
        let bound = self.listing()?.filters.iter().find_map(|filter| {
            let order = self.settings.order.as_ref()?;
            let sorted = !order.is_ascending && order.member == filter.member;
            let value = oldest.member(&filter.member)?;
            (sorted && filter.kind != FilterKind::Equal)
                .then(|| (filter.parameter.as_str(), json!({ "gte": value })))
        });
        let tail = self.walk_to_the_end(&newest.id, bound.as_ref()).await?;
        // At most as many as fit on a page that is not full.
        let (before, rest) = tail.split_at(tail.len().saturating_sub(self.large() - 1));
        let edge = before.last().unwrap_or(newest);
        self.more_flag_around(&edge.id, rest, bound.as_ref()).await
    }

    /// The more-flag of pages that end just before, at and after the last item. `rest` is all that
    /// follows `edge`.
    async fn more_flag_around(
        &self,
        edge: &str,
        rest: &[Thing],
        bound: Option<&(&str, Value)>,
    ) -> Result<(), Halt> {
        let Some(last) = rest.last() else {
            return Ok(());
        };
        let roomy = self.page_after(edge, rest.len() + 1, bound).await?;
        let why = "the page is not full, so nothing follows";
        expect_more(self, roomy.exchange, roomy.more, false, why);
        let full = self.page_after(edge, rest.len(), bound).await?;
        let why = "the page is exactly full, and nothing follows";
        expect_more(self, full.exchange, full.more, false, why);
        if rest.len() > 1 {
            let short = self.page_after(edge, rest.len() - 1, bound).await?;
            expect_more(self, short.exchange, short.more, true, "one more follows");
        }
        let past = self.page_after(&last.id, 1, bound).await?;
        if !past.items.is_empty() {
            self.broken(
                past.exchange,
                "an empty page after the last item",
                items(past.items.len()),
            );
        }
        expect_more(self, past.exchange, past.more, false, "the page is empty");
        Ok(())
    }

    pub(super) async fn page_after(
        &self,
        id: &str,
        size: usize,
        bound: Option<&(&str, Value)>,
    ) -> Result<Page, Halt> {
        let (cursor, limit) = (self.cursor()?, self.limit()?);
        let mut query = vec![(cursor.after.as_str(), json!(id)), (limit, json!(size))];
        query.extend(bound.cloned());
        self.list(&query).await
    }

    /// The ids of all that the list holds, from its head to its end; `None` when that is more than a few pages.
    pub(super) async fn ids_if_few(&self) -> Result<Option<Vec<String>>, Halt> {
        let limit = self.limit()?;
        let cursor = self.cursor()?;
        let mut ids: Vec<String> = Vec::new();
        for _ in 0..FEW_PAGES {
            let mut query = vec![(limit, json!(self.large()))];
            query.extend(ids.last().map(|edge| (cursor.after.as_str(), json!(edge))));
            let page = self.list(&query).await?;
            let is_last = page.items.len() < self.large();
            ids.extend(page.items.into_iter().map(|item| item.id));
            if is_last {
                return Ok(Some(ids));
            }
        }
        Ok(None)
    }

    /// All that follows the thing `id`, to the end of the list.
    async fn walk_to_the_end(
        &self,
        id: &str,
        bound: Option<&(&str, Value)>,
    ) -> Result<Vec<Thing>, Halt> {
        let mut tail: Vec<Thing> = Vec::new();
        let mut seen = Seen::default();
        for _ in 0..MOST_PAGES_TO_THE_END {
            let edge = tail.last().map_or(id, |thing| thing.id.as_str()).to_owned();
            let page = self.page_after(&edge, self.large(), bound).await?;
            let is_last = page.items.len() < self.large();
            let repeats = seen.holds_any(&page.items);
            tail.extend(page.items);
            // A list that goes in circles is the finding of the laws about pages.
            if is_last || repeats {
                return Ok(tail);
            }
        }
        Err(Halt::Untested(format!(
            "the end of the list is more than {} items away",
            MOST_PAGES_TO_THE_END * self.large()
        )))
    }
}

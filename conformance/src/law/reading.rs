//! Reading a list, by cursors, by offsets or at once.

use serde_json::{Value, json};

use super::scene::{Halt, Page, Scene, Seen, Thing};

/// Items asked for in one page when the law does not care.
const LARGE: usize = 100;

/// Pages after which a search is given up: a list that never ends, or a target with very much in it.
const MOST_PAGES: usize = 100;

/// Pages of a list that a law reads from end to end.
const MOST_PAGES_OF_WHOLE: usize = 60;

impl<'a> Scene<'a> {
    /// Items of a large page, as many as the description allows.
    pub(super) fn large(&self) -> usize {
        let list = self.resource.list.as_ref();
        let largest = list.and_then(|list| list.largest);
        largest.unwrap_or(LARGE).min(LARGE)
    }

    /// The query of the page of `size` that follows the `found` items that were read so far from the head of the
    /// list, down to the one with the id `last`; `None` when a list without pages was read.
    fn step(
        &self,
        found: usize,
        last: Option<&str>,
        size: usize,
    ) -> Result<Option<Vec<(&'a str, Value)>>, Halt> {
        let listing = self.listing()?;
        let Some(limit) = listing.limit.as_deref() else {
            return Ok((found == 0).then(Vec::new));
        };
        let mut query = vec![(limit, json!(size))];
        if let Some(cursor) = &listing.cursor {
            query.extend(last.map(|edge| (cursor.after.as_str(), json!(edge))));
        } else if let Some(offset) = &listing.offset {
            match offset.at(found, size) {
                Some(at) => query.push((offset.parameter.as_str(), json!(at))),
                // A page of a list that counts pages was short: it was the last.
                None => return Ok(None),
            }
        } else if found > 0 {
            return Ok(None);
        }
        Ok(Some(query))
    }

    /// The page of `size` at `position` of a list that is read by offsets.
    pub(super) async fn page_at(
        &self,
        position: usize,
        size: usize,
        query: &[(&str, Value)],
    ) -> Result<Page, Halt> {
        let query = self.query_at(position, size, query)?;
        self.list(&query).await
    }

    /// The query of [`Scene::page_at`].
    pub(super) fn query_at<'q>(
        &self,
        position: usize,
        size: usize,
        query: &[(&'q str, Value)],
    ) -> Result<Vec<(&'q str, Value)>, Halt>
    where
        'a: 'q,
    {
        let listing = self.listing()?;
        let place = listing.offset.as_ref().and_then(|offset| {
            Some((offset.parameter.as_str(), json!(offset.at(position, size)?)))
        });
        let (Some(place), Some(limit)) = (place, listing.limit.as_deref()) else {
            return Err(Halt::Untested("its list is not read by offsets".to_owned()));
        };
        let mut asked = query.to_vec();
        asked.extend([place, (limit, json!(size))]);
        Ok(asked)
    }

    /// The head of the list, as long as a page may be.
    pub(super) async fn first_page(&self) -> Result<Page, Halt> {
        let query = self.step(0, None, self.large())?.unwrap_or_default();
        self.list(&query).await
    }

    /// All that the list gives for `query`, from end to end.
    pub(super) async fn read_whole(&self, query: &[(&str, Value)]) -> Result<Vec<Thing>, Halt> {
        let size = self.large();
        let mut found: Vec<Thing> = Vec::new();
        let mut seen = Seen::default();
        for _ in 0..MOST_PAGES_OF_WHOLE {
            let last = found.last().map(|edge| edge.id.as_str());
            let Some(step) = self.step(found.len(), last, size)? else {
                return Ok(found);
            };
            let asked: Vec<(&str, Value)> = query.iter().cloned().chain(step).collect();
            let page = self.list(&asked).await?;
            let is_over = page.items.is_empty() || page.more == Some(false);
            let repeats = seen.holds_any(&page.items);
            found.extend(page.items);
            // A list that goes in circles is the finding of the laws about pages.
            if is_over || repeats {
                return Ok(found);
            }
        }
        Err(Halt::Untested(format!(
            "the list holds more than {} items",
            MOST_PAGES_OF_WHOLE * size
        )))
    }

    /// How many items the list holds, counted in pages of `size` until there are `enough`.
    pub(super) async fn count_up_to(&self, enough: usize, size: usize) -> Result<usize, Halt> {
        let mut seen = Seen::default();
        let mut last: Option<String> = None;
        while seen.len() < enough {
            let Some(step) = self.step(seen.len(), last.as_deref(), size)? else {
                break;
            };
            let page = self.list(&step).await?;
            let Some(edge) = page.items.last() else { break };
            if seen.holds_any(&page.items) {
                break;
            }
            last = Some(edge.id.clone());
        }
        Ok(seen.len().min(enough))
    }

    /// All that the list gives for `query` from its head down past the oldest of `things`.
    pub(super) async fn walk_over(
        &self,
        things: &[Thing],
        query: &[(&str, Value)],
    ) -> Result<Vec<Thing>, Halt> {
        if self.listing()?.cursor.is_none() {
            return self.read_whole(query).await;
        }
        let size = self.large();
        let mut found: Vec<Thing> = Vec::new();
        let mut seen = Seen::default();
        for _ in 0..MOST_PAGES {
            let last = found.last().map(|edge| edge.id.as_str());
            let Some(step) = self.step(found.len(), last, size)? else {
                break;
            };
            let asked: Vec<(&str, Value)> = query.iter().cloned().chain(step).collect();
            let page = self.list(&asked).await?;
            let has_more = page.more.unwrap_or(page.items.len() == size);
            let is_over =
                page.items.is_empty() || !has_more || self.is_past(things, page.items.last());
            let repeats = seen.holds_any(&page.items);
            found.extend(page.items);
            // A list that goes in circles is the finding of the laws about pages.
            if is_over || repeats {
                break;
            }
        }
        Ok(found)
    }

    /// Whether `last` stands below all of `things`, by the member that the list is sorted by.
    pub(super) fn is_past(&self, things: &[Thing], last: Option<&Thing>) -> bool {
        let Some(order) = self.settings.order.as_ref().filter(|it| !it.is_ascending) else {
            return false;
        };
        let member = order.member.as_str();
        let (Some(last), Some(oldest)) =
            (last.and_then(|thing| thing.member(member)), things.first())
        else {
            return false;
        };
        match (last, oldest.member(member)) {
            (Value::Number(last), Some(Value::Number(oldest))) => last.as_f64() < oldest.as_f64(),
            (Value::String(last), Some(Value::String(oldest))) => last < oldest,
            _ => false,
        }
    }

    /// The item with this id, looked for at the end of a list that tells how long it is, and else from its
    /// head.
    pub(super) async fn find_listed(&self, id: &str) -> Result<Option<Thing>, Halt> {
        self.find_listed_with(id, &[]).await
    }

    /// As [`Scene::find_listed`], with more query parameters.
    pub(super) async fn find_listed_with(
        &self,
        id: &str,
        query: &[(&str, Value)],
    ) -> Result<Option<Thing>, Halt> {
        let size = self.large();
        let mut seen = Seen::default();
        let mut last: Option<String> = None;
        for round in 0..MOST_PAGES {
            let Some(step) = self.step(seen.len(), last.as_deref(), size)? else {
                return Ok(None);
            };
            let asked: Vec<(&str, Value)> = query.iter().cloned().chain(step).collect();
            let page = self.list(&asked).await?;
            if let Some(found) = page.find(id) {
                return Ok(Some(found.clone()));
            }
            if round == 0
                && let Some(end) = self.last_page(&page, query).await?
                && let Some(found) = end.find(id)
            {
                return Ok(Some(found.clone()));
            }
            let repeats = seen.holds_any(&page.items);
            if page.items.is_empty() || page.more == Some(false) || repeats {
                return Ok(None);
            }
            last = page.items.last().map(|edge| edge.id.clone());
        }
        Ok(None)
    }

    /// The last page of a list that is read by offsets and says how long it is, where that is not `first`.
    async fn last_page(&self, first: &Page, query: &[(&str, Value)]) -> Result<Option<Page>, Halt> {
        let size = self.large();
        let total = first.total.and_then(|total| usize::try_from(total).ok());
        let Some(total) = total.filter(|total| *total > size) else {
            return Ok(None);
        };
        let position = (total - 1) / size * size;
        match self.query_at(position, size, query) {
            Ok(query) => self.list(&query).await.map(Some),
            Err(_) => Ok(None),
        }
    }

    /// What stands above the thing `id` in the list, as far as one large page reaches; in a list without
    /// cursors, both of its ends.
    pub(super) async fn newer_than(&self, id: &str) -> Result<Vec<Thing>, Halt> {
        let listing = self.listing()?;
        let Some(step) = self.step(0, None, self.large())? else {
            return Ok(Vec::new());
        };
        let before = listing
            .cursor
            .as_ref()
            .and_then(|cursor| cursor.before.as_deref());
        if let Some(before) = before {
            let query: Vec<(&str, Value)> = step.into_iter().chain([(before, json!(id))]).collect();
            return Ok(self.list(&query).await?.items);
        }
        let page = self.list(&step).await?;
        if listing.cursor.is_none() {
            let last = self.last_page(&page, &[]).await?;
            let mut items = page.items;
            items.extend(last.into_iter().flat_map(|page| page.items));
            return Ok(items);
        }
        let mut items = page.items;
        if let Some(end) = items.iter().position(|item| item.id == id) {
            items.truncate(end);
        }
        Ok(items)
    }
}

/// The stretch of a list from the first of `things` to the last.
pub(super) fn window<'t>(whole: &'t [Thing], things: &[Thing]) -> &'t [Thing] {
    let ours = |item: &Thing| things.iter().any(|thing| thing.id == item.id);
    match (whole.iter().position(ours), whole.iter().rposition(ours)) {
        (Some(first), Some(last)) => whole.get(first..=last).unwrap_or_default(),
        _ => &[],
    }
}

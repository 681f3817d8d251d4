//! Lists: filters, order and pages.

mod misplaced;

use std::sync::Arc;

use crate::fault::{Fault, Planted};
use crate::keys::Mode;
use crate::link::{Link, Position};
use crate::refusal::Refusal;
use crate::store::{Direction, Scan, Store};

/// Items of a page if the request does not say (PAGE-01).
pub const DEFAULT_LIMIT: usize = 10;
/// Items of a page at most (PAGE-02).
pub const MOST: usize = 100;

/// Bounds of `created`; all hold at once (FILT-02).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CreatedRange {
    /// Later than this.
    pub gt: Option<i64>,
    /// At this time or later.
    pub gte: Option<i64>,
    /// Earlier than this.
    pub lt: Option<i64>,
    /// At this time or earlier.
    pub lte: Option<i64>,
}

impl CreatedRange {
    /// Exactly this second (FILT-01).
    pub fn exactly(second: i64) -> Self {
        Self {
            gte: Some(second),
            lte: Some(second),
            ..Self::default()
        }
    }

    /// The range with every bound as `change` makes it.
    fn each(self, change: impl Fn(Option<i64>) -> Option<i64>) -> Self {
        Self {
            gt: change(self.gt),
            gte: change(self.gte),
            lt: change(self.lt),
            lte: change(self.lte),
        }
    }

    /// The first second that is in the range, and the first behind it that is not. `None` in the first place
    /// is a range that holds nothing; in the second, one without an end.
    pub(crate) fn seconds(self, fault: Planted) -> (Option<i64>, Option<i64>) {
        let after = |second: i64| second.checked_add(1);
        let mut range = self;
        if fault.is(Fault::CreatedZeroIgnored) {
            let counted = |bound: Option<i64>| bound.filter(|second| *second != 0);
            range = range.each(counted);
        }
        if fault.is(Fault::CreatedIn32Bits) {
            // What is cut off is the point of it.
            #[expect(clippy::cast_possible_truncation, reason = "the planted fault")]
            let cut = |bound: Option<i64>| bound.map(|second| i64::from(second as i32));
            range = range.each(cut);
        }
        if fault.is(Fault::CreatedGtInclusive) {
            range.gte = range.gte.max(range.gt.take());
        }
        if fault.is(Fault::CreatedGteExclusive) {
            range.gt = range.gt.max(range.gte.take());
        }
        if fault.is(Fault::CreatedLtInclusive) {
            range.lte = least(range.lte, range.lt.take());
        }
        if fault.is(Fault::CreatedLteExclusive) {
            range.lt = least(range.lt, range.lte.take());
        }
        if fault.is(Fault::CreatedUpperIgnored) {
            (range.lt, range.lte) = (None, None);
        }
        if fault.is(Fault::CreatedLowerIgnored) {
            (range.gt, range.gte) = (None, None);
        }
        if fault.is(Fault::CreatedOneBoundOnly) && range.gt.max(range.gte).is_some() {
            (range.lt, range.lte) = (None, None);
        }
        let low = match range.gt {
            None => Some(range.gte.unwrap_or(i64::MIN)),
            Some(gt) => after(gt).map(|next| next.max(range.gte.unwrap_or(i64::MIN))),
        };
        let high = match range.lte {
            None => range.lt,
            Some(lte) => least(range.lt, after(lte)),
        };
        (low, high)
    }
}

fn least(left: Option<i64>, right: Option<i64>) -> Option<i64> {
    match (left, right) {
        (Some(left), Some(right)) => Some(left.min(right)),
        (one, other) => one.or(other),
    }
}

/// What a list request asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListQuery {
    /// Only links made in this time.
    pub created: CreatedRange,
    /// Only links that have expired at the time of the request, or only others (FILT-04).
    pub expired: Option<bool>,
    /// Only links of this file (FILT-05).
    pub file: Option<String>,
    /// Only these links.
    pub ids: Option<Vec<String>>,
    /// Items of the page at most.
    pub limit: Option<i64>,
    /// The page behind this link: older ones (PAGE-05).
    pub starting_after: Option<String>,
    /// The page before this link: newer ones (PAGE-06).
    pub ending_before: Option<String>,
}

/// A page, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The links.
    pub links: Vec<Arc<Link>>,
    /// Whether there are more in the direction of travel: newer ones after `ending_before`, else older
    /// ones (PAGE-12, PAGE-13).
    pub has_more: bool,
}

impl ListQuery {
    /// Checks what can be known without the links, and gives the size of the page.
    ///
    /// # Errors
    ///
    /// [`Refusal::LimitOutOfRange`], [`Refusal::Empty`] and [`Refusal::BothCursors`].
    pub fn check(&self, fault: Planted) -> Result<usize, Refusal> {
        let limit = page_size(self.limit, fault)?;
        for (param, value) in [
            ("file", &self.file),
            ("starting_after", &self.starting_after),
            ("ending_before", &self.ending_before),
        ] {
            if value.as_deref() == Some("") {
                return Err(Refusal::Empty { param });
            }
        }
        if self.starting_after.is_some()
            && self.ending_before.is_some()
            && !fault.is(Fault::BothCursorsAccepted)
        {
            return Err(Refusal::BothCursors);
        }
        Ok(limit)
    }

    /// Reads the page from `store` at time `now`.
    ///
    /// # Errors
    ///
    /// Those of [`ListQuery::check`], [`Refusal::NoSuchCursor`] and [`Refusal::Storage`].
    pub fn run(
        &self,
        store: &dyn Store,
        mode: Mode,
        now: i64,
        fault: Planted,
    ) -> Result<Page, Refusal> {
        let limit = self.check(fault)?;
        let cursor = |param: &'static str, id: &Option<String>| match id {
            None => Ok(None),
            Some(id) => match store.get(mode, id)? {
                Some(link) => Ok(Some(link.position)),
                None if fault.is(Fault::UnknownCursorIgnored) => Ok(None),
                None => Err(Refusal::NoSuchCursor {
                    param,
                    thing: "file link",
                    id: id.clone(),
                }),
            },
        };
        let mut after = cursor("starting_after", &self.starting_after)?;
        let mut before = cursor("ending_before", &self.ending_before)?;
        if fault.is(Fault::CursorsSwapped) {
            std::mem::swap(&mut after, &mut before);
        }
        if fault.is(Fault::StartingAfterIgnored) {
            after = None;
        }
        if fault.is(Fault::EndingBeforeIgnored) {
            before = None;
        }
        let is_second = self.created.gte.is_some() && self.created.gte == self.created.lte;
        let created = match self.created {
            _ if is_second && self.file.is_some() && fault.is(Fault::CreatedIgnoredWithFile) => {
                CreatedRange::default()
            }
            created => created,
        };
        let (Some(low), high) = created.seconds(fault) else {
            return Ok(Page {
                links: Vec::new(),
                has_more: false,
            });
        };
        let start_of = |created| Position {
            created,
            sequence: 0,
        };
        let mut from = start_of(low);
        let mut until = high.map(start_of);
        if let Some(cursor) = after {
            let cursor = if fault.is(Fault::StartingAfterInclusive) {
                behind(cursor)
            } else {
                cursor
            };
            until = Some(until.map_or(cursor, |until| until.min(cursor)));
        }
        if let Some(cursor) = before {
            let cursor = if fault.is(Fault::EndingBeforeInclusive) {
                cursor
            } else {
                behind(cursor)
            };
            from = from.max(cursor);
        }
        let backward = before.is_some() && !fault.is(Fault::EndingBeforeFarthest);
        let scan = Scan {
            now,
            file: match &self.file {
                Some(_)
                    if fault.is(Fault::FileFilterIgnored) || fault.is(Fault::FilterAfterPage) =>
                {
                    None
                }
                file => file.as_deref(),
            },
            expired: match self.expired {
                Some(_) if fault.is(Fault::ExpiredFilterIgnored) => None,
                Some(expired) if fault.is(Fault::ExpiredFilterInverted) => Some(!expired),
                Some(false) if fault.is(Fault::ExpiredFalseMeansAll) => None,
                expired => expired,
            },
            from: Some(from),
            until,
            direction: if backward || fault.is(Fault::OldestFirst) {
                Direction::OldestFirst
            } else {
                Direction::NewestFirst
            },
            // One more than the page holds, to know whether there is more.
            most: limit.saturating_add(1),
        };
        let mut links = match &self.ids {
            None => store.scan(mode, &scan)?,
            Some(_) if fault.is(Fault::IdsIgnored) => store.scan(mode, &scan)?,
            Some(ids) => named(store, mode, ids, &scan)?,
        };
        self.misplace(store, mode, &scan, after, &mut links, fault)?;
        let has_more = links.len() > limit;
        links.truncate(limit);
        if backward && !fault.is(Fault::EndingBeforeOldestFirst) {
            links.reverse();
        }
        if fault.is(Fault::EndingBeforeNewestStartsOver) && before.is_some() && links.is_empty() {
            let head = Self {
                ending_before: None,
                ..self.clone()
            };
            return head.run(store, mode, now, fault);
        }
        Ok(self.misreport(Page { links, has_more }, limit, before, fault))
    }

    /// The planted faults of a whole page; without one the page as it is.
    fn misreport(
        &self,
        mut page: Page,
        limit: usize,
        before: Option<Position>,
        fault: Planted,
    ) -> Page {
        if fault.is(Fault::HasMoreAlwaysFalse) {
            page.has_more = false;
        }
        if fault.is(Fault::HasMoreAlwaysTrue) {
            page.has_more = true;
        }
        if fault.is(Fault::HasMoreFalseAtHundred) && limit == MOST
            || fault.is(Fault::HasMoreFalseByExpired) && self.expired.is_some()
        {
            page.has_more = false;
        }
        if fault.is(Fault::HasMoreTrueAtHundred) && page.links.len() == MOST {
            page.has_more = true;
        }
        if fault.is(Fault::HasMoreWhenFirstFull)
            && self.starting_after.is_none()
            && before.is_none()
        {
            page.has_more = page.links.len() == limit;
        }
        if fault.is(Fault::HasMoreWhenFull) {
            page.has_more = page.links.len() == limit;
        }
        if fault.is(Fault::EndingBeforeSkipsNearest) && before.is_some() && matches!(limit, 4 | 5) {
            page.links.pop();
        }
        if fault.is(Fault::HasMoreOfOlderGoingBack) && before.is_some() {
            page.has_more = true;
        }
        if fault.is(Fault::TiesUnstable) {
            // Links of one second in the order of their ids, which is not the order of the cursors.
            page.links.sort_by(|left, right| {
                let by_time = right.position.created.cmp(&left.position.created);
                by_time.then_with(|| left.id.cmp(&right.id))
            });
        }
        if fault.is(Fault::PageSkipsFirst) && self.starting_after.is_some() && page.has_more {
            page.links.remove(0);
        }
        if fault.is(Fault::PageRepeatsItem)
            && let Some(last) = page.links.last().cloned()
            && page.links.len() < limit
        {
            page.links.push(last);
        }
        if fault.is(Fault::FilterAfterPage)
            && let Some(file) = &self.file
        {
            page.links.retain(|link| link.file == *file);
        }
        page
    }
}

/// How many items a page holds at most, when a request asks for `limit` (PAGE-01, PAGE-02).
///
/// # Errors
///
/// [`Refusal::LimitOutOfRange`].
pub(crate) fn page_size(limit: Option<i64>, fault: Planted) -> Result<usize, Refusal> {
    let limit = match limit {
        None if fault.is(Fault::DefaultLimit20) => 20,
        None if fault.is(Fault::DefaultLimitAll) => usize::MAX,
        None => DEFAULT_LIMIT,
        Some(_) if fault.is(Fault::LimitIgnored) => DEFAULT_LIMIT,
        Some(limit) => match usize::try_from(limit) {
            Ok(limit) if (1..=MOST).contains(&limit) => limit,
            Ok(limit) if limit > MOST && fault.is(Fault::LimitUnbounded) => limit,
            Ok(0) if fault.is(Fault::LimitZeroAccepted) => 0,
            Err(_) if fault.is(Fault::LimitNegativeIsAll) => usize::MAX,
            _ => return Err(Refusal::LimitOutOfRange),
        },
    };
    Ok(if fault.is(Fault::LimitAtMost50) {
        limit.min(50)
    } else if fault.is(Fault::LimitOneTooMany) {
        limit.saturating_add(1)
    } else if fault.is(Fault::LimitOneTooFew) {
        limit.saturating_sub(1).max(1)
    } else {
        limit
    })
}

/// The links of these ids that are in a part, in its order.
fn named(
    store: &dyn Store,
    mode: Mode,
    ids: &[String],
    scan: &Scan<'_>,
) -> Result<Vec<Arc<Link>>, Refusal> {
    let mut links = Vec::with_capacity(ids.len());
    for id in ids {
        let link = store.get(mode, id)?;
        links.extend(link.filter(|link| scan.holds(link)));
    }
    links.sort_by_key(|link| link.position);
    links.dedup_by_key(|link| link.position);
    if scan.direction == Direction::NewestFirst {
        links.reverse();
    }
    Ok(links)
}

/// The position right behind this one: nothing lies between.
pub(crate) fn behind(position: Position) -> Position {
    Position {
        sequence: position.sequence.saturating_add(1),
        ..position
    }
}

#[cfg(test)]
mod tests {
    use super::CreatedRange;
    use crate::fault::Planted;

    #[test]
    fn filt_01_and_02_bounds_as_half_open_seconds() {
        let range = |gt, gte, lt, lte| CreatedRange { gt, gte, lt, lte }.seconds(Planted::NONE);
        assert_eq!(range(None, None, None, None), (Some(i64::MIN), None));
        assert_eq!(range(Some(4), None, Some(9), None), (Some(5), Some(9)));
        assert_eq!(range(None, Some(4), None, Some(9)), (Some(4), Some(10)));
        assert_eq!(
            range(Some(4), Some(7), Some(9), Some(3)),
            (Some(7), Some(4))
        );
        assert_eq!(range(Some(i64::MAX), None, None, None), (None, None));
        assert_eq!(
            range(None, None, None, Some(i64::MAX)),
            (Some(i64::MIN), None)
        );
        assert_eq!(
            CreatedRange::exactly(7).seconds(Planted::NONE),
            (Some(7), Some(8))
        );
    }
}

//! Between whole Unix seconds and ISO 8601 (DR-OBJ-03).

use trueline_generated::digital_river::file_links::models::{
    ListFileLinksCreatedTime, ListFileLinksCreatedTimeObject,
};
use trueline_generated::runtime::DateTime;

use crate::list::CreatedRange;

/// A time on the wire. `None` beyond the year 9999, which no request can name.
pub(super) fn time(seconds: i64) -> Option<DateTime> {
    DateTime::from_unix(seconds, 0)
}

/// The filter by creation: one time, or bounds (DR-Q-01). Links are made on whole seconds, so a bound between two
/// seconds is moved to the one that keeps its meaning.
pub(super) fn created(filter: &ListFileLinksCreatedTime) -> CreatedRange {
    match filter {
        ListFileLinksCreatedTime::DateTime(time) => CreatedRange {
            gte: Some(up(time)),
            lte: Some(down(time)),
            ..CreatedRange::default()
        },
        ListFileLinksCreatedTime::Object(ListFileLinksCreatedTimeObject {
            gt,
            gte,
            lt,
            lte,
            rest: _,
        }) => CreatedRange {
            gt: gt.as_ref().map(down),
            gte: gte.as_ref().map(up),
            lt: lt.as_ref().map(up),
            lte: lte.as_ref().map(down),
        },
    }
}

/// The last whole second that is not after a time.
pub(super) fn down(time: &DateTime) -> i64 {
    time.unix_seconds()
}

/// The first whole second that is not before a time.
fn up(time: &DateTime) -> i64 {
    let part = i64::from(time.nanoseconds() > 0);
    time.unix_seconds().saturating_add(part)
}

#[cfg(test)]
mod tests {
    use trueline_generated::digital_river::file_links::models::{
        ListFileLinksCreatedTime, ListFileLinksCreatedTimeObject,
    };

    use super::created;

    #[test]
    fn dr_q_01_bounds_between_seconds_keep_their_meaning() {
        let time = || Some("2020-09-22T12:09:44.5Z".parse().unwrap());
        let filter = ListFileLinksCreatedTime::Object(ListFileLinksCreatedTimeObject {
            gt: time(),
            gte: time(),
            lt: time(),
            lte: time(),
            ..ListFileLinksCreatedTimeObject::default()
        });
        let range = created(&filter);
        let second = 1_600_776_584;
        assert_eq!(range.gt, Some(second));
        assert_eq!(range.gte, Some(second + 1));
        assert_eq!(range.lt, Some(second + 1));
        assert_eq!(range.lte, Some(second));
    }
}

//! Planted faults of cursors beside a filter: the place of a link among all is another one than among those of its file.

use std::sync::Arc;

use super::{ListQuery, behind};
use crate::fault::{Fault, Planted};
use crate::keys::Mode;
use crate::link::{Link, Position};
use crate::refusal::Refusal;
use crate::store::{Direction, Scan, Store};

impl ListQuery {
    /// Gives the page that begins at another place than the one behind `after`; without a fault, the links as they are.
    pub(super) fn misplace(
        &self,
        store: &dyn Store,
        mode: Mode,
        scan: &Scan<'_>,
        after: Option<Position>,
        links: &mut Vec<Arc<Link>>,
        fault: Planted,
    ) -> Result<(), Refusal> {
        if fault.is(Fault::CursorBesideFilterSkips) && self.is_beside(store, mode)? {
            links.drain(..links.len().min(1));
        }
        if fault.is(Fault::CursorPlaceAmongAll)
            && self.file.is_some()
            && let Some(cursor) = after
        {
            let newer = store.scan(
                mode,
                &Scan {
                    file: None,
                    expired: None,
                    from: Some(behind(cursor)),
                    until: None,
                    direction: Direction::OldestFirst,
                    most: usize::MAX,
                    ..scan.clone()
                },
            )?;
            let all = store.scan(
                mode,
                &Scan {
                    until: None,
                    most: usize::MAX,
                    ..scan.clone()
                },
            )?;
            let page = all.into_iter().skip(newer.len() + 1).take(scan.most);
            *links = page.collect();
        }
        Ok(())
    }

    /// Whether the page is one behind a link of another file than the one asked for.
    fn is_beside(&self, store: &dyn Store, mode: Mode) -> Result<bool, Refusal> {
        let (Some(file), Some(id)) = (&self.file, &self.starting_after) else {
            return Ok(false);
        };
        Ok(store.get(mode, id)?.is_some_and(|link| link.file != *file))
    }
}

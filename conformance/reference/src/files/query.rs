//! Lists of files: the same pages and cursors as those of links.

use std::sync::Arc;

use super::File;
use crate::fault::Fault;
use crate::keys::Mode;
use crate::link::Position;
use crate::links::Links;
use crate::list::{CreatedRange, behind, page_size};
use crate::refusal::Refusal;
use crate::store::{Direction, FileScan};

/// What a list request asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FileQuery {
    /// Only files that came in this time.
    pub created: CreatedRange,
    /// Only files of this purpose.
    pub purpose: Option<String>,
    /// Items of the page at most.
    pub limit: Option<i64>,
    /// The page behind this file: older ones.
    pub starting_after: Option<String>,
    /// The page before this file: newer ones.
    pub ending_before: Option<String>,
}

/// A page of files, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilePage {
    /// The files.
    pub files: Vec<Arc<File>>,
    /// Whether there are more in the direction of travel.
    pub has_more: bool,
}

impl Links {
    /// A page of the files of a mode: those that were uploaded, and those that the server started with.
    ///
    /// # Errors
    ///
    /// [`Refusal::LimitOutOfRange`], [`Refusal::Empty`], [`Refusal::BothCursors`], [`Refusal::NoSuchCursor`].
    pub fn list_files(&self, mode: Mode, query: &FileQuery) -> Result<FilePage, Refusal> {
        let fault = self.fault();
        let limit = page_size(query.limit, fault)?;
        let mut after = self.cursor(mode, "starting_after", query.starting_after.as_deref())?;
        let mut before = self.cursor(mode, "ending_before", query.ending_before.as_deref())?;
        if after.is_some() && before.is_some() {
            return Err(Refusal::BothCursors);
        }
        if fault.is(Fault::CursorsSwapped) {
            std::mem::swap(&mut after, &mut before);
        }
        if fault.is(Fault::StartingAfterIgnored) {
            after = None;
        }
        if fault.is(Fault::EndingBeforeIgnored) {
            before = None;
        }
        if fault.is(Fault::StartingAfterInclusive) {
            after = after.map(behind);
        }
        let (Some(low), high) = query.created.seconds(fault) else {
            return Ok(FilePage {
                files: Vec::new(),
                has_more: false,
            });
        };
        let start_of = |created| Position {
            created,
            sequence: 0,
        };
        let until = high.map(start_of);
        let scan = FileScan {
            purpose: match &query.purpose {
                Some(_) if fault.is(Fault::FilesPurposeIgnored) => None,
                purpose => purpose.as_deref(),
            },
            from: Some(before.map_or(start_of(low), |cursor| start_of(low).max(behind(cursor)))),
            until: after.map_or(until, |cursor| {
                Some(until.map_or(cursor, |until| until.min(cursor)))
            }),
            direction: match before {
                Some(_) => Direction::OldestFirst,
                None if fault.is(Fault::OldestFirst) => Direction::OldestFirst,
                None => Direction::NewestFirst,
            },
            // One more tells whether there are more.
            most: limit.saturating_add(1),
        };
        let mut files = self.scanned(mode, &scan)?;
        let has_more = match () {
            () if fault.is(Fault::HasMoreAlwaysFalse) => false,
            () if fault.is(Fault::HasMoreAlwaysTrue) => true,
            () if fault.is(Fault::HasMoreWhenFull) => files.len() >= limit,
            () => files.len() > limit,
        };
        if limit <= 3 && after.is_some() && fault.is(Fault::ShortPageSkipsOne) {
            files.drain(..files.len().min(1));
        }
        files.truncate(limit);
        if before.is_some() && !fault.is(Fault::EndingBeforeOldestFirst) {
            files.reverse();
        }
        Ok(FilePage { files, has_more })
    }

    /// The files of a scan, in its order: known ones and uploaded ones.
    fn scanned(&self, mode: Mode, scan: &FileScan<'_>) -> Result<Vec<Arc<File>>, Refusal> {
        let known = self.files().iter().filter(|file| scan.holds(file)).cloned();
        let mut files = self.store().scan_files(mode, scan)?;
        files.extend(known);
        files.sort_by_key(|file| file.position);
        if scan.direction == Direction::NewestFirst {
            files.reverse();
        }
        files.truncate(scan.most);
        Ok(files)
    }

    fn cursor(
        &self,
        mode: Mode,
        param: &'static str,
        id: Option<&str>,
    ) -> Result<Option<Position>, Refusal> {
        match id {
            None => Ok(None),
            Some("") => Err(Refusal::Empty { param }),
            Some(id) => match self.file(mode, id)? {
                Some(file) => Ok(Some(file.position)),
                None => Err(Refusal::NoSuchCursor {
                    param,
                    thing: "file",
                    id: id.to_owned(),
                }),
            },
        }
    }
}

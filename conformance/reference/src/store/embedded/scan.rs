//! Reading a part of the links or files in their order.

use std::sync::Arc;

use redb::{Error, ReadTransaction, ReadableTable};

use super::tables::{self, ANY_FILE, At, number};
use crate::files::File;
use crate::keys::Mode;
use crate::link::{Link, Position};
use crate::store::{Direction, FileScan, Scan};

/// No place is as late as this.
const END: Position = Position {
    created: i64::MAX,
    sequence: u64::MAX,
};

/// The links of a scan, and how many were found to lie in the wrong half of the rows.
pub(super) fn links(
    transaction: &ReadTransaction,
    mode: Mode,
    scan: &Scan<'_>,
) -> Result<(Vec<Arc<Link>>, usize), Error> {
    let Some((from, until)) = bounds(scan.from, scan.until) else {
        return Ok((Vec::new(), 0));
    };
    let number = number(mode);
    let links = transaction.open_table(tables::LINKS)?;
    let mut found = Vec::new();
    let mut misplaced = 0;
    match (scan.file, scan.expired) {
        (None, None) => {
            let range = links.range(key(number, from)..key(number, until))?;
            let places = range.map(|row| row.map(|(place, _)| place.value()));
            gather(&links, places, scan, &mut found)?;
        }
        (file, expired) => {
            let rows = transaction.open_table(tables::ROWS)?;
            let file = file.unwrap_or(ANY_FILE);
            for half in [false, true] {
                if expired.is_some_and(|expired| expired != half) {
                    continue;
                }
                let range = rows.range(
                    (number, half, file, from.created, from.sequence)
                        ..(number, half, file, until.created, until.sequence),
                )?;
                let places = range.map(|row| {
                    let (place, _) = row?;
                    let (mode, _, _, created, sequence) = place.value();
                    Ok((mode, created, sequence))
                });
                gather(&links, places, scan, &mut found)?;
            }
            if let Some(expired) = expired {
                // The rest lies in the other half: what has expired since it was last sorted out, or, when the
                // clock was set back, what has not.
                let due = transaction.open_table(tables::DUE)?;
                let (first, last) = match expired {
                    true => (i64::MIN, scan.now),
                    false => (scan.now.saturating_add(1), i64::MAX),
                };
                let range = due.range(
                    (number, !expired, first, i64::MIN, 0)
                        ..=(number, !expired, last, i64::MAX, u64::MAX),
                )?;
                for row in range {
                    let (mode, _, _, created, sequence) = row?.0.value();
                    misplaced += 1;
                    if let Some(kept) = tables::link(&links, (mode, created, sequence))?
                        && scan.holds(&kept.link)
                    {
                        found.push(kept.link);
                    }
                }
            }
        }
    }
    found.sort_unstable_by_key(|link| link.position);
    if scan.direction == Direction::NewestFirst {
        found.reverse();
    }
    found.truncate(scan.most);
    Ok((found.into_iter().map(Arc::new).collect(), misplaced))
}

/// Adds the first links of `places` that are in the scan.
fn gather<I>(
    links: &impl ReadableTable<At, tables::LinkRow>,
    places: I,
    scan: &Scan<'_>,
    found: &mut Vec<Link>,
) -> Result<(), Error>
where
    I: DoubleEndedIterator<Item = Result<At, redb::StorageError>>,
{
    let enough = found.len().saturating_add(scan.most);
    let mut add = |place: Result<At, redb::StorageError>| {
        if let Some(kept) = tables::link(links, place?)?
            && scan.holds(&kept.link)
        {
            found.push(kept.link);
        }
        Ok::<_, Error>(found.len() < enough)
    };
    if scan.most == 0 {
        return Ok(());
    }
    match scan.direction {
        Direction::OldestFirst => {
            for place in places {
                if !add(place)? {
                    break;
                }
            }
        }
        Direction::NewestFirst => {
            for place in places.rev() {
                if !add(place)? {
                    break;
                }
            }
        }
    }
    Ok(())
}

/// The files of a scan.
pub(super) fn files(
    transaction: &ReadTransaction,
    mode: Mode,
    scan: &FileScan<'_>,
) -> Result<Vec<Arc<File>>, Error> {
    let Some((from, until)) = bounds(scan.from, scan.until) else {
        return Ok(Vec::new());
    };
    let number = number(mode);
    let files = transaction.open_table(tables::FILES)?;
    let places: Vec<At> = match scan.purpose {
        None => {
            let range = files.range(key(number, from)..key(number, until))?;
            first(range, scan, |(place, _)| place.value())?
        }
        Some(purpose) => {
            let purposes = transaction.open_table(tables::PURPOSES)?;
            let range = purposes.range(
                (number, purpose, from.created, from.sequence)
                    ..(number, purpose, until.created, until.sequence),
            )?;
            first(range, scan, |(place, _)| {
                let (mode, _, created, sequence) = place.value();
                (mode, created, sequence)
            })?
        }
    };
    let mut found = Vec::with_capacity(places.len());
    for place in places {
        found.extend(tables::file(&files, place)?.map(Arc::new));
    }
    Ok(found)
}

/// The first places of a range on the way of the scan.
fn first<I, T>(range: I, scan: &FileScan<'_>, place: impl Fn(T) -> At) -> Result<Vec<At>, Error>
where
    I: DoubleEndedIterator<Item = Result<T, redb::StorageError>>,
{
    let place = |row: Result<T, redb::StorageError>| row.map(&place);
    let places: Result<Vec<At>, _> = match scan.direction {
        Direction::OldestFirst => range.map(place).take(scan.most).collect(),
        Direction::NewestFirst => range.rev().map(place).take(scan.most).collect(),
    };
    Ok(places?)
}

/// The ends of a range; nothing if it holds nothing.
fn bounds(from: Option<Position>, until: Option<Position>) -> Option<(Position, Position)> {
    let (from, until) = (from.unwrap_or(Position::LEAST), until.unwrap_or(END));
    (from < until).then_some((from, until))
}

fn key(mode: u8, position: Position) -> At {
    (mode, position.created, position.sequence)
}

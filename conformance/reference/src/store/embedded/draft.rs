//! What one change does to the tables: first gathered, then written as a whole.

use std::sync::Arc;

use bytes::Bytes;
use redb::{Error, ReadableTable, WriteTransaction};

use super::tables::{self, ANY_FILE, at, number};
use crate::files::File;
use crate::idempotency::{Hold, KEPT, Saved};
use crate::keys::Mode;
use crate::link::{Link, Position};
use crate::refusal::Refusal;
use crate::store::Transaction;

/// Keys to forget with each one that is written, at most: more than come in, so that they cannot pile up.
const FORGOTTEN_AT_ONCE: usize = 16;

/// A change in the making. It reads what the transaction holds and what it did itself.
pub(super) struct Draft<'a> {
    transaction: &'a WriteTransaction,
    mode: Mode,
    sequence: Option<u64>,
    writes: Vec<Write>,
    /// Why something could not be read.
    pub(super) failure: Option<Error>,
}

/// One step of a change.
enum Write {
    Put(Arc<Link>),
    Remove(String),
    File(File, Bytes),
    Key {
        hold: Hold,
        outcome: Option<String>,
        answer: Option<Saved>,
    },
}

impl<'a> Draft<'a> {
    /// A change that does nothing yet.
    pub(super) fn new(transaction: &'a WriteTransaction, mode: Mode) -> Self {
        Self {
            transaction,
            mode,
            sequence: None,
            writes: Vec::new(),
            failure: None,
        }
    }

    /// Keeps the answer of the request that holds this key.
    pub(super) fn answer(&mut self, hold: &Hold, answer: Saved) {
        self.writes.push(Write::Key {
            hold: hold.clone(),
            outcome: None,
            answer: Some(answer),
        });
    }

    /// Writes all of it into the tables.
    pub(super) fn write(self) -> Result<(), Error> {
        let mode = self.mode;
        if let Some(sequence) = self.sequence {
            let mut counters = self.transaction.open_table(tables::COUNTERS)?;
            counters.insert(number(mode), sequence)?;
        }
        for write in self.writes {
            match write {
                Write::Put(link) => put(self.transaction, &link)?,
                Write::Remove(id) => remove(self.transaction, mode, &id)?,
                Write::File(file, content) => put_file(self.transaction, mode, &file, &content)?,
                Write::Key {
                    hold,
                    outcome,
                    answer,
                } => put_key(self.transaction, &hold, outcome, answer)?,
            }
        }
        Ok(())
    }

    fn stored(&self, id: &str) -> Result<Option<Link>, Error> {
        let ids = self.transaction.open_table(tables::IDS)?;
        let Some(place) = tables::place(&ids, self.mode, id)? else {
            return Ok(None);
        };
        let links = self.transaction.open_table(tables::LINKS)?;
        Ok(tables::link(&links, place)?.map(|kept| kept.link))
    }

    fn count(&self) -> Result<u64, Error> {
        let counters = self.transaction.open_table(tables::COUNTERS)?;
        let count = counters.get(number(self.mode))?;
        Ok(count.map_or(0, |count| count.value()))
    }

    fn read<T>(&mut self, outcome: Result<T, Error>) -> Result<T, Refusal> {
        outcome.map_err(|error| {
            self.failure = Some(error);
            Refusal::Storage
        })
    }
}

impl Transaction for Draft<'_> {
    fn get(&mut self, id: &str) -> Result<Option<Arc<Link>>, Refusal> {
        for write in self.writes.iter().rev() {
            match write {
                Write::Put(link) if link.id == id => return Ok(Some(Arc::clone(link))),
                Write::Remove(removed) if removed == id => return Ok(None),
                _ => {}
            }
        }
        let stored = self.stored(id);
        Ok(self.read(stored)?.map(Arc::new))
    }

    fn next_sequence(&mut self) -> Result<u64, Refusal> {
        let last = match self.sequence {
            Some(last) => last,
            None => {
                let count = self.count();
                self.read(count)?
            }
        };
        self.sequence = Some(last + 1);
        Ok(last + 1)
    }

    fn put(&mut self, link: Arc<Link>) -> Result<(), Refusal> {
        self.writes.push(Write::Put(link));
        Ok(())
    }

    fn remove(&mut self, id: &str) -> Result<bool, Refusal> {
        let there = self.get(id)?.is_some();
        if there {
            self.writes.push(Write::Remove(id.to_owned()));
        }
        Ok(there)
    }

    fn put_file(&mut self, file: File, content: Bytes) -> Result<(), Refusal> {
        self.writes.push(Write::File(file, content));
        Ok(())
    }

    fn note(&mut self, hold: &Hold, outcome: &str) -> Result<(), Refusal> {
        self.writes.push(Write::Key {
            hold: hold.clone(),
            outcome: Some(outcome.to_owned()),
            answer: None,
        });
        Ok(())
    }
}

fn put(transaction: &WriteTransaction, link: &Link) -> Result<(), Error> {
    let mode = number(link.mode);
    let place = at(link.mode, link.position);
    let Position { created, sequence } = link.position;
    let mut links = transaction.open_table(tables::LINKS)?;
    let mut rows = transaction.open_table(tables::ROWS)?;
    let mut due = transaction.open_table(tables::DUE)?;
    match tables::link(&links, place)? {
        Some(before) => {
            if let Some(expiry) = before.link.expires_at {
                due.remove((mode, before.lapsed, expiry, created, sequence))?;
            }
            if before.lapsed {
                for file in [ANY_FILE, &link.file] {
                    rows.remove((mode, true, file, created, sequence))?;
                    rows.insert((mode, false, file, created, sequence), ())?;
                }
            }
        }
        None => {
            let mut ids = transaction.open_table(tables::IDS)?;
            ids.insert((mode, &*link.id), (created, sequence))?;
            for file in [ANY_FILE, &link.file] {
                rows.insert((mode, false, file, created, sequence), ())?;
            }
        }
    }
    if let Some(expiry) = link.expires_at {
        due.insert((mode, false, expiry, created, sequence), ())?;
    }
    let mut tokens = transaction.open_table(tables::TOKENS)?;
    if tokens.get(&*link.token)?.is_none() {
        tokens.insert(&*link.token, place)?;
    }
    insert(&mut links, place, false, link)
}

fn insert(
    links: &mut redb::Table<'_, tables::At, tables::LinkRow>,
    place: tables::At,
    lapsed: bool,
    link: &Link,
) -> Result<(), Error> {
    let metadata = link.metadata.iter();
    let metadata = metadata
        .map(|(name, value)| (&**name, &**value))
        .collect::<Vec<_>>();
    links.insert(
        place,
        (
            lapsed,
            link.expires_at,
            &*link.id,
            &*link.file,
            &*link.token,
            metadata,
        ),
    )?;
    Ok(())
}

fn remove(transaction: &WriteTransaction, mode: Mode, id: &str) -> Result<(), Error> {
    let mut ids = transaction.open_table(tables::IDS)?;
    let Some(place) = tables::place(&ids, mode, id)? else {
        return Ok(());
    };
    ids.remove((place.0, id))?;
    let mut links = transaction.open_table(tables::LINKS)?;
    let Some(kept) = tables::link(&links, place)? else {
        return Ok(());
    };
    links.remove(place)?;
    let (mode, created, sequence) = place;
    let mut rows = transaction.open_table(tables::ROWS)?;
    for file in [ANY_FILE, &kept.link.file] {
        rows.remove((mode, kept.lapsed, file, created, sequence))?;
    }
    if let Some(expiry) = kept.link.expires_at {
        let mut due = transaction.open_table(tables::DUE)?;
        due.remove((mode, kept.lapsed, expiry, created, sequence))?;
    }
    let mut tokens = transaction.open_table(tables::TOKENS)?;
    tokens.remove(&*kept.link.token)?;
    Ok(())
}

fn put_file(
    transaction: &WriteTransaction,
    mode: Mode,
    file: &File,
    content: &Bytes,
) -> Result<(), Error> {
    let place = at(mode, file.position);
    let Position { created, sequence } = file.position;
    let row = (
        &*file.id,
        &*file.purpose,
        file.filename.as_deref(),
        file.title.as_deref(),
        file.kind.as_deref(),
        file.size,
    );
    transaction.open_table(tables::FILES)?.insert(place, row)?;
    let mut ids = transaction.open_table(tables::FILE_IDS)?;
    ids.insert((place.0, &*file.id), (created, sequence))?;
    let mut purposes = transaction.open_table(tables::PURPOSES)?;
    purposes.insert((place.0, &*file.purpose, created, sequence), ())?;
    let mut contents = transaction.open_table(tables::CONTENTS)?;
    contents.insert((place.0, &*file.id), &**content)?;
    Ok(())
}

fn put_key(
    transaction: &WriteTransaction,
    hold: &Hold,
    outcome: Option<String>,
    answer: Option<Saved>,
) -> Result<(), Error> {
    let mode = number(hold.mode);
    let mut keys = transaction.open_table(tables::KEYS)?;
    let mut ages = transaction.open_table(tables::KEY_AGES)?;
    let before = tables::key(&keys, hold.mode, &hold.key)?;
    let outcome = match before {
        Some(before) if before.since == hold.since => outcome.or(before.outcome),
        Some(before) => {
            ages.remove((before.since, mode, &*hold.key))?;
            outcome
        }
        None => outcome,
    };
    let answer = answer.as_ref();
    keys.insert(
        (mode, &*hold.key),
        (
            hold.fingerprint.as_str(),
            hold.since,
            outcome.as_deref(),
            answer.map(|saved| (saved.status, &*saved.body)),
        ),
    )?;
    ages.insert((hold.since, mode, &*hold.key), ())?;
    let last = hold.since.saturating_sub(KEPT);
    let mut old = Vec::new();
    for row in ages.range(..(last, 0, ""))?.take(FORGOTTEN_AT_ONCE) {
        let (age, _) = row?;
        let (since, mode, key) = age.value();
        old.push((since, mode, key.to_owned()));
    }
    for (since, mode, key) in old {
        ages.remove((since, mode, &*key))?;
        keys.remove((mode, &*key))?;
    }
    Ok(())
}

/// Moves up to `most` links that lie in the wrong half of the rows at time `now`; gives how many it moved.
pub(super) fn sort_out(
    transaction: &WriteTransaction,
    mode: Mode,
    now: i64,
    most: usize,
) -> Result<usize, Error> {
    let number = number(mode);
    let mut due = transaction.open_table(tables::DUE)?;
    let mut wrong = Vec::new();
    for row in due
        .range((number, false, i64::MIN, i64::MIN, 0)..=(number, false, now, i64::MAX, u64::MAX))?
        .take(most)
    {
        wrong.push(row?.0.value());
    }
    if let Some(next) = now.checked_add(1) {
        for row in due
            .range((number, true, next, i64::MIN, 0)..(number, true, i64::MAX, i64::MAX, u64::MAX))?
            .take(most - wrong.len())
        {
            wrong.push(row?.0.value());
        }
    }
    let mut links = transaction.open_table(tables::LINKS)?;
    let mut rows = transaction.open_table(tables::ROWS)?;
    for (mode, lapsed, expiry, created, sequence) in wrong.iter().copied() {
        due.remove((mode, lapsed, expiry, created, sequence))?;
        due.insert((mode, !lapsed, expiry, created, sequence), ())?;
        let place = (mode, created, sequence);
        if let Some(kept) = tables::link(&links, place)? {
            for file in [ANY_FILE, &kept.link.file] {
                rows.remove((mode, lapsed, file, created, sequence))?;
                rows.insert((mode, !lapsed, file, created, sequence), ())?;
            }
            insert(&mut links, place, !lapsed, &kept.link)?;
        }
    }
    Ok(wrong.len())
}

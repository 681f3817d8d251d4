//! The tables of the database file, and how a row becomes a link, a file or a key.
//!
//! Everything that a list can ask for is a range of some table, so that a page costs as much as its items.

use indexmap::IndexMap;
use redb::{Error, ReadableTable, TableDefinition, WriteTransaction};

use crate::files::File;
use crate::idempotency::Saved;
use crate::keys::Mode;
use crate::link::{Link, Position};

/// The number of this arrangement of tables; a file with another one is refused.
pub(super) const FORMAT: u64 = 1;

/// `format` → [`FORMAT`].
pub(super) const ABOUT: TableDefinition<'static, &str, u64> = TableDefinition::new("about");

/// Mode → the greatest sequence number given.
pub(super) const COUNTERS: TableDefinition<'static, u8, u64> = TableDefinition::new("counters");

/// The place of a link or file: mode, created, sequence.
pub(super) type At = (u8, i64, u64);

/// Whether it lies in the expired rows, expiry, id, file, token, metadata.
pub(super) type LinkRow = (
    bool,
    Option<i64>,
    &'static str,
    &'static str,
    &'static str,
    Vec<(&'static str, &'static str)>,
);

/// The links in the order of all of them.
pub(super) const LINKS: TableDefinition<'static, At, LinkRow> = TableDefinition::new("links");

/// Mode and id → place.
pub(super) const IDS: TableDefinition<'static, (u8, &str), (i64, u64)> =
    TableDefinition::new("link_ids");

/// Token → place.
pub(super) const TOKENS: TableDefinition<'static, &str, At> = TableDefinition::new("link_tokens");

/// Mode, whether the link has expired, file, place. Every link stands here under its file and under [`ANY_FILE`].
///
/// Time passes without anybody writing, so a link may lie in the wrong half; [`DUE`] tells which ones do.
pub(super) const ROWS: TableDefinition<'static, (u8, bool, &str, i64, u64), ()> =
    TableDefinition::new("link_rows");

/// What stands in the place of a file's id in the rows of all links. No file has this id.
pub(super) const ANY_FILE: &str = "";

/// Mode, the half of [`ROWS`] in which the link lies, expiry, place: for links that have an expiry.
pub(super) const DUE: TableDefinition<'static, (u8, bool, i64, i64, u64), ()> =
    TableDefinition::new("link_expiries");

/// Id, purpose, name, title, type, size.
pub(super) type FileRow = (
    &'static str,
    &'static str,
    Option<&'static str>,
    Option<&'static str>,
    Option<&'static str>,
    u64,
);

/// The uploaded files in the order of all of them.
pub(super) const FILES: TableDefinition<'static, At, FileRow> = TableDefinition::new("files");

/// Mode and id → place.
pub(super) const FILE_IDS: TableDefinition<'static, (u8, &str), (i64, u64)> =
    TableDefinition::new("file_ids");

/// Mode, purpose, place.
pub(super) const PURPOSES: TableDefinition<'static, (u8, &str, i64, u64), ()> =
    TableDefinition::new("file_purposes");

/// Mode and id → content.
pub(super) const CONTENTS: TableDefinition<'static, (u8, &str), &[u8]> =
    TableDefinition::new("file_contents");

/// Fingerprint of the request, when it came, the id of what it made or changed, status and body of its answer.
pub(super) type KeyRow = (
    &'static str,
    i64,
    Option<&'static str>,
    Option<(u16, &'static [u8])>,
);

/// Mode and idempotency key → what became of it. A key stands here from the moment at which something came of it.
pub(super) const KEYS: TableDefinition<'static, (u8, &str), KeyRow> = TableDefinition::new("keys");

/// When it came, mode, key: to forget the old ones without looking at the others.
pub(super) const KEY_AGES: TableDefinition<'static, (i64, u8, &str), ()> =
    TableDefinition::new("key_ages");

/// Makes the tables that are not there, so that a reader finds all of them.
pub(super) fn make(transaction: &WriteTransaction) -> Result<(), Error> {
    transaction.open_table(ABOUT)?.insert("format", FORMAT)?;
    transaction.open_table(COUNTERS)?;
    transaction.open_table(LINKS)?;
    transaction.open_table(IDS)?;
    transaction.open_table(TOKENS)?;
    transaction.open_table(ROWS)?;
    transaction.open_table(DUE)?;
    transaction.open_table(FILES)?;
    transaction.open_table(FILE_IDS)?;
    transaction.open_table(PURPOSES)?;
    transaction.open_table(CONTENTS)?;
    transaction.open_table(KEYS)?;
    transaction.open_table(KEY_AGES)?;
    Ok(())
}

/// The number of a mode in a key.
pub(super) fn number(mode: Mode) -> u8 {
    match mode {
        Mode::Test => 0,
        Mode::Live => 1,
    }
}

/// The mode of a number.
pub(super) fn mode(number: u8) -> Mode {
    match number {
        0 => Mode::Test,
        _ => Mode::Live,
    }
}

/// The key of a place.
pub(super) fn at(mode: Mode, position: Position) -> At {
    (number(mode), position.created, position.sequence)
}

/// A link, and the half of [`ROWS`] in which it lies.
pub(super) struct Kept {
    pub(super) lapsed: bool,
    pub(super) link: Link,
}

/// The link in this place.
pub(super) fn link(links: &impl ReadableTable<At, LinkRow>, at: At) -> Result<Option<Kept>, Error> {
    let Some(row) = links.get(at)? else {
        return Ok(None);
    };
    let (lapsed, expires_at, id, file, token, metadata) = row.value();
    let link = Link {
        id: id.to_owned(),
        position: Position {
            created: at.1,
            sequence: at.2,
        },
        expires_at,
        file: file.to_owned(),
        mode: mode(at.0),
        metadata: metadata
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect::<IndexMap<_, _>>(),
        token: token.to_owned(),
    };
    Ok(Some(Kept { lapsed, link }))
}

/// The place of the link or file with this id.
pub(super) fn place(
    ids: &impl ReadableTable<(u8, &'static str), (i64, u64)>,
    mode: Mode,
    id: &str,
) -> Result<Option<At>, Error> {
    let mode = number(mode);
    let row = ids.get((mode, id))?;
    Ok(row.map(|row| {
        let (created, sequence) = row.value();
        (mode, created, sequence)
    }))
}

/// The file in this place.
pub(super) fn file(files: &impl ReadableTable<At, FileRow>, at: At) -> Result<Option<File>, Error> {
    let Some(row) = files.get(at)? else {
        return Ok(None);
    };
    let (id, purpose, filename, title, kind, size) = row.value();
    Ok(Some(File {
        id: id.to_owned(),
        position: Position {
            created: at.1,
            sequence: at.2,
        },
        purpose: purpose.to_owned(),
        filename: filename.map(str::to_owned),
        title: title.map(str::to_owned),
        kind: kind.map(str::to_owned),
        size,
    }))
}

/// What became of a key.
pub(super) struct KeyRecord {
    pub(super) fingerprint: String,
    pub(super) since: i64,
    pub(super) outcome: Option<String>,
    pub(super) answer: Option<Saved>,
}

/// What became of this key.
pub(super) fn key(
    keys: &impl ReadableTable<(u8, &'static str), KeyRow>,
    mode: Mode,
    key: &str,
) -> Result<Option<KeyRecord>, Error> {
    let row = keys.get((number(mode), key))?;
    Ok(row.map(|row| {
        let (fingerprint, since, outcome, answer) = row.value();
        KeyRecord {
            fingerprint: fingerprint.to_owned(),
            since,
            outcome: outcome.map(str::to_owned),
            answer: answer.map(|(status, body)| Saved {
                status,
                body: body.to_vec().into(),
            }),
        }
    }))
}

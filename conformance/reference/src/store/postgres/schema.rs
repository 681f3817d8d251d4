//! The tables in the database, and how a row becomes a link, a file or a key.
//!
//! They are made in the first schema of the connection's `search_path`.

use std::sync::Arc;

use bytes::Bytes;
use serde_json::{Value, json};
use tokio_postgres::{Error, Row};

use crate::files::File;
use crate::keys::Mode;
use crate::link::{Link, Position};
use crate::metadata::Metadata;

/// The number of this arrangement of tables; a database with another one is refused.
pub(super) const FORMAT: i64 = 1;

/// Makes what is not there. Run under a lock: several servers may start at once.
///
/// Text goes into `json` columns where it may hold a zero character, which `text` cannot.
pub(super) const MAKE: &str = "
CREATE TABLE IF NOT EXISTS trueline_about (format bigint NOT NULL);
INSERT INTO trueline_about SELECT 1 WHERE NOT EXISTS (SELECT FROM trueline_about);

CREATE TABLE IF NOT EXISTS trueline_counters (live boolean PRIMARY KEY, sequence bigint NOT NULL);
INSERT INTO trueline_counters VALUES (false, 0), (true, 0) ON CONFLICT DO NOTHING;

CREATE TABLE IF NOT EXISTS trueline_links (
    live boolean NOT NULL,
    created bigint NOT NULL,
    sequence bigint NOT NULL,
    id text NOT NULL,
    file text NOT NULL,
    token text NOT NULL,
    expires_at bigint,
    -- Whether it lies among the expired. Time passes without a write, so it may lag behind expires_at.
    lapsed boolean NOT NULL DEFAULT false,
    metadata json NOT NULL,
    PRIMARY KEY (live, created, sequence),
    UNIQUE (live, id)
);
CREATE INDEX IF NOT EXISTS trueline_links_token ON trueline_links (token);
CREATE INDEX IF NOT EXISTS trueline_links_file ON trueline_links (live, file, created, sequence);
CREATE INDEX IF NOT EXISTS trueline_links_half ON trueline_links (live, lapsed, created, sequence);
CREATE INDEX IF NOT EXISTS trueline_links_file_half
    ON trueline_links (live, file, lapsed, created, sequence);
CREATE INDEX IF NOT EXISTS trueline_links_due
    ON trueline_links (live, lapsed, expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE IF NOT EXISTS trueline_files (
    live boolean NOT NULL,
    created bigint NOT NULL,
    sequence bigint NOT NULL,
    id text NOT NULL,
    purpose text NOT NULL,
    size bigint NOT NULL,
    details json NOT NULL,
    content bytea NOT NULL,
    PRIMARY KEY (live, created, sequence),
    UNIQUE (live, id)
);
CREATE INDEX IF NOT EXISTS trueline_files_purpose
    ON trueline_files (live, purpose, created, sequence);

CREATE SEQUENCE IF NOT EXISTS trueline_claims;
CREATE TABLE IF NOT EXISTS trueline_keys (
    live boolean NOT NULL,
    key text NOT NULL,
    fingerprint bytea NOT NULL,
    since bigint NOT NULL,
    claim bigint NOT NULL DEFAULT nextval('trueline_claims'),
    -- The server that holds it: the advisory lock of this number is taken for as long as that server lives.
    owner bigint NOT NULL,
    -- The id of what the request made or changed.
    outcome text,
    status integer,
    body bytea,
    PRIMARY KEY (live, key)
);
CREATE INDEX IF NOT EXISTS trueline_keys_since ON trueline_keys (since);
";

/// The columns of a link, as [`link`] reads them.
pub(super) const LINK: &str =
    "live, created, sequence, id, file, token, expires_at, metadata::text AS metadata";

/// The columns of a file, as [`file`] reads them.
pub(super) const FILE: &str = "created, sequence, id, purpose, size, details::text AS details";

/// A link of a row with the columns [`LINK`].
pub(super) fn link(row: &Row) -> Result<Arc<Link>, Error> {
    Ok(Arc::new(Link {
        mode: if row.try_get("live")? {
            Mode::Live
        } else {
            Mode::Test
        },
        position: position(row)?,
        id: row.try_get("id")?,
        file: row.try_get("file")?,
        token: row.try_get("token")?,
        expires_at: row.try_get("expires_at")?,
        metadata: read_metadata(row.try_get("metadata")?),
    }))
}

/// A file of a row with the columns [`FILE`].
pub(super) fn file(row: &Row) -> Result<Arc<File>, Error> {
    let details: Value = serde_json::from_str(row.try_get("details")?).unwrap_or_default();
    let text = |name: &str| details[name].as_str().map(str::to_owned);
    Ok(Arc::new(File {
        id: row.try_get("id")?,
        position: position(row)?,
        purpose: row.try_get("purpose")?,
        filename: text("filename"),
        title: text("title"),
        kind: text("type"),
        size: unsigned(row.try_get("size")?),
    }))
}

/// The details of a file that may hold any text.
pub(super) fn details(file: &File) -> String {
    json!({"filename": file.filename, "title": file.title, "type": file.kind}).to_string()
}

/// Metadata as it is written, in its order.
pub(super) fn metadata(metadata: &Metadata) -> String {
    let members = metadata.iter();
    Value::Object(
        members
            .map(|(name, value)| (name.clone(), Value::from(value.as_str())))
            .collect(),
    )
    .to_string()
}

fn read_metadata(text: &str) -> Metadata {
    let value: Value = serde_json::from_str(text).unwrap_or_default();
    let members = value.as_object().into_iter().flatten();
    members
        .filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
        .collect()
}

fn position(row: &Row) -> Result<Position, Error> {
    Ok(Position {
        created: row.try_get("created")?,
        sequence: unsigned(row.try_get("sequence")?),
    })
}

/// A number that was never negative.
pub(super) fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

/// A number as the database holds it; none of ours is as great as its greatest.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A content of a row with only this column.
pub(super) fn content(row: &Row) -> Result<Bytes, Error> {
    Ok(Bytes::from(row.try_get::<_, Vec<u8>>(0)?))
}

/// Whether a `text` column can hold this: no row can be found by what it cannot.
pub(super) fn storable(text: &str) -> bool {
    !text.contains('\0')
}

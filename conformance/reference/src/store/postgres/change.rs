//! A transaction on the database.

use std::sync::Arc;

use bytes::Bytes;
use tokio_postgres::Error;

use super::pool::{Failure, Session};
use super::schema::{self, LINK, signed, storable, unsigned};
use crate::files::File;
use crate::idempotency::Hold;
use crate::keys::Mode;
use crate::link::Link;
use crate::refusal::Refusal;
use crate::store::Transaction;

/// Why something was not done.
#[derive(Debug)]
pub(super) enum Stop {
    /// It does not want to be done.
    Refused(Refusal),
    /// The database failed.
    Failed(Failure),
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Stop::Failed(failure)
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Stop::Failed(error.into())
    }
}

/// Runs `work` in a transaction.
pub(super) fn run(
    session: &mut Session,
    mode: Mode,
    work: &mut dyn FnMut(&mut dyn Transaction) -> Result<(), Refusal>,
) -> Result<(), Stop> {
    session.begin()?;
    let mut change = Change {
        session,
        mode,
        failure: None,
    };
    let outcome = work(&mut change);
    let failure = change.failure;
    match (outcome, failure) {
        (Ok(()), None) => Ok(session.commit()?),
        (_, Some(error)) => {
            session.roll_back();
            Err(error.into())
        }
        (Err(refusal), None) => {
            session.roll_back();
            Err(Stop::Refused(refusal))
        }
    }
}

/// A transaction that is open. A link that it has read stays locked until it ends.
struct Change<'a> {
    session: &'a mut Session,
    mode: Mode,
    failure: Option<Error>,
}

impl Change<'_> {
    fn done<T>(&mut self, outcome: Result<T, Error>) -> Result<T, Refusal> {
        outcome.map_err(|error| {
            self.failure = Some(error);
            Refusal::Storage
        })
    }
}

impl Transaction for Change<'_> {
    fn get(&mut self, id: &str) -> Result<Option<Arc<Link>>, Refusal> {
        if !storable(id) {
            return Ok(None);
        }
        let sql =
            format!("SELECT {LINK} FROM trueline_links WHERE live = $1 AND id = $2 FOR UPDATE");
        let row = self.session.row(&sql, &[&self.mode.is_live(), &id]);
        let link = row.and_then(|row| row.as_ref().map(schema::link).transpose());
        self.done(link)
    }

    fn next_sequence(&mut self) -> Result<u64, Refusal> {
        // Not a sequence of the database: those are handed out in one order and come to be seen in another. The row
        // stays locked until the end.
        let row = self.session.row(
            "UPDATE trueline_counters SET sequence = sequence + 1 WHERE live = $1 RETURNING sequence",
            &[&self.mode.is_live()],
        );
        let sequence = row.and_then(|row| row.map_or(Ok(0), |row| row.try_get(0)));
        self.done(sequence).map(unsigned)
    }

    fn put(&mut self, link: Arc<Link>) -> Result<(), Refusal> {
        let put = self.session.change(
            "INSERT INTO trueline_links
                (live, created, sequence, id, file, token, expires_at, metadata)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8::text::json)
            ON CONFLICT (live, created, sequence) DO UPDATE SET
                token = excluded.token, expires_at = excluded.expires_at, lapsed = false,
                metadata = excluded.metadata",
            &[
                &link.mode.is_live(),
                &link.position.created,
                &signed(link.position.sequence),
                &link.id,
                &link.file,
                &link.token,
                &link.expires_at,
                &schema::metadata(&link.metadata),
            ],
        );
        self.done(put).map(|_| ())
    }

    fn remove(&mut self, id: &str) -> Result<bool, Refusal> {
        if !storable(id) {
            return Ok(false);
        }
        let removed = self.session.change(
            "DELETE FROM trueline_links WHERE live = $1 AND id = $2",
            &[&self.mode.is_live(), &id],
        );
        self.done(removed).map(|count| count > 0)
    }

    fn put_file(&mut self, file: File, content: Bytes) -> Result<(), Refusal> {
        let put = self.session.change(
            "INSERT INTO trueline_files
                (live, created, sequence, id, purpose, size, details, content)
            VALUES ($1, $2, $3, $4, $5, $6, $7::text::json, $8)",
            &[
                &self.mode.is_live(),
                &file.position.created,
                &signed(file.position.sequence),
                &file.id,
                &file.purpose,
                &signed(file.size),
                &schema::details(&file),
                &&*content,
            ],
        );
        self.done(put).map(|_| ())
    }

    fn note(&mut self, hold: &Hold, outcome: &str) -> Result<(), Refusal> {
        let noted = self.session.change(
            "UPDATE trueline_keys SET outcome = $4
            WHERE live = $1 AND key = $2 AND claim = $3 AND status IS NULL",
            &[&hold.mode.is_live(), &hold.key, &hold.claim, &outcome],
        );
        match self.done(noted)? {
            // Another server has taken this one for dead and works for the same key.
            0 => Err(Refusal::IdempotencyInUse),
            _ => Ok(()),
        }
    }
}

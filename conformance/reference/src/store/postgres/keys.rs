//! Idempotency keys that several servers claim.
//!
//! A row stands for each claim, under the number of the server that holds it. A server holds an advisory lock of
//! its number for as long as it lives, so that the others can tell whether a claim without an answer still runs.

use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::change::Stop;
use super::pool::{Failure, Pool, Session};
use crate::idempotency::{Claim, Fingerprint, Hold, KEPT, Saved};
use crate::keys::Mode;

/// How often a key that comes and goes under our eyes is looked at.
const TRIES: usize = 16;
/// Old keys are forgotten with every so many answers, twice as many at once.
const EVERY: u64 = 16;

/// The keys that this server holds.
#[derive(Default)]
pub(super) struct Keys {
    anchor: Mutex<Option<Anchor>>,
    /// The claims that run here.
    running: Mutex<HashSet<i64>>,
    settled: AtomicU64,
}

/// The connection that shows that this server lives.
struct Anchor {
    session: Session,
    owner: i64,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keys").finish_non_exhaustive()
    }
}

impl Keys {
    /// The number of this server, whose lock is held.
    fn owner(&self, pool: &Pool) -> Result<i64, Failure> {
        let mut anchor = self.anchor.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(anchor) = &*anchor
            && !anchor.session.is_closed()
        {
            return Ok(anchor.owner);
        }
        let mut session = pool.connect()?;
        session.batch("SET idle_in_transaction_session_timeout = 0; SET statement_timeout = 0")?;
        loop {
            // Zero stands for nobody.
            let owner = rand::random::<i64>().max(1);
            let taken = session.row("SELECT pg_try_advisory_lock($1)", &[&owner])?;
            if taken.is_some_and(|row| row.try_get(0).unwrap_or(false)) {
                *anchor = Some(Anchor { session, owner });
                return Ok(owner);
            }
        }
    }

    fn running(&self) -> MutexGuard<'_, HashSet<i64>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Claims a key; see [`crate::store::Store::claim`].
    pub(super) fn claim(
        &self,
        pool: &Pool,
        mode: Mode,
        key: &str,
        fingerprint: &Fingerprint,
        now: i64,
    ) -> Result<Claim, Stop> {
        let owner = self.owner(pool)?;
        let hold = |claim: i64, since: i64, outcome: Option<String>| {
            self.running().insert(claim);
            Claim::New(Hold {
                mode,
                key: key.to_owned(),
                fingerprint: fingerprint.clone(),
                since,
                claim,
                outcome,
            })
        };
        pool.with(|session| {
            for _ in 0..TRIES {
                let made = session.row(
                    "INSERT INTO trueline_keys (live, key, fingerprint, since, owner)
                    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (live, key) DO NOTHING RETURNING claim",
                    &[
                        &mode.is_live(),
                        &key,
                        &fingerprint.as_str().as_bytes(),
                        &now,
                        &owner,
                    ],
                )?;
                if let Some(row) = made {
                    return Ok(hold(row.try_get(0)?, now, None));
                }
                session.begin()?;
                let found = self.found(session, mode, key, fingerprint, now, owner);
                match &found {
                    Ok(_) => session.commit()?,
                    Err(_) => session.roll_back(),
                }
                match found? {
                    Found::Nothing => {}
                    Found::Taken {
                        claim,
                        since,
                        outcome,
                    } => return Ok(hold(claim, since, outcome)),
                    Found::Other(claim) => return Ok(claim),
                }
            }
            // It was claimed and freed by others all the time.
            Ok(Claim::Running)
        })
    }

    /// What there is about a key that is there, which may be taken over.
    fn found(
        &self,
        session: &mut Session,
        mode: Mode,
        key: &str,
        fingerprint: &Fingerprint,
        now: i64,
        owner: i64,
    ) -> Result<Found, tokio_postgres::Error> {
        let row = session.row(
            "SELECT fingerprint, since, claim, owner, outcome, status, body FROM trueline_keys
            WHERE live = $1 AND key = $2 FOR UPDATE",
            &[&mode.is_live(), &key],
        )?;
        let Some(row) = row else {
            return Ok(Found::Nothing);
        };
        let since: i64 = row.try_get("since")?;
        let status: Option<i32> = row.try_get("status")?;
        let outcome: Option<String> = row.try_get("outcome")?;
        let same = row.try_get::<_, &[u8]>("fingerprint")? == fingerprint.as_str().as_bytes();
        let fresh = now.saturating_sub(since) < KEPT;
        if let Some(status) = status.filter(|_| fresh) {
            return Ok(Found::Other(if same {
                let body: Option<Vec<u8>> = row.try_get("body")?;
                Claim::Again(Saved {
                    status: u16::try_from(status).unwrap_or(500),
                    body: body.unwrap_or_default().into(),
                })
            } else {
                Claim::Mismatch
            }));
        }
        if fresh {
            let lives = self.lives(session, row.try_get("owner")?, row.try_get("claim")?)?;
            if !same && (lives || outcome.is_some()) {
                return Ok(Found::Other(Claim::Mismatch));
            }
            if lives {
                return Ok(Found::Other(Claim::Running));
            }
        }
        // What a server that is gone has done for the key counts; a key that it only claimed is as good as new.
        let (since, outcome) = match outcome.filter(|_| fresh) {
            Some(outcome) => (since, Some(outcome)),
            None => (now, None),
        };
        let taken = session.row(
            "UPDATE trueline_keys SET fingerprint = $3, since = $4, owner = $5, outcome = $6,
                status = NULL, body = NULL, claim = nextval('trueline_claims')
            WHERE live = $1 AND key = $2 RETURNING claim",
            &[
                &mode.is_live(),
                &key,
                &fingerprint.as_str().as_bytes(),
                &since,
                &owner,
                &outcome,
            ],
        )?;
        Ok(match taken {
            Some(row) => Found::Taken {
                claim: row.try_get(0)?,
                since,
                outcome,
            },
            None => Found::Nothing,
        })
    }

    /// Whether a claim without an answer still runs.
    fn lives(
        &self,
        session: &mut Session,
        owner: i64,
        claim: i64,
    ) -> Result<bool, tokio_postgres::Error> {
        if self.running().contains(&claim) {
            return Ok(true);
        }
        let anchor = self.anchor.lock().unwrap_or_else(PoisonError::into_inner);
        let own = anchor.as_ref().is_some_and(|anchor| anchor.owner == owner);
        drop(anchor);
        if own || owner == 0 {
            return Ok(false);
        }
        // Whose lock can be had is gone. It is given back at the end of the transaction.
        let row = session.row("SELECT pg_try_advisory_xact_lock($1)", &[&owner])?;
        Ok(!row.map_or(Ok(false), |row| row.try_get(0))?)
    }

    /// Ends a claim; see [`crate::store::Store::settle`].
    pub(super) fn settle(
        &self,
        pool: &Pool,
        hold: &Hold,
        answer: Option<Saved>,
    ) -> Result<(), Stop> {
        let settled = pool.with(|session| {
            let claim = (&hold.mode.is_live(), &hold.key, &hold.claim);
            match answer {
                Some(answer) => {
                    session.change(
                        "UPDATE trueline_keys SET status = $4, body = $5
                        WHERE live = $1 AND key = $2 AND claim = $3",
                        &[
                            claim.0,
                            claim.1,
                            claim.2,
                            &i32::from(answer.status),
                            &&*answer.body,
                        ],
                    )?;
                    let settled = self.settled.fetch_add(1, Ordering::Relaxed);
                    if settled.is_multiple_of(EVERY) {
                        forget(session, hold.since)?;
                    }
                }
                None => {
                    let freed = session.change(
                        "DELETE FROM trueline_keys
                        WHERE live = $1 AND key = $2 AND claim = $3 AND outcome IS NULL",
                        &[claim.0, claim.1, claim.2],
                    )?;
                    if freed == 0 {
                        session.change(
                            "UPDATE trueline_keys SET owner = 0
                            WHERE live = $1 AND key = $2 AND claim = $3",
                            &[claim.0, claim.1, claim.2],
                        )?;
                    }
                }
            }
            Ok::<_, Stop>(())
        });
        // Whether or not it worked: the request is over, and its claim must not seem to run.
        self.running().remove(&hold.claim);
        settled
    }
}

/// Takes away some of the keys that are older than they are kept.
fn forget(session: &mut Session, now: i64) -> Result<(), tokio_postgres::Error> {
    session.change(
        "DELETE FROM trueline_keys WHERE (live, key) IN (
            SELECT live, key FROM trueline_keys WHERE since <= $1
            ORDER BY since LIMIT $2 FOR UPDATE SKIP LOCKED
        )",
        &[
            &now.saturating_sub(KEPT),
            &i64::try_from(EVERY * 2).unwrap_or(i64::MAX),
        ],
    )?;
    Ok(())
}

/// What there is about a key.
enum Found {
    /// It was freed meanwhile.
    Nothing,
    /// This server has it now.
    Taken {
        claim: i64,
        since: i64,
        outcome: Option<String>,
    },
    /// It is answered, or somebody else's.
    Other(Claim),
}

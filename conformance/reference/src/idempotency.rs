//! Requests that are sent twice and must happen once.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use bytes::Bytes;

use crate::fault::{Fault, Planted};
use crate::keys::Mode;
use crate::refusal::Refusal;
use crate::store::Store;

/// Characters of a key at most (IDEM-02).
pub const MOST_KEY: usize = 255;
/// Seconds for which an answer is kept (IDEM-07).
pub const KEPT: i64 = 24 * 60 * 60;

/// What makes two requests the same: method, path and parameters (IDEM-06).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// Of a request with these parameters, as decoded names and values. The order of different names does not
    /// matter; the order of the values of one name does.
    pub fn new(method: &str, path: &str, mut parameters: Vec<(String, String)>) -> Self {
        parameters.sort_by(|(left, _), (right, _)| left.cmp(right));
        let mut text = format!("{method} {path}");
        for (name, value) in parameters {
            // Lengths keep `a=1&b=2` apart from a single value that looks like it.
            text.push_str(&format!("\n{}:{name}={}:{value}", name.len(), value.len()));
        }
        Self(text)
    }

    /// The text that equal requests have in common.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The fingerprint with this text.
    pub(crate) fn from_text(text: String) -> Self {
        Self(text)
    }
}

/// An answer as it was given the first time (IDEM-03, IDEM-05).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// The status.
    pub status: u16,
    /// The body, to the byte.
    pub body: Bytes,
}

/// What became of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// The key is new: go on, then settle it.
    New,
    /// The same request was answered before.
    Again(Saved),
    /// The same request is still running (IDEM-09).
    Running,
    /// The key belongs to another request (IDEM-06).
    Mismatch,
}

/// The keys of one mode.
#[derive(Debug, Default)]
pub struct Ledger {
    records: HashMap<String, Record>,
    /// Keys in the order of their claims, to forget the old ones without looking at the others.
    ages: VecDeque<(i64, u64, String)>,
    claims: u64,
}

#[derive(Debug)]
struct Record {
    /// Which claim made it: a key forgotten and claimed anew has a greater number.
    claim: u64,
    since: i64,
    fingerprint: Fingerprint,
    answer: Option<Saved>,
}

impl Ledger {
    /// Claims a key; see [`Store::claim`].
    pub fn claim(&mut self, key: &str, fingerprint: &Fingerprint, now: i64) -> Claim {
        self.forget(now);
        if let Some(record) = self.records.get(key) {
            return match &record.answer {
                _ if record.fingerprint != *fingerprint => Claim::Mismatch,
                Some(answer) => Claim::Again(answer.clone()),
                None => Claim::Running,
            };
        }
        self.claims += 1;
        self.ages.push_back((now, self.claims, key.to_owned()));
        self.records.insert(
            key.to_owned(),
            Record {
                claim: self.claims,
                since: now,
                fingerprint: fingerprint.clone(),
                answer: None,
            },
        );
        Claim::New
    }

    /// What a key was claimed for, and when.
    pub(crate) fn claimed(&self, key: &str) -> Option<(Fingerprint, i64)> {
        let record = self.records.get(key)?;
        Some((record.fingerprint.clone(), record.since))
    }

    /// Ends a claim; see [`Store::settle`].
    pub fn settle(&mut self, key: &str, answer: Option<Saved>) {
        match answer {
            Some(answer) => {
                if let Some(record) = self.records.get_mut(key) {
                    record.answer = Some(answer);
                }
            }
            None => {
                self.records.remove(key);
            }
        }
    }

    fn forget(&mut self, now: i64) {
        while let Some((since, claim, key)) = self.ages.front() {
            if now.saturating_sub(*since) < KEPT {
                return;
            }
            if self
                .records
                .get(key)
                .is_some_and(|record| record.claim == *claim)
            {
                self.records.remove(key);
            }
            self.ages.pop_front();
        }
    }
}

/// A claim that is settled in any case: with [`Ticket::save`], or by being dropped, which frees the key.
#[derive(Debug)]
pub struct Ticket {
    store: Arc<dyn Store>,
    mode: Mode,
    key: String,
    open: bool,
}

/// How a request with a key goes on.
#[derive(Debug)]
pub enum Begin {
    /// It is the first: do it, then save or drop the ticket.
    First(Ticket),
    /// It was done before: answer this.
    Replay(Saved),
}

impl Ticket {
    /// Claims `key` for a request.
    ///
    /// # Errors
    ///
    /// [`Refusal::IdempotencyKeyLength`], [`Refusal::IdempotencyMismatch`], [`Refusal::IdempotencyInUse`].
    pub fn claim(
        store: &Arc<dyn Store>,
        mode: Mode,
        key: &str,
        fingerprint: &Fingerprint,
        now: i64,
        fault: Planted,
    ) -> Result<Begin, Refusal> {
        let length = key.chars().count();
        let most = if fault.is(Fault::IdempotencyKeyLimit64) {
            64
        } else {
            MOST_KEY
        };
        if length == 0 || length > most && !fault.is(Fault::IdempotencyKeyUnlimited) {
            return Err(Refusal::IdempotencyKeyLength);
        }
        let ticket = |open| Ticket {
            store: Arc::clone(store),
            mode,
            key: key.to_owned(),
            open,
        };
        match store.claim(mode, key, fingerprint, now) {
            Claim::New => Ok(Begin::First(ticket(true))),
            Claim::Again(_) if fault.is(Fault::IdempotencyIgnored) => {
                Ok(Begin::First(ticket(false)))
            }
            Claim::Again(saved) => Ok(Begin::Replay(saved)),
            Claim::Running if fault.is(Fault::IdempotencyConcurrentBothRun) => {
                Ok(Begin::First(ticket(false)))
            }
            Claim::Running => Err(Refusal::IdempotencyInUse),
            Claim::Mismatch if fault.is(Fault::IdempotencyMismatchExecuted) => {
                Ok(Begin::First(ticket(false)))
            }
            Claim::Mismatch => Err(Refusal::IdempotencyMismatch),
        }
    }

    /// Keeps the answer for later requests with the key.
    pub fn save(mut self, answer: Saved) {
        if std::mem::take(&mut self.open) {
            self.store.settle(self.mode, &self.key, Some(answer));
        }
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        if self.open {
            self.store.settle(self.mode, &self.key, None);
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::{Claim, Fingerprint, KEPT, Ledger, Saved};

    fn request(value: &str) -> Fingerprint {
        Fingerprint::new(
            "POST",
            "/v1/file_links",
            vec![("file".into(), value.into())],
        )
    }

    fn answer() -> Saved {
        Saved {
            status: 200,
            body: Bytes::from_static(b"{}"),
        }
    }

    #[test]
    fn idem_03_the_same_request_gets_the_same_answer() {
        let mut ledger = Ledger::default();
        assert_eq!(ledger.claim("k", &request("a"), 0), Claim::New);
        ledger.settle("k", Some(answer()));
        assert_eq!(ledger.claim("k", &request("a"), 9), Claim::Again(answer()));
    }

    #[test]
    fn idem_06_another_request_with_the_key_does_not_match() {
        let mut ledger = Ledger::default();
        ledger.claim("k", &request("a"), 0);
        ledger.settle("k", Some(answer()));
        assert_eq!(ledger.claim("k", &request("b"), 9), Claim::Mismatch);
        let elsewhere = Fingerprint::new("POST", "/v1/other", vec![("file".into(), "a".into())]);
        assert_eq!(ledger.claim("k", &elsewhere, 9), Claim::Mismatch);
    }

    #[test]
    fn idem_07_a_key_is_new_again_after_a_day() {
        let mut ledger = Ledger::default();
        ledger.claim("k", &request("a"), 0);
        ledger.settle("k", Some(answer()));
        assert_eq!(
            ledger.claim("k", &request("a"), KEPT - 1),
            Claim::Again(answer())
        );
        assert_eq!(ledger.claim("k", &request("b"), KEPT), Claim::New);
        ledger.settle("k", Some(answer()));
        assert_eq!(
            ledger.claim("k", &request("b"), KEPT + 1),
            Claim::Again(answer())
        );
    }

    #[test]
    fn idem_08_a_claim_that_was_given_up_can_be_made_again() {
        let mut ledger = Ledger::default();
        ledger.claim("k", &request("a"), 0);
        ledger.settle("k", None);
        assert_eq!(ledger.claim("k", &request("b"), 1), Claim::New);
    }

    #[test]
    fn idem_09_a_claim_that_runs_is_not_given_twice() {
        let mut ledger = Ledger::default();
        ledger.claim("k", &request("a"), 0);
        assert_eq!(ledger.claim("k", &request("a"), 0), Claim::Running);
    }

    #[test]
    fn the_order_of_names_does_not_matter_and_the_order_of_values_does() {
        let of = |pairs: &[(&str, &str)]| {
            Fingerprint::new(
                "POST",
                "/",
                pairs
                    .iter()
                    .map(|(n, v)| ((*n).into(), (*v).into()))
                    .collect(),
            )
        };
        assert_eq!(of(&[("a", "1"), ("b", "2")]), of(&[("b", "2"), ("a", "1")]));
        assert_ne!(of(&[("a", "1"), ("a", "2")]), of(&[("a", "2"), ("a", "1")]));
        assert_ne!(of(&[("a", "1\n1:b=1:2")]), of(&[("a", "1"), ("b", "2")]));
    }
}

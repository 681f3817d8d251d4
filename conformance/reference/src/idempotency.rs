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
}

/// An answer as it was given the first time (IDEM-03, IDEM-05).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// The status.
    pub status: u16,
    /// The body, to the byte.
    pub body: Bytes,
}

/// A key that is claimed by a request and not yet settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// The mode in which the key counts (IDEM-13).
    pub mode: Mode,
    /// The key.
    pub key: String,
    /// The request that claimed it.
    pub fingerprint: Fingerprint,
    /// When it was claimed, in Unix seconds.
    pub since: i64,
    /// Which claim it is: a key that was claimed anew has a greater number.
    pub claim: i64,
    /// The id of what the request made or changed already, when a server ended before it had answered: the change
    /// stands, and only the answer is due.
    pub outcome: Option<String>,
}

/// What became of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// The key is held for this request: go on, then settle it.
    New(Hold),
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
    ages: VecDeque<(i64, i64, String)>,
    claims: i64,
}

#[derive(Debug)]
struct Record {
    /// Which claim made it: a key forgotten and claimed anew has a greater number.
    claim: i64,
    fingerprint: Fingerprint,
    answer: Option<Saved>,
}

impl Ledger {
    /// Claims a key; see [`Store::claim`].
    pub fn claim(&mut self, mode: Mode, key: &str, fingerprint: &Fingerprint, now: i64) -> Claim {
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
                fingerprint: fingerprint.clone(),
                answer: None,
            },
        );
        Claim::New(Hold {
            mode,
            key: key.to_owned(),
            fingerprint: fingerprint.clone(),
            since: now,
            claim: self.claims,
            outcome: None,
        })
    }

    /// Ends a claim; see [`Store::settle`].
    pub fn settle(&mut self, hold: &Hold, answer: Option<Saved>) {
        match self.records.get_mut(&hold.key) {
            Some(record) if record.claim == hold.claim => match answer {
                Some(answer) => record.answer = Some(answer),
                None => {
                    self.records.remove(&hold.key);
                }
            },
            // Forgotten meanwhile, and perhaps claimed anew.
            _ => {}
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
    hold: Option<Arc<Hold>>,
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
    /// [`Refusal::IdempotencyKeyLength`], [`Refusal::IdempotencyMismatch`], [`Refusal::IdempotencyInUse`],
    /// [`Refusal::Storage`].
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
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        if fault.is(Fault::IdempotencyKeysOfLetters) && !key.chars().all(is_plain) {
            return Err(Refusal::IdempotencyKeyLength);
        }
        let ticket = |hold: Option<Hold>| Ticket {
            store: Arc::clone(store),
            hold: hold.map(Arc::new),
        };
        match store.claim(mode, key, fingerprint, now)? {
            Claim::New(hold) => Ok(Begin::First(ticket(Some(hold)))),
            Claim::Again(_) if fault.is(Fault::IdempotencyIgnored) => {
                Ok(Begin::First(ticket(None)))
            }
            Claim::Again(saved) => Ok(Begin::Replay(saved)),
            Claim::Running if fault.is(Fault::IdempotencyConcurrentBothRun) => {
                Ok(Begin::First(ticket(None)))
            }
            Claim::Running => Err(Refusal::IdempotencyInUse),
            Claim::Mismatch if fault.is(Fault::IdempotencyMismatchExecuted) => {
                Ok(Begin::First(ticket(None)))
            }
            Claim::Mismatch => Err(Refusal::IdempotencyMismatch),
        }
    }

    /// The claim, for the changes that the request makes.
    pub fn hold(&self) -> Option<Arc<Hold>> {
        self.hold.clone()
    }

    /// Keeps the answer for later requests with the key.
    ///
    /// # Errors
    ///
    /// [`Refusal::Storage`]: the answer is not kept and must not be given.
    pub fn save(mut self, answer: Saved) -> Result<(), Refusal> {
        match self.hold.take() {
            Some(hold) => self.store.settle(&hold, Some(answer)),
            None => Ok(()),
        }
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        if let Some(hold) = &self.hold {
            // A store that cannot free the key has said so; the key is free when it works again.
            self.store.settle(hold, None).unwrap_or(());
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::{Claim, Fingerprint, Hold, KEPT, Ledger, Saved};
    use crate::keys::Mode;

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

    fn claim(ledger: &mut Ledger, key: &str, fingerprint: &Fingerprint, now: i64) -> Claim {
        ledger.claim(Mode::Test, key, fingerprint, now)
    }

    #[track_caller]
    fn held(ledger: &mut Ledger, key: &str, fingerprint: &Fingerprint, now: i64) -> Hold {
        match claim(ledger, key, fingerprint, now) {
            Claim::New(hold) => hold,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn idem_03_the_same_request_gets_the_same_answer() {
        let mut ledger = Ledger::default();
        let hold = held(&mut ledger, "k", &request("a"), 0);
        ledger.settle(&hold, Some(answer()));
        let again = claim(&mut ledger, "k", &request("a"), 9);
        assert_eq!(again, Claim::Again(answer()));
    }

    #[test]
    fn idem_06_another_request_with_the_key_does_not_match() {
        let mut ledger = Ledger::default();
        let hold = held(&mut ledger, "k", &request("a"), 0);
        ledger.settle(&hold, Some(answer()));
        let other = claim(&mut ledger, "k", &request("b"), 9);
        assert_eq!(other, Claim::Mismatch);
        let elsewhere = Fingerprint::new("POST", "/v1/other", vec![("file".into(), "a".into())]);
        assert_eq!(claim(&mut ledger, "k", &elsewhere, 9), Claim::Mismatch);
    }

    #[test]
    fn idem_07_a_key_is_new_again_after_a_day() {
        let mut ledger = Ledger::default();
        let hold = held(&mut ledger, "k", &request("a"), 0);
        ledger.settle(&hold, Some(answer()));
        let last = claim(&mut ledger, "k", &request("a"), KEPT - 1);
        assert_eq!(last, Claim::Again(answer()));
        let anew = held(&mut ledger, "k", &request("b"), KEPT);
        // The first request was slow; its key belongs to another by now.
        ledger.settle(&hold, Some(answer()));
        let running = claim(&mut ledger, "k", &request("b"), KEPT);
        assert_eq!(running, Claim::Running);
        ledger.settle(&anew, Some(answer()));
        let again = claim(&mut ledger, "k", &request("b"), KEPT + 1);
        assert_eq!(again, Claim::Again(answer()));
    }

    #[test]
    fn idem_08_a_claim_that_was_given_up_can_be_made_again() {
        let mut ledger = Ledger::default();
        let hold = held(&mut ledger, "k", &request("a"), 0);
        ledger.settle(&hold, None);
        held(&mut ledger, "k", &request("b"), 1);
    }

    #[test]
    fn idem_09_a_claim_that_runs_is_not_given_twice() {
        let mut ledger = Ledger::default();
        held(&mut ledger, "k", &request("a"), 0);
        let second = claim(&mut ledger, "k", &request("a"), 0);
        assert_eq!(second, Claim::Running);
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

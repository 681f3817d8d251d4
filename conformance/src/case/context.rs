//! What a running case has in its hands.

use std::sync::{Arc, Mutex, PoisonError};

use indexmap::IndexMap;
use jiff::Timestamp;

use super::record::Record;
use crate::contract::Contract;
use crate::exchange::{Exchange, Request};
use crate::session::Session;
use crate::standing::Ledger;
use crate::target::Target;

/// What a running case has in its hands: a way to the server that records every exchange, the
/// contract, the fixtures, and a seed of its own. Made anew for each case.
pub struct CaseContext {
    contract: Arc<Contract>,
    session: Arc<Session>,
    fixtures: Arc<IndexMap<String, String>>,
    seed: u64,
    exchanges: Mutex<Record>,
    notes: Mutex<Vec<String>>,
    plan: Option<String>,
    found: Mutex<Option<String>>,
}

impl CaseContext {
    /// A context for the case `id` of a run with `run_seed`.
    pub fn new(
        contract: Arc<Contract>,
        session: Arc<Session>,
        fixtures: Arc<IndexMap<String, String>>,
        run_seed: u64,
        id: &str,
    ) -> Self {
        Self {
            contract,
            session,
            fixtures,
            seed: seed_of(run_seed, id),
            exchanges: Mutex::new(Record::default()),
            notes: Mutex::new(Vec::new()),
            plan: None,
            found: Mutex::new(None),
        }
    }

    /// The same, for a case that is to follow this plan instead of drawing one.
    #[must_use]
    pub fn with_plan(self, plan: Option<String>) -> Self {
        Self { plan, ..self }
    }

    /// A context like this one in which nothing has happened yet.
    #[must_use]
    pub fn afresh(&self) -> Self {
        Self {
            contract: Arc::clone(&self.contract),
            session: Arc::clone(&self.session),
            fixtures: Arc::clone(&self.fixtures),
            seed: self.seed,
            exchanges: Mutex::new(Record::default()),
            notes: Mutex::new(Vec::new()),
            plan: self.plan.clone(),
            found: Mutex::new(None),
        }
    }

    /// Takes what happened in the other context to have happened here, and forgets what had.
    pub fn take_over(&self, other: Self) {
        let exchanges = other.exchanges.into_inner();
        *self.lock() = exchanges.unwrap_or_else(PoisonError::into_inner);
        let notes = other.notes.into_inner();
        *self.notes.lock().unwrap_or_else(PoisonError::into_inner) =
            notes.unwrap_or_else(PoisonError::into_inner);
    }

    /// The plan to follow, where a replay names one.
    pub fn plan(&self) -> Option<&str> {
        self.plan.as_deref()
    }

    /// Leaves the plan by which the same can be found again; it goes into the replay token.
    pub fn found_by(&self, plan: impl Into<String>) {
        *self.found.lock().unwrap_or_else(PoisonError::into_inner) = Some(plan.into());
    }

    /// The plan that was left.
    pub fn found(&self) -> Option<String> {
        let found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        found.clone()
    }

    /// Sends a request with the target's credentials and headers, and records the exchange. A header
    /// that the request already has is not overridden.
    pub async fn send(&self, request: Request) -> Arc<Exchange> {
        let request = self.session.with_credentials(request);
        self.send_bare(request).await
    }

    /// Sends a request without the target's credentials: for questions about authentication.
    pub async fn send_bare(&self, request: Request) -> Arc<Exchange> {
        let request = self.session.with_headers(request);
        let outcome = self.session.send(&request).await;
        let mut exchanges = self.lock();
        let exchange = Arc::new(Exchange {
            index: exchanges.len(),
            request,
            outcome,
        });
        self.session.weigh(&exchange);
        exchanges.push(&exchange);
        drop(exchanges);
        let rules = &self.contract.requirements.every_answer;
        self.session.ledger().note(rules, &exchange);
        exchange
    }

    /// Takes an exchange of another case into the record of this one; gives its index here.
    pub(crate) fn adopt(&self, exchange: &Exchange) -> usize {
        let mut exchanges = self.lock();
        let index = exchanges.len();
        exchanges.push(&Arc::new(Exchange {
            index,
            ..exchange.clone()
        }));
        index
    }

    /// What became of the rules that hold of every answer.
    pub(crate) fn ledger(&self) -> &Ledger {
        self.session.ledger()
    }

    /// Whether no case of this run has taken this upon itself so far; from now on one has.
    pub(crate) fn take(&self, what: String) -> bool {
        self.session.take(what)
    }

    /// What the server is held to.
    pub fn contract(&self) -> &Contract {
        &self.contract
    }

    /// Where the server is and what every request to it carries.
    pub fn target(&self) -> &Target {
        self.session.target()
    }

    /// The value at this target of a fixture that the requirements file names.
    pub fn fixture(&self, name: &str) -> Option<&str> {
        self.fixtures.get(name).map(String::as_str)
    }

    /// All fixtures, by name.
    pub fn fixtures(&self) -> &IndexMap<String, String> {
        &self.fixtures
    }

    /// A number that depends on the run's seed and the case's id alone.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The time by this machine's clock.
    pub fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    /// Leaves a remark in the report that is no failure.
    pub fn note(&self, text: impl Into<String>) {
        let mut notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        notes.push(text.into());
    }

    /// The remarks so far, in order.
    pub fn notes(&self) -> Vec<String> {
        let notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        notes.clone()
    }

    /// The exchanges so far, in order; of large answers only the beginning.
    pub fn exchanges(&self) -> Vec<Arc<Exchange>> {
        self.lock().all()
    }

    /// How many requests were sent.
    pub fn sent(&self) -> usize {
        self.lock().len()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Record> {
        self.exchanges
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// FNV-1a over the seed and the id: stable across releases and machines, unlike the standard hasher.
fn seed_of(run_seed: u64, id: &str) -> u64 {
    let bytes = run_seed.to_le_bytes().into_iter().chain(id.bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

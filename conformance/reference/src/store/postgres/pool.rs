//! The connections to the database.

use std::collections::HashMap;
use std::io;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Config, Error, NoTls, Row, Statement};

use super::wait::wait;

/// Connections at most.
const MOST: usize = 16;
/// How long a request waits for a connection.
const PATIENCE: Duration = Duration::from_secs(10);

/// What every connection is told first. Lists are ranges of an index; a plan that reads whole tables and sorts
/// them is never the better one, even if the statistics are too old to show it; and a plan that was as good as any
/// while there were few links is not kept for when there are many.
const SETTINGS: &str = "
SET statement_timeout = '30s';
SET lock_timeout = '10s';
SET idle_in_transaction_session_timeout = '60s';
SET enable_seqscan = off;
SET enable_bitmapscan = off;
SET plan_cache_mode = force_custom_plan;
";

/// A call that was not answered.
#[derive(Debug)]
pub(super) enum Failure {
    /// The database or the connection failed.
    Database(Error),
    /// No connection became free in time.
    Busy,
    /// The thread that moves the bytes is gone.
    Ended,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::Database(error)
    }
}

/// A connection, with the statements that it knows.
pub(super) struct Session {
    client: Client,
    statements: HashMap<String, Statement>,
    /// Whether a transaction is open.
    inside: bool,
}

impl Session {
    /// The rows that a statement gives.
    pub(super) fn rows(
        &mut self,
        sql: &str,
        values: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, Error> {
        let statement = self.prepared(sql)?;
        wait(self.client.query(&statement, values))
    }

    /// The row that a statement gives, if it gives one.
    pub(super) fn row(
        &mut self,
        sql: &str,
        values: &[&(dyn ToSql + Sync)],
    ) -> Result<Option<Row>, Error> {
        let statement = self.prepared(sql)?;
        wait(self.client.query_opt(&statement, values))
    }

    /// How many rows a statement changed.
    pub(super) fn change(
        &mut self,
        sql: &str,
        values: &[&(dyn ToSql + Sync)],
    ) -> Result<u64, Error> {
        let statement = self.prepared(sql)?;
        wait(self.client.execute(&statement, values))
    }

    /// Begins a transaction.
    pub(super) fn begin(&mut self) -> Result<(), Error> {
        self.inside = true;
        self.batch("BEGIN")
    }

    /// Ends the transaction: keeps what was done in it.
    pub(super) fn commit(&mut self) -> Result<(), Error> {
        self.batch("COMMIT")?;
        self.inside = false;
        Ok(())
    }

    /// Ends the transaction: forgets what was done in it.
    pub(super) fn roll_back(&mut self) {
        // A connection on which that fails is closed, which does the same.
        self.inside = self.batch("ROLLBACK").is_err();
    }

    /// Statements without values or rows.
    pub(super) fn batch(&self, sql: &str) -> Result<(), Error> {
        wait(self.client.batch_execute(sql))
    }

    /// Whether the connection has ended.
    pub(super) fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    fn prepared(&mut self, sql: &str) -> Result<Statement, Error> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = wait(self.client.prepare(sql))?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

/// The connections of one store, and the thread that moves their bytes.
pub(super) struct Pool {
    config: Config,
    runtime: Handle,
    /// The thread ends when this is dropped.
    _thread: oneshot::Sender<()>,
    state: Mutex<State>,
    freed: Condvar,
}

#[derive(Default)]
struct State {
    idle: Vec<Session>,
    open: usize,
}

impl std::fmt::Debug for Pool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pool").finish_non_exhaustive()
    }
}

impl Pool {
    /// A pool without connections.
    pub(super) fn new(config: Config) -> io::Result<Self> {
        // A runtime of its own: whoever waits for the database may be keeping a worker of another from its tasks.
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let (sender, ended) = oneshot::channel::<()>();
        thread::Builder::new()
            .name("postgres".to_owned())
            .spawn(move || {
                // An error means that the store is gone.
                runtime.block_on(ended).unwrap_or(());
            })?;
        Ok(Self {
            config,
            runtime: handle,
            _thread: sender,
            state: Mutex::default(),
            freed: Condvar::new(),
        })
    }

    /// A new connection, outside the pool.
    pub(super) fn connect(&self) -> Result<Session, Failure> {
        let (sender, connected) = mpsc::channel();
        let config = self.config.clone();
        self.runtime.spawn(async move {
            match config.connect(NoTls).await {
                Ok((client, connection)) => {
                    if sender.send(Ok(client)).is_ok() {
                        // Each caller learns of a failed connection by its own call.
                        connection.await.unwrap_or(());
                    }
                }
                // Nobody waits any more.
                Err(error) => sender.send(Err(error)).unwrap_or(()),
            }
        });
        let client = connected.recv().map_err(|_| Failure::Ended)??;
        let session = Session {
            client,
            statements: HashMap::new(),
            inside: false,
        };
        session.batch(SETTINGS)?;
        Ok(session)
    }

    /// Runs `work` with a connection of the pool.
    pub(super) fn with<T, E: From<Failure>>(
        &self,
        work: impl FnOnce(&mut Session) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut lent = Lent {
            pool: self,
            session: Some(self.take()?),
            sound: false,
        };
        let outcome = match &mut lent.session {
            Some(session) => work(session),
            None => Err(Failure::Busy.into()),
        };
        // A connection that is in the middle of a transaction, after a panic too, is not used again.
        lent.sound = lent.session.as_ref().is_some_and(|session| !session.inside);
        outcome
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self) -> Result<Session, Failure> {
        let latest = Instant::now() + PATIENCE;
        let mut state = self.state();
        loop {
            while let Some(session) = state.idle.pop() {
                if !session.is_closed() {
                    return Ok(session);
                }
                state.open -= 1;
            }
            if state.open < MOST {
                state.open += 1;
                drop(state);
                return self.connect().inspect_err(|_| {
                    self.state().open -= 1;
                    self.freed.notify_one();
                });
            }
            let left = latest.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(Failure::Busy);
            }
            let waited = self.freed.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

/// A connection that goes back to its pool.
struct Lent<'a> {
    pool: &'a Pool,
    session: Option<Session>,
    sound: bool,
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let mut state = self.pool.state();
        match self.session.take() {
            Some(session) if self.sound && !session.is_closed() => state.idle.push(session),
            _ => state.open -= 1,
        }
        drop(state);
        self.pool.freed.notify_one();
    }
}

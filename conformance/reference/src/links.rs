//! What can be done with links. No HTTP here: the names on the wire are the business of the API's own module.

mod change;
mod show;

use std::sync::Arc;

use crate::clock::Clock;
use crate::fault::{Fault, Planted};
use crate::files::Files;
use crate::idempotency::Hold;
use crate::ids;
use crate::keys::Mode;
use crate::link::{Link, Position};
use crate::list::{ListQuery, Page};
use crate::metadata::{Metadata, MetadataChange};
use crate::refusal::Refusal;
use crate::store::{Direction, Scan, Store, Transaction};

pub use change::{ExpiryChange, LinkChange};

/// A link to be made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewLink {
    /// The id of the file.
    pub file: String,
    /// When it shall expire, in Unix seconds.
    pub expires_at: Option<i64>,
    /// Its first metadata.
    pub metadata: MetadataChange,
}

/// Called when a request has passed all checks that need no stored data, and starts to be carried out: from then
/// on its outcome belongs to its idempotency key (IDEM-04, IDEM-08). Gives the key that the request holds, if it does.
pub type Begin<'a> = &'a dyn Fn() -> Option<Arc<Hold>>;

/// The links of the server.
#[derive(Debug, Clone)]
pub struct Links {
    store: Arc<dyn Store>,
    files: Arc<Files>,
    clock: Clock,
    fault: Planted,
    new_id: fn() -> String,
}

impl Links {
    /// Links in `store` to `files`, by the time of `clock`.
    pub fn new(store: Arc<dyn Store>, files: Arc<Files>, clock: Clock, fault: Planted) -> Self {
        Self {
            store,
            files,
            clock,
            fault,
            new_id: ids::link,
        }
    }

    /// With ids of another form.
    #[must_use]
    pub fn with_ids(self, new_id: fn() -> String) -> Self {
        Self { new_id, ..self }
    }

    /// The store, for idempotency records.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }

    /// The files that the server starts with.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// A fresh id for a link.
    pub(crate) fn new_link_id(&self) -> String {
        (self.new_id)()
    }

    /// The fault under which the server runs.
    pub fn fault(&self) -> Planted {
        self.fault
    }

    /// The time now, in Unix seconds.
    pub fn now(&self) -> i64 {
        self.clock.now()
    }

    /// Makes a link (FL-CREATE-01 to FL-CREATE-13).
    ///
    /// # Errors
    ///
    /// The expiry is not in the future, the file is unknown or may not be linked, or the metadata breaks a limit.
    pub fn create(
        &self,
        mode: Mode,
        new: &NewLink,
        begin: Begin<'_>,
    ) -> Result<Arc<Link>, Refusal> {
        let now = self.now();
        let fault = self.fault;
        if new.file.is_empty() {
            return Err(Refusal::Empty { param: "file" });
        }
        if let Some(expiry) = new.expires_at
            && !fault.is(Fault::CreatePastExpiryAccepted)
        {
            self.check_expiry(expiry, now)?;
        }
        if let Err(broken) = new.metadata.check(fault) {
            if fault.is(Fault::RefusedCreateKept) {
                let bare = NewLink {
                    metadata: MetadataChange::Keep,
                    ..new.clone()
                };
                self.create(mode, &bare, begin)?;
            }
            return Err(Refusal::Metadata(broken));
        }
        let hold = begin();
        if let Some(link) = self.done_before(mode, hold.as_deref())? {
            return Ok(link);
        }
        self.check_file(mode, &new.file)?;
        let metadata = if fault.is(Fault::CreateMetadataIgnored) {
            Metadata::new()
        } else {
            new.metadata
                .apply(&Metadata::new(), fault)
                .map_err(Refusal::Metadata)?
        };
        if fault.is(Fault::CreateTwiceIsOne)
            && let Some(link) = self.newest_of(mode, &new.file, now)?
        {
            return Ok(link);
        }
        let mut made = None;
        // Made before the transaction, in which others wait.
        let mut id = (self.new_id)();
        let token = if fault.is(Fault::TokenPerFile) {
            new.file.clone()
        } else {
            ids::token()
        };
        self.store.transaction(mode, &mut |transaction| {
            while transaction.get(&id)?.is_some() {
                id = (self.new_id)();
            }
            let link = Arc::new(Link {
                id: id.clone(),
                position: self.next_position(transaction)?,
                expires_at: if fault.is(Fault::CreateExpiryIgnored) {
                    None
                } else {
                    new.expires_at
                },
                file: new.file.clone(),
                mode,
                metadata: metadata.clone(),
                token: token.clone(),
            });
            made = Some(Arc::clone(&link));
            if !fault.is(Fault::CreateNotStored) {
                transaction.put(Arc::clone(&link))?;
                if let Some(hold) = &hold {
                    transaction.note(hold, &link.id)?;
                }
            }
            if fault.is(Fault::CreateStoresTwo) {
                let position = self.next_position(transaction)?;
                transaction.put(Arc::new(Link {
                    id: (self.new_id)(),
                    position,
                    token: ids::token(),
                    ..Link::clone(&link)
                }))?;
            }
            Ok(())
        })?;
        made.ok_or(Refusal::Storage)
    }

    /// The link with this id (FL-GET-01, FL-GET-04).
    ///
    /// # Errors
    ///
    /// There is no such link in this mode.
    pub fn retrieve(&self, mode: Mode, id: &str) -> Result<Arc<Link>, Refusal> {
        let fault = self.fault;
        // An id is `link_` and 24 characters.
        let id = match id.get(..29) {
            Some(beginning) if fault.is(Fault::EndOfIdIgnored) => beginning,
            _ => id,
        };
        let is_odd = |c: char| !c.is_ascii_alphanumeric() && c != '_';
        if fault.is(Fault::OddIdFails) && id.contains(is_odd) {
            return Err(Refusal::Storage);
        }
        match self.store.get(mode, id)? {
            Some(link) if fault.is(Fault::ExpiredNotFound) && link.is_expired(self.now()) => {
                Err(self.no_such_link(mode, id))
            }
            Some(link) if fault.is(Fault::ReadingChanges) => {
                let mut read = (*link).clone();
                read.metadata
                    .insert("last_read".to_owned(), self.now().to_string());
                let read = Arc::new(read);
                self.store
                    .transaction(mode, &mut |transaction| transaction.put(Arc::clone(&read)))?;
                Ok(link)
            }
            Some(link) => Ok(link),
            None if fault.is(Fault::IdInAnyCase) => self
                .all(mode)?
                .into_iter()
                .find(|link| link.id.eq_ignore_ascii_case(id))
                .ok_or_else(|| self.no_such_link(mode, id)),
            None if fault.is(Fault::ModesShareLinks) => self
                .store
                .get(mode.other(), id)?
                .ok_or_else(|| self.no_such_link(mode, id)),
            None => Err(self.no_such_link(mode, id)),
        }
    }

    /// A page of links (FL-LIST-01 to FL-LIST-09).
    ///
    /// # Errors
    ///
    /// Those of [`ListQuery::run`].
    pub fn list(&self, mode: Mode, query: &ListQuery) -> Result<Page, Refusal> {
        let now = self.now();
        let mut page = query.run(self.store.as_ref(), mode, now, self.fault)?;
        if self.fault.is(Fault::ListHidesExpired) && query.expired.is_none() {
            page.links.retain(|link| !link.is_expired(now));
        }
        if self.fault.is(Fault::ListHidesRich) {
            page.links.retain(|link| link.metadata.len() <= 20);
        }
        if self.fault.is(Fault::FilteredListWithoutMetadata)
            && (query.file.is_some() || query.expired.is_some())
        {
            for link in &mut page.links {
                Arc::make_mut(link).metadata.clear();
            }
        }
        if self.fault.is(Fault::ListLags) && query.starting_after.is_none() {
            page.links.retain(|link| link.position.created < now);
        }
        Ok(page)
    }

    /// Takes a link away for good.
    ///
    /// # Errors
    ///
    /// There is no such link in this mode.
    pub fn delete(&self, mode: Mode, id: &str) -> Result<(), Refusal> {
        if self.fault.is(Fault::DeleteKept) {
            return self.retrieve(mode, id).map(|_| ());
        }
        if self.fault.is(Fault::DeleteTakesNewest) {
            let newest = self
                .list(mode, &ListQuery::default())?
                .links
                .into_iter()
                .next();
            if let Some(newest) = newest.filter(|link| link.id != id) {
                self.store.transaction(mode, &mut |transaction| {
                    transaction.remove(&newest.id).map(|_| ())
                })?;
            }
        }
        let mut found = false;
        self.store.transaction(mode, &mut |transaction| {
            found = transaction.remove(id)?;
            Ok(())
        })?;
        if found || self.fault.is(Fault::DeleteAgainAccepted) {
            Ok(())
        } else {
            Err(self.no_such_link(mode, id))
        }
    }

    /// All links of a mode.
    fn all(&self, mode: Mode) -> Result<Vec<Arc<Link>>, Refusal> {
        let scan = Scan {
            now: self.now(),
            file: None,
            expired: None,
            from: None,
            until: None,
            direction: Direction::NewestFirst,
            most: usize::MAX,
        };
        self.store.scan(mode, &scan)
    }

    fn newest_of(&self, mode: Mode, file: &str, now: i64) -> Result<Option<Arc<Link>>, Refusal> {
        let query = ListQuery {
            file: Some(file.to_owned()),
            limit: Some(1),
            ..ListQuery::default()
        };
        let page = query.run(self.store.as_ref(), mode, now, self.fault)?;
        Ok(page.links.first().cloned())
    }

    /// The place before all others of the list. The time is that at which the place is given: of two links the one
    /// with the later time is then never the first to be seen, and a client that reads on from where it was misses
    /// nothing.
    pub(crate) fn next_position(
        &self,
        transaction: &mut dyn Transaction,
    ) -> Result<Position, Refusal> {
        let sequence = transaction.next_sequence()?;
        Ok(Position {
            created: self.now(),
            sequence,
        })
    }

    /// What a request with this key did already, before a server ended and left its answer due.
    fn done_before(&self, mode: Mode, hold: Option<&Hold>) -> Result<Option<Arc<Link>>, Refusal> {
        match hold.and_then(|hold| hold.outcome.as_deref()) {
            Some(id) => self.store.get(mode, id),
            None => Ok(None),
        }
    }

    pub(crate) fn check_expiry(&self, expiry: i64, now: i64) -> Result<(), Refusal> {
        let earliest = if self.fault.is(Fault::PresentExpiryAccepted) {
            now
        } else {
            now.saturating_add(1)
        };
        if expiry < earliest {
            return Err(Refusal::ExpiryNotFuture);
        }
        if self.fault.is(Fault::ExpiryIn32Bits) && i32::try_from(expiry).is_err() {
            return Err(Refusal::ExpiryNotFuture);
        }
        if self.fault.is(Fault::HugeExpiryFails) && expiry > 99_999_999_999 {
            return Err(Refusal::Storage);
        }
        if self.fault.is(Fault::ExpiryWithinAYear) && expiry > now.saturating_add(31_536_000) {
            return Err(Refusal::ExpiryNotFuture);
        }
        Ok(())
    }

    fn check_file(&self, mode: Mode, id: &str) -> Result<(), Refusal> {
        let fault = self.fault;
        let Some(file) = self.file(mode, id)? else {
            if fault.is(Fault::UnknownFileAccepted) {
                return Ok(());
            }
            return Err(Refusal::NoSuchFile { id: id.to_owned() });
        };
        let linkable = self.files.purposes().allow(&file.purpose)
            && !(fault.is(Fault::FinancePurposeRefused) && file.purpose == "finance_report_run");
        if linkable || fault.is(Fault::UnlinkableAccepted) {
            Ok(())
        } else {
            Err(Refusal::NotLinkable {
                purpose: file.purpose.clone(),
            })
        }
    }

    fn no_such_link(&self, mode: Mode, id: &str) -> Refusal {
        match self.store.get(mode.other(), id) {
            Ok(found) => Refusal::NoSuchLink {
                id: id.to_owned(),
                elsewhere: found.map(|_| mode.other()),
            },
            Err(refusal) => refusal,
        }
    }
}

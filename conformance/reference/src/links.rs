//! What can be done with links. No HTTP here: the names on the wire are the business of the API's own module.

use std::sync::Arc;

use crate::clock::Clock;
use crate::expand::Expansion;
use crate::fault::{Fault, Planted};
use crate::files::{Download, File, Files};
use crate::idempotency::Hold;
use crate::ids;
use crate::keys::Mode;
use crate::link::{Link, Position};
use crate::list::{ListQuery, Page};
use crate::metadata::{Metadata, MetadataChange};
use crate::refusal::Refusal;
use crate::store::{Store, Transaction};
use crate::view::{FileField, FileView, LinkView, PageView};

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

/// What an update does to the expiry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ExpiryChange {
    /// Not named in the request.
    #[default]
    Keep,
    /// Expires then, in Unix seconds (FL-UPDATE-02).
    At(i64),
    /// Expires at once (FL-UPDATE-03).
    Now,
    /// Never expires (FL-UPDATE-05).
    Never,
}

/// An update.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LinkChange {
    /// What happens to the expiry.
    pub expires_at: ExpiryChange,
    /// What happens to the metadata.
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
        new.metadata.check(fault).map_err(Refusal::Metadata)?;
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
        self.store.transaction(mode, &mut |transaction| {
            let mut id = (self.new_id)();
            while transaction.get(&id)?.is_some() {
                id = (self.new_id)();
            }
            let link = Link {
                id,
                position: self.next_position(transaction)?,
                expires_at: if fault.is(Fault::CreateExpiryIgnored) {
                    None
                } else {
                    new.expires_at
                },
                file: new.file.clone(),
                mode,
                metadata: metadata.clone(),
                token: if fault.is(Fault::TokenPerFile) {
                    new.file.clone()
                } else {
                    ids::token()
                },
            };
            made = Some(Arc::new(link.clone()));
            if !fault.is(Fault::CreateNotStored) {
                transaction.put(link.clone())?;
                if let Some(hold) = &hold {
                    transaction.note(hold, &link.id)?;
                }
            }
            if fault.is(Fault::CreateStoresTwo) {
                let position = self.next_position(transaction)?;
                transaction.put(Link {
                    id: (self.new_id)(),
                    position,
                    token: ids::token(),
                    ..link
                })?;
            }
            Ok(())
        })?;
        made.ok_or(Refusal::Storage)
    }

    /// Changes a link: all of it or nothing (FL-UPDATE-01 to FL-UPDATE-13).
    ///
    /// # Errors
    ///
    /// There is no such link, it has expired, the expiry is not in the future, or the metadata breaks a limit.
    pub fn update(
        &self,
        mode: Mode,
        id: &str,
        change: &LinkChange,
        begin: Begin<'_>,
    ) -> Result<Arc<Link>, Refusal> {
        let now = self.now();
        let fault = self.fault;
        let mut early = None;
        if let ExpiryChange::At(expiry) = change.expires_at
            && !fault.is(Fault::UpdatePastExpiryAccepted)
            && let Err(refusal) = self.check_expiry(expiry, now)
        {
            if !fault.is(Fault::UpdateHalfApplied) {
                return Err(refusal);
            }
            early = Some(refusal);
        }
        change.metadata.check(fault).map_err(Refusal::Metadata)?;
        let hold = begin();
        if let Some(link) = self.done_before(mode, hold.as_deref())? {
            return Ok(link);
        }
        let mut found = false;
        let mut changed = None;
        self.store.transaction(mode, &mut |transaction| {
            let Some(before) = transaction.get(id)? else {
                return Ok(());
            };
            found = true;
            let after = self.changed(&before, change, early.is_some(), now)?;
            changed = Some(if fault.is(Fault::UpdateAnswersOld) {
                before
            } else {
                Arc::new(after.clone())
            });
            if !fault.is(Fault::UpdateNotStored) {
                transaction.put(after)?;
                if let Some(hold) = &hold {
                    transaction.note(hold, id)?;
                }
            }
            Ok(())
        })?;
        if !found {
            return Err(self.no_such_link(mode, id));
        }
        if let Some(refusal) = early {
            return Err(refusal);
        }
        changed.ok_or(Refusal::Storage)
    }

    /// Writes a change over a link as it was read earlier: the planted fault [`Fault::UpdateLosesConcurrent`].
    ///
    /// # Errors
    ///
    /// Those of [`Links::update`], except that the link is not looked for.
    pub fn update_over(&self, before: &Link, change: &LinkChange) -> Result<Arc<Link>, Refusal> {
        change
            .metadata
            .check(self.fault)
            .map_err(Refusal::Metadata)?;
        let after = self.changed(before, change, false, self.now())?;
        self.store.transaction(before.mode, &mut |transaction| {
            transaction.put(after.clone())
        })?;
        Ok(Arc::new(after))
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
        match self.store.get(mode, id)? {
            Some(link) if fault.is(Fault::ExpiredNotFound) && link.is_expired(self.now()) => {
                Err(self.no_such_link(mode, id))
            }
            Some(link) if fault.is(Fault::ReadingChanges) => {
                let mut read = (*link).clone();
                read.metadata
                    .insert("last_read".to_owned(), self.now().to_string());
                self.store
                    .transaction(mode, &mut |transaction| transaction.put(read.clone()))?;
                Ok(link)
            }
            Some(link) => Ok(link),
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

    /// The file to which a link with this token gives access, as long as it has not expired (URL-03, URL-04).
    ///
    /// # Errors
    ///
    /// [`Refusal::Storage`].
    pub fn content(&self, token: &str) -> Result<Option<Download>, Refusal> {
        let open = |link: &Arc<Link>| {
            !link.is_expired(self.now()) || self.fault.is(Fault::UrlOpenAfterExpiry)
        };
        match self.store.by_token(token)?.filter(open) {
            Some(link) => self.download(link.mode, &link.file),
            None => Ok(None),
        }
    }

    /// The file with this id: one that the server started with, or one that was uploaded in this mode.
    ///
    /// # Errors
    ///
    /// [`Refusal::Storage`].
    pub fn file(&self, mode: Mode, id: &str) -> Result<Option<Arc<File>>, Refusal> {
        match self.files.get(id) {
            Some(file) => Ok(Some(Arc::clone(file))),
            None => self.store.file(mode, id),
        }
    }

    /// The file with this id, and its content.
    ///
    /// # Errors
    ///
    /// [`Refusal::Storage`].
    pub fn download(&self, mode: Mode, id: &str) -> Result<Option<Download>, Refusal> {
        if let Some(download) = self.files.download(id) {
            return Ok(Some(download));
        }
        let Some(file) = self.store.file(mode, id)? else {
            return Ok(None);
        };
        let content = self.store.content(mode, id)?;
        Ok(content.map(|content| Download { file, content }))
    }

    /// The link as a response shows it, at the time of the request.
    ///
    /// # Errors
    ///
    /// [`Refusal::Storage`]: what is to be expanded cannot be read.
    pub fn view(&self, link: &Link, expansion: &Expansion) -> Result<LinkView, Refusal> {
        let now = self.now();
        let expanded = match expansion.below("file") {
            Some(below) => self.file(link.mode, &link.file)?.map(|file| {
                let links = match below.below("links") {
                    Some(below) => Some(self.links_of(link.mode, &file, below)?),
                    None => None,
                };
                Ok(FileView { file, links })
            }),
            None => None,
        };
        let file = match expanded {
            Some(view) => FileField::Object(Box::new(view?)),
            None => FileField::Id(link.file.clone()),
        };
        Ok(LinkView {
            id: link.id.clone(),
            created: if self.fault.is(Fault::CreatedIsNow) {
                now
            } else {
                link.position.created
            },
            expired: self.shown_expired(link, now),
            expires_at: link.expires_at,
            file,
            livemode: link.mode.is_live(),
            metadata: link.metadata.clone(),
            token: link.token.clone(),
        })
    }

    /// A file as a response shows it, with its newest links.
    ///
    /// # Errors
    ///
    /// [`Refusal::Storage`]: the links cannot be read.
    pub fn file_view(
        &self,
        mode: Mode,
        file: &Arc<File>,
        expansion: &Expansion,
    ) -> Result<FileView, Refusal> {
        let nothing = Expansion::default();
        let below = expansion.below("links").unwrap_or(&nothing);
        Ok(FileView {
            file: Arc::clone(file),
            links: Some(self.links_of(mode, file, below)?),
        })
    }

    /// A page as a response shows it; `expansion` is that of the list.
    ///
    /// # Errors
    ///
    /// [`Refusal::Storage`]: what is to be expanded cannot be read.
    pub fn page_view(
        &self,
        page: &Page,
        file: Option<&str>,
        expansion: &Expansion,
    ) -> Result<PageView, Refusal> {
        let nothing = Expansion::default();
        let below = expansion.below("data").unwrap_or(&nothing);
        let views = page.links.iter().map(|link| self.view(link, below));
        Ok(PageView {
            file: file.map(str::to_owned),
            has_more: page.has_more,
            data: views.collect::<Result<_, _>>()?,
        })
    }

    /// The newest links of a file; `expansion` is that of their list.
    fn links_of(
        &self,
        mode: Mode,
        file: &File,
        expansion: &Expansion,
    ) -> Result<PageView, Refusal> {
        let query = ListQuery {
            file: Some(file.id.clone()),
            ..ListQuery::default()
        };
        let page = query.run(self.store.as_ref(), mode, self.now(), self.fault)?;
        self.page_view(&page, Some(&file.id), expansion)
    }

    fn shown_expired(&self, link: &Link, now: i64) -> bool {
        let fault = self.fault;
        if fault.is(Fault::ExpiredAlwaysFalse) {
            false
        } else if fault.is(Fault::ExpiredWhenSet) {
            link.expires_at.is_some()
        } else if fault.is(Fault::ExpiredOnlyByNow) {
            // An expiry that was still to come when the link was last written never comes.
            link.is_expired(link.position.created)
        } else {
            link.is_expired(now)
        }
    }

    fn changed(
        &self,
        before: &Link,
        change: &LinkChange,
        keep_expiry: bool,
        now: i64,
    ) -> Result<Link, Refusal> {
        let fault = self.fault;
        if before.is_expired(now) && !self.may_update_expired(change) {
            return Err(Refusal::Expired {
                id: before.id.clone(),
            });
        }
        let mut after = before.clone();
        match change.expires_at {
            _ if keep_expiry => {}
            ExpiryChange::Keep if fault.is(Fault::UpdateResetsExpiry) => after.expires_at = None,
            ExpiryChange::Keep => {}
            ExpiryChange::At(_) if fault.is(Fault::UpdateExpiryIgnored) => {}
            ExpiryChange::At(expiry) => after.expires_at = Some(expiry),
            ExpiryChange::Now if fault.is(Fault::NowIgnored) => {}
            ExpiryChange::Now if fault.is(Fault::NowIsTomorrow) => {
                after.expires_at = Some(now + 24 * 60 * 60);
            }
            ExpiryChange::Now => after.expires_at = Some(now),
            ExpiryChange::Never if fault.is(Fault::UnsetExpiryIgnored) => {}
            ExpiryChange::Never if fault.is(Fault::UnsetExpiryExpires) => {
                after.expires_at = Some(now);
            }
            ExpiryChange::Never => after.expires_at = None,
        }
        after.metadata = if fault.is(Fault::UpdateMetadataWithExpiryLost)
            && change.expires_at != ExpiryChange::Keep
        {
            before.metadata.clone()
        } else if fault.is(Fault::UpdateResetsMetadata) && change.metadata == MetadataChange::Keep {
            Metadata::new()
        } else {
            change
                .metadata
                .apply(&before.metadata, fault)
                .map_err(Refusal::Metadata)?
        };
        if fault.is(Fault::UpdateExtensionClears)
            && before.expires_at.is_some()
            && after.expires_at > before.expires_at
        {
            after.metadata.clear();
        }
        if fault.is(Fault::UpdateExpiryKeepsKey)
            && matches!(change.expires_at, ExpiryChange::At(_))
            && matches!(change.metadata, MetadataChange::Merge(_))
        {
            for (name, value) in &before.metadata {
                after
                    .metadata
                    .entry(name.clone())
                    .or_insert_with(|| value.clone());
            }
        }
        if fault.is(Fault::UpdateChangesUrl) {
            after.token = ids::token();
        }
        Ok(after)
    }

    fn may_update_expired(&self, change: &LinkChange) -> bool {
        let only_metadata = change.expires_at == ExpiryChange::Keep;
        self.fault.is(Fault::ExpiredUpdateAccepted)
            || self.fault.is(Fault::ExpiredMetadataUpdateAccepted) && only_metadata
            || self.fault.is(Fault::ExpiredRevivable)
                && matches!(change.expires_at, ExpiryChange::At(_) | ExpiryChange::Never)
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

//! Updates of links.

use std::sync::Arc;

use super::{Begin, Links};
use crate::fault::Fault;
use crate::ids;
use crate::keys::Mode;
use crate::link::Link;
use crate::metadata::{Metadata, MetadataChange, MetadataRule};
use crate::refusal::Refusal;

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

impl Links {
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
        if fault.is(Fault::UpdateOf50Refused)
            && matches!(&change.metadata, MetadataChange::Merge(entries) if entries.len() >= 50)
        {
            return Err(Refusal::Metadata(MetadataRule::Keys));
        }
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
            let after = Arc::new(self.changed(&before, change, early.is_some(), now)?);
            changed = Some(if fault.is(Fault::UpdateAnswersOld) {
                before
            } else {
                Arc::clone(&after)
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
        let after = Arc::new(self.changed(before, change, false, self.now())?);
        self.store.transaction(before.mode, &mut |transaction| {
            transaction.put(Arc::clone(&after))
        })?;
        Ok(after)
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
            ExpiryChange::Now if fault.is(Fault::NowKeepsExpiry) && before.expires_at.is_some() => {
            }
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
}

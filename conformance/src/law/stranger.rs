//! Telling what a server does by itself from what somebody else does to the target meanwhile.
//!
//! A thing that stands in the list and that nobody here made may be a fault of the server. On a target that others use,
//! too, it may as well be theirs. What the server does, it does each time; what others do comes and goes, and comes as
//! well when nothing is asked.

use serde_json::json;

use super::scene::{Halt, Scene, Seen, Thing};
use super::value::quoted;
use crate::exchange::Request;

/// Times that a question is asked before what it shows each time is believed, and times that is watched whether the
/// same shows where nothing is asked.
pub(super) const ROUNDS: usize = 6;

/// What came of a request that was to be refused.
enum Came {
    /// It was not refused: whether it had to be is the question of another case.
    Accepted,
    /// Nothing new stood in the list after it.
    Nothing,
    /// This did.
    Thing(Thing),
}

impl Scene<'_> {
    /// A request that is refused leaves nothing in the list. `with_key` says whether the run's credentials go with it,
    /// `what` is the request, for a person.
    pub(super) async fn leaves_nothing(
        &self,
        request: &Request,
        with_key: bool,
        what: &str,
    ) -> Result<(), Halt> {
        let mut found = None;
        for _ in 0..ROUNDS {
            match self.round(Some((request, with_key))).await? {
                Came::Accepted | Came::Nothing => return Ok(()),
                Came::Thing(thing) => found = Some(thing),
            }
        }
        if self.others_write().await? {
            return Err(Halt::Untested(OTHERS.to_owned()));
        }
        if let Some(thing) = found {
            self.broken(
                thing.exchange,
                format!("nothing new in the list after {what}, which was refused"),
                format!("{}, which was not there before", quoted(&thing.id)),
            );
        }
        Ok(())
    }

    /// Whether things appear in the list that nobody here makes.
    pub(super) async fn others_write(&self) -> Result<bool, Halt> {
        for _ in 0..ROUNDS {
            if let Came::Thing(_) = self.round(None).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Makes a thing and looks twice at what stands above it, with the request between the looks, or as long a wait.
    async fn round(&self, request: Option<(&Request, bool)>) -> Result<Came, Halt> {
        let before = self.create(json!({})).await?;
        let mut known = Seen::default();
        known.is_new(&before);
        for thing in self.newer_than(&before.id).await? {
            known.is_new(&thing);
        }
        match request {
            Some((request, with_key)) => {
                let exchange = if with_key {
                    self.deliver(request.clone()).await?
                } else {
                    self.deliver_bare(request.clone()).await?
                };
                if !self.was_refused(&exchange) {
                    return Ok(Came::Accepted);
                }
            }
            None => {
                self.newer_than(&before.id).await?;
            }
        }
        let after = self.newer_than(&before.id).await?;
        let new = after.into_iter().find(|thing| known.is_new(thing));
        Ok(new.map_or(Came::Nothing, Came::Thing))
    }
}

/// Why a question about the head of the list stays open.
pub(super) const OTHERS: &str = "somebody else writes to the target at the same time";

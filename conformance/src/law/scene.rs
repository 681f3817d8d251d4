//! Where a law is played: calls on one resource, every answer judged, every finding kept.

mod call;
mod showing;

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

use serde_json::Value;
use trueline_spec::ir::Operation;

pub(super) use self::showing::{Page, Seen, Thing};
use super::value::{difference, same, show};
use crate::case::CaseContext;
use crate::check;
use crate::exchange::Exchange;
use crate::requirements::LawSettings;
use crate::resource::{Listing, Resource, tells_of_changes};
use crate::verdict::Failure;

/// Why a law cannot go on.
pub(super) enum Halt {
    /// The server is wrong; the scene has the failure.
    Failed,
    /// It cannot be asked here, for this reason.
    Untested(String),
    /// It could not be found out, for this reason.
    Error(String),
}

/// Calls on one resource.
pub(super) struct Scene<'a> {
    pub(super) cx: &'a CaseContext,
    pub(super) resource: &'a Resource,
    pub(super) settings: &'a LawSettings,
    failures: Mutex<Vec<Failure>>,
    tags: AtomicU32,
}

impl<'a> Scene<'a> {
    pub(super) fn new(
        cx: &'a CaseContext,
        resource: &'a Resource,
        settings: &'a LawSettings,
    ) -> Self {
        Self {
            cx,
            resource,
            settings,
            failures: Mutex::new(Vec::new()),
            tags: AtomicU32::new(0),
        }
    }

    pub(super) fn into_failures(self) -> Vec<Failure> {
        self.failures
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes down what does not hold.
    pub(super) fn fail(&self, failure: Failure) {
        self.failures
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(failure);
    }

    /// How many failures were written down.
    pub(super) fn failed(&self) -> usize {
        self.failures
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .len()
    }

    /// Lays the failures from the place `from` on to these requirements, where they are about what the case asks
    /// and name none.
    pub(super) fn lay(&self, from: usize, requirements: &[String]) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        for failure in failures.iter_mut().skip(from) {
            let asked = [check::LAW, check::ACCEPTANCE].contains(&failure.check.as_str());
            if asked && failure.requirements.is_empty() {
                failure.requirements = requirements.to_vec();
            }
        }
    }

    /// Writes down that a law does not hold.
    pub(super) fn broken(
        &self,
        exchange: usize,
        expected: impl Into<String>,
        received: impl Into<String>,
    ) {
        self.fail(Failure::new(check::LAW, expected, received).exchange(exchange));
    }

    /// Two showings of one thing must agree, but for members that change with time.
    pub(super) fn same(&self, before: &Thing, after: &Thing, why: &str) {
        self.same_but(before, after, &[], why);
    }

    /// As [`Scene::same`], leaving the members in `aside` out, too.
    pub(super) fn same_but(&self, before: &Thing, after: &Thing, aside: &[String], why: &str) {
        let mut out = self.settings.computed.clone();
        out.extend_from_slice(aside);
        if let Some(found) = difference(&before.value, &after.value, &out) {
            self.fail(
                Failure::new(check::LAW, format!("{why}: {}", found.left), found.right)
                    .pointer(found.pointer)
                    .exchange(after.exchange),
            );
        }
    }

    /// As [`Scene::same_but`] after a change: members that by their name tell of changes may differ, too.
    pub(super) fn same_after_change(
        &self,
        before: &Thing,
        after: &Thing,
        aside: &[String],
        why: &str,
    ) {
        let mut out = aside.to_vec();
        if let Some(members) = after.value.as_object() {
            out.extend(
                members
                    .keys()
                    .filter(|name| tells_of_changes(name))
                    .cloned(),
            );
        }
        self.same_but(before, after, &out, why);
    }

    /// Whether two showings of one thing disagree, but for members that change with time.
    pub(super) fn differ(&self, before: &Thing, after: &Thing) -> bool {
        difference(&before.value, &after.value, &self.settings.computed).is_some()
    }

    /// A text that no other call of this run uses.
    pub(super) fn tag(&self) -> String {
        let count = self.tags.fetch_add(1, Ordering::Relaxed);
        format!("t{:016x}{count}", self.cx.seed())
    }

    /// The resource's way of listing.
    pub(super) fn listing(&self) -> Result<&'a Listing, Halt> {
        self.resource
            .list
            .as_ref()
            .ok_or_else(|| Halt::Untested("there is no list of it".to_owned()))
    }

    /// After an update the thing shows what was sent: all of it, or, in a map, each entry sent.
    pub(super) fn took(&self, thing: &Thing, member: &str, sent: Option<&Value>) {
        let shown = thing.member(member);
        let took = match (sent, shown) {
            (Some(Value::Object(sent)), Some(Value::Object(shown))) => sent
                .iter()
                .all(|(name, value)| shown.get(name) == Some(value)),
            (Some(sent), Some(shown)) => same(sent, shown),
            (sent, shown) => sent == shown,
        };
        if !took {
            self.fail(
                Failure::new(check::LAW, show(sent), show(shown))
                    .pointer(format!("/{member}"))
                    .exchange(thing.exchange),
            );
        }
    }

    /// The exchange that was sent last.
    pub(super) fn last_exchange(&self) -> usize {
        self.cx.sent().saturating_sub(1)
    }

    /// Whether the list can be read to its end.
    pub(super) fn can_walk(&self) -> bool {
        self.resource.list.as_ref().is_some_and(|list| {
            let paged = list.cursor.is_some() || list.offset.is_some();
            list.is_whole || (paged && list.limit.is_some())
        })
    }

    /// Whether the answer refuses the request.
    pub(super) fn was_refused(&self, exchange: &Exchange) -> bool {
        exchange.answer().is_some_and(|answer| answer.status >= 400)
    }

    /// The answer's status, for a person.
    pub(super) fn status(&self, exchange: &Exchange) -> String {
        exchange.answer().map_or_else(
            || "no answer".to_owned(),
            |answer| format!("status {}", answer.status),
        )
    }

    /// The operation with this id.
    pub(super) fn operation(&self, id: Option<&str>) -> Result<&'a Operation, Halt> {
        id.and_then(|id| self.cx.contract().api.operation(id))
            .ok_or_else(|| Halt::Untested("the description has no operation for it".to_owned()))
    }
}

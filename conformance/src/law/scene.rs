//! Where a law is played: calls on one resource, every answer judged, every finding kept.

use std::collections::HashSet;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};
use trueline_spec::ir::{Operation, ParameterLocation};

use super::body::merge;
use super::value::{difference, show};
use crate::case::CaseContext;
use crate::check;
use crate::encode::RequestBuilder;
use crate::exchange::{Exchange, Request};
use crate::judge;
use crate::requirements::LawSettings;
use crate::resource::{Listing, Resource, body_media, tells_of_changes};
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

/// A thing as an answer showed it.
#[derive(Debug, Clone)]
pub(super) struct Thing {
    /// Its id, as text.
    pub(super) id: String,
    /// All of it.
    pub(super) value: Value,
    /// The exchange that showed it.
    pub(super) exchange: usize,
}

impl Thing {
    /// A member.
    pub(super) fn member(&self, name: &str) -> Option<&Value> {
        self.value.get(name)
    }
}

/// A page of a list.
#[derive(Debug, Clone)]
pub(super) struct Page {
    /// Its items, in order.
    pub(super) items: Vec<Thing>,
    /// What the more-flag says, where there is one.
    pub(super) more: Option<bool>,
    /// What the total says, where there is one.
    pub(super) total: Option<u64>,
    /// The exchange that showed it.
    pub(super) exchange: usize,
}

impl Page {
    /// The item with this id.
    pub(super) fn find(&self, id: &str) -> Option<&Thing> {
        self.items.iter().find(|item| item.id == id)
    }
}

/// Which items were met so far. A walk may meet very many.
#[derive(Debug, Default)]
pub(super) struct Seen(HashSet<String>);

impl Seen {
    /// Takes note of an item; whether it was not met before.
    pub(super) fn is_new(&mut self, item: &Thing) -> bool {
        self.0.insert(item.id.clone())
    }

    /// Takes note of the items of a page; whether one was met before.
    pub(super) fn holds_any(&mut self, items: &[Thing]) -> bool {
        items.iter().filter(|item| !self.is_new(item)).count() > 0
    }

    /// The first item that was met before; takes note of none.
    pub(super) fn again<'t>(&self, items: &'t [Thing]) -> Option<&'t Thing> {
        items.iter().find(|item| self.0.contains(&item.id))
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
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

    /// Makes a thing: the documented example's body with `extra` members over it.
    pub(super) async fn create(&self, extra: Value) -> Result<Thing, Halt> {
        let exchange = self.try_create(extra).await?;
        self.thing(self.operation(self.resource.create.as_deref())?, &exchange)
    }

    /// Makes `count` things one after the other, oldest first.
    pub(super) async fn create_many(&self, count: usize) -> Result<Vec<Thing>, Halt> {
        let mut things = Vec::with_capacity(count);
        for _ in 0..count {
            things.push(self.create(json!({})).await?);
        }
        Ok(things)
    }

    /// Makes a thing of just this body.
    pub(super) async fn create_exactly(&self, body: Value) -> Result<Thing, Halt> {
        let operation = self.operation(self.resource.create.as_deref())?;
        let exchange = self.send(operation, None, &[], Some(body)).await?;
        self.thing(operation, &exchange)
    }

    /// Sends a create and judges the answer, whatever it is.
    pub(super) async fn try_create(&self, extra: Value) -> Result<Arc<Exchange>, Halt> {
        let operation = self.operation(self.resource.create.as_deref())?;
        let mut body = self.example_body(operation)?;
        merge(&mut body, extra);
        self.send(operation, None, &[], Some(body)).await
    }

    /// Reads a thing.
    pub(super) async fn retrieve(&self, id: &str) -> Result<Thing, Halt> {
        self.retrieve_with(id, &[]).await
    }

    /// Reads a thing with query parameters.
    pub(super) async fn retrieve_with(
        &self,
        id: &str,
        query: &[(&str, Value)],
    ) -> Result<Thing, Halt> {
        let operation = self.operation(self.resource.retrieve.as_deref())?;
        let exchange = self.send(operation, Some(id), query, None).await?;
        self.thing(operation, &exchange)
    }

    /// Changes a thing.
    pub(super) async fn update(&self, id: &str, body: Value) -> Result<Thing, Halt> {
        let operation = self.operation(self.resource.update.as_deref())?;
        let exchange = self.send(operation, Some(id), &[], Some(body)).await?;
        self.thing(operation, &exchange)
    }

    /// Puts a thing in place of another.
    pub(super) async fn put(&self, id: &str, body: Value) -> Result<Thing, Halt> {
        let operation = self.operation(self.resource.replace.as_deref())?;
        let exchange = self.send(operation, Some(id), &[], Some(body)).await?;
        if exchange.answer().is_some_and(|answer| answer.status == 204) {
            // RFC 9110 §9.3.4: the answer need not show the thing.
            return self.retrieve(id).await;
        }
        self.thing(operation, &exchange)
    }

    /// Deletes a thing, which must be possible.
    pub(super) async fn remove(&self, id: &str) -> Result<(), Halt> {
        let operation = self.operation(self.resource.delete.as_deref())?;
        let exchange = self.send(operation, Some(id), &[], None).await?;
        if self.was_refused(&exchange) {
            self.broken(
                exchange.index,
                "the thing to be deleted",
                self.status(&exchange),
            );
            return Err(Halt::Failed);
        }
        Ok(())
    }

    /// Sends an update and judges the answer, whatever it is.
    pub(super) async fn try_update(&self, id: &str, body: Value) -> Result<Arc<Exchange>, Halt> {
        let operation = self.operation(self.resource.update.as_deref())?;
        self.send(operation, Some(id), &[], Some(body)).await
    }

    /// Lists one page.
    pub(super) async fn list(&self, query: &[(&str, Value)]) -> Result<Page, Halt> {
        let exchange = self.try_list(query).await?;
        self.page_of(&exchange)
    }

    /// Asks for a page and judges the answer, whatever it is.
    pub(super) async fn try_list(&self, query: &[(&str, Value)]) -> Result<Arc<Exchange>, Halt> {
        let operation = self.operation(Some(&self.listing()?.operation))?;
        self.send(operation, None, query, None).await
    }

    /// The page that an answer shows.
    pub(super) fn page_of(&self, exchange: &Exchange) -> Result<Page, Halt> {
        let listing = self.listing()?;
        let operation = self.operation(Some(&listing.operation))?;
        let body = self.success(operation, exchange)?;
        let items = match &listing.items {
            Some(member) => body.get(member),
            None => Some(&body),
        };
        let Some(Value::Array(items)) = items else {
            self.broken(exchange.index, "a list of items", show(items));
            return Err(Halt::Failed);
        };
        let items = items
            .iter()
            .map(|item| self.showing(item.clone(), exchange.index))
            .collect::<Result<Vec<Thing>, _>>()?;
        let mut seen = Seen::default();
        let repeated = items.iter().find(|item| !seen.is_new(item));
        if let Some(item) = repeated {
            self.broken(
                exchange.index,
                "each item once on the page",
                format!("{} twice", item.id),
            );
        }
        let more = listing
            .more
            .as_ref()
            .and_then(|member| body.get(member)?.as_bool());
        let total = listing.total.as_ref();
        let total = total.and_then(|member| body.get(member)?.as_u64());
        Ok(Page {
            items,
            more,
            total,
            exchange: exchange.index,
        })
    }

    /// Sends a request of `operation` and judges the answer against the description.
    pub(super) async fn send(
        &self,
        operation: &Operation,
        id: Option<&str>,
        query: &[(&str, Value)],
        body: Option<Value>,
    ) -> Result<Arc<Exchange>, Halt> {
        let request = self.request(operation, id, query, body)?;
        let exchange = self.deliver(request).await?;
        self.fail_documented(operation, &exchange);
        match &exchange.outcome {
            Err(_) => Err(Halt::Failed),
            Ok(_) => Ok(exchange),
        }
    }

    /// Writes down what is wrong with an answer by the description.
    pub(super) fn fail_documented(&self, operation: &Operation, exchange: &Exchange) {
        for failure in judge::documented(self.cx.contract(), operation, exchange) {
            self.fail(failure);
        }
    }

    /// Sends a request without a look at what comes back.
    pub(super) async fn deliver(&self, request: Request) -> Result<Arc<Exchange>, Halt> {
        arrived(self.cx.send(request).await)
    }

    /// As [`Scene::deliver`], without the run's credentials.
    pub(super) async fn deliver_bare(&self, request: Request) -> Result<Arc<Exchange>, Halt> {
        arrived(self.cx.send_bare(request).await)
    }

    /// A request of `operation`, with the documented media type of its body.
    pub(super) fn request(
        &self,
        operation: &Operation,
        id: Option<&str>,
        query: &[(&str, Value)],
        body: Option<Value>,
    ) -> Result<Request, Halt> {
        let unsendable = |error: crate::encode::EncodeError| Halt::Error(error.to_string());
        let mut builder = RequestBuilder::new(operation);
        for parameter in &operation.parameters {
            let value = match parameter.location {
                ParameterLocation::Path => id.map(|id| json!(id)),
                ParameterLocation::Query => query
                    .iter()
                    .find(|(name, _)| *name == parameter.name)
                    .map(|(_, value)| value.clone()),
                ParameterLocation::Header | ParameterLocation::Cookie => None,
            };
            if let Some(value) = value {
                builder.parameter(parameter, &value).map_err(unsendable)?;
            } else if parameter.required {
                return Err(Halt::Untested(format!(
                    "{} needs the parameter `{}`, and nothing says which value",
                    operation.id, parameter.name
                )));
            }
        }
        if let (Some(value), Some(media)) = (&body, body_media(operation)) {
            builder.body(media, value).map_err(unsendable)?;
        }
        builder.build().map_err(unsendable)
    }

    /// After an update the thing shows what was sent: all of it, or, in a map, each entry sent.
    pub(super) fn took(&self, thing: &Thing, member: &str, sent: Option<&Value>) {
        let shown = thing.member(member);
        let took = match (sent, shown) {
            (Some(Value::Object(sent)), Some(Value::Object(shown))) => sent
                .iter()
                .all(|(name, value)| shown.get(name) == Some(value)),
            (Some(sent), Some(shown)) => same_value(sent, shown),
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

    /// The body of an answer that must be a success.
    fn success(&self, operation: &Operation, exchange: &Exchange) -> Result<Value, Halt> {
        let Some(answer) = exchange.answer() else {
            return Err(Halt::Failed);
        };
        if !(200..300).contains(&answer.status) {
            let received = format!("status {}", answer.status);
            self.fail(
                Failure::new(
                    check::ACCEPTANCE,
                    "a success: the request is valid",
                    received,
                )
                .at(&operation.at)
                .exchange(exchange.index),
            );
            return Err(Halt::Failed);
        }
        if answer.body.is_empty() {
            let reason = format!("{} answers without content", operation.id);
            return Err(Halt::Untested(reason));
        }
        // A body that is no JSON was judged already.
        answer.json().ok_or(Halt::Failed)
    }

    /// The thing that an answer shows.
    pub(super) fn thing(&self, operation: &Operation, exchange: &Exchange) -> Result<Thing, Halt> {
        let value = self.success(operation, exchange)?;
        self.showing(value, exchange.index)
    }

    fn showing(&self, value: Value, exchange: usize) -> Result<Thing, Halt> {
        let id = match value.get(&self.resource.id) {
            Some(Value::String(id)) => id.clone(),
            Some(Value::Number(id)) => id.to_string(),
            other => {
                let expected = format!("an id in `{}`", self.resource.id);
                self.broken(exchange, expected, show(other));
                return Err(Halt::Failed);
            }
        };
        Ok(Thing {
            id,
            value,
            exchange,
        })
    }
}

/// An exchange with a target that can be reached.
fn arrived(exchange: Arc<Exchange>) -> Result<Arc<Exchange>, Halt> {
    match &exchange.outcome {
        Err(error) if error.is_unreachable() => Err(Halt::Error(error.to_string())),
        Ok(_) | Err(_) => Ok(exchange),
    }
}

/// Whether two values are the same to a reader: one time may be written in several ways (RFC 3339).
fn same_value(sent: &Value, shown: &Value) -> bool {
    let time = |value: &Value| value.as_str()?.parse::<jiff::Timestamp>().ok();
    difference(sent, shown, &[]).is_none()
        || matches!((time(sent), time(shown)), (Some(sent), Some(shown)) if sent == shown)
}

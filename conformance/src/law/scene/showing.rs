//! What an answer shows: a thing, or a page of them.

use std::collections::HashSet;

use serde_json::Value;
use trueline_spec::ir::Operation;

use super::{Halt, Scene};
use crate::check;
use crate::exchange::Exchange;
use crate::law::value::{quoted, show};
use crate::verdict::Failure;

/// Items with which a page is none: nothing asks for nearly as many, and to go through pages of them takes all memory.
const MOST_ON_A_PAGE: usize = 10_000;

/// A thing as an answer showed it.
#[derive(Debug, Clone)]
pub(in crate::law) struct Thing {
    /// Its id, as text.
    pub(in crate::law) id: String,
    /// All of it.
    pub(in crate::law) value: Value,
    /// The exchange that showed it.
    pub(in crate::law) exchange: usize,
}

impl Thing {
    /// A member.
    pub(in crate::law) fn member(&self, name: &str) -> Option<&Value> {
        self.value.get(name)
    }
}

/// A page of a list.
#[derive(Debug, Clone)]
pub(in crate::law) struct Page {
    /// Its items, in order.
    pub(in crate::law) items: Vec<Thing>,
    /// What the more-flag says, where there is one.
    pub(in crate::law) more: Option<bool>,
    /// What the total says, where there is one.
    pub(in crate::law) total: Option<u64>,
    /// The exchange that showed it.
    pub(in crate::law) exchange: usize,
}

impl Page {
    /// The item with this id.
    pub(in crate::law) fn find(&self, id: &str) -> Option<&Thing> {
        self.items.iter().find(|item| item.id == id)
    }
}

/// Which items were met so far. A walk may meet very many.
#[derive(Debug, Default)]
pub(in crate::law) struct Seen(HashSet<String>);

impl Seen {
    /// Takes note of an item; whether it was not met before.
    pub(in crate::law) fn is_new(&mut self, item: &Thing) -> bool {
        self.0.insert(item.id.clone())
    }

    /// Takes note of the items of a page; whether one was met before.
    pub(in crate::law) fn holds_any(&mut self, items: &[Thing]) -> bool {
        items.iter().filter(|item| !self.is_new(item)).count() > 0
    }

    /// The first item that was met before; takes note of none.
    pub(in crate::law) fn again<'t>(&self, items: &'t [Thing]) -> Option<&'t Thing> {
        items.iter().find(|item| self.0.contains(&item.id))
    }

    /// How many there are.
    pub(in crate::law) fn len(&self) -> usize {
        self.0.len()
    }
}

impl Scene<'_> {
    /// The page that an answer shows.
    pub(in crate::law) fn page_of(&self, exchange: &Exchange) -> Result<Page, Halt> {
        let listing = self.listing()?;
        let operation = self.operation(Some(&listing.operation))?;
        let mut body = self.success(operation, exchange)?;
        let place = match &listing.items {
            Some(member) => body.get_mut(member),
            None => Some(&mut body),
        };
        // A page may be large: its items are taken and not copied.
        let items = match place.map(Value::take) {
            Some(Value::Array(items)) => items,
            other => {
                self.broken(exchange.index, "a list of items", show(other.as_ref()));
                return Err(Halt::Failed);
            }
        };
        if listing.limit.is_some() && items.len() > MOST_ON_A_PAGE {
            let expected = "a page of a list that has pages";
            self.broken(exchange.index, expected, format!("{} items", items.len()));
            return Err(Halt::Failed);
        }
        let items = items
            .into_iter()
            .map(|item| self.showing(item, exchange.index))
            .collect::<Result<Vec<Thing>, _>>()?;
        let mut seen = Seen::default();
        let repeated = items.iter().find(|item| !seen.is_new(item));
        if let Some(item) = repeated {
            self.broken(
                exchange.index,
                "each item once on the page",
                format!("{} twice", quoted(&item.id)),
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

    /// The thing that an answer shows.
    pub(in crate::law) fn thing(
        &self,
        operation: &Operation,
        exchange: &Exchange,
    ) -> Result<Thing, Halt> {
        let value = self.success(operation, exchange)?;
        self.showing(value, exchange.index)
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

    fn showing(&self, value: Value, exchange: usize) -> Result<Thing, Halt> {
        let id = match value.get(&self.resource.id) {
            // Without a character it leads nowhere: what is asked for by it is asked of something else.
            Some(Value::String(id)) if !id.is_empty() => id.clone(),
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

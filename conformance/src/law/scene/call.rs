//! Calls: making, reading, changing, listing, each answer judged by the description.

use std::sync::Arc;

use serde_json::{Value, json};
use trueline_spec::ir::{Operation, ParameterLocation};

use super::{Halt, Page, Scene, Thing};
use crate::encode::RequestBuilder;
use crate::exchange::{Exchange, Request};
use crate::judge;
use crate::law::body::merge;
use crate::resource::body_media;

impl Scene<'_> {
    /// Makes a thing: the documented example's body with `extra` members over it.
    pub(in crate::law) async fn create(&self, extra: Value) -> Result<Thing, Halt> {
        let exchange = self.try_create(extra).await?;
        self.thing(self.operation(self.resource.create.as_deref())?, &exchange)
    }

    /// Makes `count` things one after the other, oldest first.
    pub(in crate::law) async fn create_many(&self, count: usize) -> Result<Vec<Thing>, Halt> {
        let mut things = Vec::with_capacity(count);
        for _ in 0..count {
            things.push(self.create(json!({})).await?);
        }
        Ok(things)
    }

    /// Makes a thing of just this body.
    pub(in crate::law) async fn create_exactly(&self, body: Value) -> Result<Thing, Halt> {
        let operation = self.operation(self.resource.create.as_deref())?;
        let exchange = self.send(operation, None, &[], Some(body)).await?;
        self.thing(operation, &exchange)
    }

    /// Sends a create and judges the answer, whatever it is.
    pub(in crate::law) async fn try_create(&self, extra: Value) -> Result<Arc<Exchange>, Halt> {
        let operation = self.operation(self.resource.create.as_deref())?;
        let mut body = self.example_body(operation)?;
        merge(&mut body, extra);
        self.send(operation, None, &[], Some(body)).await
    }

    /// Reads a thing.
    pub(in crate::law) async fn retrieve(&self, id: &str) -> Result<Thing, Halt> {
        self.retrieve_with(id, &[]).await
    }

    /// Reads a thing with query parameters.
    pub(in crate::law) async fn retrieve_with(
        &self,
        id: &str,
        query: &[(&str, Value)],
    ) -> Result<Thing, Halt> {
        let operation = self.operation(self.resource.retrieve.as_deref())?;
        let exchange = self.send(operation, Some(id), query, None).await?;
        self.thing(operation, &exchange)
    }

    /// The thing as retrieve shows it; `None` where that is refused.
    pub(in crate::law) async fn look(&self, id: &str) -> Result<Option<Thing>, Halt> {
        let operation = self.operation(self.resource.retrieve.as_deref())?;
        let exchange = self.send(operation, Some(id), &[], None).await?;
        if self.was_refused(&exchange) {
            return Ok(None);
        }
        self.thing(operation, &exchange).map(Some)
    }

    /// As [`Scene::look`] for a thing that others may take away meanwhile: a refusal is not judged.
    pub(in crate::law) async fn glance(&self, id: &str) -> Result<Option<Thing>, Halt> {
        let operation = self.operation(self.resource.retrieve.as_deref())?;
        let request = self.request(operation, Some(id), &[], None)?;
        let exchange = self.deliver(request).await?;
        if self.was_refused(&exchange) {
            return Ok(None);
        }
        self.fail_documented(operation, &exchange);
        self.thing(operation, &exchange).map(Some)
    }

    /// Changes a thing.
    pub(in crate::law) async fn update(&self, id: &str, body: Value) -> Result<Thing, Halt> {
        let operation = self.operation(self.resource.update.as_deref())?;
        let exchange = self.send(operation, Some(id), &[], Some(body)).await?;
        self.thing(operation, &exchange)
    }

    /// Puts a thing in place of another.
    pub(in crate::law) async fn put(&self, id: &str, body: Value) -> Result<Thing, Halt> {
        let operation = self.operation(self.resource.replace.as_deref())?;
        let exchange = self.send(operation, Some(id), &[], Some(body)).await?;
        if exchange.answer().is_some_and(|answer| answer.status == 204) {
            // RFC 9110 §9.3.4: the answer need not show the thing.
            return self.retrieve(id).await;
        }
        self.thing(operation, &exchange)
    }

    /// Deletes a thing, which must be possible.
    pub(in crate::law) async fn remove(&self, id: &str) -> Result<(), Halt> {
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
    pub(in crate::law) async fn try_update(
        &self,
        id: &str,
        body: Value,
    ) -> Result<Arc<Exchange>, Halt> {
        let operation = self.operation(self.resource.update.as_deref())?;
        self.send(operation, Some(id), &[], Some(body)).await
    }

    /// Lists one page.
    pub(in crate::law) async fn list(&self, query: &[(&str, Value)]) -> Result<Page, Halt> {
        let exchange = self.try_list(query).await?;
        self.page_of(&exchange)
    }

    /// Asks for a page and judges the answer, whatever it is.
    pub(in crate::law) async fn try_list(
        &self,
        query: &[(&str, Value)],
    ) -> Result<Arc<Exchange>, Halt> {
        let operation = self.operation(Some(&self.listing()?.operation))?;
        self.send(operation, None, query, None).await
    }

    /// Sends a request of `operation` and judges the answer against the description.
    pub(in crate::law) async fn send(
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

    /// Sends a request without a look at what comes back.
    pub(in crate::law) async fn deliver(&self, request: Request) -> Result<Arc<Exchange>, Halt> {
        arrived(self.cx.send(request).await)
    }

    /// As [`Scene::deliver`], without the run's credentials.
    pub(in crate::law) async fn deliver_bare(
        &self,
        request: Request,
    ) -> Result<Arc<Exchange>, Halt> {
        arrived(self.cx.send_bare(request).await)
    }

    /// A request of `operation`, with the documented media type of its body.
    pub(in crate::law) fn request(
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

    /// Writes down what is wrong with an answer by the description.
    pub(in crate::law) fn fail_documented(&self, operation: &Operation, exchange: &Exchange) {
        for failure in judge::documented(self.cx.contract(), operation, exchange) {
            self.fail(failure);
        }
    }
}

/// An exchange with a target that can be reached.
fn arrived(exchange: Arc<Exchange>) -> Result<Arc<Exchange>, Halt> {
    match &exchange.outcome {
        Err(error) if error.is_unreachable() => Err(Halt::Error(error.to_string())),
        Ok(_) | Err(_) => Ok(exchange),
    }
}

//! One tower service over all operations.

use std::convert::Infallible;
use std::sync::Arc;
use std::task::{Context as Task, Poll};

use http::header::ALLOW;
use http::{Method, Request};

use super::super::operation::OperationInfo;
use super::Response;
use super::context::Context;
use super::exchange::{Answer, Exchange};
use super::rejection::{Rejection, allow};
use super::respond::empty;
use super::service::Service;
use super::tree::{Found, Tree};
use super::{Body, Router};

/// An operation and the function that serves it.
#[derive(Debug)]
pub struct Route<S> {
    /// The operation.
    pub operation: &'static OperationInfo,
    /// Its function.
    pub handler: fn(Arc<S>, Exchange) -> Answer,
}

impl<S> Route<S> {
    /// An operation and its function.
    pub const fn new(
        operation: &'static OperationInfo,
        handler: fn(Arc<S>, Exchange) -> Answer,
    ) -> Self {
        Self { operation, handler }
    }
}

impl<S> Clone for Route<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for Route<S> {}

/// All operations of an API as one tower service.
#[derive(Debug)]
pub struct Dispatch<S> {
    service: Arc<S>,
    table: Arc<Table<S>>,
}

#[derive(Debug)]
struct Table<S> {
    tree: Tree,
    routes: Vec<Route<S>>,
}

impl<S> Clone for Dispatch<S> {
    fn clone(&self) -> Self {
        Self {
            service: Arc::clone(&self.service),
            table: Arc::clone(&self.table),
        }
    }
}

impl<S: Service> Dispatch<S> {
    /// A service over these routes. Of two with the same method and path the first counts.
    pub fn new(service: Arc<S>, routes: Vec<Route<S>>) -> Self {
        let mut tree = Tree::new();
        for (index, route) in routes.iter().enumerate() {
            // Every method of a description is a token, so none is lost here.
            if let Ok(method) = Method::from_bytes(route.operation.method.as_bytes()) {
                tree.add(method, route.operation.template, index);
            }
        }
        Self {
            service,
            table: Arc::new(Table { tree, routes }),
        }
    }
}

impl<S: Service> tower_service::Service<Request<Body>> for Dispatch<S> {
    type Response = Response;
    type Error = Infallible;
    type Future = Answer;

    fn poll_ready(&mut self, _: &mut Task<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Answer {
        let (parts, body) = request.into_parts();
        let found = self.table.tree.find(&parts.method, parts.uri.path());
        let mut context = Context {
            parts,
            operation: None,
            path_values: Vec::new(),
            body_parts: Vec::new(),
        };
        let outcome = match found {
            Found::Route(index, values) => match self.table.routes.get(index) {
                Some(route) => {
                    context.operation = Some(route.operation);
                    context.path_values = values;
                    let exchange = Exchange::new(context, body);
                    return (route.handler)(Arc::clone(&self.service), exchange);
                }
                None => Err(Rejection::NotFound),
            },
            Found::Methods(allowed) if context.parts.method == Method::OPTIONS => {
                Ok(options(allowed))
            }
            Found::Methods(allowed) => Err(Rejection::MethodNotAllowed { allowed }),
            Found::Nothing => Err(Rejection::NotFound),
        };
        let mut exchange = Exchange::new(context, body);
        let service = Arc::clone(&self.service);
        Box::pin(async move {
            exchange.discard_rest().await;
            exchange.finish(&*service, outcome)
        })
    }
}

/// OPTIONS of a path that has no such operation: what the path has (RFC 9110 §9.3.7).
fn options(mut allowed: Vec<Method>) -> Response {
    allowed.push(Method::OPTIONS);
    let mut response = empty(204);
    if let Some(value) = allow(&allowed) {
        response.headers_mut().insert(ALLOW, value);
    }
    response
}

/// Serves an operation that the service does not have: its request is read, and refused where it is wrong, so that a
/// caller learns of both. The rest is [`Rejection::NotImplemented`].
pub fn missing<S: Service, R: super::describe::Request>(
    service: Arc<S>,
    mut exchange: Exchange,
) -> Answer {
    Box::pin(async move {
        let refused = match exchange.admit(&*service).await {
            Ok(_) => match exchange.read(R::read) {
                Ok(_) => Rejection::NotImplemented,
                Err(rejection) => rejection,
            },
            Err(rejection) => rejection,
        };
        exchange.finish(&*service, Err(refused))
    })
}

/// An axum router that serves these routes and refuses everything else. It can be nested below a path,
/// merged with others, and wrapped in layers.
pub fn router<S: Service>(service: S, routes: Vec<Route<S>>) -> Router {
    Router::new().fallback_service(Dispatch::new(Arc::new(service), routes))
}

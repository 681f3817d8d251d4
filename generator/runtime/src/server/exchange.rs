//! One request on its way through its operation.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;

use axum::body::HttpBody as _;
use http::header::{CONNECTION, CONTENT_LENGTH};
use http::{HeaderValue, Method};

use super::super::form::FormLimits;
use super::Body;
use super::Response;
use super::body::{Received, discard, receive};
use super::context::Context;
use super::credentials::Credentials;
use super::input::Input;
use super::rejection::Rejection;
use super::service::Service;

/// What an operation's function gives: the one boxed future of a request.
pub type Answer = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

/// A request whose operation is known. The function of the operation calls [`Exchange::admit`],
/// [`Exchange::read`], the service's method, and [`Exchange::finish`], in this order; the macro
/// `serve_operation` writes it.
#[derive(Debug)]
pub struct Exchange {
    /// The request without its body.
    pub context: Context,
    body: Body,
    pub(super) received: Option<Received>,
    pub(super) limits: FormLimits,
    /// Whether what is left of the body closes the connection.
    closes: bool,
}

impl Exchange {
    pub(super) fn new(context: Context, body: Body) -> Self {
        Self {
            context,
            body,
            received: None,
            limits: FormLimits::default(),
            closes: false,
        }
    }

    /// Finds out who calls, and then receives the body. Of a refused request the body is thrown away.
    ///
    /// # Errors
    ///
    /// Refusals of credentials and of the body as a whole.
    pub async fn admit<S: Service>(&mut self, service: &S) -> Result<S::Caller, Rejection> {
        let admitted = self.receive_of(service).await;
        self.discard_rest().await;
        admitted
    }

    async fn receive_of<S: Service>(&mut self, service: &S) -> Result<S::Caller, Rejection> {
        let operation = self.context.operation.ok_or(Rejection::NotFound)?;
        let credentials = Credentials::of(&self.context, operation)?;
        let caller = service
            .authenticate(credentials, &self.context)
            .await
            .map_err(Rejection::Denied)?;
        self.limits = service.form_limits();
        if let Some(info) = operation.body {
            let limit = service.body_limit(operation);
            self.received = receive(&self.context, info, &mut self.body, limit).await?;
            if let Some(received) = &self.received {
                self.context.body_parts = received.parts(&self.context, info);
            }
        }
        Ok(caller)
    }

    /// Takes what nobody read of the body off the line.
    pub(super) async fn discard_rest(&mut self) {
        self.closes = !discard(&self.context, &mut self.body).await;
    }

    /// Reads the typed request.
    ///
    /// # Errors
    ///
    /// All faults of parameters and body.
    pub fn read<R>(&self, read: fn(&mut Input<'_>) -> Option<R>) -> Result<R, Rejection> {
        let mut input = Input::new(self);
        let request = read(&mut input);
        input.finish(request)
    }

    /// Ends the exchange: a refusal is answered, and every answer passes the service's last hook.
    ///
    /// # Errors
    ///
    /// None; the type is that of a tower service.
    pub fn finish<S: Service>(
        &self,
        service: &S,
        outcome: Result<Response, Rejection>,
    ) -> Result<Response, Infallible> {
        let response = match outcome {
            Ok(response) => response,
            Err(rejection) => service.reject(rejection, &self.context),
        };
        let mut response = service.finish(response, &self.context);
        if self.closes {
            let close = HeaderValue::from_static("close");
            response.headers_mut().insert(CONNECTION, close);
        }
        Ok(if self.context.parts.method == Method::HEAD {
            without_body(response)
        } else {
            response
        })
    }
}

/// The answer to HEAD: that to GET, its length included, without its body (RFC 9110 §9.3.2).
fn without_body(mut response: Response) -> Response {
    let body = std::mem::take(response.body_mut());
    if let Some(length) = body.size_hint().exact() {
        response
            .headers_mut()
            .entry(CONTENT_LENGTH)
            .or_insert(HeaderValue::from(length));
    }
    response
}

/// The function of an operation: `serve_operation!(serve_get = FileLinks::get, read_get);` makes
/// `serve_get` of the trait's method and the function that reads its request, in a module where the
/// runtime's `server` is known by this name. A panic on the way, the service's own code included, is a refusal.
#[macro_export]
macro_rules! serve_operation {
    ($name:ident = $service:ident :: $method:ident, $read:expr) => {
        fn $name<S: $service>(
            service: ::std::sync::Arc<S>,
            mut exchange: runtime::server::Exchange,
        ) -> runtime::server::Answer {
            Box::pin(async move {
                let outcome = {
                    let work = ::std::pin::pin!(async {
                        let caller = exchange.admit(&*service).await?;
                        let request = exchange.read($read)?;
                        let response =
                            <S as $service>::$method(&*service, request, caller, &exchange.context);
                        Ok(runtime::server::Respond::respond(response.await))
                    });
                    runtime::server::contain(work).await
                };
                exchange.finish(&*service, outcome)
            })
        }
    };
}

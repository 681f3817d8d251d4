//! What every server decides for itself, beside its operations.

use std::future::Future;

use super::super::form::FormLimits;
use super::super::operation::OperationInfo;
use super::Response;
use super::context::Context;
use super::credentials::Credentials;
use super::rejection::{Denied, Rejection};

/// The part of a server that is the same for all operations. The generated traits, one per tag, ask for
/// it.
pub trait Service: Send + Sync + 'static {
    /// Who calls, as [`Service::authenticate`] finds out.
    type Caller: Send;

    /// Says who calls. `credentials` have the form that the operation asks for; they are empty where it
    /// asks for none or allows anonymous access.
    ///
    /// # Errors
    ///
    /// [`Denied`], which reaches [`Service::reject`].
    fn authenticate(
        &self,
        credentials: Credentials,
        context: &Context,
    ) -> impl Future<Output = Result<Self::Caller, Denied>> + Send;

    /// Answers a request that is refused: in the error shape of the API. By default problem details
    /// (RFC 9457).
    fn reject(&self, rejection: Rejection, context: &Context) -> Response {
        rejection.into_problem(context)
    }

    /// Has the last word on every response, refusals included: the place to add headers.
    fn finish(&self, response: Response, context: &Context) -> Response {
        let _ = context;
        response
    }

    /// How many bytes a body may have: 1 MiB unless overridden.
    fn body_limit(&self, operation: &'static OperationInfo) -> usize {
        let _ = operation;
        1 << 20
    }

    /// How much a form or query may have.
    fn form_limits(&self) -> FormLimits {
        FormLimits::default()
    }
}

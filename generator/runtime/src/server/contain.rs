//! A panic in the code of an operation costs one answer, and nothing else.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::Poll;

use super::Response;
use super::rejection::Rejection;

/// Runs the work of one request. If it panics it ends as [`Rejection::Panicked`]; the panic's own message has gone to
/// the panic hook by then, which writes it to stderr, and not to the caller.
///
/// The work is dropped where it broke off. What it shares with other requests must be able to bear that, as it must
/// bear a caller who hangs up. A program built with `panic = "abort"` ends all the same.
///
/// # Errors
///
/// What the work gives, or [`Rejection::Panicked`].
pub async fn contain(
    mut work: Pin<&mut (dyn Future<Output = Result<Response, Rejection>> + Send)>,
) -> Result<Response, Rejection> {
    std::future::poll_fn(move |cx| {
        catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(cx)))
            .unwrap_or(Poll::Ready(Err(Rejection::Panicked)))
    })
    .await
}

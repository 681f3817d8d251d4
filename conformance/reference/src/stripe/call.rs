//! What is known about the request that a task is answering.

use std::cell::Cell;
use std::sync::Arc;

use crate::idempotency::Hold;

tokio::task_local! {
    static CALL: Call;
}

/// The request that this task is answering.
#[derive(Debug, Default)]
pub(super) struct Call {
    began: Cell<bool>,
    hold: Option<Arc<Hold>>,
}

impl Call {
    /// Runs `work` as the answer to one request, which may hold an idempotency key; gives its result and whether the
    /// request was carried out, as far as the key is concerned (IDEM-04, IDEM-08).
    pub(super) async fn run<F: Future>(hold: Option<Arc<Hold>>, work: F) -> (F::Output, bool) {
        let call = Call {
            hold,
            ..Call::default()
        };
        CALL.scope(call, async {
            let output = work.await;
            (output, CALL.with(|call| call.began.get()))
        })
        .await
    }

    /// Says that the request has passed the checks that need no stored data and is now carried out; gives the key
    /// that it holds.
    pub(super) fn begin() -> Option<Arc<Hold>> {
        let begun = CALL.try_with(|call| {
            call.began.set(true);
            call.hold.clone()
        });
        // Outside a call, as in a test of a handler alone, there is nobody to tell.
        begun.unwrap_or(None)
    }
}

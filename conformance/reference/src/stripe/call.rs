//! What is known about the request that a task is answering.

use std::cell::Cell;

tokio::task_local! {
    static CALL: Call;
}

/// The request that this task is answering.
#[derive(Debug, Default)]
pub(super) struct Call {
    began: Cell<bool>,
}

impl Call {
    /// Runs `work` as the answer to one request; gives its result and whether the request was carried out, as
    /// far as an idempotency key is concerned (IDEM-04, IDEM-08).
    pub(super) async fn run<F: Future>(work: F) -> (F::Output, bool) {
        CALL.scope(Call::default(), async {
            let output = work.await;
            (output, CALL.with(|call| call.began.get()))
        })
        .await
    }

    /// Says that the request has passed the checks that need no stored data and is now carried out.
    pub(super) fn begin() {
        // Outside a call, as in a test of a handler alone, there is nobody to tell.
        CALL.try_with(|call| call.began.set(true)).unwrap_or(());
    }
}

//! What is known about the request that a task is answering.

use std::cell::Cell;
use std::sync::Arc;

use crate::idempotency::Hold;
use crate::keys::Mode;

tokio::task_local! {
    static CALL: Call;
}

/// The request that this task is answering.
#[derive(Debug, Default)]
pub(super) struct Call {
    began: Cell<bool>,
    hold: Option<Arc<Hold>>,
    mode: Option<Mode>,
}

impl Call {
    /// A request whose key opens this mode, or none.
    pub(super) fn of(mode: Option<Mode>) -> Self {
        Self {
            mode,
            ..Self::default()
        }
    }

    /// The same request, which holds an idempotency key.
    pub(super) fn holding(self, hold: Option<Arc<Hold>>) -> Self {
        Self { hold, ..self }
    }

    /// Runs `work` as the answer to this request; gives its result and whether the request was carried out, as far as
    /// the key is concerned (IDEM-04, IDEM-08).
    pub(super) async fn run<F: Future>(self, work: F) -> (F::Output, bool) {
        CALL.scope(self, async {
            let output = work.await;
            (output, CALL.with(|call| call.began.get()))
        })
        .await
    }

    /// The mode that the key of this task's request opens, if any does; `None` outside a request.
    pub(super) fn mode() -> Option<Mode> {
        CALL.try_with(|call| call.mode).unwrap_or(None)
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

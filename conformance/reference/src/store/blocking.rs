//! Waiting for a disk or a network in a plain function.

use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::task::block_in_place;

/// Runs `work`, which may wait. On a worker of a runtime with several, the other tasks go on meanwhile.
pub(super) fn blocking<T>(work: impl FnOnce() -> T) -> T {
    match Handle::try_current().map(|runtime| runtime.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) => block_in_place(work),
        // No runtime, or one of a single thread, which has nobody to hand its tasks to.
        _ => work(),
    }
}
